//! Stretches of a text that are not English: told apart so that nothing is read into them.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;
use whatlang::Script;

use crate::offset::ByteSpan;

/// Letters below which a stretch is too short to tell.
const FEWEST_LETTERS: usize = 40;
/// A line as long as this stands for itself; shorter ones are taken together with the next, as hard-wrapped text.
const WHOLE_LINE: usize = 120;
/// Of a hundred words of English prose, at least as many are function words.
const FUNCTION_WORDS_IN_100: usize = 15;
/// Words looked at: more do not change the answer.
const MOST_WORDS: usize = 200;
/// Characters looked at where the words have not decided.
const MOST_CHARACTERS: usize = 2_000;

/// A stretch in another language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Where it stands.
    pub span: ByteSpan,
    /// BCP 47 tag, such as `fr`.
    pub tag: &'static str,
    /// English name of the language.
    pub name: &'static str,
}

/// The stretches of `text` that are surely in another language, in order. What is too short to tell goes with what is
/// before it where that and what comes after it are in one other language, and is English otherwise.
///
/// ```
/// let text = "The talks go on.\n\nLes pourparlers entre les deux ministres se poursuivent lundi à Genève.";
/// let found = language::foreign(text);
/// assert_eq!((found.len(), found[0].tag, found[0].span.start), (1, "fr", 18));
/// ```
pub fn foreign(text: &str) -> Vec<Foreign> {
    let mut found: Vec<Foreign> = Vec::new();
    // Whether nothing surely English came since the last stretch that was found.
    let mut goes_on = false;
    for stretch in stretches(text) {
        match language(stretch.of(text)) {
            Tongue::English => goes_on = false,
            Tongue::Unsure => {}
            Tongue::Other(code) => {
                let (tag, name) = named(code);
                match found.last_mut().filter(|last| goes_on && last.tag == tag) {
                    Some(last) => last.span = last.span.join(stretch),
                    None => found.push(Foreign { span: stretch, tag, name }),
                }
                goes_on = true;
            }
        }
    }
    found
}

/// `text` with blanks for what is foreign; every other character keeps its place in bytes.
pub(crate) fn blanked(text: &str, foreign: &[Foreign]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for stretch in foreign {
        out.push_str(&text[at..stretch.span.range().start]);
        out.extend(stretch.span.of(text).bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
        at = stretch.span.range().end;
    }
    out.push_str(&text[at..]);
    out
}

enum Tongue {
    English,
    /// Too short, or no language stands out.
    Unsure,
    Other(&'static str),
}

fn language(stretch: &str) -> Tongue {
    let letters = stretch.chars().filter(|c| c.is_alphabetic()).take(FEWEST_LETTERS).count();
    if letters < FEWEST_LETTERS {
        return Tongue::Unsure;
    }
    let (mut words, mut english) = (0, 0);
    for word in stretch.split_whitespace().take(MOST_WORDS) {
        words += 1;
        english += usize::from(is_function_word(word));
    }
    if english * 100 >= words * FUNCTION_WORDS_IN_100 {
        return Tongue::English;
    }
    let end = stretch.char_indices().nth(MOST_CHARACTERS).map_or(stretch.len(), |(at, _)| at);
    match whatlang::detect(&stretch[..end]) {
        Some(found) if found.lang() == whatlang::Lang::Eng => Tongue::English,
        // Letters that English is not written in need no further proof; the same letters do.
        Some(found) if found.script() != Script::Latin || (found.is_reliable() && english == 0) => {
            Tongue::Other(found.lang().code())
        }
        _ => Tongue::Unsure,
    }
}

fn is_function_word(word: &str) -> bool {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        #[derive(Deserialize)]
        struct File {
            words: HashSet<String>,
        }
        let file: Result<File, _> = toml::from_str(include_str!("../data/english/function-words.toml"));
        // A test opens the same file.
        file.map_or_else(|error| panic!("function words inside the program: {error}"), |file| file.words)
    });
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    let longest = 6;
    word.len() <= longest && (words.contains(word) || words.contains(&word.to_ascii_lowercase()))
}

/// Tag and name of a language by its ISO 639-3 code.
fn named(code: &'static str) -> (&'static str, &'static str) {
    static LANGUAGES: OnceLock<HashMap<String, (String, String)>> = OnceLock::new();
    let languages = LANGUAGES.get_or_init(|| {
        // A test opens the same file.
        toml::from_str(include_str!("../data/languages.toml"))
            .unwrap_or_else(|error| panic!("languages inside the program: {error}"))
    });
    languages.get(code).map_or((code, code), |(tag, name)| (tag, name))
}

/// Paragraphs, and long lines of them; nothing between two of them but line ends and space.
fn stretches(text: &str) -> Vec<ByteSpan> {
    let mut out = Vec::new();
    let (mut start, mut end, mut at) = (None, 0, 0);
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let mut flush = words.is_empty();
        if !words.is_empty() {
            let from = at + (line.len() - line.trim_start().len());
            start.get_or_insert(from);
            end = from + words.len();
            flush = words.len() >= WHOLE_LINE;
        }
        if let Some(start) = start.take_if(|_| flush) {
            out.push(ByteSpan::new(start, end));
        }
        at += line.len();
    }
    out.extend(start.map(|start| ByteSpan::new(start, end)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_english_is_told() {
        for (text, tags) in [
            ("The ministry said that its troops had returned to their barracks on Monday.", vec![]),
            ("Protest, fire, arrests: Nairobi, Kisumu, Mombasa, Nakuru, Eldoret, Thika", vec![]),
            ("Der Minister sagte am Freitag, dass die Truppen in ihre Kasernen zurückgekehrt seien.", vec!["de"]),
            ("El ministro dijo el viernes que las tropas habían regresado a sus cuarteles.", vec!["es"]),
            ("Міністр заявив у п'ятницю, що війська повернулися до своїх казарм.", vec!["uk"]),
            ("قال الوزير يوم الجمعة إن القوات عادت إلى ثكناتها بعد انتهاء المناورات", vec!["ar"]),
            ("外交部发言人星期五在北京举行的例行记者会上表示，双方将继续通过外交渠道保持沟通，并就边境问题举行新一轮会谈。", vec!["zh"]),
        ] {
            let found: Vec<&str> = foreign(text).iter().map(|f| f.tag).collect();
            assert_eq!(found, tags, "{text}");
        }
    }

    #[test]
    fn short_lines_between_foreign_ones_are_foreign_too() {
        let german = "Der Minister sagte am Freitag, dass die Truppen in ihre Kasernen zurückgekehrt seien.";
        let text =
            format!("{german}\n\nGenf, 3. Mai\n\n{german}\n\nThe minister said so on Friday in Geneva, after talks.\n");
        let found = foreign(&text);
        assert_eq!(found.len(), 1);
        assert!(found[0].span.of(&text).contains("Genf") && !found[0].span.of(&text).contains("The"));
    }

    #[test]
    fn blanks_keep_every_byte_in_its_place() {
        let text = "He left.\n\nМіністр заявив у п'ятницю, що війська повернулися до своїх казарм.\n\nÉmile left.";
        let blank = blanked(text, &foreign(text));
        assert_eq!(blank.len(), text.len());
        assert_eq!((blank.find("He left."), blank.find("Émile")), (text.find("He left."), text.find("Émile")));
        assert!(!blank.contains('М'));
    }

    #[test]
    fn every_language_that_is_told_apart_has_a_name() {
        for language in whatlang::Lang::all() {
            assert_ne!(named(language.code()).1, language.code());
        }
    }
}
