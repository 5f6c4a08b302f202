//! The page in a real browser, where there is one.

mod chromium;
mod program;
mod serving_program;

use chromium::{Browser, ENTER, SPACE};
use program::{attache_on, folder};
use serde_json::Value;
use serving_program::{get, started, terminated};

#[test]
fn every_view_is_drawn() {
    let Some(mut browser) = Browser::found("views") else { return };
    let (child, address) = started(&["demo", "--listen", "127.0.0.1:0"]);
    let listed = get(&address, "/api/v1/agreements?limit=1");
    let agreement = listed.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    browser.open(&format!("http://{address}/?still"));
    for (view, words) in [
        ("", "Newest incidents"),
        ("incidents?type=ASSAULT", "Djibo, Burkina Faso"),
        ("report/sahel-convoy?claim=E1", "<mark class=\"on-events chosen\""),
        ("reports", "Aid lorries burnt on the road to Djibo"),
        ("actors", "Albania"),
        ("dyad/ALB/IRN", "Albania towards Iran"),
        ("incidents?place=Samraong", "contested: who did it"),
        ("search?q=convoy", "<mark class=\"sought\">convoy</mark>"),
        ("agreements", "alleged violation"),
        (&format!("agreement/{agreement}"), "Alleged violations, by side"),
        ("decisions", "Nobody has decided anything yet."),
        ("read", "Read a text"),
        ("incident/no-such", "Not there"),
    ] {
        browser.value(&format!("location.hash = {:?}", format!("#/{view}")));
        browser.once(&format!("document.getElementById('main')?.innerHTML.includes({words:?})"));
    }
    assert_eq!(terminated(child), Some(0));
}

/// Two reports of one shelling, and one of another.
const REPORTS: &str = r#"{"id": "a", "published": "2020-05-12", "text": "Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding two residents, the regional police said."}
{"id": "b", "published": "2020-05-12", "text": "Ukraine's military said Russian-backed forces shelled Avdiivka late on Monday. Two civilians were wounded, it said."}
{"id": "c", "published": "2020-05-16", "text": "Gunmen killed four traders at the edge of Kharkiv on Friday, residents told reporters."}
"#;

#[test]
fn an_analyst_decides_and_undoes_with_the_keyboard_alone() {
    let Some(mut browser) = Browser::found("keyboard") else { return };
    let ledger = folder("keyboard").join("desk.db");
    let ledger = ledger.to_str().expect("a path");
    let added = attache_on(&["add", "--ledger", ledger, "--input", "jsonl", "-"], REPORTS);
    assert_eq!(added.status, 0, "{}", added.stderr);
    let (child, address) = started(&["serve", "--ledger", ledger, "--listen", "127.0.0.1:0"]);
    let incidents = || -> Vec<Value> {
        let answer = get(&address, "/api/v1/incidents");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        serde_json::from_str::<Value>(body).expect("JSON")["items"].as_array().expect("items").clone()
    };
    let before = incidents();
    let id = |report: &str| {
        let found = before.iter().find(|i| i["reports"].as_array().is_some_and(|r| r.iter().any(|r| r == report)));
        found.and_then(|i| i["id"].as_str()).expect("an incident").to_owned()
    };
    assert_eq!(id("a"), id("b"));
    browser.open(&format!("http://{address}/?still#/incident/{}", id("a")));
    browser.once("document.querySelector('.deciding summary')");

    browser.tab_to("e.matches('summary') && e.textContent.startsWith('Split')");
    browser.press(ENTER);
    browser.tab_to("e.type === 'checkbox' && e.value === 'b'");
    browser.press(SPACE);
    browser.tab_to("e.name === 'note'");
    browser.write("another street");
    browser.tab_to("e.textContent === 'Split off'");
    browser.press(ENTER);
    told_and_undone(&mut browser, "split", || assert_eq!(incidents().len(), before.len() + 1));
    assert_eq!(incidents(), before);

    browser.tab_to("e.matches('summary') && e.textContent.startsWith('Merge')");
    browser.press(ENTER);
    browser.tab_to("e.name === 'other'");
    browser.write(&id("c"));
    browser.press(ENTER);
    told_and_undone(&mut browser, "merge", || assert_eq!(incidents().len(), before.len() - 1));
    assert_eq!(incidents(), before);

    browser.tab_to("e.matches('summary') && e.textContent === 'Correct the reading'");
    browser.press(ENTER);
    browser.tab_to("e.matches('button') && e.textContent.startsWith('Not ')");
    browser.press(SPACE);
    told_and_undone(&mut browser, "correct", || assert_ne!(incidents(), before));
    assert_eq!(incidents(), before);
    assert_eq!(terminated(child), Some(0));
}

/// A decision is said to be made, the focus is on its undoing, and that undoes it.
fn told_and_undone(browser: &mut Browser, kind: &str, in_between: impl Fn()) {
    let says = |words: &str| format!("done && !done.hidden && done.textContent.startsWith('{words}: {kind}')");
    let script = |words: &str| format!("(done => {})(document.getElementById('done'))", says(words));
    browser.once(&script("Decided"));
    in_between();
    assert_eq!(browser.value("document.activeElement.textContent"), "Undo");
    browser.press(ENTER);
    browser.once(&script("Undone"));
}
