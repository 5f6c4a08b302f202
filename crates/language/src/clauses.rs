//! Clauses that a writer strings together in one sentence. Main clauses that a semicolon parts are read each by itself, as
//! between full stops, and their trees joined; and of two subjects that the tree gives to one verb, the one before the
//! clause that is said goes to that clause.

use crate::tags::Deprel;
use crate::tree::has_child;

/// Fewest words of a clause.
const SHORTEST: usize = 3;

/// Where the stretches end that semicolons outside of quotations and brackets part, counted from the first of `words`; the
/// last ends with the sentence. Nothing where there is but one.
pub(crate) fn stretches(words: &[&str]) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut depth, mut quoted, mut start) = (0usize, false, 0);
    for (i, &word) in words.iter().enumerate() {
        match word {
            "(" | "[" | "{" | "\u{201c}" | "\u{201e}" | "\u{ab}" => depth += 1,
            ")" | "]" | "}" | "\u{201d}" | "\u{bb}" => depth = depth.saturating_sub(1),
            "\"" | "``" | "''" => quoted = !quoted,
            ";" if depth == 0 && !quoted && i >= start + SHORTEST && words.len() > i + SHORTEST => {
                start = i + 1;
                ends.push(start);
            }
            _ => {}
        }
    }
    if !ends.is_empty() {
        ends.push(words.len());
    }
    ends
}

/// Whether the tree of a stretch is that of a main clause: its root has a subject, and a tense by its own form or by what
/// hangs on it. `heads` count from 1, 0 for the root; `may_be_finite` says whether a word is of a form that can have a tense:
/// the past ones are often taken for each other.
pub(crate) fn is_main(heads: &[u32], rels: &[Deprel], may_be_finite: impl Fn(usize) -> bool) -> bool {
    let Some(root) = heads.iter().position(|&head| head == 0) else { return false };
    let below = |wanted: fn(Deprel) -> bool| has_child(heads, rels, root, |_, rel| wanted(rel));
    let active = may_be_finite(root) && below(|rel| matches!(rel, Deprel::Nsubj | Deprel::NsubjOuter | Deprel::Expl));
    let auxiliary = below(Deprel::is_auxiliary);
    active || auxiliary && below(|rel| rel.is_subject() || rel == Deprel::Expl)
}

/// Makes one tree of those of a sentence's stretches: each further root stands beside the first one, a semicolon belongs to
/// the clause that it opens, and the full stop to the first.
pub(crate) fn join(heads: &mut [u32], rels: &mut [Deprel], ends: &[usize]) {
    let mut roots: Vec<usize> = Vec::with_capacity(ends.len());
    let mut start = 0;
    for &end in ends {
        let root = start + heads[start..end].iter().position(|&head| head == 0).unwrap_or(0);
        heads[start..end].iter_mut().filter(|head| **head != 0).for_each(|head| *head += start as u32);
        if let Some(&first) = roots.first() {
            let joined = rels[start] == Deprel::Cc && heads[start] as usize == root + 1;
            heads[root] = first as u32 + 1;
            rels[root] = if joined { Deprel::Conj } else { Deprel::Parataxis };
            move_mark(heads, rels, start - 1, root);
        }
        roots.push(root);
        start = end;
    }
    move_mark(heads, rels, start - 1, roots[0]);
}

/// Hangs a mark, if it is one and governs nothing, on another word.
fn move_mark(heads: &mut [u32], rels: &[Deprel], mark: usize, to: usize) {
    if rels[mark] == Deprel::Punct && mark != to && !heads.contains(&(mark as u32 + 1)) {
        heads[mark] = to as u32 + 1;
    }
}

/// Gives each clause its own subject where the tree gives two to one verb. "Residents fled the town, the mayor said": the first
/// is that of the clause between them, which the tree may take for one that tells more of the residents. "“It is a lie,” the
/// mayor told them": the second is that of the clause behind it. `is_past` says whether a word is a past form.
pub(crate) fn settle_subjects(heads: &mut [u32], rels: &mut [Deprel], is_past: impl Fn(usize) -> bool) {
    let subjects: Vec<usize> =
        (0..heads.len()).filter(|&w| matches!(rels[w], Deprel::Nsubj | Deprel::NsubjPass)).collect();
    for pair in 0..subjects.len() {
        let subject = subjects[pair];
        let verb = heads[subject];
        let Some(&other) = subjects[pair + 1..].iter().find(|&&w| heads[w] == verb) else { continue };
        let lacks_subject = |clause: usize| !subjects.iter().any(|&w| heads[w] as usize == clause + 1);
        let said = |&clause: &usize| {
            heads[clause] == verb && matches!(rels[clause], Deprel::Ccomp | Deprel::Parataxis) && lacks_subject(clause)
        };
        let told_of = |&clause: &usize| {
            heads[clause] as usize == subject + 1
                && rels[clause] == Deprel::Acl
                && is_past(clause)
                && lacks_subject(clause)
        };
        if let Some(clause) = (subject + 1..other).rev().find(said) {
            give_subject(heads, rels, clause, subject);
        } else if let Some(clause) = (other + 1..heads.len()).find(|w| said(w) && rels[*w] == Deprel::Parataxis) {
            give_subject(heads, rels, clause, other);
        } else if let Some(clause) =
            (subject + 1..other).find(told_of).filter(|_| rels[subject] == Deprel::Nsubj && other < verb as usize)
        {
            (heads[clause], rels[clause]) = (verb, Deprel::Ccomp);
            give_subject(heads, rels, clause, subject);
        }
    }
}

