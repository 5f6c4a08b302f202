//! The commands on a ledger, as a person meets them.

mod program;

use program::{attache, attache_on, command, file, folder, Call};

/// Three hands on one shelling, a copy, and another town on the same day.
const REPORTS: &str = r#"{"id":"a","published":"2020-05-12","publisher":"Steppe News","text":"Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding two residents, the regional police said. A house on the northern edge burnt down."}
{"id":"b","published":"2020-05-12","publisher":"Kyiv Desk","text":"Ukraine's military said Russian-backed forces shelled Avdiivka late on Monday. Two civilians were wounded, it said, and a house was destroyed."}
{"id":"c","published":"2020-05-13","publisher":"Eastern Bulletin","text":"The separatists denied on Tuesday that they had fired on Avdiivka, where two people were wounded by shells the day before. A spokesman said their units had kept the ceasefire."}
{"id":"d","published":"2020-05-13","publisher":"Night Post","text":"Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding two residents, the regional police said. A house on the northern edge burnt down. More follows."}
{"id":"e","published":"2020-05-12","publisher":"Kyiv Desk","text":"Ukrainian troops shelled Horlivka with mortars on 11 May, killing a 54-year-old man, the self-proclaimed Donetsk People's Republic said in a statement."}
"#;

fn add(ledger: &str, lines: &str) -> Call {
    attache_on(&["add", "--ledger", ledger, "--input", "jsonl", "-"], lines)
}

fn new(name: &str) -> String {
    let path = folder(name).join("it's.db").to_str().expect("a path in UTF-8").to_owned();
    let call = add(&path, REPORTS);
    assert_eq!(call.status, 0, "{}", call.stderr);
    path
}

#[test]
fn adding_tells_what_came_of_it_and_again_changes_nothing() {
    let path = folder("adding").join("new.db").to_str().unwrap().to_owned();
    assert!(add(&path, REPORTS).stdout.starts_with("Reports:   4 new, 1 echo, 0 changed, 0 known, 0 refused\n"));
    let before = attache(&["incidents", "--ledger", &path, "--format", "json"]).stdout;
    assert!(add(&path, REPORTS).stdout.starts_with("Reports:   0 new, 0 echoes, 0 changed, 5 known, 0 refused\n"));
    assert_eq!(attache(&["incidents", "--ledger", &path, "--format", "json"]).stdout, before);
    assert_eq!(attache(&["check", "--ledger", &path]).stdout, "All 19 invariants hold.\n");
}

#[test]
fn incidents_are_as_in_the_contract() {
    let path = new("contract");
    let incidents = attache(&["incidents", "--ledger", &path, "--format", "json"]).json();
    let at = |town: &str| incidents.iter().find(|i| i["place"]["name"] == town).unwrap_or_else(|| panic!("{town}"));
    let shelling = at("Avdiivka");
    assert_eq!(shelling["reports"], serde_json::json!(["a", "b", "c", "d"]));
    assert_eq!((shelling["type"].as_str(), shelling["time"].as_str()), (Some("ASSAULT"), Some("2020-05-11")));
    assert_eq!(shelling["independent"], 3);
    for field in ["id", "killed", "wounded", "accounts", "contested", "agreed"] {
        assert!(shelling.get(field).is_some(), "{field}");
    }
    let account = &shelling["accounts"][0];
    for field in ["by", "reports", "actors", "recipients", "killed", "wounded", "stance", "since"] {
        assert!(account.get(field).is_some(), "{field}");
    }
    assert_eq!(at("Horlivka")["reports"], serde_json::json!(["e"]));
}

#[test]
fn every_form_of_the_brief_names_places_sources_and_disputes() {
    let path = new("brief");
    for format in ["text", "markdown", "html", "json"] {
        let call = attache(&["brief", "--ledger", &path, "--format", format]);
        assert_eq!(call.status, 0, "{}", call.stderr);
        assert!(call.stdout.contains("Avdiivka") && call.stdout.contains("Horlivka"), "{format}: {}", call.stdout);
    }
    let week = attache(&["brief", "--ledger", &path, "--since", "2021-01-01"]);
    assert!(week.stdout.contains("Nothing of the kind is in the ledger."), "{}", week.stdout);
}

