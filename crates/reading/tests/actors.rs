//! Sentences, and the actors that are read in them.

use lexicon::{Folder, Lexicon, Problems};
use reading::actors::Actors;
use reading::Report;

/// The knowledge of the repository.
fn lexicon() -> Lexicon {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let mut problems = Problems::default();
    let lexicon = Lexicon::load(&Folder::read(&root).expect("the folder is there"), &mut problems);
    assert!(problems.is_empty(), "{problems}");
    lexicon
}

fn read(text: &str, published: &str, model: &language::Model, lexicon: &Lexicon) -> (Actors, Vec<String>) {
    let report = Report { text: text.into(), published: published.parse().ok(), ..Report::default() };
    let doc = model.parse(text);
    let actors = reading::actors::find(&doc, &report, lexicon);
    let lines = actors
        .mentions
        .iter()
        .map(|m| {
            let actor = actors.get(m.actor);
            let country = actor.country.map_or("-".to_owned(), |c| c.to_string());
            let sectors: Vec<&str> = actor.sectors.iter().map(|s| s.as_str()).collect();
            format!("{} = {} {country} {}", doc.words(m.tokens), actor.kind.as_str(), sectors.join("+"))
        })
        .collect();
    (actors, lines)
}

/// Each sentence with its day, mentions that must be read (as `words = kind country sectors`) and words that must not be.
const SENTENCES: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "2021-06-01",
        "Ethiopian troops and Eritrean soldiers entered the town of Adigrat, a spokesman for the Tigray People's \
         Liberation Front (TPLF) said.",
        &["Ethiopian troops = population ETH MIL", "Eritrean soldiers = population ERI MIL", "TPLF = "],
        &["Adigrat"],
    ),
    (
        "2014-08-01",
        "Hamas militants fired rockets at Israel on Friday, the Israeli military said.",
        &["Israeli military = organisation ISR MIL"],
        &["Friday"],
    ),
    (
        "2016-05-05",
        "A senior US official said Washington would not talk to the Taliban.",
        &["senior US official = person USA GOV", "Washington = state USA GOV", "Taliban = armed-group AFG"],
        &[],
    ),
    (
        "2019-10-09",
        "Turkish warplanes bombed Kurdish fighters, and Damascus accused Ankara of aggression.",
        &["Damascus = state SYR GOV", "Ankara = state TUR GOV", "Turkish warplanes = other TUR MIL"],
        &[],
    ),
    (
        "2022-08-08",
        "Talks between Moscow and Kyiv broke down.",
        &["Moscow = state RUS GOV", "Kyiv = state UKR GOV"],
        &[],
    ),
    ("2022-08-08", "A missile fell near Kyiv, and he travelled to Moscow.", &[], &["Kyiv", "Moscow"]),
    (
        "2012-09-01",
        "The Free Syrian Army said its fighters had left; the group denied using civilians as shields.",
        &["group = armed-group SYR REB", "its = armed-group SYR REB"],
        &[],
    ),
    (
        "2021-05-05",
        "Lt. Gen. Andrei Petrov, who commands the Ukrainian army, said that the truce held.",
        &["Andrei Petrov = person UKR MIL"],
        &[],
    ),
    (
        "2022-05-01",
        "The foreign ministry in Beijing summoned the Japanese ambassador.",
        &["foreign ministry = organisation CHN GOV", "Japanese ambassador = person JPN GOV"],
        &[],
    ),
    // The same words are another state's here, and initials that two air forces share are decided by what is spoken of.
    (
        "2019-03-05",
        "In Islamabad, the Foreign Office summoned the Indian High Commissioner over a raid by the IAF.",
        &["Foreign Office = organisation PAK GOV", "IAF = organisation IND MIL"],
        &[],
    ),
    (
        "2013-09-18",
        "The Philippine president flew to Cebu. Interior Secretary Carlo Lim said that Colonel Jun Cruz had been freed.",
        &["Carlo Lim = person PHL", "Jun Cruz = person PHL MIL"],
        &[],
    ),
    (
        "2016-08-17",
        "Lt. Gen. Park Myung-soo told reporters that Peru had expelled a Chilean official and closed its consulate.",
        &["Park Myung-soo = person ", "Chilean official = person CHL GOV"],
        &[],
    ),
    // One mayor of Moscow is known, but not every mayor in a report on Russia is that one.
    (
        "2023-05-02",
        "Russian shells hit a market in Kherson. Russia denied it. The mayor said two were hurt.",
        &["mayor = person "],
        &["Sobyanin"],
    ),
    ("2016-08-17", "The group urged Britain to halt its sales to Riyadh.", &["Riyadh = state SAU GOV"], &[]),
    // They are those who speak, whoever that is, and not whom they tell it.
    ("2019-05-04", "Both sides told NATO that they would meet again.", &["NATO = organisation"], &["they"]),
    ("2019-05-04", "The Houthis told NATO that they would meet again.", &["they = armed-group YEM"], &[]),
];

#[test]
fn sentences_are_read_as_a_careful_analyst_would() {
    let (model, lexicon) = (language::Model::bundled(), lexicon());
    for (day, text, wanted, unwanted) in SENTENCES {
        let (_, lines) = read(text, day, &model, &lexicon);
        for mention in *wanted {
            assert!(lines.iter().any(|l| l.starts_with(mention)), "{text}\nwanted {mention}\nread {lines:#?}");
        }
        for words in *unwanted {
            let start = format!("{words} = ");
            assert!(!lines.iter().any(|l| l.starts_with(&start)), "{text}\nunwanted {words}\nread {lines:#?}");
        }
    }
}

#[test]
fn whoever_leans_on_an_earlier_mention_says_on_which() {
    let (model, lexicon) = (language::Model::bundled(), lexicon());
    let text = "The Free Syrian Army said that it had taken the base.";
    let (actors, lines) = read(text, "2013-01-01", &model, &lexicon);
    let pronoun = lines.iter().position(|l| l.starts_with("it = ")).expect("the pronoun is read");
    let antecedent = actors.mentions[pronoun].antecedent.expect("an antecedent");
    assert!(lines[antecedent].starts_with("Free Syrian Army"), "{lines:#?}");
}

#[test]
fn a_report_of_nothing_but_ministers_and_one_of_ten_thousand_names_are_read() {
    let (model, lexicon) = (language::Model::bundled(), lexicon());
    let (ministers, _) = read(&"The minister said so. ".repeat(500), "2021-01-01", &model, &lexicon);
    assert!(ministers.list.len() <= ministers.mentions.len());
    let (names, lines) = read(&"Russia accused Ukraine of an attack. ".repeat(2500), "2021-01-01", &model, &lexicon);
    assert!(lines.len() >= 5000);
    assert!(names.list.len() < 20);
}
