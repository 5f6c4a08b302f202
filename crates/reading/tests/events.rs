//! What is read in single sentences: type, mode, how real, how many, and that figures of speech stay out.

use language::Model;
use reading::events::{explain, explain_stretch, Event, EventId};
use reading::statements::Party;
use reading::{bundled_lexicon, layers, Layers, Report};

fn read(text: &str, model: &Model, lexicon: &lexicon::Lexicon) -> Layers {
    let report = Report { text: text.to_owned(), ..Report::default() };
    layers(&report, model.parse(text), lexicon)
}

fn shown(e: &Event) -> String {
    let mode = e.mode.as_deref().unwrap_or("-");
    format!("{} {mode} {} {}", e.kind, e.polarity.as_str(), e.modality.as_str())
}

#[test]
fn deeds_and_how_they_were_done() {
    let cases = [
        ("Insurgents shelled the harbour overnight.", "ASSAULT heavy-weapons affirmed actual"),
        ("Gunmen opened fire on a patrol near the mill.", "ASSAULT firearms affirmed actual"),
        ("The harbour was shelled by insurgents.", "ASSAULT heavy-weapons affirmed actual"),
        ("Two militants were arrested by soldiers at the ferry.", "COERCE arrest affirmed actual"),
        ("Farmers blocked the highway with tractors.", "PROTEST obstruct affirmed actual"),
        ("Residents held a rally against the mayor.", "PROTEST demo affirmed actual"),
        ("Bandits kidnapped three merchants on the road.", "ASSAULT abduct affirmed actual"),
        ("Norway announced sanctions on Belarus.", "SANCTION discontinue affirmed actual"),
        ("The rebels claimed that they had fired a salvo of rockets.", "ASSAULT heavy-weapons affirmed actual"),
        ("Chad sent troops to the border with Niger.", "MOBILIZE troops affirmed actual"),
    ];
    holds(&cases);
}

#[test]
fn the_dead_stand_with_the_deed_that_is_told_first() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    for (text, killed) in [
        ("A smuggler was shot and died at the ferry.", (1, Some(1))),
        ("A gunfight broke out and two smugglers died.", (2, Some(2))),
        ("A teacher and activist was shot dead in Cali on Monday.", (1, Some(1))),
        ("A teacher and a nurse were shot dead in Cali on Monday.", (2, Some(2))),
        ("A gunfight broke out and two smugglers died and one was injured.", (2, Some(2))),
        ("Officials said that 19 guards died and 40 were hurt during the raid.", (19, Some(19))),
        ("The raid killed nineteen people, among them a nurse, and injured 24.", (19, Some(19))),
        ("Two smugglers were killed at once while another died on the way to hospital.", (3, Some(3))),
        ("Six guards were killed or badly injured in the blast.", (0, Some(6))),
        ("Gunmen raided the hamlet. An unknown number of villagers were killed.", (2, None)),
        ("The explosion left nine dead and fourteen injured.", (9, Some(9))),
        ("The ministry said three smugglers killed and 12 injured.", (3, Some(3))),
        ("The jets carried out four raids. Nine guards were reportedly killed.", (9, Some(9))),
        ("The bodies of two men were found by the road on Friday.", (2, Some(2))),
        ("Troops threw grenades into a church where villagers had fled after a clash, killing nine.", (9, Some(9))),
        ("Twelve IS militants were killed in Mosul on Friday.", (12, Some(12))),
        ("A blast hit a crowded ferry. At least 90 bodies were collected in the port.", (90, None)),
    ] {
        let read = read(text, &model, &lexicon);
        let first = read.events.first().and_then(|e| e.killed);
        assert_eq!(first, Some(killed), "{text}: {:?}", read.events.iter().map(shown).collect::<Vec<_>>());
    }
}

#[test]
fn what_did_not_happen_or_has_not_yet() {
    let cases = [
        ("The soldiers did not attack the village.", "ASSAULT - negated actual"),
        ("No soldier attacked the village.", "ASSAULT - negated actual"),
        ("Nobody has claimed the attack.", "ASSAULT - affirmed actual"),
        ("The rebels may attack the village.", "ASSAULT - affirmed possible"),
    ];
    holds(&cases);
}

fn holds(cases: &[(&str, &str)]) {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    for (text, wanted) in cases {
        let layers = read(text, &model, &lexicon);
        let got: Vec<String> = layers.events.iter().map(shown).collect();
        assert!(got.iter().any(|g| g == wanted), "{text}: {got:?}");
    }
}

#[test]
fn one_deed_told_once_is_one_event() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let texts = [
        "Insurgents shelled the harbour, wounding a fisherman.",
        "A teacher was killed and a nurse was wounded in an attack by gunmen.",
        "Gunmen carried out an attack on a checkpoint, killing a guard.",
    ];
    for text in texts {
        let layers = read(text, &model, &lexicon);
        let deeds: Vec<String> = layers.events.iter().filter(|e| e.kind == "ASSAULT").map(shown).collect();
        assert_eq!(deeds.len(), 1, "{text}: {deeds:?}");
    }
}

#[test]
fn whom_it_befell_where_the_tree_hides_it() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let cases = [
        ("Kenyan soldiers arrested more than 40 Somalis on Friday.", "COERCE", "Somalis"),
        ("Norway suspended aid to Ethiopia on Monday.", "SANCTION", "Ethiopia"),
    ];
    for (text, kind, recipient) in cases {
        let layers = read(text, &model, &lexicon);
        let event = layers.events.iter().find(|e| e.kind == kind).unwrap_or_else(|| panic!("{text}"));
        let named = |p: &Party| matches!(p, Party::Actor(id) if layers.actors.get(*id).name == recipient);
        assert!(event.recipients.iter().any(named), "{text}: {:?}", event.recipients);
    }
}

