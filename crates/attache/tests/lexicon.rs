//! Knowledge files of one's own: added without a rebuild, and every fault told with file, line and remedy.

mod program;

use std::path::{Path, PathBuf};

use program::attache;

const PLACES: &str = "name,aliases,kind,country,admin1,lat,lon,radius,population,status,note\n";
const BODIES: &str = "id,name,aliases,acronyms,weak,kind,country,sectors,parent,from,to,source\n";
const HOLDERS: &str = "office,person,from,to,source\n";

/// A folder with one knowledge file.
fn folder(name: &str, file: &str, text: &[u8]) -> PathBuf {
    let at = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lexicon").join(name);
    let file = at.join(file);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder for the test");
    std::fs::write(file, text).expect("a file for the test");
    at
}

fn path(at: &Path) -> &str {
    at.to_str().expect("an ASCII path")
}

#[test]
fn one_more_file_is_enough_to_add_a_place() {
    let line = format!("{PLACES}Nowhereville,,town,BFA,,13.3,0.7,,,,\n");
    let at = folder("one-more", "places/mine.csv", line.as_bytes());
    assert_eq!(attache(&["lexicon", "check", path(&at)]).status, 0);
    let shown = attache(&["lexicon", "show", "--lexicon", path(&at), "Nowhereville"]);
    assert!(shown.stdout.contains("town, BFA") && shown.stdout.contains("13.300"), "{}", shown.stdout);
    let report = folder("one-more", "report.txt", b"Gunmen attacked Nowhereville on Friday.").join("report.txt");
    let read = attache(&["read", "--lexicon", path(&at), "--format", "json", path(&report)]);
    assert!(read.stdout.contains("\"country\":\"BFA\""), "{}", read.stdout);
}

#[test]
fn a_file_of_the_same_path_takes_the_place_of_the_one_inside() {
    let at = folder("override", "actors/seats.csv", b"name,aliases,actor,note,source\nOld Mill,,FRA,,own\n");
    let shown = |name: &str| attache(&["lexicon", "show", "--lexicon", path(&at), name]).stdout;
    assert!(shown("Old Mill").contains("France"), "{}", shown("Old Mill"));
    assert!(!shown("Kremlin").contains("where it sits"), "{}", shown("Kremlin"));
}

#[test]
fn faults_are_told_with_file_line_and_remedy() {
    let long = format!("{PLACES}{},,town,UKR,,47,37,,,,\n", "M".repeat(1_000_000));
    let with = |head: &str, rows: &str| format!("{head}{rows}").into_bytes();
    let cases: [(&str, &str, Vec<u8>, &str, &str); 11] = [
        ("syntax", "places/x.csv", with(PLACES, "\"Here,,town,UKR,,47,37,,,,\n"), "places/x.csv:2:", "column names"),
        (
            "key",
            "places/x.csv",
            with("name,kinds\n", "Here,town\n"),
            "places/x.csv:2: unknown field `kinds`",
            "column names",
        ),
        (
            "globe",
            "places/x.csv",
            with(PLACES, "Here,,town,UKR,,97,37,,,,\n"),
            "places/x.csv:2: 97, 37 is not on the globe",
            "latitude",
        ),
        (
            "twice",
            "places/x.csv",
            with(PLACES, "Here Again,,town,UKR,,47,37,,,,\nHere Again,,town,UKR,,47,37,,,,\n"),
            "places/x.csv:3: Here Again stands here twice",
            "keep one",
        ),
        (
            "bytes",
            "places/x.csv",
            [PLACES.as_bytes(), b"He\xff\xfere,,town,UKR,,47,37,,,,\n"].concat(),
            "places/x.csv:2: these bytes are not UTF-8",
            "save the file as UTF-8",
        ),
        ("megabyte", "places/x.csv", long.into_bytes(), "places/x.csv:2: the line is longer than", "break it"),
        (
            "parent",
            "actors/armed-groups-x.csv",
            with(BODIES, "x-front,X Front,,,,rebel,SYR,REB,nobody,2001,,own\n"),
            "actors/armed-groups-x.csv:2: there is no actor \"nobody\"",
            "correct the id",
        ),
        (
            "circle",
            "actors/armed-groups-x.csv",
            with(BODIES, "x-front,X Front,,,,rebel,,REB,y-front,,,own\ny-front,Y Front,,,,rebel,,REB,x-front,,,own\n"),
            "actors/armed-groups-x.csv:2: \"x-front\" is its own parent",
            "",
        ),
        (
            "backwards",
            "offices/holders-x.csv",
            with(HOLDERS, "FRA.defence-minister,emmanuel-macron,2017-05-14,2016,own\n"),
            "offices/holders-x.csv:2: it ends (2016) before it starts (2017-05-14)",
            "correct the dates",
        ),
        (
            "two-at-once",
            "offices/holders-x.csv",
            with(HOLDERS, "FRA.president,angela-merkel,2018-05-14,2019,own\n"),
            "offices/holders-x.csv:2: FRA.president has two holders at once",
            "correct the dates",
        ),
        (
            "misplaced",
            "actor/x.csv",
            with(PLACES, "Here,,town,UKR,,47,37,,,,\n"),
            "actor/x.csv:0: nothing reads a file of this name",
            "knowledge/README.md",
        ),
    ];
    for (name, file, text, wanted, remedy) in cases {
        let call = attache(&["lexicon", "check", path(&folder(name, file, &text))]);
        assert_eq!(call.status, 1, "{name}");
        assert!(call.stderr.contains(wanted) && call.stderr.contains(remedy), "{name}: {}", call.stderr);
    }
}