#[test]
fn an_incident_is_shown_with_its_words_and_reasons() {
    let path = new("show");
    let incidents = attache(&["incidents", "--ledger", &path, "--format", "json", "--place", "Avdiivka"]).json();
    let id = incidents[0]["id"].as_str().expect("an id");
    let shown = attache(&["show", "--ledger", &path, "--why", id]).stdout;
    for part in ["Accounts", "Claims", "repeats a", "Why these are one incident", "place: the same place", "«"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(attache(&["show", "--ledger", &path, "i0000000000"]).status, 2);
}

#[test]
fn tension_is_told_by_day_with_bounds_and_in_one_direction() {
    let path = new("tension");
    let days = attache(&["tension", "--ledger", &path, "--dyad", "RUS,UKR", "--format", "json"]).json();
    for day in &days {
        let [index, low, high] = ["index", "low", "high"].map(|field| day[field].as_f64().expect("a number"));
        assert!(low <= index && index <= high, "{day}");
    }
    let chart = attache(&["tension", "--ledger", &path, "--dyad", "FJI,TON", "--format", "text"]).stdout;
    assert!(chart.contains("Nothing is told of it"), "{chart}");
    assert!(attache(&["tension", "--ledger", &path, "--dyad", "RUS,UKR", "--format", "svg"])
        .stdout
        .starts_with("<svg"));
    assert_eq!(attache(&["tension", "--ledger", &path, "--dyad", "RUS"]).status, 2);
}

#[test]
fn search_and_sql_answer_and_never_write() {
    let path = new("search");
    assert!(attache(&["search", "--ledger", &path, "mortars"]).stdout.contains("[mortars]"));
    let counted = attache(&["sql", "--ledger", &path, "SELECT count(*) AS n FROM v_reports"]);
    assert_eq!(counted.stdout, "n\n5\n");
    let written = attache(&["sql", "--ledger", &path, "DELETE FROM reports"]);
    assert_eq!(written.status, 2);
    assert!(written.stderr.contains("not changed") || written.stderr.contains("only read"), "{}", written.stderr);
    let prompt = attache_on(&["sql", "--ledger", &path, "--format", "json"], "SELEC;\nSELECT 1 AS one;\n");
    assert_eq!((prompt.status, prompt.stdout.as_str()), (0, "{\"one\":1}\n"));
}

#[test]
fn what_is_no_ledger_is_told_and_left_alone() {
    let at = folder("not_a_ledger");
    let notes = file(&at, "notes.txt", "These are notes and no ledger. ".repeat(50).as_bytes());
    for args in [vec!["add", "--ledger", &notes, &notes], vec!["brief", "--ledger", &notes]] {
        let call = attache(&args);
        assert_eq!(call.status, 1);
        assert!(call.stderr.contains("is not a ledger"), "{}", call.stderr);
    }
    let missing = attache(&["brief", "--ledger", at.join("none.db").to_str().unwrap()]);
    assert!(missing.stderr.contains("no such ledger"), "{}", missing.stderr);
}

#[test]
fn the_environment_names_the_ledger() {
    let path = new("environment");
    let output = command(&["status"]).env("ATTACHE_LEDGER", &path).output().expect("the program starts");
    assert!(Call::from(output).stdout.contains("Reports:    5, 1 of them echoes"));
}

#[test]
fn help_teaches_with_examples() {
    for name in
        ["add", "brief", "incidents", "show", "search", "sql", "status", "check", "tension", "export", "agreements"]
    {
        let call = attache(&[name, "--help"]);
        assert!(call.stdout.contains("Examples:\n  attache"), "{name}");
        assert!(call.stdout.contains("ATTACHE_LEDGER"), "{name}");
    }
}
