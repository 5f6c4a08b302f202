//! What people see of a ledger, each command once, as files that a person can read (`tests/snapshots`).

mod program;

use program::{attache, attache_on, folder, ledger, snapshot, Call};

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

/// What a person sees of one call after the other: each command with what it says.
struct Session {
    ledger: String,
    seen: String,
}

impl Session {
    fn call(&mut self, args: &[&str], input: &str) -> Call {
        let call = attache_on(&[&args[..1], &["--ledger", &self.ledger], &args[1..]].concat(), input);
        let quoted = |word: &&str| match word.chars().any(|c| " #!".contains(c)) {
            true => format!("'{word}'"),
            false => (*word).to_owned(),
        };
        let words: Vec<String> = args.iter().map(quoted).collect();
        self.seen += &format!("$ attache {}\n{}{}\n", words.join(" "), call.stdout, call.stderr);
        call
    }

    fn told(&mut self, args: &[&str]) {
        assert_eq!(self.call(args, "").status, 0, "{}", self.seen);
    }

    fn incident(&self, place: &str) -> String {
        let found = attache(&["incidents", "--ledger", &self.ledger, "--format", "json", "--place", place]).json();
        found[0]["id"].as_str().expect("an id").to_owned()
    }
}

#[test]
fn adding_tells_what_came_of_each_report() {
    let mut desk =
        Session { ledger: folder("views_adding").join("a.db").to_string_lossy().into(), seen: String::new() };
    let changed = r#"{"id":"raid","published":"2024-05-06","publisher":"Sahel Desk","text":"Gunmen killed at least twelve villagers in the village of Barsalogho in Burkina Faso on Sunday, the governor said."}
{"id":"clash","published":"2024-05-09","publisher":"Coast Post","text":"Two fishing vessels sank in heavy weather; rescuers pulled eleven sailors from rough seas."}
{"id":"empty","text":""}
"#;
    for (lines, status) in [(REPORTS, 0), (REPORTS, 0), (changed, 1)] {
        assert_eq!(desk.call(&["add", "--input", "jsonl", "-"], lines).status, status);
    }
    snapshot("add.txt", &desk.seen);
}

#[test]
fn what_analysts_decide_is_said_listed_and_undone() {
    let mut desk = Session { ledger: ledger("views_deciding", REPORTS), seen: String::new() };
    let (sotk, barsalogho) = (desk.incident("Sotk"), desk.incident("Barsalogho"));
    let by = ["--by", "R. Amadi"];
    let decisions: [&[&str]; 5] = [
        &["split", &sotk, "toll", "--reason", "another battery, an hour later"],
        &["correct", "raid", "E1", "--killed", "9..12", "--kind", "ASSAULT/firearms"],
        &["merge", &sotk, &barsalogho],
        &["note", &barsalogho, "a picture of the market is in the file"],
        &["retract", "clash", "--reason", "withdrawn on 14 May"],
    ];
    for args in decisions {
        desk.told(&[args, &by].concat());
    }
    desk.told(&["decisions"]);
    desk.told(&["undo", "4", "--by", "S. Okoro"]);
    desk.told(&["retract", "clash", "--restore", "--by", "S. Okoro"]);
    desk.told(&["decisions"]);
    desk.call(&["undo", "99", "--by", "S. Okoro"], "");
    desk.call(&["merge", &sotk, "i0000000000", "--by", "S. Okoro"], "");
    let listed = attache(&["decisions", "--ledger", &desk.ledger, "--format", "json"]).json();
    let days = listed.iter().filter_map(|decision| decision["made"].as_str()?.get(..10));
    let seen = days.fold(desk.seen, |seen, day| seen.replace(day, "TODAY"));
    let seen = seen.replace(&sotk, "SOTK").replace(&barsalogho, "BARSALOGHO");
    snapshot("decisions.txt", &seen);
}

#[test]
fn reading_again_and_copying_tell_what_was_done() {
    let at = folder("views_again");
    let path = |name: &str| at.join(name).to_str().expect("a path in UTF-8").to_owned();
    let (ledger, other, copy) = (path("a.db"), path("knowledge"), path("copy.db"));
    std::fs::create_dir_all(at.join("knowledge/places")).expect("a folder");
    let place =
        "name,kind,country,lat,lon,aliases,admin1,radius,population,status,note\nSotk,town,FJI,-17.5,178,,,,,,\n";
    std::fs::write(at.join("knowledge/places/mine.csv"), place).expect("a file");
    let add = ["add", "--ledger", &ledger, "--lexicon", &other, "--input", "jsonl", "-"];
    assert_eq!(attache_on(&add, REPORTS).status, 0);
    let mut desk = Session { ledger, seen: String::new() };
    desk.told(&["recode"]);
    desk.told(&["recode"]);
    desk.told(&["backup", &copy]);
    desk.call(&["backup", &copy], "");
    // What it is read with changes with program and knowledge, and so does the size.
    let steady = |line: &str| match (line.split_once(" read again with "), line.rsplit_once(": ")) {
        (Some((texts, _)), _) => format!("{texts} read again with …"),
        (_, Some((file, size))) if size.ends_with(" MB") => format!("{file}: … MB"),
        _ => line.to_owned(),
    };
    let seen: Vec<String> = desk.seen.replace(&copy, "copy.db").lines().map(steady).collect();
    snapshot("recode-backup.txt", &(seen.join("\n") + "\n"));
}
