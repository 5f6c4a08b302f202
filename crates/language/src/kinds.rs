//! What a proper noun names: a small network over what the encoder makes of the word, the words around the phrase that it
//! heads, and the lists of names that they are on. It learns from more text than the rest, and changes nothing of a tree.

use crate::document::EntityKind;
use crate::features::{hash, Lists};
use crate::kernels::{best, exp, wide};
use crate::names::Tree;
use crate::tags::{Deprel, Upos};
use crate::weights::Weights;

/// No entity, and each kind.
pub(crate) const KINDS: usize = 1 + EntityKind::ALL.len();

/// Words whose vectors are looked at: before, itself and after; before the phrase (two), after it; the word's head; the
/// phrase's first and last; two before and behind the word, two behind the phrase; the head's head; what is in apposition to it;
/// the noun that stands before it and hangs on it ("the village Coron").
pub(crate) const PLACES: usize = 15;
/// How far off a word is looked for that hangs on a name.
const BEFORE: usize = 8;
const BEHIND: usize = 16;
/// Numbers of one name vector.
pub(crate) const VECTOR: usize = 16;
/// What is asked of a word's form and place, then of the lists.
const ASKED: usize = 9;
/// Lists of one word that are asked for the word, and for both ends of its run of proper nouns.
const LISTED: usize = 6;
/// All that is asked of a word.
pub(crate) const MARKS: usize = ASKED + 3 * LISTED + 2;
/// Most words of a place name that is looked up as a whole.
const LONGEST: usize = 4;

/// What the network is told of one proper noun.
pub(crate) struct Sight {
    /// Rows of the vocabulary; 0 for none.
    pub rows: [u32; PLACES],
    pub marks: [f32; MARKS],
    pub rel: Deprel,
}

/// Names of places of the world, as bits that are set by several hashes of a name and its list: about one name in a hundred is
/// found that was never put in.
#[derive(Clone, Copy)]
pub(crate) struct Gazetteer<'a>(pub &'a [u8]);

/// Lists of places with more than 100,000 people, more than 5,000, and others, of one word each; names of several words.
pub(crate) const BIG: u64 = 0;
pub(crate) const MIDDLE: u64 = 1;
pub(crate) const SMALL: u64 = 2;
pub(crate) const WORDS: u64 = 3;
/// Bits of a name.
const HASHES: u64 = 5;

impl Gazetteer<'_> {
    fn has(self, list: u64, name: &str) -> bool {
        !self.0.is_empty() && bits(self.0.len(), list, name).all(|(byte, bit)| self.0[byte] & bit != 0)
    }

    /// Puts a folded name on a list.
    #[cfg(feature = "training")]
    pub fn put(bits_of_all: &mut [u8], list: u64, name: &str) {
        for (byte, bit) in bits(bits_of_all.len(), list, name) {
            bits_of_all[byte] |= bit;
        }
    }
}

fn bits(bytes: usize, list: u64, name: &str) -> impl Iterator<Item = (usize, u8)> {
    let h = hash(200 + list, name.as_bytes());
    let (first, step) = (h & 0xffff_ffff, h >> 32 | 1);
    (0..HASHES).map(move |k| {
        let at = first.wrapping_add(k.wrapping_mul(step)) as usize % (bytes * 8);
        (at / 8, 1 << (at % 8))
    })
}

/// A name as the lists have it: lower case, without apostrophes.
pub(crate) fn fold(name: &str, out: &mut String) {
    out.extend(name.chars().flat_map(char::to_lowercase).filter(|c| !matches!(c, '\'' | '\u{2019}' | '\u{2bc}')));
}

/// The lists that a word can be on.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub lists: Lists<'a>,
    pub gazetteer: Gazetteer<'a>,
}

impl Known<'_> {
    fn of_word(self, word: &str, text: &mut String) -> [bool; LISTED] {
        text.clear();
        fold(word, text);
        let listed = self.lists.of(text.as_bytes());
        let place = [BIG, MIDDLE, SMALL].map(|list| self.gazetteer.has(list, text));
        // A place is on the list of its largest namesake only.
        [
            place[0],
            place[1] && !place[0],
            place[2] && !place[1] && !place[0],
            listed & 1 != 0,
            listed & 2 != 0,
            listed & 4 != 0,
        ]
    }

    /// Whether the words are a place's name.
    fn is_place(self, words: &[&str], text: &mut String) -> bool {
        if words.len() < 2 || words.len() > LONGEST {
            return false;
        }
        text.clear();
        for (i, word) in words.iter().enumerate() {
            if i > 0 {
                text.push(' ');
            }
            fold(word, text);
        }
        self.gazetteer.has(WORDS, text)
    }
}

