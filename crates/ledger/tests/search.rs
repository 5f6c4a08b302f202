//! Which reports a search finds, and in what order.

mod told;

use ledger::{Decision, Hit, Ledger, Mark, Page, Query, Signature};
use told::{add, new, Told, PLAIN};

fn page(ledger: &Ledger, words: &str, after: Option<&Mark>, limit: usize) -> Page<Hit> {
    let query = Query { words: words.into(), ..Query::default() };
    ledger.search(&query, after, limit).expect("it is sought")
}

fn found(ledger: &Ledger, words: &str) -> Vec<String> {
    page(ledger, words, None, usize::MAX).items.into_iter().map(|hit| hit.report).collect()
}

fn with(texts: &[(&str, &str)]) -> Ledger {
    let mut ledger = new();
    add(&mut ledger, &texts.iter().map(|&(id, text)| Told { id, text, ..PLAIN }).collect::<Vec<_>>());
    ledger
}

#[test]
fn the_best_comes_first() {
    let filler =
        "It was a quiet week in the valley, and most of what was reported concerned the weather and the harvest.";
    let long = format!("A convoy left the depot. {filler} {filler} {filler}");
    let ledger = with(&[
        ("once, in a long text", &long),
        ("once", "A convoy left the depot, and nothing else was told of it on that day or on the next."),
        ("thrice", "The convoy left the depot; a second convoy followed, and then the last convoy of the day."),
        ("none", filler),
    ]);
    assert_eq!(found(&ledger, "convoy"), ["thrice", "once", "once, in a long text"]);
}

#[test]
fn the_rarer_word_counts_for_more() {
    for (common, first) in [("howitzer", "troops"), ("troops", "howitzer")] {
        let mut ledger = with(&[
            ("troops", "The troops, more troops, still more troops, and one howitzer."),
            ("howitzer", "The howitzer, another howitzer, one more howitzer, and troops."),
        ]);
        let ids: Vec<String> = (0..40).map(|n| n.to_string()).collect();
        let text = format!("One {common} was seen.");
        add(&mut ledger, &ids.iter().map(|id| Told { id, text: &text, ..PLAIN }).collect::<Vec<_>>());
        assert_eq!(found(&ledger, "troops howitzer")[0], first, "where each report has {common}");
    }
}

#[test]
fn all_that_match_come_once_however_many_and_whatever_is_added_meanwhile() {
    const ALL: usize = 1200;
    let ids: Vec<String> = (0..ALL).map(|n| format!("r{n:04}")).collect();
    let texts: Vec<String> =
        (0..ALL).map(|n| format!("Shells fell{} on post {n}.", ", and fell".repeat(n % 7))).collect();
    let mut ledger = with(&ids.iter().zip(&texts).map(|(id, text)| (id.as_str(), text.as_str())).collect::<Vec<_>>());
    let whole = found(&ledger, "fell");
    let mut first: Vec<&String> = whole[..300].iter().collect();
    first.sort();
    assert_eq!(first, ids[ALL - 300..].iter().collect::<Vec<_>>(), "the last added are ranked first");
    let mut told: Vec<String> = Vec::new();
    let mut after = None;
    loop {
        let page = page(&ledger, "fell", after.as_ref(), 130);
        assert!(page.items.iter().all(|hit| hit.snippet.contains("[fell]")));
        told.extend(page.items.into_iter().map(|hit| hit.report));
        let Some(next) = page.next else { break };
        after = Some(next);
        let id = format!("new {}", told.len());
        add(&mut ledger, &[Told { id: &id, text: "More shells fell.", ..PLAIN }]);
    }
    assert_eq!(told, whole);
    told.sort();
    assert_eq!(told, ids);
}

#[test]
fn what_was_replaced_or_taken_back_is_not_found() {
    let mut ledger = with(&[("a", "The bridge at Tarn was blown up."), ("b", "The bridge at Lorn was blown up.")]);
    assert_eq!(found(&ledger, "bridge").len(), 2);
    add(&mut ledger, &[Told { id: "a", text: "The dam at Tarn was blown up.", ..PLAIN }]);
    assert_eq!(found(&ledger, "bridge"), ["b"]);
    let signature = Signature { by: "R. Amadi".into(), now: "2024-05-03".into(), note: None };
    ledger.decide(&[Decision::Retract { report: "b".into() }], &signature).expect("it is decided");
    assert_eq!(found(&ledger, "bridge"), Vec::<String>::new());
    assert_eq!(found(&ledger, "dam"), ["a"]);
}

#[test]
fn a_mark_of_another_list_is_refused() {
    let ledger = with(&[("a", "The bridge at Tarn was blown up.")]);
    let query = Query { words: "bridge".into(), ..Query::default() };
    for (key, id) in [(None, "1"), (Some("1"), "1"), (Some("1 x -1.5"), "1"), (Some("1 1 -1.5"), "x")] {
        let mark = Mark { key: key.map(str::to_owned), id: id.into() };
        assert!(matches!(ledger.search(&query, Some(&mark), 9), Err(ledger::Error::Wish(_))), "{mark:?}");
    }
}
