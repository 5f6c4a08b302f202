//! What rules find, as a person meets it.

mod program;

use program::{attache, attache_on, file, folder, ledger, snapshot};

/// Two states between which it was quiet, a border clash that two papers tell of, a denial, a truce said to be broken, a massacre.
const REPORTS: &str = r#"{"id":"quiet","published":"2024-01-05","publisher":"Valley Post","text":"The foreign ministers of Armenia and Azerbaijan met in Tbilisi on Thursday. They agreed to go on with the talks in spring."}
{"id":"clash","published":"2024-05-03","publisher":"Valley Post","text":"Azerbaijan's army shelled the Armenian village of Sotk on Thursday, killing three Armenian soldiers, the OSCE mission said."}
{"id":"second","published":"2024-05-04","publisher":"Ridge Wire","text":"Armenia's defence ministry said that Azerbaijani artillery had fired on Sotk on Thursday and killed three of its soldiers. Azerbaijan's defence ministry denied that its forces had shelled Sotk."}
{"id":"truce","published":"2024-05-05","publisher":"Kyiv Desk","text":"Ukraine's defence ministry said on Sunday that Russian forces had violated the Minsk agreements by shelling Avdiivka, wounding two civilians."}
{"id":"massacre","published":"2024-05-06","publisher":"Sahel Desk","text":"Gunmen killed at least 31 villagers in the village of Barsalogho in Burkina Faso on Sunday, the governor said."}
{"id":"copy","published":"2024-05-07","publisher":"Sahel Mirror","text":"Gunmen killed at least 31 villagers in the village of Barsalogho in Burkina Faso on Sunday, the governor said."}
"#;

#[test]
fn alerts_are_told_in_a_table_and_with_their_reasons() {
    let path = ledger("alerts", REPORTS);
    snapshot("alerts.txt", &attache(&["alerts", "--ledger", &path, "--format", "text"]).stdout);
    snapshot("alerts-why.txt", &attache(&["alerts", "--ledger", &path, "--format", "text", "--why"]).stdout);
}

#[test]
fn new_tells_each_alert_once() {
    let path = ledger("alerts_new", REPORTS);
    let new = || attache(&["alerts", "--ledger", &path, "--new", "--format", "json"]).json();
    let all = attache(&["alerts", "--ledger", &path, "--since", "2024-04-20", "--format", "json"]).json();
    assert!(!all.is_empty());
    assert_eq!(new(), all);
    assert_eq!(new(), Vec::<serde_json::Value>::new());
    assert_eq!(attache_on(&["add", "--ledger", &path, "--input", "jsonl", "-"], REPORTS).status, 0);
    assert_eq!(new(), Vec::<serde_json::Value>::new());
}

#[test]
fn rules_of_ones_own_are_followed_and_wrong_ones_told_by_line() {
    let path = ledger("alerts_rules", REPORTS);
    let folder = folder("alerts_rules_files");
    let head = "rule,watch,from,to,type,mode,agreement,level,times,killed,days,curve,note\n";
    let rules = |name: &str, lines: &str| file(&folder, name, format!("{head}{lines}").as_bytes());
    let own = rules("own's rules.csv", "mine,toll,,,,,,,,30,,,\n");
    let found = attache(&["alerts", "--ledger", &path, "--rules", &own, "--format", "json"]).json();
    assert_eq!((found.len(), &found[0]["rules"][0]), (1, &serde_json::json!("mine")));
    let wrong = rules("wrong.csv", "# a note\na,level,Ruritania,,,,,2,,,,,\nb,violation,,,,,Peace of Nowhere,,,,7,,\n");
    let call = attache(&["alerts", "--ledger", &path, "--rules", &wrong]);
    assert_eq!((call.status, call.stdout.as_str()), (2, ""));
    for told in
        ["wrong.csv:3: unknown actor \"Ruritania\"; use", "wrong.csv:4: unknown agreement \"Peace of Nowhere\"; use"]
    {
        assert!(call.stderr.contains(told), "{told}: {}", call.stderr);
    }
    let none = attache(&["alerts", "--ledger", &path, "--rules", "no-such-file.csv"]);
    assert!(none.status == 2 && none.stderr.contains("no-such-file.csv"), "{}", none.stderr);
}
