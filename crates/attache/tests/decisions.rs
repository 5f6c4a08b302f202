//! What analysts decide, as they meet it on the command line.

mod program;

use program::{attache, attache_on, folder, Call};

const REPORTS: &str = r#"{"id":"a","published":"2020-05-12","publisher":"Steppe News","text":"Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding two residents, the regional police said. A house on the northern edge burnt down."}
{"id":"b","published":"2020-05-12","publisher":"Kyiv Desk","text":"Ukraine's military said Russian-backed forces shelled Avdiivka late on Monday. Two civilians were wounded, it said, and a house was destroyed."}
{"id":"e","published":"2020-05-12","publisher":"Kyiv Desk","text":"Ukrainian troops shelled Horlivka with mortars on 11 May, killing a 54-year-old man, the self-proclaimed Donetsk People's Republic said in a statement."}
"#;

struct Desk(String);

impl Desk {
    fn new(name: &str) -> Self {
        let path = folder(name).join("desk.db").to_str().expect("a path in UTF-8").to_owned();
        let call = attache_on(&["add", "--ledger", &path, "--input", "jsonl", "-"], REPORTS);
        assert_eq!(call.status, 0, "{}", call.stderr);
        Self(path)
    }

    fn call(&self, args: &[&str]) -> Call {
        attache(&[args, &["--ledger", &self.0]].concat())
    }

    fn incident(&self, place: &str) -> serde_json::Value {
        self.call(&["incidents", "--format", "json", "--place", place]).json().remove(0)
    }

    fn list(&self) -> String {
        self.call(&["decisions", "--format", "json"])
            .json()
            .iter()
            .map(|d| {
                let text = |field: &str| d[field].as_str().unwrap_or("-").to_owned();
                let undone =
                    if d["undone"].is_null() { String::new() } else { format!(" [undone by {}]", text("undone_by")) };
                format!(
                    "{} {} | {} | {} | {}{undone}\n",
                    d["id"],
                    text("kind"),
                    text("words"),
                    text("by"),
                    text("note")
                )
            })
            .collect()
    }
}

