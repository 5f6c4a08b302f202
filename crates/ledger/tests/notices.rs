//! Reports that correct or take back an earlier one: which one they are about, and what becomes of its claims.

mod told;

use ledger::{Decision, Incident, Ledger, Period, Signature};
use reading::{NoticeOut, Reading};
use told::{all, coding, new, reading, Told, PLAIN};

/// What is added: a report, and what it says of itself.
fn says(told: &Told<'_>, notice: Option<&'static str>) -> Reading {
    let mut reading = reading(told);
    reading.report.notice = notice.map(|kind| NoticeOut { kind, cue: kind.into() });
    reading
}

fn add(ledger: &mut Ledger, readings: &[Reading]) {
    ledger.add(readings, &coding(), "2024-03-05T00:00:00Z").expect("adding works");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
}

fn incidents(ledger: &Ledger) -> Vec<(Vec<String>, usize, Option<ledger::Range>)> {
    all(ledger).into_iter().map(|i| (i.reports, i.independent, i.killed)).collect()
}

const COPY: &str = "(Wire) Shells fell on the market of Lormel on Friday and killed four traders, the mayor said.";
const CORRECTED: &str =
    "Correction: Shells fell on the market of Lormel on Friday and killed two traders, the mayor said in the evening.";
const NOTE: &str = "Correction. In our report on the shells that fell on the market of Lormel the number of traders killed was wrong. It is two.";
const WITHDRAWN: &str =
    "Withdrawn: our report on traders killed by shells on the market of Lormel on Friday rests on a forged letter.";
const ELSEWHERE: &str =
    "Ministers opened a bridge over the river at noon and spoke of grain, rails and the price of salt.";

fn notice(text: &str, killed: u64) -> Told<'_> {
    Told { id: "notice", published: "2024-03-03", killed, text, ..PLAIN }
}

#[test]
fn what_a_notice_does_in_whatever_order_it_comes() {
    let copy = Told { id: "copy", published: "2024-03-02", text: COPY, ..PLAIN };
    let bridge =
        Told { id: "bridge", published: "2024-03-03", town: ("Varen", 33.0), killed: 0, text: ELSEWHERE, ..PLAIN };
    let strings = |keys: &[&str]| keys.iter().map(|k| (*k).to_owned()).collect::<Vec<String>>();
    let cases = [
        // The whole text anew takes the place of the first, and of copies that add nothing to it.
        ("correction", notice(CORRECTED, 2), (strings(&["notice"]), 1, Some((2, Some(2)))), "corrected"),
        // A note stands beside it; the publisher's later word holds, and both count as one.
        ("correction", notice(NOTE, 2), (strings(&["a", "copy", "notice"]), 1, Some((2, Some(2)))), "corrected"),
    ];
    for (kind, told, wanted, standing) in cases {
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
            let readings = [says(&PLAIN, None), says(&copy, None), says(&bridge, None), says(&told, Some(kind))];
            let mut ledger = new();
            for i in order {
                add(&mut ledger, &readings[i..=i]);
            }
            let found: Vec<_> = incidents(&ledger).into_iter().filter(|i| i.0 != ["bridge"]).collect();
            assert_eq!(found, std::slice::from_ref(&wanted), "{order:?} {}", told.text);
            assert_eq!(standing_of(&ledger, "a"), standing, "{order:?} {}", told.text);
            assert_eq!(standing_of(&ledger, "bridge"), "valid");
        }
    }
}

fn standing_of(ledger: &Ledger, report: &str) -> String {
    let mut found = String::new();
    let asked = ledger.sql(
        &format!("SELECT standing FROM v_reports WHERE report = '{report}'"),
        |_| Ok(()),
        |row| {
            found = row[0].as_str().unwrap_or_default().to_owned();
            Ok(())
        },
    );
    assert!(asked.is_ok_and(|written| written.is_ok()));
    found
}

#[test]
fn a_retraction_takes_back_the_report_and_says_nothing_itself() {
    let other = Told { id: "b", published: "2024-03-03", by: "officials", text: "Mortar rounds struck stalls where people were shopping, officials in the district told reporters later that day.", ..PLAIN };
    let mut ledger = new();
    let readings = [says(&notice(WITHDRAWN, 4), Some("retraction")), says(&other, None), says(&PLAIN, None)];
    add(&mut ledger, &readings);
    assert_eq!(incidents(&ledger).iter().map(|i| i.0.clone()).collect::<Vec<_>>(), [["b"]]);
    assert_eq!(standing_of(&ledger, "a"), "retracted");
    let back = ledger.taken_back(&Period::default()).expect("it is told");
    let told: Vec<_> = back.iter().map(|t| (t.report.as_str(), t.how.as_str(), t.by.as_str())).collect();
    assert_eq!(told, [("a", "retracted", "notice")]);
    let shown = ledger.show(&all(&ledger)[0].id).expect("it is shown").expect("it is there");
    let claims: Vec<&str> = shown.taken_back.iter().map(|c| c.report.as_str()).collect();
    assert_eq!(claims, ["notice", "a"].into_iter().filter(|k| claims.contains(k)).collect::<Vec<_>>());
    assert!(claims.contains(&"a"));

    let signature = Signature { by: "R. Amadi".into(), now: "2024-05-03".into(), note: None };
    ledger.decide(&[Decision::Restore { report: "a".into() }], &signature).expect("it is decided");
    assert_eq!(standing_of(&ledger, "a"), "valid");
    assert_eq!(all(&ledger)[0].reports, ["a", "b"]);
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
}

#[test]
fn a_notice_of_another_publisher_or_of_nothing_that_is_here_takes_nothing_back() {
    let mut foreign = says(&notice(WITHDRAWN, 4), Some("retraction"));
    foreign.report.publisher = Some("Another Desk".into());
    let unknown =
        Told { id: "unknown", ..notice("Withdrawn: our report on a strike of dockers in the southern ports.", 0) };
    let mut ledger = new();
    add(&mut ledger, &[says(&PLAIN, None), foreign, says(&unknown, Some("retraction"))]);
    assert_eq!(standing_of(&ledger, "a"), "valid");
    let state = ledger.state("2024-05-05").expect("state");
    assert_eq!((state.notices, state.notices_alone), (2, 2));
    let incident: &Incident = &all(&ledger)[0];
    assert_eq!((&incident.reports[..], &incident.notices[..]), (&["a".to_owned()][..], &[][..]));
}

#[test]
fn a_notice_that_becomes_another_text_lets_its_report_go() {
    let mut ledger = new();
    add(&mut ledger, &[says(&PLAIN, None), says(&notice(WITHDRAWN, 4), Some("retraction"))]);
    assert_eq!(standing_of(&ledger, "a"), "retracted");
    let text =
        "Our report on traders killed by shells on the market of Lormel on Friday does not rest on a forged letter.";
    add(&mut ledger, &[says(&notice(text, 4), None)]);
    assert_eq!(standing_of(&ledger, "a"), "valid");
}