#[test]
fn who_did_what_to_whom() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let cases = [
        // Two states before one noun are two actors.
        ("Norwegian and Chilean officials met in Oslo on Monday.", "CONSULT", "CHL NOR", ""),
        ("U.S. and Russian negotiators met in Geneva.", "CONSULT", "RUS USA", ""),
        // Subjects that are shared, or that the tree takes for none.
        ("Kenya said it was willing to withdraw soldiers from Somalia.", "AGREE", "KEN", "SOM"),
        ("Hungary threatened Monday to suspend aid to Serbia.", "THREATEN", "HUN", "SRB"),
        // A participle that is the verb.
        ("Israeli jets and tanks shelled outposts of the Syrian army near Quneitra.", "ASSAULT", "ISR", "SYR"),
        // A raid asks nothing: whoever speaks does.
        (
            "The Houthis said that the raids had wounded two men and asked the European Union for help.",
            "REQUEST",
            "YEM",
            "",
        ),
        ("Jordan is ready for talks with Syria, an envoy said.", "AGREE", "JOR", "SYR"),
        // Nouns that only count the deeds.
        ("Turkish jets launched dozens of raids against Syrian forces.", "ASSAULT", "TUR", "SYR"),
        ("Iran warned Britain to brace for a heavy price.", "THREATEN", "IRN", "GBR"),
        ("Iran vowed that the raid would not go unpunished.", "THREATEN", "IRN", ""),
    ];
    for (text, kind, actors, recipients) in cases {
        let layers = read(text, &model, &lexicon);
        let countries = |parties: &[Party]| {
            let mut all: Vec<String> = parties
                .iter()
                .filter_map(|p| match p {
                    Party::Actor(id) => layers.actors.get(*id).country.map(|c| c.to_string()),
                    Party::Words(span) => place_country(&layers, *span),
                    Party::Unknown => None,
                })
                .collect();
            all.sort();
            all.dedup();
            all.join(" ")
        };
        let got: Vec<(String, String)> = layers
            .events
            .iter()
            .filter(|e| e.kind == kind)
            .map(|e| (countries(&e.actors), countries(&e.recipients)))
            .collect();
        assert!(got.contains(&(actors.to_owned(), recipients.to_owned())), "{text}: {got:?}");
    }
}

fn place_country(layers: &Layers, span: language::ByteSpan) -> Option<String> {
    let mention = layers.places.mentions.iter().find(|m| m.span == span)?;
    layers.places.get(mention.place).country.map(|c| c.to_string())
}

#[test]
fn what_a_deed_answers_is_another_deed() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let layers = read(
        "Jets pounded rebel camps in retaliation for an attack on a crowded bus that killed at least 64 people.",
        &model,
        &lexicon,
    );
    let told: Vec<_> = layers.events.iter().map(|e| (e.trigger.of(layers.document.text()), e.killed)).collect();
    assert_eq!(told, [("pounded", None), ("attack", Some((64, None)))]);
}

#[test]
fn the_hurt_are_counted_beside_the_dead() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let text = "The raid led to the death of nine guards and the injury of three others, the port's manager said.";
    let told: Vec<_> = read(text, &model, &lexicon).events.iter().map(|e| (e.killed, e.wounded)).collect();
    assert_eq!(told, [(Some((9, Some(9))), Some((3, Some(3))))]);
}

#[test]
fn those_driven_out_are_counted_whatever_the_number_hangs_on() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let text = "The shelling displaced hundreds of thousands of people.";
    let told: Vec<_> = read(text, &model, &lexicon).events.iter().filter_map(|e| e.displaced).collect();
    assert_eq!(told, [(200_000, None)]);
}

#[test]
fn a_month_in_a_date_is_no_march() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let text = "Two guards died on March 7 and one was hurt, police said.";
    let read = read(text, &model, &lexicon);
    let kinds: Vec<&str> = read.events.iter().map(|e| e.kind.as_str()).collect();
    assert!(!kinds.is_empty() && !kinds.contains(&"PROTEST"), "{kinds:?}");
}

#[test]
fn figures_of_speech_and_other_fields_stay_out() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let texts = [
        "The minister died of a heart attack.",
        "The striker shot wide in the second half of the match.",
        "The central bank fired its deputy governor.",
        "The director shot the film in four weeks.",
        "Whisk the butter, beat the egg and fold in the flour.",
        "The company executed its plan for the merger.",
    ];
    for text in texts {
        let layers = read(text, &model, &lexicon);
        let got: Vec<String> = layers.events.iter().map(shown).collect();
        assert!(got.is_empty(), "{text}: {got:?}");
    }
}

#[test]
fn every_event_can_be_accounted_for() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let layers = read("Insurgents shelled the harbour. The cook slept.", &model, &lexicon);
    let told = explain(&layers, &lexicon, EventId(0)).expect("there is an event").to_string();
    for part in ["“shelled”", "ASSAULT heavy-weapons", "frames/senses/violence.csv:", "narration"] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    assert!(explain(&layers, &lexicon, EventId(99)).is_none());
    let last = layers.document.sentences().last().expect("there are two sentences").tokens();
    let silent = explain_stretch(&layers, &lexicon, last).to_string();
    assert!(silent.contains("no word of this stretch is a trigger"), "{silent}");
}