/// Hangs a subject on a clause's verb.
pub(crate) fn give_subject(heads: &mut [u32], rels: &mut [Deprel], clause: usize, subject: usize) {
    let passive = has_child(heads, rels, clause, |_, rel| rel == Deprel::AuxPass);
    heads[subject] = clause as u32 + 1;
    rels[subject] = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_part_stretches_outside_of_quotations_and_brackets() {
        for (sentence, want) in [
            ("They fled the town ; police fired gas .", &[5, 9][..]),
            ("He said : \" We fled ; they fired at us \" .", &[]),
            ("They fled ( on foot ; by car ; by boat ) that day .", &[]),
            ("Yes ; they fled the town .", &[]),
            ("They fled the town ; they came back ; none was hurt .", &[5, 9, 13]),
        ] {
            let words: Vec<&str> = sentence.split(' ').collect();
            assert_eq!(stretches(&words), want, "{sentence}");
        }
    }

    #[test]
    fn only_a_subject_with_a_finite_verb_is_a_main_clause() {
        use Deprel::{AuxPass, Cc, Nsubj, NsubjPass, Root};
        for (heads, rels, finite, want) in [
            (&[2, 0][..], vec![Nsubj, Root], true, true),
            (&[2, 0], vec![Nsubj, Root], false, false),
            (&[2, 0], vec![NsubjPass, Root], true, false),
            (&[3, 3, 0], vec![NsubjPass, AuxPass, Root], false, true),
            (&[2, 0], vec![Cc, Root], true, false),
        ] {
            assert_eq!(is_main(heads, &rels, |_| finite), want, "{rels:?}");
        }
    }

    #[test]
    fn joined_clauses_are_one_tree() {
        use Deprel::{Nsubj, Parataxis, Punct, Root};
        // "They fled ; police fired ."
        let mut heads = vec![2, 0, 2, 2, 0, 2];
        let mut rels = vec![Nsubj, Root, Punct, Nsubj, Root, Punct];
        join(&mut heads, &mut rels, &[3, 6]);
        assert_eq!(heads, [2, 0, 5, 5, 2, 2]);
        assert_eq!(rels, [Nsubj, Root, Punct, Nsubj, Parataxis, Punct]);
    }

    #[test]
    fn what_is_said_keeps_its_subject() {
        use Deprel::{AuxPass, Ccomp, Nsubj, NsubjPass, Punct, Root};
        // "Residents fled , mayors said" and "Residents were freed , mayors said"
        let mut heads = vec![5, 5, 2, 5, 0];
        let mut rels = vec![Nsubj, Ccomp, Punct, Nsubj, Root];
        settle_subjects(&mut heads, &mut rels, |_| true);
        assert_eq!((heads[0], rels[0], heads[3]), (2, Nsubj, 5));
        let mut heads = vec![6, 3, 6, 3, 6, 0];
        let mut rels = vec![Nsubj, AuxPass, Ccomp, Punct, Nsubj, Root];
        settle_subjects(&mut heads, &mut rels, |_| true);
        assert_eq!((heads[0], rels[0]), (3, NsubjPass));
        // "Residents fled , mayors said", where the tree has residents that were fled.
        let mut heads = vec![5, 1, 2, 5, 0];
        let mut rels = vec![Nsubj, Deprel::Acl, Punct, Nsubj, Root];
        settle_subjects(&mut heads, &mut rels, |_| true);
        assert_eq!((heads, rels[1]), (vec![2, 5, 2, 5, 0], Ccomp));
        // "It lies , mayors told"
        let mut heads = vec![2, 0, 2, 2, 2];
        let mut rels = vec![Nsubj, Root, Punct, Nsubj, Deprel::Parataxis];
        settle_subjects(&mut heads, &mut rels, |_| true);
        assert_eq!(heads, [2, 0, 2, 5, 2]);
        // "Residents , who fled , said": nothing to give back.
        let mut heads = vec![5, 3, 1, 3, 0];
        let mut rels = vec![Nsubj, Nsubj, Deprel::AclRelcl, Punct, Root];
        settle_subjects(&mut heads, &mut rels, |_| true);
        assert_eq!(heads, [5, 3, 1, 3, 0]);
    }
}
