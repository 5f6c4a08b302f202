//! The text folded word by word, and phrases of the knowledge files found in it.

use language::{Document, TokenId, TokenSpan};
use lexicon::{fold_into, Phrases, Walk};

/// Longest phrase that is looked for, in words.
const LONGEST: usize = 16;

/// A document's words, folded, in one string.
pub(super) struct Folded {
    text: String,
    words: Vec<Word>,
}

#[derive(Clone, Copy)]
struct Word {
    start: u32,
    /// End of the word itself; its lemma follows where it differs.
    end: u32,
    lemma_end: u32,
    /// Whether white space or a dash parts it from the word before.
    gap: bool,
    dash: bool,
    sentence: u32,
}

impl Folded {
    /// Folds every word.
    pub(super) fn new(doc: &Document) -> Self {
        let mut text = String::with_capacity(doc.text().len() * 2);
        let mut words: Vec<Word> = Vec::with_capacity(doc.len());
        let mut before = 0;
        let mut after_dash = false;
        for token in doc.tokens() {
            let span = token.span();
            let start = text.len();
            let mut word = String::new();
            fold_into(token.text(), &mut word);
            let word = word.trim_end();
            text.push_str(word);
            let end = text.len();
            let lemma = token.lemma();
            if !lemma.is_empty() && !lemma.eq_ignore_ascii_case(token.text()) {
                let mut folded = String::new();
                fold_into(lemma, &mut folded);
                if folded != word {
                    text.push_str(&folded);
                }
            }
            let dash = word.is_empty() && token.text().chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}'));
            words.push(Word {
                start: start as u32,
                end: end as u32,
                lemma_end: text.len() as u32,
                gap: span.start > before || after_dash,
                dash,
                sentence: token.sentence().id.0,
            });
            before = span.end;
            after_dash = dash;
        }
        Self { text, words }
    }

    /// A word, folded.
    pub(super) fn word(&self, token: TokenId) -> &str {
        let w = self.words[token.index()];
        &self.text[w.start as usize..w.end as usize]
    }

    /// A word's lemma, folded.
    pub(super) fn lemma(&self, token: TokenId) -> &str {
        let w = self.words[token.index()];
        if w.lemma_end > w.end {
            &self.text[w.end as usize..w.lemma_end as usize]
        } else {
            self.word(token)
        }
    }

    /// The longest phrase that starts at word `start` and that `accept` accepts: its words and what it leads to. The last
    /// word may stand in the text in another form than in the phrase.
    pub(super) fn longest<'p, T>(
        &self,
        phrases: &'p Phrases<T>,
        start: usize,
        mut accept: impl FnMut(TokenSpan, &'p [T]) -> bool,
    ) -> Option<(TokenSpan, &'p [T])> {
        let first = self.words[start];
        if first.start == first.end {
            return None;
        }
        let mut walk = phrases.walk();
        let mut best = None;
        for (i, word) in self.words.iter().enumerate().skip(start).take(LONGEST) {
            if word.sentence != first.sentence {
                break;
            }
            if word.dash || word.start == word.end {
                continue;
            }
            let Some(before) = (if i > start && word.gap { phrases.step(walk, " ") } else { Some(walk) }) else {
                break;
            };
            let span = TokenSpan::new(start, i + 1);
            let mut offer = |end: Option<Walk>| {
                let found = end.map_or(&[][..], |w| phrases.at(w));
                if !found.is_empty() && accept(span, found) {
                    best = Some((span, found));
                }
            };
            let after = phrases.step(before, &self.text[word.start as usize..word.end as usize]);
            if word.lemma_end > word.end {
                offer(phrases.step(before, &self.text[word.end as usize..word.lemma_end as usize]));
            }
            offer(after);
            match after {
                Some(after) => walk = after,
                None => break,
            }
        }
        best
    }
}
