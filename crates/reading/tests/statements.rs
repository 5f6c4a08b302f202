//! Who is read to say what, in single sentences and short reports: sources, cues, contents, chains, stances; and that bad
//! input stays bounded.

use language::Model;
use reading::statements::Statement;
use reading::{bundled_lexicon, layers, Layers, Report};

fn read(text: &str, model: &Model, lexicon: &lexicon::Lexicon) -> Layers {
    let report = Report { text: text.to_owned(), ..Report::default() };
    layers(&report, model.parse(text), lexicon)
}

/// `source, cue: content`, the links of a chain parted by ` > `, the pieces of a content by ` … `.
fn shown(statement: &Statement, text: &str) -> String {
    let words = |span: Option<language::ByteSpan>| span.map_or("-", |s| s.of(text));
    let chain: Vec<String> =
        statement.sources.iter().map(|s| format!("{}, {}", words(s.mention), words(s.cue))).collect();
    let content: Vec<&str> = statement.content.iter().map(|p| p.of(text)).collect();
    format!("{}: {}", chain.join(" > "), content.join(" … "))
}

fn attributed(text: &str, layers: &Layers) -> Vec<String> {
    layers.statements.iter().filter(|s| !s.sources.is_empty()).map(|s| shown(s, text)).collect()
}

/// Each sentence, and statements that are read in it.
fn holds(cases: &[(&str, &[&str])]) {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    for (text, wanted) in cases {
        let got = attributed(text, &read(text, &model, &lexicon));
        for want in *wanted {
            assert!(got.iter().any(|g| g == want), "{text}\nwanted {want}\ngot {got:#?}");
        }
    }
}

#[test]
fn the_source_may_stand_before_within_or_after() {
    holds(&[
        ("The army said that rebels had burned the bridge.", &["The army, said: that rebels had burned the bridge"]),
        ("Rebels burned the bridge, the army said.", &["the army, said: Rebels burned the bridge"]),
        (
            "The convoy, the ministry said, would leave on Monday.",
            &["the ministry, said: The convoy … would leave on Monday"],
        ),
        (
            "The bridge was burned on Friday, said Amina Diallo, a teacher who fled the town.",
            &["Amina Diallo, a teacher who fled the town, said: The bridge was burned on Friday"],
        ),
        (
            "Soldiers burned the barn, residents said; the army said it knew of no fire.",
            &["residents, said: Soldiers burned the barn", "the army, said: it knew of no fire"],
        ),
        (
            "The envoy claimed by telephone that the boat had strayed and that a gun had hit it.",
            &["The envoy, claimed: that the boat had strayed and that a gun had hit it"],
        ),
        (
            "Monitors said in a paper last week that some thirty Angolan gunners were serving beside the rebels.",
            &["Monitors, said: that some thirty Angolan gunners were serving beside the rebels"],
        ),
        (
            "Its chief, Tomas Okello, said in a video posted on the web that the raid was an answer to arrests.",
            &["Its chief, Tomas Okello, said: that the raid was an answer to arrests"],
        ),
        (
            "ACCRA, 3 June (Newsdesk) – Two guards were killed, the army said.",
            &["the army, said: Two guards were killed"],
        ),
        (
            "The marshal had denied that jets hit a school in which ten children died, claiming that the target was a camp.",
            &["The marshal, claiming: that the target was a camp"],
        ),
        (
            "In a statement Ankara said, the talks had been useful for both sides.",
            &["Ankara, said: the talks had been useful for both sides"],
        ),
        (
            "The envoy said in a televised speech that the port belonged to Chad.",
            &["The envoy, said: that the port belonged to Chad"],
        ),
    ]);
}

#[test]
fn quotations_go_to_whoever_stands_beside_them() {
    holds(&[
        ("“We will stay,” the mayor said.", &["the mayor, said: “We will stay,”"]),
        (
            "“We will stay,” the mayor said. “Nobody will drive us out of here.”",
            &["the mayor, said: “We will stay,” … “Nobody will drive us out of here.”"],
        ),
        (
            "“The road is closed,” Sen. Ana Ruiz (D-Nev.) said on Friday.",
            &["Sen. Ana Ruiz (D-Nev.), said: “The road is closed,”"],
        ),
        (
            "The minister said the plan was only “a first step” for both countries.",
            &["The minister, said: the plan was only “a first step” for both countries"],
        ),
        (
            "“We kept our word,” she said, referring to the truce. “They did not keep theirs.”",
            &["she, said: “We kept our word,” … “They did not keep theirs.”"],
        ),
        (
            "“The harvest is lost.”\n\nThe mill, the owner said, had burned down in the night.",
            &["the owner, said: The mill … had burned down in the night"],
        ),
    ]);
}