/// What is to be seen of the proper noun `word` of a sentence; `row_of` gives a word's row in the vocabulary.
pub(crate) fn look(tree: Tree<'_, &str>, word: usize, known: Known<'_>, mut row_of: impl FnMut(&str) -> u32) -> Sight {
    let n = tree.words.len();
    let (start, end) = tree.phrase(word);
    let head = tree.heads[word] as usize;
    let near = word.saturating_sub(BEFORE)..(word + BEHIND).min(n);
    let mut hanging = near.filter(|&w| tree.heads[w] as usize == word + 1);
    let places = [
        word.checked_sub(1),
        Some(word),
        Some(word + 1),
        start.checked_sub(1),
        start.checked_sub(2),
        Some(end),
        head.checked_sub(1),
        Some(start),
        Some(end - 1),
        word.checked_sub(2),
        Some(word + 2),
        Some(end + 1),
        head.checked_sub(1).and_then(|h| (tree.heads[h] as usize).checked_sub(1)),
        hanging.clone().find(|&w| tree.rels[w] == Deprel::Appos),
        hanging.find(|&w| w < word && tree.upos[w] == Upos::Noun),
    ];
    let rows = places.map(|at| at.filter(|&at| at < n).map_or(0, |at| row_of(tree.words[at])));
    let form = tree.words[word];
    let length = form.chars().count();
    let asked: [bool; ASKED] = [
        length > 1 && form.chars().any(char::is_uppercase) && !form.chars().any(char::is_lowercase),
        length < 4,
        form.contains('.'),
        word == 0,
        rows[1] == 0,
        end - start == 1,
        start < word,
        end > word + 1,
        head == 0,
    ];
    let is_proper = |w: usize| tree.upos[w] == Upos::Propn;
    let first = (0..word).rev().take_while(|&w| is_proper(w)).last().unwrap_or(word);
    let last = (word + 1..n).take_while(|&w| is_proper(w)).last().unwrap_or(word);
    let mut text = String::new();
    let own = known.of_word(form, &mut text);
    let listed = [word, first, last].map(|w| if w == word { own } else { known.of_word(tree.words[w], &mut text) });
    let run = &tree.words[first..=last];
    let is_run = known.is_place(run, &mut text);
    let is_within = (word.saturating_sub(2)..=word)
        .any(|from| (word + 1..=(word + 3).min(n)).any(|to| known.is_place(&tree.words[from..to], &mut text)));
    let mut marks = [0.0; MARKS];
    let all = asked.into_iter().chain(listed.into_iter().flatten()).chain([is_run, is_within]);
    marks.iter_mut().zip(all).for_each(|(mark, is)| *mark = f32::from(u8::from(is)));
    Sight { rows, marks, rel: tree.rels[word] }
}

/// The network: one hidden layer. Matrices have a row for each input.
pub(crate) struct Kinds {
    pub hidden: usize,
    /// Inputs: the encoder's state, name vectors, marks, relations.
    pub input: Vec<f32>,
    pub input_bias: Vec<f32>,
    pub output: Vec<f32>,
    pub output_bias: Vec<f32>,
}

impl Weights {
    /// What the proper noun names, as probabilities.
    pub fn kind(&self, kinds: &Kinds, state: &[f32], sight: &Sight) -> [f32; KINDS] {
        let mut hidden = kinds.input_bias.clone();
        let mut scores: [f32; KINDS] = std::array::from_fn(|k| kinds.output_bias[k]);
        wide(
            #[inline(always)]
            || {
                kinds.add(0, state, &mut hidden);
                let mut from = state.len();
                for &row in sight.rows.iter() {
                    if row > 0 {
                        let mut vector = [0.0; VECTOR];
                        self.add_name(row as usize, &mut vector);
                        kinds.add(from, &vector, &mut hidden);
                    }
                    from += VECTOR;
                }
                kinds.add(from, &sight.marks, &mut hidden);
                kinds.add(from + MARKS + sight.rel as usize, &[1.0], &mut hidden);
                for (h, row) in hidden.iter().zip(kinds.output.chunks_exact(KINDS)) {
                    let h = h.max(0.1 * h);
                    scores.iter_mut().zip(row).for_each(|(s, w)| *s += h * w);
                }
            },
        );
        softmax(&mut scores);
        scores
    }
}

