//! The words around what was found.

use std::ops::Range;

use super::fts5::Place;

/// Words of a snippet.
const WORDS: usize = 24;
/// What a phrase counts that the snippet has not yet, against one that it has already, and a snippet that begins with a sentence or
/// with the text.
const NEW: usize = 1000;
const SENTENCE: usize = 100;
const BEGINNING: usize = 120;

/// The stretch of a text that has most of the phrases, each between `[` and `]`. `words`: where the words of the text stand in it;
/// `places`: where the phrases stand, in the order of the text.
pub(super) fn snippet(text: &str, words: &[Range<usize>], places: &[Place]) -> String {
    let start = best_start(text, words, places);
    let end = (start + WORDS).min(words.len());
    let mut at = if start == 0 { 0 } else { words[start].start };
    let mut told = String::from(if start == 0 { "" } else { " … " });
    for stretch in joined(places, start..end) {
        told.push_str(&text[at..words[stretch.start].start]);
        at = words[stretch.end - 1].end;
        told.extend(["[", &text[words[stretch.start].start..at], "]"]);
    }
    if end == words.len() {
        told.push_str(&text[at..]);
    } else {
        told.extend([&text[at..words[end - 1].end], " … "]);
    }
    told
}

/// The word with which the best stretch begins: around a phrase, or with the sentence that it stands in.
fn best_start(text: &str, words: &[Range<usize>], places: &[Place]) -> usize {
    let (mut best, mut most) = (0, 0);
    let mut consider = |start, score| {
        if score > most {
            (best, most) = (start, score);
        }
    };
    for place in places {
        let (score, last) = score(places, place.word);
        let around = WORDS.saturating_sub(last - place.word) / 2;
        consider(place.word.saturating_sub(around).min(words.len().saturating_sub(WORDS)), score);
        let sentence = (0..=place.word).rev().find(|&word| begins_sentence(text, words, word)).unwrap_or_default();
        if words.len() > WORDS && sentence < place.word {
            let bonus = if sentence == 0 { BEGINNING } else { SENTENCE };
            consider(sentence, self::score(places, sentence).0 + bonus);
        }
    }
    best
}

/// What a stretch from the word `start` on is worth, and where its last phrase ends.
fn score(places: &[Place], start: usize) -> (usize, usize) {
    let mut seen: Vec<usize> = Vec::new();
    let (mut score, mut last) = (0, start);
    for place in places.iter().filter(|place| (start..start + WORDS).contains(&place.word)) {
        score += if seen.contains(&place.phrase) { 1 } else { NEW };
        seen.push(place.phrase);
        last = place.word + place.words;
    }
    (score, last)
}

/// Whether a sentence begins with a word, as far as blanks and full stops tell.
fn begins_sentence(text: &str, words: &[Range<usize>], word: usize) -> bool {
    let before = words.get(word).map_or("", |range| &text[..range.start]);
    let said = before.trim_end_matches([' ', '\t', '\n', '\r']);
    word == 0 || said.len() < before.len() && said.ends_with(['.', ':'])
}

/// The words of phrases within a stretch, those that overlap as one.
fn joined(places: &[Place], within: Range<usize>) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for place in places {
        let (start, end) = (place.word, (place.word + place.words).min(within.end));
        match stretches.last_mut() {
            _ if start < within.start || start >= end => {}
            Some(last) if start < last.end => last.end = last.end.max(end),
            _ => stretches.push(start..end),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use rusqlite::{params, Connection, Result};

    use super::super::fts5::{places, register, Tokenizer};
    use super::*;

    /// Texts with what is sought in them: one that is short, ones with what is sought early, late, in several sentences, in rows.
    const SOUGHT: [(&str, &str); 9] = [
        ("Shells fell on Tarn.", "\"shells\""),
        ("Shells fell on Tarn.", "\"Tarn\""),
        ("Shells fell on Tarn, and fell, and fell again.", "\"fell\" \"shells fell\""),
        ("Café owners in Tarn – naïve, they said – kept their cafés open: “We stay,” they said.", "\"cafe\"* \"stay\""),
        (LONG, "\"convoy\""),
        (LONG, "\"convoy\" \"river\""),
        (LONG, "\"the\""),
        (LONG, "\"the river\" \"bridge\" \"mayor\""),
        (LONG, "\"harvest\""),
    ];
    const LONG: &str = "A convoy left the depot at dawn. Its drivers had been told nothing of the bridge, which had been closed since the \
        flood; the mayor had asked for it in March, and again in April, and nobody had answered. At noon the convoy reached the river. \
        The bridge over the river was gone: the mayor, who stood there, said that the river had taken it. So they turned back, and the \
        depot was empty when they came, and the rest of the day was spent with talk of the harvest.";

    #[test]
    fn it_is_the_one_that_the_index_would_cut() -> Result<()> {
        let db = Connection::open_in_memory()?;
        register(&db)?;
        db.execute_batch(
            "CREATE VIRTUAL TABLE words USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2')",
        )?;
        let tokenizer = Tokenizer::new(&db)?;
        for (text, sought) in SOUGHT {
            db.execute("DELETE FROM words", [])?;
            db.execute("INSERT INTO words (title, text) VALUES ('the convoy', ?)", [text])?;
            let (found, cut): (Vec<u8>, String) = db.query_row(
                "SELECT occurrences(words), snippet(words, 1, '[', ']', ' … ', ?2) FROM words WHERE words MATCH ?1",
                params![sought, WORDS as i64],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            let places: Vec<Place> = places(&found).into_iter().filter(|place| place.is_in_text).collect();
            assert_eq!(snippet(text, &tokenizer.words(text)?, &places), cut, "{sought} in {text}");
        }
        Ok(())
    }

    #[test]
    fn nothing_breaks_where_places_and_words_do_not_fit() {
        let place = |word, words| Place { phrase: 0, is_in_text: true, word, words };
        assert_eq!(snippet("", &[], &[]), "");
        assert_eq!(snippet("a b", &[0..1, 2..3], &[place(7, 1), place(1, 9)]), "a [b]");
    }
}
