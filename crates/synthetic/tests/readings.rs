//! Made-up readings are sound, and the same for the same seed.

use ledger::{Coding, Ledger, Wanted};
use synthetic::{World, REPORTS_A_DAY};

fn lexicon() -> lexicon::Lexicon {
    reading::bundled_lexicon().with_gazetteer(reading::bundled_gazetteer())
}

#[test]
fn every_mention_stands_where_it_is_said_to() {
    let lexicon = lexicon();
    let world = World::new(&lexicon, 1);
    for n in (0..400).chain([170_000]) {
        let reading = world.reading(n);
        let chars: Vec<char> = reading.report.text.chars().collect();
        let words = |[start, end]: [u32; 2]| chars[start as usize..end as usize].iter().collect::<String>();
        for actor in &reading.actors {
            assert!(actor.mentions.iter().all(|&m| words(m) == actor.name), "{n}: {}", actor.name);
        }
        for place in &reading.places {
            assert!(place.mentions.iter().all(|&m| words(m) == place.name), "{n}: {}", place.name);
        }
        for event in &reading.events {
            assert!(event.span[0] <= event.trigger[0] && event.trigger[1] <= event.span[1], "{n}: {}", event.id);
            assert!(reading.statements.iter().any(|s| s.id == event.statement), "{n}: {}", event.id);
        }
    }
}

#[test]
fn a_seed_makes_one_world_and_another_seed_another() {
    let lexicon = lexicon();
    let (one, same, other) = (World::new(&lexicon, 7), World::new(&lexicon, 7), World::new(&lexicon, 8));
    let text = |world: &World<'_>, n| world.reading(n).report.text;
    assert_eq!(text(&one, 5000), text(&same, 5000));
    assert_ne!(text(&one, 5000), text(&other, 5000));
    assert_ne!(text(&one, 5000), text(&one, 5001));
}

#[test]
fn a_ledger_of_a_few_days_has_incidents_told_by_several_and_echoes() {
    let lexicon = lexicon();
    let world = World::new(&lexicon, 1);
    let readings: Vec<_> = (0..4 * REPORTS_A_DAY).map(|n| world.reading(n)).collect();
    let mut ledger = Ledger::in_memory().expect("a ledger in memory");
    let coding = Coding { program: "synthetic".into(), model: "m".into(), knowledge: "k".into() };
    ledger.add(&readings, &coding, "2026-01-01").expect("adding works");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
    let incidents = ledger.incidents(&Wanted::default()).expect("listing works");
    assert!(incidents.iter().filter(|i| i.independent > 1).count() > incidents.len() / 10);
    assert!(incidents.iter().any(|i| !i.contested.is_empty()));
    let echoes = ledger.state("2026-01-01").expect("state").echoes;
    assert!((4..40).contains(&echoes), "{echoes} echoes");
}