#[test]
fn a_dump_that_is_no_dump_is_told_apart() {
    let town = "1\tKyiv\tKyiv\tKiev\t50.4\t30.5\tP\tPPLC\tUA\t\t12\t\t\t\t2797553\t\t187\tEurope/Kyiv\t2023-01-01\n";
    for (name, text, wanted) in [
        ("zip", "PK\u{3}\u{4}aaaa".to_owned(), "ZIP archive; unpack it"),
        ("columns", "1\tA\tA\n".to_owned(), "columns.txt:1: 3 fields instead of 19"),
        ("cut", format!("{town}2\tX\tX\tX\t5"), "the file is cut off: fetch it again"),
        ("empty", String::new(), "the file is empty"),
    ] {
        let at = folder("dumps", &format!("{name}.txt"), text.as_bytes());
        let dump = at.join(format!("{name}.txt"));
        let call = attache(&["gazetteer", "import", path(&dump), path(&at.join("out.bin"))]);
        assert_eq!(call.status, 1, "{name}");
        assert!(call.stderr.contains(wanted), "{name}: {}", call.stderr);
    }
    let at = folder("dumps", "good.txt", town.as_bytes());
    let call = attache(&["gazetteer", "import", path(&at.join("good.txt")), path(&at.join("gazetteer.bin"))]);
    assert_eq!(call.status, 0, "{}", call.stderr);
}

#[test]
fn days_of_publication_that_are_missing_ahead_or_long_ago() {
    let report =
        folder("days", "report.txt", b"Shells fell near Avdiivka on Wednesday and on 26 March.").join("report.txt");
    for (published, wanted) in [
        (None, ["XXXX-XX-XX", "XXXX-03-26"]),
        (Some("2999-01-01"), ["2998-12-26", "2999-03-26"]),
        (Some("1850-01-01"), ["1849-12-26", "1850-03-26"]),
    ] {
        let mut args = vec!["read", "--format", "json", path(&report)];
        args.extend(published.iter().flat_map(|day| ["--published", day]));
        let call = attache(&args);
        assert_eq!(call.status, 0, "{}", call.stderr);
        for value in wanted {
            assert!(call.stdout.contains(&format!("\"value\":\"{value}\"")), "{published:?} {value}: {}", call.stdout);
        }
    }
}

#[test]
fn a_report_whose_every_sentence_says_the_minister() {
    let text = "The minister said that the minister would not meet the minister. ".repeat(400);
    let report = folder("minister", "report.txt", text.as_bytes()).join("report.txt");
    let call = attache(&["read", "--published", "2021-04-02", "--format", "json", path(&report)]);
    assert_eq!(call.status, 0, "{}", call.stderr);
    // Nobody says whose minister it is: one somebody of no state.
    assert_eq!(call.stdout.matches("\"name\":\"minister\"").count(), 1, "{}", &call.stdout[..2000]);
    assert!(!call.stdout.contains("\"office\":\"Prime"), "no office is guessed");
}
