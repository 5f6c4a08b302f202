//! What holds for every text, tried on random ones.

use std::sync::OnceLock;

use language::conllu::{annotate, raw_text, write_document, Column, Id, Reader, Sentence};
use language::{Document, Model};
use proptest::prelude::*;

fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(Model::bundled)
}

/// Pieces that reports are made of, and some that are made to confuse.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "The",
        "army",
        "said",
        "on",
        "Monday",
        "U.S.",
        "Lt.",
        "Gen.",
        "don't",
        "Kyiv’s",
        "cannot",
        "al-Sharia",
        "long-term",
        "5km",
        "$3m",
        "a.m.",
        "(AP)",
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        ".",
        "...",
        "!",
        "?",
        ",",
        ":",
        "--",
        "—",
        "-",
        "•",
        "http://example.org/a",
        "a@b.example",
        "www.",
        "no. 5",
        "9/11",
        "1,000",
        "É",
        "e\u{301}",
        "😀",
        "👩\u{200d}🚀",
        "שלום",
        "\u{200f}",
        "\u{feff}",
        "\0",
        "漢字",
        "\n",
        "\r\n",
        "\n\n",
        "\t",
        " ",
        " ",
        " ",
        " ",
        " ",
        "\u{a0}",
        "workers'",
        "'s",
        "s'",
        ".5",
    ];
    prop_oneof![
        20 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => any::<char>().prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat()),
        proptest::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.join(" ")),
    ]
}

/// Nothing to see: white space, marks without width and of direction.
fn is_invisible(ch: char) -> bool {
    let marks = matches!(ch as u32, 0x200b | 0x200e | 0x200f | 0x61c | 0x202a..=0x202e | 0x2060..=0x2069 | 0xfeff);
    ch.is_whitespace() || marks
}

fn written(doc: &Document) -> String {
    let mut out = Vec::new();
    write_document(doc, "x", &mut out).expect("written to memory");
    String::from_utf8(out).expect("UTF-8")
}

fn read(text: &str) -> Vec<Sentence> {
    Reader::new(text.as_bytes()).map(|sentence| sentence.expect("what we write can be read")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn tokens_cover_the_text_in_order(text in text()) {
        let doc = model().parse(&text);
        let mut at = 0;
        for token in doc.tokens() {
            let span = token.span();
            prop_assert!(!span.is_empty() && at <= span.start as usize, "in order");
            prop_assert!(text[at..span.start as usize].chars().all(is_invisible), "nothing left out before {token:?}");
            prop_assert_eq!(token.text(), &text[span.range()]);
            let chars = doc.chars(span);
            prop_assert_eq!((chars.end - chars.start) as usize, token.text().chars().count());
            at = span.end as usize;
        }
        prop_assert!(text[at..].chars().all(is_invisible), "nothing left out at the end");
    }

    #[test]
    fn sentences_are_trees_and_hold_every_token(text in text()) {
        let doc = model().parse(&text);
        let mut next = 0;
        for sentence in doc.sentences() {
            let tokens = sentence.tokens();
            prop_assert_eq!(tokens.start.index(), next);
            prop_assert!((1..=256).contains(&tokens.len()));
            next = tokens.end.index();
            prop_assert_eq!(sentence.views().filter(|token| token.head().is_none()).count(), 1, "one root");
            for token in sentence.views() {
                let path: Vec<_> = token.ancestors().take(tokens.len() + 1).collect();
                prop_assert!(path.len() < tokens.len(), "no cycle");
                prop_assert!(path.iter().all(|t| tokens.contains(t.id)), "within the sentence");
            }
        }
        prop_assert_eq!(next, doc.len());
    }

    #[test]
    fn spans_over_tokens_are_in_order_and_inside_sentences(text in text()) {
        let doc = model().parse(&text);
        let mut end = 0;
        for run in doc.multiwords() {
            prop_assert!(run.len() > 1 && run.start.index() >= end);
            end = run.end.index();
            for (left, right) in doc.views(*run).zip(doc.views(*run).skip(1)) {
                prop_assert_eq!(left.span().end, right.span().start);
                prop_assert_eq!(left.sentence().id, right.sentence().id);
            }
        }
        end = 0;
        for entity in doc.entities() {
            prop_assert!(!entity.tokens.is_empty() && entity.tokens.start.index() >= end);
            end = entity.tokens.end.index();
            prop_assert!(end <= doc.len());
        }
    }

    #[test]
    fn the_same_text_is_read_the_same_way_in_every_thread(text in text()) {
        let first = written(&model().parse(&text));
        let others: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| written(&model().parse(&text)))).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        prop_assert!(others.iter().all(|other| *other == first));
    }

    #[test]
    fn given_words_are_read_as_found_words_are(text in text()) {
        let before = read(&written(&model().parse(&text)));
        let mut after = before.clone();
        annotate(model(), &mut after);
        for (old, new) in before.iter().zip(&after) {
            for (old, new) in old.words().zip(new.words()) {
                for column in [Column::Form, Column::Lemma, Column::Upos, Column::Xpos, Column::Feats, Column::Head, Column::Deprel] {
                    prop_assert_eq!(old.get(column), new.get(column));
                }
            }
        }
        let words = |sentences: &[Sentence]| -> usize { sentences.iter().map(|sentence| sentence.words().count()).sum() };
        prop_assert_eq!(words(&before), words(&after));
        prop_assert!(raw_text(&before).chars().filter(|ch| !is_invisible(*ch)).eq(text.chars().filter(|ch| !is_invisible(*ch))));
    }

    #[test]
    fn any_bytes_can_be_read_as_conllu(
        lines in proptest::collection::vec("(# [a-z]{0,4}|[0-9]{0,2}[-.]?[0-9]?(\t[a-z_0-9]{0,2}){8,10}|\\PC{0,4})\r?\n", 0..12),
        junk in proptest::collection::vec(any::<u8>(), 0..20),
    ) {
        let bytes = [lines.concat().into_bytes(), junk].concat();
        for sentence in Reader::new(&bytes[..]).flatten() {
            let mut out = Vec::new();
            sentence.write(&mut out).expect("written to memory");
            let again = Reader::new(&out[..]).next().expect("one sentence").expect("sound");
            let ids = |sentence: &Sentence| -> Vec<Id> { sentence.rows().map(|row| row.id()).collect() };
            prop_assert_eq!(ids(&again), ids(&sentence));
        }
    }
}
