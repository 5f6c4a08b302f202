//! Named entities against GUM's: persons, organisations and places, exact span.
//!
//! Gold are the spans of GUM's `Entity=` whose head word is a proper noun; of nested ones the outermost.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use language::conllu::{Column, Sentence};

use super::pairing::Sums;
use super::table::Table;
use super::treebanks::{annotated, sentences};
use super::Bench;

const SET: &str = "GUM test, names";
const KINDS: [&str; 3] = ["person", "organization", "place"];

/// First word, one past the last, kind.
type Name = (usize, usize, String);

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    let Some(path) = bench.file(&["ud", ""], "gum-test.conllu", table) else { return };
    let gold = match sentences(&path) {
        Ok(gold) => gold,
        Err(problem) => return table.note(format!("{}: {problem}", path.display())),
    };
    let mut sums = [Sums::default(); 3];
    for (gold, parsed) in gold.iter().zip(annotated(bench, &gold)) {
        let (want, got) = (of_gum(gold), predicted(&parsed));
        for (kind, sums) in KINDS.iter().zip(&mut sums) {
            let of_kind = |names: &[Name]| -> Vec<Name> { names.iter().filter(|n| n.2 == *kind).cloned().collect() };
            let (want, got) = (of_kind(&want), of_kind(&got));
            sums.add(got.iter().filter(|n| want.contains(n)).count(), got.len(), want.len());
        }
    }
    let mut all = Sums::default();
    for s in sums {
        all.add(s.right, s.found, s.gold);
    }
    table.push(all.figure(SET, "persons, organisations and places, exact F1").aiming(70.0, 82.0));
    for (kind, sums) in KINDS.iter().zip(sums) {
        table.push(sums.figure(SET, &format!("{kind}, exact F1")));
    }
}

/// Names with their whole phrases, as the parser writes them: `Mention=B-person`, `Mention=I-person`.
fn predicted(sentence: &Sentence) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (i, word) in sentence.words().enumerate() {
        match word.misc("Mention").and_then(|mark| mark.split_once('-')) {
            Some(("B", kind)) => names.push((i, i + 1, kind.to_owned())),
            Some(("I", _)) => {
                if let Some(last) = names.last_mut().filter(|n| n.1 == i) {
                    last.1 = i + 1;
                }
            }
            _ => {}
        }
    }
    names
}

/// GUM's names: `(1-person-new-nnnnn-cf1-2-sgl` opens entity 1, a person; `1)` closes it. The word of it that hangs on one
/// outside is its head.
fn of_gum(sentence: &Sentence) -> Vec<Name> {
    let is_proper: Vec<bool> = sentence.words().map(|w| w.get(Column::Upos) == "PROPN").collect();
    let heads: Vec<Option<u32>> = sentence.words().map(|w| w.head()).collect();
    let mut open: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    let mut names: Vec<Name> = Vec::new();
    for (i, word) in sentence.words().enumerate() {
        for mark in word.misc("Entity").map(marks).unwrap_or_default() {
            let inner = mark.trim_matches(['(', ')']);
            let entity = inner.split('-').next().unwrap_or_default().to_owned();
            if mark.starts_with('(') {
                open.entry(entity.clone()).or_default().push((i, inner.to_owned()));
            }
            let closed = if mark.ends_with(')') { open.get_mut(&entity).and_then(Vec::pop) } else { None };
            if let Some((start, what)) = closed {
                let fields: Vec<&str> = what.split('-').collect();
                let inside = (start as u32 + 1)..=(i as u32 + 1);
                let head = (start..=i).find(|&w| heads[w].is_none_or(|h| !inside.contains(&h)));
                if head.is_some_and(|h| is_proper[h]) {
                    names.push((start, i + 1, fields.get(1).copied().unwrap_or_default().to_owned()));
                }
            }
        }
    }
    names.sort_by_key(|&(start, end, _)| (start, Reverse(end)));
    let mut last = 0;
    names.retain(|&(start, end, _)| {
        let outermost = start >= last;
        if outermost {
            last = end;
        }
        outermost
    });
    names
}

/// `(4-place…(5-person…)4)` cut into its single marks.
fn marks(joined: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, c) in joined.char_indices() {
        let end = match c {
            '(' => i,
            ')' => i + 1,
            _ => continue,
        };
        if end > start {
            out.push(&joined[start..end]);
            start = end;
        }
    }
    if start < joined.len() {
        out.push(&joined[start..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::conllu::Reader;

    #[test]
    fn names_are_the_outermost_entities_with_a_proper_noun_as_head() {
        let file = "1\tThe\t_\tDET\t_\t_\t2\tdet\t_\tEntity=(1-organization-new-nnnnn-cf1-2-sgl\n\
                    2\tBank\t_\tPROPN\t_\t_\t0\troot\t_\t_\n\
                    3\tof\t_\tADP\t_\t_\t4\tcase\t_\t_\n\
                    4\tOman\t_\tPROPN\t_\t_\t2\tnmod\t_\tEntity=(2-place-new-nnnnn-cf2-1-sgl)1)\n\
                    5\tits\t_\tPRON\t_\t_\t6\tposs\t_\tEntity=(3-person-new-nnnnn-cf3-2-sgl(1-organization-giv-nnnnn-cf1-1-sgl)\n\
                    6\tchief\t_\tNOUN\t_\t_\t2\tappos\t_\tEntity=3)\n\
                    7\tSalem\t_\tPROPN\t_\t_\t6\tappos\t_\tEntity=(4-person-new-nnnnn-cf3-1-sgl)\n\n";
        let sentence = Reader::new(file.as_bytes()).next().unwrap().unwrap();
        assert_eq!(of_gum(&sentence), [(0, 4, "organization".to_owned()), (6, 7, "person".to_owned())]);
    }
}
