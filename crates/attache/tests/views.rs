//! What people see of a ledger, each command once, as files that a person can read (`tests/snapshots`).

mod program;

use program::{attache, ledger, snapshot};

/// A shelling on a border told by three hands with two tolls and a denial, a copy, talks before it, and a raid elsewhere.
const REPORTS: &str = r#"{"id":"talks","published":"2024-04-20","publisher":"Valley Post","text":"The foreign ministers of Armenia and Azerbaijan met in Tbilisi on Friday. They agreed to go on with the talks in spring."}
{"id":"clash","published":"2024-05-03","publisher":"Valley Post","text":"Azerbaijan's army shelled the Armenian village of Sotk on Thursday, killing three Armenian soldiers, the OSCE mission said."}
{"id":"toll","published":"2024-05-04","publisher":"Ridge Wire","text":"Armenia's defence ministry said that Azerbaijani artillery had fired on Sotk on Thursday and killed five of its soldiers. Azerbaijan's defence ministry denied that its forces had shelled Sotk."}
{"id":"copy","published":"2024-05-04","publisher":"Night Post","text":"Azerbaijan's army shelled the Armenian village of Sotk on Thursday, killing three Armenian soldiers, the OSCE mission said. More follows."}
{"id":"raid","published":"2024-05-06","publisher":"Sahel Desk","text":"Gunmen killed at least nine villagers in the village of Barsalogho in Burkina Faso on Sunday, the governor said."}
"#;

/// What a command shows, with the ledger's own path taken out.
fn seen(path: &str, args: &[&str]) -> String {
    let call = attache(&[&args[..1], &["--ledger", path], &args[1..]].concat());
    assert_eq!(call.status, 0, "{args:?}: {}", call.stderr);
    call.stdout.replace(path, "a.db")
}

#[test]
fn the_brief_in_its_forms() {
    let path = ledger("views_brief", REPORTS);
    for (form, file) in
        [("text", "brief.txt"), ("markdown", "brief.md"), ("html", "brief.html"), ("json", "brief.json")]
    {
        snapshot(file, &seen(&path, &["brief", "--format", form]));
    }
    snapshot("brief-of-a-week.txt", &seen(&path, &["brief", "--since", "2024-05-05", "--until", "2024-05-11"]));
}

#[test]
fn incidents_and_one_of_them() {
    let path = ledger("views_incidents", REPORTS);
    snapshot("incidents.txt", &seen(&path, &["incidents", "--format", "text"]));
    let found = attache(&["incidents", "--ledger", &path, "--kind", "ASSAULT", "--place", "Sotk", "--format", "json"]);
    let id = found.json()[0]["id"].as_str().expect("an id").to_owned();
    snapshot("show.txt", &seen(&path, &["show", &id]));
    snapshot("show-why.txt", &seen(&path, &["show", &id, "--why"]));
}

#[test]
fn tension_as_chart_drawing_and_list() {
    let path = ledger("views_tension", REPORTS);
    let until = ["--until", "2024-05-10"];
    let of = |more: &[&str]| seen(&path, &[&["tension"], more, &until].concat());
    snapshot("tension.txt", &of(&["--dyad", "AZE,ARM", "--format", "text"]));
    snapshot("tension.svg", &of(&["--dyad", "AZE,ARM", "--format", "svg"]));
    snapshot("tension-of-a-country.txt", &of(&["--country", "arm", "--format", "text"]));
    snapshot("tension-by-country.txt", &of(&["--by", "country", "--format", "text"]));
    snapshot("tension-by-region.txt", &of(&["--by", "region", "--format", "text"]));
    snapshot("tension-by-actor.txt", &of(&["--by", "actor", "--format", "text"]));
    let none = attache(&["tension", "--ledger", &path, "--region", "Atlantis"]);
    assert!(none.status == 2 && none.stderr.contains("Western Asia"), "{}", none.stderr);
}

#[test]
fn search_sql_status_check_backup_and_reading_again() {
    let path = ledger("views_keeping", REPORTS);
    snapshot("search.txt", &seen(&path, &["search", "soldiers", "--format", "text"]));
    let sql = "SELECT report, event, type, place, killed_low, sources FROM v_events ORDER BY report, event";
    snapshot("sql.txt", &seen(&path, &["sql", sql]));
    // What it was read with changes with the knowledge, and its version and size with the program.
    let changing = ["Read with:", "Size:", "a.db (schema"];
    let status = seen(&path, &["status"]);
    let lines = status.split_inclusive('\n').filter(|line| !changing.iter().any(|start| line.starts_with(start)));
    let told: String = lines.collect();
    snapshot("status.txt", &told);
    snapshot("check.txt", &seen(&path, &["check"]));
    snapshot("decisions-none.txt", &seen(&path, &["decisions"]));
    let recode = seen(&path, &["recode"]);
    assert!(recode.starts_with("0 texts read again"), "{recode}");
}