#[test]
fn clauses_that_stand_apart_from_their_cue() {
    holds(&[
        (
            "Residents of the valley said by telephone that soldiers had looted shops there.",
            &["Residents of the valley, said: that soldiers had looted shops there"],
        ),
        (
            "Doctors told the observers over the telephone that a man had been treated for burns.",
            &["Doctors, told: that a man had been treated for burns"],
        ),
        (
            "The observers heard the commander say that his men had left the village.",
            &["the commander, say: that his men had left the village"],
        ),
        ("The video shows that the guards fired first.", &["The video, shows: that the guards fired first"]),
    ]);
}

#[test]
fn two_things_said_are_two_statements() {
    holds(&[
        (
            "The envoy said the talks were going well and warned that time was short.",
            &["The envoy, said: the talks were going well", "The envoy, warned: that time was short"],
        ),
        (
            "The minister rejected the charge, saying that the plane was never armed.",
            &["The minister, rejected: the charge", "The minister, saying: that the plane was never armed"],
        ),
        (
            "The minister went on to say that the border would stay shut.",
            &["The minister, went on to say: that the border would stay shut"],
        ),
    ]);
}

#[test]
fn the_outermost_source_stands_first() {
    holds(&[
        (
            "The driver told police that the brakes had failed, the newspaper reported.",
            &["the newspaper, reported > The driver, told: that the brakes had failed"],
        ),
        (
            "The ministry said that the army had denied that its guns had fired.",
            &["The ministry, said > the army, had denied: that its guns had fired"],
        ),
    ]);
}

#[test]
fn what_is_a_remark_of_the_report_stays_out() {
    holds(&[
        ("The council praised the judge, who retires in May.", &["The council, praised: the judge"]),
        ("But the port is open, the harbour master said.", &["the harbour master, said: the port is open"]),
        ("GENEVA -- The envoy said talks would resume.", &["The envoy, said: talks would resume"]),
        ("The council on Friday condemned the raid.", &["The council, condemned: the raid"]),
    ]);
}

#[test]
fn who_is_accused_of_what_is_the_accusers_word() {
    holds(&[
        ("The army accused the rebels of shelling a school.", &["The army, accused: the rebels of shelling a school"]),
        ("Bamako accuses Chad of arming the smugglers.", &["Bamako, accuses: Chad of arming the smugglers"]),
    ]);
}

#[test]
fn nobody_is_no_source() {
    holds(&[("Nobody has claimed the attack.", &[]), ("No group claimed responsibility for the blast.", &[])]);
}

#[test]
fn a_claim_that_another_denies_is_two_statements() {
    holds(&[(
        "The ministry said that it had shot down a balloon, a claim that Niamey rejected.",
        &["The ministry, said: that it had shot down a balloon", "Niamey, rejected: a claim"],
    )]);
}

#[test]
fn bad_input_is_bounded() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let deep = "The envoy said that ".repeat(10) + "the bridge was burned.";
    let chain = read(&deep, &model, &lexicon).statements.iter().map(|s| s.sources.len()).max();
    assert!(chain.is_some_and(|links| (1..=24).contains(&links)), "{chain:?}");
    let long = "the guard said that the gate was open and ".repeat(600) + "nobody left.";
    assert!(!read(&long, &model, &lexicon).statements.is_empty());
    for text in [
        "“The mayor said that nobody left.\n\nThe road is closed.",
        "The road is closed,” the mayor said. It is open, “she said.",
        "\"We stay,\" he said. «We go», she said. ''Never,'' they said. “And 'so' on,” it said.",
        "“We stay. We vote. We win.”",
        ": “” said , said.",
    ] {
        let layers = read(text, &model, &lexicon);
        let end = text.len() as u32;
        let mut spans = layers.statements.iter().flat_map(|s| s.content.iter().chain([&s.span]));
        assert!(spans.all(|s| s.start <= s.end && s.end <= end), "{text}");
    }
}
