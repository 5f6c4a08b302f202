//! The lemma decision list, counted from a treebank.

use std::collections::{BTreeMap, HashMap};

use super::data::Gold;
use crate::lemma::{key, Case, Lemmas, Script, LONGEST_ENDING};
use crate::tags::Xpos;

/// Counts scripts by word and by ending, and keeps the entries that say something else than the shorter ending does.
pub(crate) fn learn(sentences: &[Gold]) -> Lemmas {
    let mut words: BTreeMap<(u8, u8, String), BTreeMap<Script, u32>> = BTreeMap::new();
    for gold in sentences {
        for (i, (form, lemma)) in gold.words.iter().zip(&gold.lemmas).enumerate() {
            let Some(xpos) = Xpos::parse(&gold.tags[i].1) else { continue };
            let Some(script) = Script::between(form, lemma) else { continue };
            let case = Case::of(form, i == 0) as u8;
            *words.entry((xpos.index() as u8, case, form.clone())).or_default().entry(script).or_default() += 1;
        }
    }
    let mut endings: BTreeMap<(u8, u8, Vec<u8>), BTreeMap<Script, u32>> = BTreeMap::new();
    for ((xpos, case, form), scripts) in &words {
        let bytes = form.as_bytes();
        let (script, _) = most(scripts);
        for k in 0..=LONGEST_ENDING.min(bytes.len()) {
            let ending = bytes[bytes.len() - k..].to_vec();
            // A word counts once: rare words are what endings are for.
            *endings.entry((*xpos, *case, ending)).or_default().entry(script.clone()).or_default() += 1;
        }
    }
    let mut entries: BTreeMap<u64, Script> = BTreeMap::new();
    let mut told: HashMap<(u8, u8, Vec<u8>), Script> = HashMap::new();
    // Shorter endings first: a longer one is kept only where it says something else.
    let mut ordered: Vec<_> = endings.iter().collect();
    ordered.sort_by_key(|((x, c, e), _)| (e.len(), *x, *c, e.clone()));
    for ((xpos, case, ending), scripts) in ordered {
        let (script, count) = most(scripts);
        let parent = (!ending.is_empty()).then(|| told.get(&(*xpos, *case, ending[1..].to_vec()))).flatten();
        let enough = ending.is_empty() || count >= 2;
        let says = if enough { script.clone() } else { parent.cloned().unwrap_or(script.clone()) };
        if enough && parent != Some(&says) {
            entries.insert(key(*xpos, CASES[*case as usize], ending, false), says.clone());
        }
        told.insert((*xpos, *case, ending.clone()), says);
    }
    for ((xpos, case, form), scripts) in &words {
        let bytes = form.as_bytes();
        let (script, _) = most(scripts);
        let k = LONGEST_ENDING.min(bytes.len());
        if told.get(&(*xpos, *case, bytes[bytes.len() - k..].to_vec())) != Some(script) {
            entries.insert(key(*xpos, CASES[*case as usize], bytes, true), script.clone());
        }
    }
    let mut scripts: Vec<Script> = entries.values().cloned().collect();
    scripts.sort();
    scripts.dedup();
    let values = entries.values().map(|s| scripts.binary_search(s).unwrap_or(0) as u16).collect();
    Lemmas { keys: entries.into_keys().collect(), values, scripts }
}

const CASES: [Case; 4] = [Case::Lower, Case::Capital, Case::First, Case::Upper];

/// The most frequent script; of equals the first.
fn most(scripts: &BTreeMap<Script, u32>) -> (&Script, u32) {
    let mut best: Option<(&Script, u32)> = None;
    for (script, &count) in scripts {
        if best.is_none_or(|(_, c)| count > c) {
            best = Some((script, count));
        }
    }
    best.expect("an entry has at least one script")
}