#[test]
fn decisions_are_signed_shown_listed_and_undone() {
    let desk = Desk::new("signed");
    let (avdiivka, horlivka) = (desk.incident("Avdiivka"), desk.incident("Horlivka"));
    let one = avdiivka["id"].as_str().expect("an id");
    let by = ["--by", "R. Amadi"];
    let calls: [&[&str]; 5] = [
        &["split", one, "b", "--reason", "the evening's second shelling"],
        &["correct", "e", "E1", "--killed", "2..", "--actors", "Ukrainian forces", "--place", "Dnipro, UKR"],
        &["correct", "a", "E1", "--kind", "ASSAULT/aerial"],
        &["note", one, "a picture of the house is in the file"],
        &["retract", "b", "--reason", "withdrawn on 14 May"],
    ];
    for args in calls {
        let call = desk.call(&[args, &by].concat());
        assert_eq!(call.status, 0, "{args:?}: {}", call.stderr);
    }
    let corrected = desk.incident("Dnipro");
    assert_eq!(
        (&corrected["killed"], &corrected["reports"]),
        (&serde_json::json!([2, null]), &serde_json::json!(["e"]))
    );
    let brief = desk.call(&["brief"]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in
        ["decided by R. Amadi,", "e E1, killed: 2 or more (read: 1)", "note by R. Amadi,", "a picture of the house"]
    {
        assert!(brief.contains(part), "{part}: {brief}");
    }
    assert!(desk.call(&["show", one]).stdout.contains("Analysts"));
    for id in ["1", "2", "3", "4", "5", "7"] {
        assert_eq!(desk.call(&["undo", id, "--by", "S. Okoro"]).status, 0);
    }
    assert_eq!(
        (desk.incident("Avdiivka")["reports"].clone(), desk.incident("Horlivka")),
        (avdiivka["reports"].clone(), horlivka)
    );
    assert_eq!(
        desk.list().replace(one, "INCIDENT"),
        "1 split | another incident than INCIDENT: b | R. Amadi | the evening's second shelling [undone by S. Okoro]\n\
         2 correct | e E1, actors: Ukrainian forces | R. Amadi | - [undone by S. Okoro]\n\
         3 correct | e E1, place: Dnipro | R. Amadi | - [undone by S. Okoro]\n\
         4 correct | e E1, killed: 2 or more | R. Amadi | - [undone by S. Okoro]\n\
         5 correct | a E1, type: ASSAULT, aerial | R. Amadi | - [undone by S. Okoro]\n\
         6 note |  | R. Amadi | a picture of the house is in the file\n\
         7 retract | is not to be counted | R. Amadi | withdrawn on 14 May [undone by S. Okoro]\n"
    );
    assert_eq!(desk.call(&["check"]).status, 0);
}

#[test]
fn corrections_and_retractions_are_recognised_and_told() {
    let desk = Desk::new("notices");
    let notices = r#"{"id":"b2","published":"2020-05-14","publisher":"Kyiv Desk","title":"CORRECTION: Avdiivka","text":"Ukraine's military said Russian-backed forces shelled Avdiivka late on Monday. Three civilians were wounded, it said, and a house was destroyed."}
{"id":"e2","published":"2020-05-13","publisher":"Kyiv Desk","text":"Kyiv Desk has withdrawn its report of 12 May that Ukrainian troops shelled Horlivka with mortars and killed a man. The statement of the self-proclaimed Donetsk People's Republic was of an earlier day."}
"#;
    let added = attache_on(&["add", "--ledger", &desk.0, "--input", "jsonl", "-"], notices);
    assert_eq!(added.status, 0, "{}", added.stderr);
    assert_eq!(desk.incident("Avdiivka")["wounded"], serde_json::json!([3, 3]));
    let brief = desk.call(&["brief"]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["b2 corrects b", "b replaced by b2 Kyiv Desk, 2020-05-12", "e retracted by e2 Kyiv Desk, 2020-05-12"] {
        assert!(brief.contains(part), "{part}: {brief}");
    }
    assert!(!brief.contains("Horlivka"), "{brief}");
    assert!(desk.call(&["status"]).stdout.contains("Notices:    2 that correct or take back a report, 0 of them"));
    assert_eq!(desk.call(&["check"]).status, 0);
    let restored = desk.call(&["retract", "e", "--restore", "--by", "R. Amadi", "--reason", "the notice is a forgery"]);
    assert_eq!(restored.status, 0, "{}", restored.stderr);
    assert_eq!(desk.incident("Horlivka")["reports"], serde_json::json!(["e"]));
}

#[test]
fn what_cannot_be_is_told_with_what_to_do() {
    let desk = Desk::new("cannot");
    let cases: [(&[&str], &str); 7] = [
        (&["merge", "i1", "i2"], "attache incidents lists them"),
        (&["correct", "e", "E1", "--killed", "many"], "write 4, 4..6, 4.."),
        (&["correct", "e", "E1", "--place", "Tripoli"], "'Tripoli, LBN', 'Tripoli, LBY'"),
        (&["correct", "e", "E1", "--kind", "MURDER"], "is no PLOVER type"),
        (&["correct", "e", "E9", "--misread"], "has no event \"E9\""),
        (&["retract", "nothing"], "there is no report \"nothing\""),
        (&["undo", "7"], "attache decisions lists them"),
    ];
    for (args, said) in cases {
        let call = desk.call(&[args, &["--by", "R. Amadi"]].concat());
        assert_eq!(call.status, 2, "{args:?}");
        assert!(call.stderr.contains(said), "{said}: {}", call.stderr);
    }
    assert!(desk.call(&["decisions"]).stdout.starts_with("Nobody has decided anything yet"));
    let missing = attache(&["retract", "a", "--by", "R. Amadi", "--ledger", "/nowhere/at/all.db"]);
    assert!(missing.stderr.contains("no such ledger"), "{}", missing.stderr);
}

#[test]
fn help_teaches_with_examples() {
    for name in ["merge", "split", "correct", "note", "retract", "decisions", "undo"] {
        let call = attache(&[name, "--help"]);
        assert!(call.stdout.contains("Examples:\n  attache"), "{name}");
        assert!(call.stdout.contains("ATTACHE_LEDGER"), "{name}");
    }
}
