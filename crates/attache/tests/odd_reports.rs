//! Reports that are odd, and a clock that is wrong: each is kept and told, and no other report is the worse for it.

mod program;

use program::{attache, attache_on, folder, Call};

const SHELLING: &str = r#"{"id":"a","published":"2020-05-12","publisher":"Steppe News","text":"Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding two residents, the regional police said."}
"#;

fn add(ledger: &str, lines: &str) -> Call {
    attache_on(&["add", "--ledger", ledger, "--input", "jsonl", "-"], lines)
}

fn path(name: &str) -> String {
    folder(name).join("a.db").to_str().expect("a path in UTF-8").to_owned()
}

fn incidents(ledger: &str) -> String {
    attache(&["incidents", "--ledger", ledger, "--format", "json"]).stdout
}

fn sound(ledger: &str) {
    let call = attache(&["check", "--ledger", ledger]);
    assert_eq!(call.status, 0, "{}", call.stderr);
}

#[test]
fn dates_of_the_future_at_the_ends_of_the_calendar_and_none_at_all() {
    let ledger = path("odd_dates");
    assert_eq!(add(&ledger, SHELLING).status, 0);
    let before = incidents(&ledger);
    let odd = r#"{"id":"last","published":"9999-12-31","text":"Troops of Chad shelled the town of Abéché yesterday, killing two soldiers, the mayor said. On Friday next week, and two years later, the army left."}
{"id":"first","published":"0001-01-01","text":"Rebels in Mali burnt the town of Gao yesterday, killing two soldiers, a witness said. A century ago, and on Tuesday of last week, the army left."}
{"id":"future","published":"2190-01-01","text":"Gunmen killed nine villagers in the village of Barsalogho in Burkina Faso on Sunday, the governor said."}
{"id":"undated","text":"The police of Kenya arrested three protesters in the town of Nakuru on Thursday, a lawyer told the court."}
"#;
    let call = add(&ledger, odd);
    assert_eq!(call.status, 0, "{}", call.stderr);
    assert!(call.stdout.starts_with("Reports:   4 new, "), "{}", call.stdout);
    sound(&ledger);
    let status = attache(&["status", "--ledger", &ledger]).stdout;
    assert!(status.contains("0001-01-01 to 9999-12-31; 1 undated, 2 dated in the future"), "{status}");
    let all = incidents(&ledger);
    assert!(all.contains(before.trim_end()), "an incident changed for reports that are not about it");
    for town in ["Abéché", "Gao", "Barsalogho", "Nakuru"] {
        assert!(all.contains(town), "{town}: {all}");
    }
    for args in [
        &["brief"][..],
        &["brief", "--since", "9999-01-01"],
        &["tension", "--by", "country", "--format", "text"],
        &["tension", "--by", "country", "--until", "9999-12-31", "--format", "text"],
        &["tension", "--country", "BFA", "--format", "svg"],
        &["alerts", "--format", "text"],
        &["agreements"],
        &["search", "town"],
        &["recode"],
    ] {
        let call = attache(&[args, &["--ledger", &ledger]].concat());
        assert_eq!((call.status, call.stderr.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn a_thousand_copies_of_one_report_are_one_report_told_a_thousand_times() {
    let (one, all) = (path("odd_one"), path("odd_copies"));
    assert_eq!(add(&one, SHELLING).status, 0);
    let copies: String = (0..1000)
        .map(|i| {
            let publisher = format!("\"publisher\":\"Paper {i:04}\"");
            SHELLING
                .replace("\"id\":\"a\"", &format!("\"id\":\"copy-{i:04}\""))
                .replace("\"publisher\":\"Steppe News\"", &publisher)
        })
        .collect();
    let call = add(&all, &copies);
    assert!(
        call.stdout.starts_with("Reports:   1 new, 999 echoes, 0 changed, 0 known, 0 refused\n"),
        "{}",
        call.stdout
    );
    let again = add(&all, &copies);
    assert!(
        again.stdout.starts_with("Reports:   0 new, 0 echoes, 0 changed, 1000 known, 0 refused\n"),
        "{}",
        again.stdout
    );
    sound(&all);
    let incidents = |ledger: &str| attache(&["incidents", "--ledger", ledger, "--format", "json"]).json();
    let (one, all) = (incidents(&one), incidents(&all));
    assert_eq!((all.len(), all[0]["reports"].as_array().map(Vec::len)), (1, Some(1000)));
    for field in ["independent", "killed", "wounded", "time", "place", "contested", "type"] {
        assert_eq!(all[0][field], one[0][field], "{field}");
    }
}

#[test]
fn an_id_that_is_given_to_other_texts_keeps_the_first_and_says_which_one_was_refused() {
    let ledger = path("odd_ids");
    assert_eq!(add(&ledger, SHELLING).status, 0);
    let before = incidents(&ledger);
    let clash = r#"{"id":"a","published":"2020-06-01","publisher":"Sahel Desk","text":"Gunmen killed nine villagers near Barsalogho in Burkina Faso on Sunday, a governor announced."}
{"id":"b","published":"2020-06-01","publisher":"Sahel Desk","text":"Police in Kenya arrested three protesters in Nakuru on Monday, a lawyer told journalists."}
{"id":"b","published":"2020-06-02","publisher":"Coast Post","text":"Two fishing vessels sank off Sri Lanka; rescuers pulled eleven sailors from rough seas."}
"#;
    let call = add(&ledger, clash);
    assert_eq!(call.status, 1);
    assert!(call.stdout.starts_with("Reports:   1 new, 0 echoes, 0 changed, 0 known, 2 refused\n"), "{}", call.stdout);
    let told: Vec<&str> = call.stderr.lines().collect();
    assert_eq!(
        told,
        [
            "attache: a: the id is held by another report (Steppe News, 2020-05-12); give this one an id of its own",
            "attache: b: the id is held by another report (Sahel Desk, 2020-06-01); give this one an id of its own",
        ]
    );
    sound(&ledger);
    assert!(incidents(&ledger).contains(before.trim_end()));
}

#[test]
fn a_clock_that_jumps_back_changes_nothing_but_the_dates_of_adding_and_deciding() {
    let (ledger, steady) = (path("odd_clock"), path("odd_clock_steady"));
    let (first, later) = (
        SHELLING,
        r#"{"id":"b","published":"2020-05-12","publisher":"Kyiv Desk","text":"Ukraine's military said Russian-backed forces shelled Avdiivka late on Monday. Two civilians were wounded, it said, and a house was destroyed."}
{"id":"a","published":"2020-05-12","publisher":"Steppe News","text":"Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding three residents, the regional police said."}
"#,
    );
    let by = ["--by", "R. Amadi"];
    let decide = |ledger: &str, args: &[&str]| {
        let call = attache(&[args, &by, &["--ledger", ledger]].concat());
        assert_eq!(call.status, 0, "{args:?}: {}", call.stderr);
    };
    for path in [&ledger, &steady] {
        assert_eq!(add(path, first).status, 0);
        decide(path, &["correct", "a", "E1", "--wounded", "9"]);
        assert_eq!(attache(&["alerts", "--new", "--ledger", path]).status, 0);
        if path == &ledger {
            // What the ledger holds so far was written by a clock that went 150 years too fast.
            let db = rusqlite::Connection::open(path).expect("the ledger");
            let sql = "UPDATE versions SET added = '2190-01-01T00:00:00Z'; UPDATE decisions SET made = '2190-01-01T00:00:00Z'";
            db.execute_batch(sql).expect("another time");
        }
        assert_eq!(add(path, later).status, 0);
        decide(path, &["correct", "a", "E1", "--wounded", "5"]);
        decide(path, &["retract", "b"]);
        decide(path, &["undo", "3"]);
        sound(path);
    }
    let without_dates = |ledger: &str| {
        let mut told = attache(&["incidents", "--ledger", ledger, "--format", "json"]).json();
        for decision in told.iter_mut().filter_map(|i| i["decisions"].as_array_mut()).flatten() {
            decision["made"] = serde_json::Value::Null;
        }
        told
    };
    assert_eq!(without_dates(&ledger), without_dates(&steady));
    // The later decision holds, whatever the clock said.
    assert_eq!(without_dates(&ledger)[0]["wounded"], serde_json::json!([2, 5]));
}
