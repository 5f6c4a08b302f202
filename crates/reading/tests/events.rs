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
