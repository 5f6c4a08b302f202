//! The actor files of `knowledge/`, and what is said of faulty ones.

use std::path::Path;

use lexicon::actors::Table;
use lexicon::{Folder, Problems};

fn knowledge() -> Folder {
    Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge")).expect("the folder is there")
}

#[test]
fn our_own_files_have_no_problem() {
    let mut problems = Problems::default();
    let table = Table::load(&knowledge(), &mut problems);
    assert!(problems.is_empty(), "{problems}");
    assert!(table.actor_by_id("UKR").is_some());
}

const STATES: &str = "id,country,name,aliases,adjectives,people,capital,status,sectors,from,to,note,source\n";
const BODIES: &str = "id,name,aliases,acronyms,weak,kind,country,sectors,parent,from,to,source\n";
const PERSONS: &str = "id,name,short,aliases,country,gender,source\n";
const KINDS: &str = "id,title,aliases,sectors,holders,organ\n";
const HOLDERS: &str = "office,person,from,to,source\n";

/// Problems in files of these rows, as `file:line what`.
fn problems(files: &[(&str, &str, &str)]) -> Vec<String> {
    let texts: Vec<(String, String)> =
        files.iter().map(|(name, head, rows)| ((*name).to_owned(), format!("{head}{rows}"))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut problems = Problems::default();
    Table::load(&Folder::of(&files), &mut problems);
    problems.iter().map(|p| format!("{}:{} {}", p.file, p.line, p.what)).collect()
}

const RUR: &str = "RUR,RUR,Ruritania,,Ruritanian,Ruritanian|Ruritanians,Strelsau,member,GOV,,,,invented\n";

#[test]
fn faults_are_named_with_file_and_line() {
    let states = ("actors/states.csv", STATES, RUR);
    let persons = ("persons/a.csv", PERSONS, "rudolf,Rudolf Elphberg,,,RUR,m,\nmichael,Michael Elphberg,,,RUR,m,\n");
    let kinds = ("offices/kinds.csv", KINDS, "president,President,,GOV,single,\n");
    for (files, wanted) in [
        (
            vec![("actors/states.csv", STATES, "RUR,RUR,Ruritania,,,,,member,GVO,,,,\n")],
            "actors/states.csv:2 \"GVO\" is no PLOVER sector",
        ),
        (
            vec![("actors/states.csv", STATES, "RUR,Rur,Ruritania,,,,,member,GOV,,,,\n")],
            "actors/states.csv:2 \"Rur\" is no country code",
        ),
        (
            vec![("actors/states.csv", STATES, "RUR,RUR,Ruritania,,,,,empire,GOV,,,,\n")],
            "actors/states.csv:2 status \"empire\" is unknown",
        ),
        (
            vec![states, ("actors/organs.csv", BODIES, "x,X Guard,,,,unit,RUR,MIL,RUR.guards,,,\n")],
            "actors/organs.csv:2 there is no actor \"RUR.guards\"",
        ),
        (
            vec![("actors/armed-groups.csv", BODIES, "a,A Front,,,,rebel,,REB,b,,,\nb,B Front,,,,rebel,,REB,a,,,\n")],
            "actors/armed-groups.csv:2 \"a\" is its own parent, directly or through others",
        ),
        (
            vec![("actors/armed-groups.csv", BODIES, "a,A Front,,,,rebel,,REB,,2001,1999,\n")],
            "actors/armed-groups.csv:2 it ends (1999) before it starts (2001)",
        ),
        (
            vec![("actors/armed-groups.csv", BODIES, "a,A Front,,,,rebel,,REB,,,,\na,B Front,,,,rebel,,REB,,,,\n")],
            "actors/armed-groups.csv:3 \"a\" is there twice, first at actors/armed-groups.csv:2",
        ),
        (
            vec![states, persons, kinds, ("offices/holders.csv", HOLDERS, "RUR.president,rudolf,2001-02-30,,\n")],
            "offices/holders.csv:2 \"2001-02-30\" is no date",
        ),
        (
            vec![states, persons, kinds, ("offices/holders.csv", HOLDERS, "RUR.president,sapt,2001,,\n")],
            "offices/holders.csv:2 there is no person \"sapt\"",
        ),
        (
            vec![
                states,
                persons,
                kinds,
                ("offices/holders.csv", HOLDERS, "RUR.president,rudolf,2001,,\nRUR.president,michael,2004,2007,\n"),
            ],
            "offices/holders.csv:3 RUR.president has two holders at once, here and at offices/holders.csv:2",
        ),
        (
            vec![("actors/seats.csv", "name,aliases,actor,note,source\n", "Old Castle,,RUR,,\n")],
            "actors/seats.csv:2 there is no actor \"RUR\"",
        ),
    ] {
        let found = problems(&files);
        assert!(found.iter().any(|p| p.starts_with(wanted)), "wanted {wanted}\nfound {found:#?}");
    }
}

#[test]
fn an_office_holds_by_date() {
    let holders = "RUR.president,rudolf,2001,2005-05-01,\nRUR.president,michael,2005-05-01,,\n";
    let files = [
        ("actors/states.csv", format!("{STATES}{RUR}")),
        ("persons/a.csv", format!("{PERSONS}rudolf,Rudolf Elphberg,,,RUR,m,\nmichael,Michael Elphberg,,,RUR,m,\n")),
        ("offices/kinds.csv", format!("{KINDS}president,President,,GOV,single,\n")),
        ("offices/holders.csv", format!("{HOLDERS}{holders}")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let mut found = Problems::default();
    let table = Table::load(&Folder::of(&files), &mut found);
    assert!(found.is_empty(), "{found}");
    let state = table.actor_by_id("RUR").expect("a state");
    let holder = |day| {
        let office = table.offices_of(state).next().expect("an office");
        table.holder_on(office, day).map(|p| table.text(table.person(p).name).to_owned())
    };
    assert_eq!(holder(20030101).as_deref(), Some("Rudolf Elphberg"));
    assert_eq!(holder(20200101).as_deref(), Some("Michael Elphberg"));
    assert_eq!(holder(19990101), None);
}