impl Kinds {
    /// Adds what the inputs from `first` on give to the hidden cells.
    #[inline(always)]
    fn add(&self, first: usize, values: &[f32], hidden: &mut [f32]) {
        let rows = self.input[first * self.hidden..].chunks_exact(self.hidden);
        for (&value, row) in values.iter().zip(rows).filter(|(value, _)| **value != 0.0) {
            hidden.iter_mut().zip(row).for_each(|(h, w)| *h += value * w);
        }
    }
}

/// Numbers that the network takes where the encoder gives `state`.
pub(crate) fn inputs(state: usize) -> usize {
    state + PLACES * VECTOR + MARKS + Deprel::ALL.len()
}

fn softmax(scores: &mut [f32; KINDS]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|s| *s = exp(*s - most));
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum);
}

/// Share that a mention of a name has in what it is taken for; the rest have all mentions of the text together.
const OWN: f32 = 0.2;

/// Settles what each proper noun of a text, given by its number with what it may name, does name. A text uses a name in one
/// sense, mostly: each mention counts for the others.
pub(crate) fn settle(words: &[&str], found: &[(usize, [f32; KINDS])]) -> Vec<Option<EntityKind>> {
    let forms: Vec<String> = found.iter().map(|(word, _)| words[*word].to_lowercase()).collect();
    let mut order: Vec<usize> = (0..forms.len()).collect();
    order.sort_unstable_by_key(|&i| (&forms[i], i));
    let mut settled = vec![None; forms.len()];
    for group in order.chunk_by(|&a, &b| forms[a] == forms[b]) {
        let mean: [f32; KINDS] =
            std::array::from_fn(|k| group.iter().map(|&i| found[i].1[k]).sum::<f32>() / group.len() as f32);
        for &i in group {
            let both: [f32; KINDS] = std::array::from_fn(|k| OWN * found[i].1[k] + (1.0 - OWN) * mean[k]);
            settled[i] = best(&both).checked_sub(1).map(|k| EntityKind::ALL[k]);
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_of_a_name_are_settled_together() {
        let of = |kind: EntityKind, share: f32| {
            let mut all = [(1.0 - share) / (KINDS - 1) as f32; KINDS];
            all[kind as usize + 1] = share;
            all
        };
        let words = ["Taiz", "and", "Ali", "left", "TAIZ", "Taiz"];
        let found = [
            (0, of(EntityKind::Place, 0.9)),
            (2, of(EntityKind::Person, 0.8)),
            (4, of(EntityKind::Person, 0.5)),
            (5, of(EntityKind::Place, 0.7)),
        ];
        let kinds = settle(&words, &found);
        assert_eq!(kinds[0], Some(EntityKind::Place));
        assert_eq!(kinds[1], Some(EntityKind::Person));
        assert_eq!(kinds[2], Some(EntityKind::Place), "two mentions outvote the third");
    }

    #[test]
    fn nothing_is_settled_of_nothing() {
        assert!(settle(&[], &[]).is_empty());
        let nothing = std::array::from_fn(|k| if k == 0 { 1.0 } else { 0.0 });
        assert_eq!(settle(&["CNRS"], &[(0, nothing)]), [None]);
    }

    #[test]
    fn names_are_folded_before_they_are_looked_up() {
        let mut folded = String::new();
        fold("Mu\u{2019}addamiyah", &mut folded);
        assert_eq!(folded, "muaddamiyah");
    }

    #[test]
    fn what_is_seen_of_a_word_stays_within_its_sentence() {
        let words = ["Aden"];
        let tree = Tree { words: &words, upos: &[Upos::Propn], heads: &[0], rels: &[Deprel::Root] };
        let lists = vec![0; crate::features::LISTS_BYTES];
        let known = Known { lists: Lists(&lists), gazetteer: Gazetteer(&[]) };
        let sight = look(tree, 0, known, |_| 7);
        let seen: Vec<usize> = (0..PLACES).filter(|&place| sight.rows[place] > 0).collect();
        assert_eq!(seen, [1, 7, 8], "itself, and both ends of its phrase");
        assert_eq!(sight.marks.iter().filter(|&&m| m != 0.0).count(), 3, "first, alone, and a root");
    }
}
