//! One agreement across reports, as a person meets it.

mod program;

use program::{attache, ledger, snapshot};

/// A truce as five hands tell of it: dated to the day, by the month, not at all; another one of the same days elsewhere.
const REPORTS: &str = r#"{"id":"a","published":"2020-10-11","publisher":"Caucasus Wire","text":"Armenia and Azerbaijan agreed to a ceasefire on 10 October 2020 in talks that Russia brokered. Hours later Azerbaijan's defence ministry said Armenian forces had shelled Tartar in breach of the ceasefire."}
{"id":"b","published":"2020-10-13","publisher":"Yerevan Desk","text":"Armenia's foreign ministry denied that its forces had violated the ceasefire of 10 October 2020. Armenia is complying with the truce, the ministry said."}
{"id":"c","published":"2020-10-15","publisher":"Baku Desk","text":"Azerbaijan said on Thursday that Armenia had again violated the October 2020 ceasefire between Armenia and Azerbaijan. The ministry said Armenian troops shelled Ganja on 14 October."}
{"id":"d","published":"2020-10-16","publisher":"Night Post","text":"Azerbaijan said on Thursday that Armenia had again violated the October 2020 ceasefire between Armenia and Azerbaijan. The ministry said Armenian troops shelled Ganja on 14 October. More follows."}
{"id":"e","published":"2020-11-02","publisher":"Tripoli Desk","text":"The warring sides in Libya signed a ceasefire on 23 October 2020. The United Nations said on Monday that the truce was holding."}
{"id":"f","published":"2021-06-20","publisher":"Sky Review","text":"Russia withdrew from the Open Skies Treaty on Friday. The United States had left the treaty in November 2020."}
{"id":"g","published":"2021-02-12","publisher":"Kyiv Desk","text":"Ukraine remains committed to the Minsk agreements, its president said. The self-proclaimed Donetsk People's Republic accused Ukrainian forces of violating the Minsk agreements by shelling Horlivka."}
"#;

#[test]
fn agreements_are_told_in_a_table_and_one_in_full() {
    let path = ledger("agreements", REPORTS);
    snapshot("agreements.txt", &attache(&["agreements", "--ledger", &path, "--format", "text"]).stdout);
    let one = attache(&["agreements", "--ledger", &path, "--party", "ARM", "--format", "json"]).json();
    let id = one[0]["id"].as_str().expect("an id");
    snapshot("agreement.txt", &attache(&["agreements", "--ledger", &path, id, "--format", "text"]).stdout);
}

#[test]
fn an_agreement_does_not_depend_on_the_order_of_adding() {
    let mut lines: Vec<&str> = REPORTS.lines().collect();
    let told = |name: &str, lines: &[&str]| {
        attache(&["agreements", "--ledger", &ledger(name, &lines.join("\n")), "--format", "json"]).stdout
    };
    let straight = told("agreements_straight", &lines);
    lines.reverse();
    assert_eq!(told("agreements_reversed", &lines), straight);
}

#[test]
fn agreements_are_found_by_name_party_kind_and_time() {
    let path = ledger("agreements_found", REPORTS);
    let names = |more: &[&str]| {
        let found = attache(&[&["agreements", "--ledger", &path, "--format", "json"], more].concat()).json();
        found.iter().map(|a| a["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["--party", "UKR"]), ["Minsk II"]);
    assert_eq!(names(&["--kind", "treaty"]), ["Treaty on Open Skies"]);
    assert_eq!(names(&["--since", "2021-06-01"]), ["Treaty on Open Skies"]);
    assert_eq!(names(&["minsk"]), ["Minsk II"]);
    let none = attache(&["agreements", "--ledger", &path, "no such pact"]);
    assert_eq!((none.status, none.stderr.contains("attache agreements lists them")), (2, true), "{}", none.stderr);
}
