//! The examples are read as a careful analyst reads them. A ratchet: the facts that hold may become more, never fewer.

use std::collections::BTreeMap;

use attache::engine::{Engine, Parts};
use attache::eval::acceptance;

/// Facts of each example that hold today (`tests/acceptance.txt`: name, number). Raise them with what you mend.
fn ratchet() -> BTreeMap<&'static str, usize> {
    include_str!("acceptance.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(id, held)| (id, held.parse().expect("a number of facts")))
        .collect()
}

#[test]
fn no_example_is_read_worse_than_before() {
    let engine = Engine::open(&Parts::default()).expect("what is inside the program");
    let checked = acceptance::own(&engine).expect("facts are sound");
    let ratchet = ratchet();
    assert_eq!(
        checked.iter().map(|c| c.id.as_str()).collect::<std::collections::BTreeSet<_>>(),
        ratchet.keys().copied().collect()
    );
    let mut worse = String::new();
    for report in checked.iter().filter(|c| c.held() < ratchet[c.id.as_str()]) {
        worse += &format!(
            "{}: {} facts hold, {} held before; these do not:\n",
            report.id,
            report.held(),
            ratchet[report.id.as_str()]
        );
        for verdict in report.verdicts.iter().filter(|v| !v.holds) {
            worse += &format!("  {}\n", verdict.says);
        }
    }
    assert!(worse.is_empty(), "{worse}");
}

#[test]
fn there_are_at_least_twelve_reports_with_ten_facts_each() {
    let engine = Engine::open(&Parts::default()).expect("what is inside the program");
    let checked = acceptance::own(&engine).expect("facts are sound");
    assert!(checked.len() >= 12);
    for report in &checked {
        assert!(report.verdicts.len() >= 10, "{}: {}", report.id, report.verdicts.len());
    }
}
