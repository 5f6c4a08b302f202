use super::*;
use crate::document::{DocumentBuilder, EntityKind, TokenSpan};
use crate::model::Model;
use crate::offset::ByteSpan;
use crate::tags::{Deprel, Upos, Xpos};
use std::sync::Arc;

const SAMPLE: &str = include_str!("../../tests/data/sample.conllu");

fn read(text: &str) -> Vec<Result<Sentence, Error>> {
    Reader::new(text.as_bytes()).collect()
}

fn written(sentences: &[Sentence]) -> String {
    let mut out = Vec::new();
    for sentence in sentences {
        sentence.write(&mut out).expect("written to memory");
    }
    String::from_utf8(out).expect("UTF-8")
}

fn sound(text: &str) -> Vec<Sentence> {
    read(text).into_iter().map(|sentence| sentence.expect("sound")).collect()
}

#[test]
fn written_as_read() {
    assert_eq!(written(&sound(SAMPLE)), SAMPLE);
}

#[test]
fn line_ends_and_last_line_do_not_matter() {
    let windows = format!("\u{feff}{}", SAMPLE.trim_end().replace('\n', "\r\n"));
    assert_eq!(written(&sound(&windows)), SAMPLE);
    // Returns before a line end, and one where the file breaks off.
    for odd in ["\r\r\n", "\r"] {
        assert_eq!(written(&sound(&(SAMPLE.trim_end().to_owned() + odd))), SAMPLE);
    }
}

#[test]
fn raw_text_joins_words_and_parts_paragraphs() {
    let sentences = sound(SAMPLE);
    assert_eq!(raw_text(&sentences), "Kyiv's envoy didn't sign.\n\n“Ana paid; Ben, rent.”");
    assert_eq!(documents(&sentences).count(), 1);
    let two = sound(&SAMPLE.replace("# newpar\n# sent_id = sample-2", "# newdoc id = b\n# newpar id = b-1"));
    assert_eq!(
        documents(&two).map(raw_text).collect::<Vec<_>>(),
        ["Kyiv's envoy didn't sign.", "“Ana paid; Ben, rent.”"]
    );
}

#[test]
fn broken_sentences_are_told_and_passed_over() {
    let row = |id: &str, head: &str| format!("{id}\ta\ta\tX\tFW\t_\t{head}\troot\t_\t_\n");
    let good = row("1", "0") + "\n";
    for (bad, line, message) in [
        ("1\ta\ta\tX\n".to_owned(), 1, "has 4 columns"),
        (row("1", "0").replace("FW", ""), 1, "nothing in column 5"),
        (row("a", "0"), 1, "begins with \"a\""),
        (row("01", "0"), 1, "begins with \"01\""),
        (row("1", "0") + &row("3", "1"), 2, "where 2 is due"),
        (row("1", "7"), 1, "head \"7\""),
        (row("1", "-1"), 1, "head \"-1\""),
        (row("1-2", "_") + &row("1", "0"), 1, "up to word 2"),
        (row("2-3", "_") + &row("1", "0"), 1, "where 1 or 1-2 is due"),
        (row("1", "0") + &row("0.1", "_"), 2, "where 1.1 is due"),
        (row("1", "0") + "# text = a\n", 2, "comment between words"),
        ("# text = a\n".to_owned(), 1, "has no words"),
    ] {
        let found = read(&format!("{bad}\n{good}"));
        assert_eq!(found.len(), 2, "of {bad:?}");
        let error = found[0].as_ref().expect_err("broken");
        assert_eq!(error.line, line, "of {bad:?}");
        assert!(error.to_string().contains(message), "{error} of {bad:?}");
        assert!(found[1].is_ok(), "the rest is read");
    }
    let mut bytes = b"1\t\xff\n\n".to_vec();
    bytes.extend(good.bytes());
    let found: Vec<_> = Reader::new(&*bytes).collect();
    assert!(matches!(found[0], Err(Error { line: 1, problem: Problem::NotUtf8(2) })) && found[1].is_ok());
}

#[test]
fn annotation_keeps_words_comments_ranges_and_empty_nodes() {
    let mut sentences = sound(SAMPLE);
    let before = sentences.clone();
    annotate(&Model::bundled(), &mut sentences);
    for (old, new) in before.iter().zip(&sentences) {
        assert!(old.comments().eq(new.comments()));
        assert!(old.rows().map(|r| (r.id(), r.form())).eq(new.rows().map(|r| (r.id(), r.form()))));
        for (old, new) in old.rows().zip(new.rows()) {
            assert_eq!(old.has_space_after(), new.has_space_after());
            if matches!(old.id(), Id::Empty(..)) {
                assert_eq!(old.get(Column::Deps), new.get(Column::Deps));
            }
        }
        assert_eq!(new.words().filter(|word| word.head() == Some(0)).count(), 1);
    }
    sound(&written(&sentences));
}

#[test]
fn documents_are_written_with_their_layers() {
    let text = "Ana didn't\ngo.";
    let mut builder = DocumentBuilder::new(Arc::from(text), Arc::from([Box::from("_")]));
    let xpos = Xpos::parse("NN").unwrap_or(Xpos::FIRST);
    for (start, end, head) in [(0, 3, 3), (4, 7, 3), (7, 10, 3), (11, 13, 3), (13, 14, 3)] {
        let deprel = if start == 11 { Deprel::Root } else { Deprel::Dep };
        builder.token(ByteSpan::new(start, end), Upos::X, xpos, 0, "x", head, deprel);
    }
    builder.end_sentence();
    builder.multiword(TokenSpan::new(1, 3));
    builder.entity(TokenSpan::new(0, 1), EntityKind::Person);
    let mut out = Vec::new();
    write_document(&builder.build(), "a", &mut out).expect("written to memory");
    let out = String::from_utf8(out).expect("UTF-8");
    assert_eq!(
        out,
        "# newdoc id = a\n# newpar\n# sent_id = a-1\n# text = Ana didn't go.\n\
         1\tAna\tx\tX\tNN\t_\t4\tdep\t_\tTokenRange=0:3|NER=B-person\n\
         2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\tTokenRange=4:10\n\
         2\tdid\tx\tX\tNN\t_\t4\tdep\t_\tTokenRange=4:7\n\
         3\tn't\tx\tX\tNN\t_\t4\tdep\t_\tTokenRange=7:10\n\
         4\tgo\tx\tX\tNN\t_\t0\troot\t_\tSpaceAfter=No|TokenRange=11:13\n\
         5\t.\tx\tX\tNN\t_\t4\tdep\t_\tTokenRange=13:14\n\n"
    );
    sound(&out);
}

#[test]
fn long_sentences_of_ranges_take_linear_time_and_stay_as_they_are() {
    let mut text = String::new();
    for n in (1..200_000).step_by(2) {
        text.push_str(&format!("{n}-{}\tab\t_\t_\t_\t_\t_\t_\t_\t_\n", n + 1));
        text.push_str(&format!("{n}\ta\t_\t_\t_\t_\t_\t_\t_\t_\n{}\tb\t_\t_\t_\t_\t_\t_\t_\t_\n", n + 1));
    }
    let mut sentences = sound(&text);
    assert_eq!(raw_text(&sentences).len(), 300_000 - 1);
    annotate(&Model::bundled(), &mut sentences);
    assert_eq!(written(&sentences), text + "\n");
}
