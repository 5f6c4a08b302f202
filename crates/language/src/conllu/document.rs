//! A [`Document`] as CoNLL-U, and CoNLL-U annotated anew.

use std::io::{self, Write};

use super::{Column, Id, Layout, Row, Sentence};
use crate::document::{self, Document, TokenSpan};
use crate::model::Model;

/// Sentences with more words are not annotated: work and memory grow with the square of a sentence's length.
const LONGEST_ANNOTATED: usize = 1024;

/// Predicts tags, features, lemmas, trees and entities anew for words and sentences that are given.
///
/// Forms, comments, multiword tokens, empty nodes and what the last column holds stay as they are; the graph of the
/// column DEPS, which belongs to the former tree, is emptied at words, and so are the entities (`NER=`). A sentence of
/// more than 1024 words stays wholly as it is.
pub fn annotate(model: &Model, sentences: &mut [Sentence]) {
    let mut sentences: Vec<&mut Sentence> =
        sentences.iter_mut().filter(|sentence| sentence.words().nth(LONGEST_ANNOTATED).is_none()).collect();
    let layout = Layout::new(sentences.iter().map(|sentence| &**sentence));
    let doc = model.annotate(&layout.text, layout.segmented);
    for (sentence, parsed) in sentences.iter_mut().zip(doc.sentences()) {
        let rows: Vec<usize> = sentence.words().map(Row::index).collect();
        for (row, token) in rows.into_iter().zip(parsed.views()) {
            set_layers(sentence, row, token, parsed.tokens());
            let kept = sentence.rows[row].fields[Column::Misc as usize];
            let kept: Vec<&str> = sentence.at(kept).split('|').filter(|pair| *pair != "_" && !is_ours(pair)).collect();
            let mut misc = kept.join("|");
            add_entities(&mut misc, &doc, token);
            sentence.set(row, Column::Misc, &misc);
        }
    }
}

/// Writes `doc` as CoNLL-U. `id` names the document and, with numbers, its sentences.
///
/// The last column has `SpaceAfter=No`, the place in the text in bytes (`TokenRange=start:end`) and named entities
/// (`NER=B-person`, `NER=I-person`).
pub fn write_document(doc: &Document, id: &str, out: &mut impl Write) -> io::Result<()> {
    let mut before = None;
    for (nth, sentence) in doc.sentences().enumerate() {
        let mut written = Sentence::new();
        if before.is_none() {
            written.add_comment(&format!("newdoc id = {id}"));
        }
        let start = sentence.span().start as usize;
        if before.is_none_or(|end: usize| is_blank_line(&doc.text()[end..start])) {
            written.add_comment("newpar");
        }
        before = Some(sentence.span().end as usize);
        written.add_comment(&format!("sent_id = {id}-{}", nth + 1));
        written.add_comment(&format!("text = {}", one_line(sentence.text())));
        add_rows(&mut written, doc, sentence);
        written.write(out)?;
    }
    Ok(())
}

fn add_rows(written: &mut Sentence, doc: &Document, sentence: document::Sentence<'_>) {
    let tokens = sentence.tokens();
    let number = |token: document::TokenId| token.0 - tokens.start.0 + 1;
    let mut multiwords = doc.multiwords_in(tokens).iter().peekable();
    let mut inside = 0;
    for token in sentence.views() {
        let last = TokenSpan::one(token.id);
        if let Some(&run) = multiwords.next_if(|run| run.start == token.id) {
            written.add_row(
                Id::Range(number(run.start), number(run.start) + run.len() as u32 - 1),
                &one_line(doc.words(run)),
            );
            let row = written.rows.len() - 1;
            written.set(row, Column::Misc, &place(doc, run));
            inside = run.end.0;
        }
        written.add_row(Id::Word(number(token.id)), &one_line(token.text()));
        let row = written.rows.len() - 1;
        set_layers(written, row, token, tokens);
        let mut misc = if token.id.0 < inside { range(doc, last) } else { place(doc, last) };
        add_entities(&mut misc, doc, token);
        written.set(row, Column::Misc, &misc);
    }
}

fn set_layers(sentence: &mut Sentence, row: usize, token: document::Token<'_>, tokens: TokenSpan) {
    sentence.set(row, Column::Lemma, token.lemma());
    sentence.set(row, Column::Upos, token.upos().as_str());
    sentence.set(row, Column::Xpos, token.xpos().as_str());
    sentence.set(row, Column::Feats, token.feats());
    let head = token.head().map_or(0, |head| head.id.0 - tokens.start.0 + 1);
    sentence.set(row, Column::Head, &head.to_string());
    sentence.set(row, Column::Deprel, token.deprel().as_str());
    sentence.set(row, Column::Deps, "_");
}

/// `SpaceAfter=No` where it is so, and the place in the text.
fn place(doc: &Document, run: TokenSpan) -> String {
    let end = doc.span(run).end;
    let touches = doc.get(i64::from(run.end.0)).is_some_and(|next| next.span().start == end);
    format!("{}{}", if touches { "SpaceAfter=No|" } else { "" }, range(doc, run))
}

fn range(doc: &Document, run: TokenSpan) -> String {
    let span = doc.span(run);
    format!("TokenRange={}:{}", span.start, span.end)
}

/// Names of the marks of names, and of names with all that belongs to their phrases.
const NAME: &str = "NER";
const MENTION: &str = "Mention";

fn is_ours(pair: &str) -> bool {
    pair.split_once('=').is_some_and(|(name, _)| [NAME, MENTION].contains(&name))
}

fn add_entities(misc: &mut String, doc: &Document, token: document::Token<'_>) {
    for (mark, entities) in [(NAME, doc.entities()), (MENTION, doc.mentions())] {
        let at = entities.partition_point(|entity| entity.tokens.end <= token.id);
        if let Some(entity) = entities.get(at).filter(|entity| entity.tokens.contains(token.id)) {
            let place = if entity.tokens.start == token.id { 'B' } else { 'I' };
            if !misc.is_empty() {
                misc.push('|');
            }
            misc.push_str(&format!("{mark}={place}-{}", entity.kind.as_str()));
        }
    }
}

fn is_blank_line(gap: &str) -> bool {
    gap.matches('\n').count() > 1
}

/// White space as single spaces: CoNLL-U has no place for line ends.
fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}
