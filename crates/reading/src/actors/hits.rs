//! Names and telling words of the knowledge files, found in the text: the longest at each place, none over another.

use language::{Document, EntityKind, TokenId, TokenSpan, Upos};
use lexicon::actors::{Cue, NameTarget, NameUse, Table, Word};

use super::misspelt;
use super::text::Folded;

/// Number that stands for no hit.
const NONE: u32 = u32::MAX;

/// A name or word of the knowledge files in the text.
#[derive(Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) tokens: TokenSpan,
    pub(super) head: TokenId,
    pub(super) what: What<'a>,
    /// Whether the name is only much like the one that the files have.
    pub(super) misspelt: bool,
}

/// What a hit leads to.
#[derive(Clone, Copy)]
pub(super) enum What<'a> {
    /// Actors.
    Name(&'a [NameTarget]),
    /// Persons, by full name.
    Person(&'a [NameTarget]),
    /// Organs, offices, roles, titles.
    Word(&'a [Word]),
}

/// All hits of a text.
pub(super) struct Hits<'a> {
    list: Vec<Hit<'a>>,
    at: Vec<u32>,
}

impl<'a> Hits<'a> {
    /// Scans the text once. Words that `strange` holds for names that no file has may be names of states, misspelt.
    pub(super) fn find(doc: &Document, folded: &Folded, table: &'a Table, strange: impl Fn(TokenId) -> bool) -> Self {
        let mut list: Vec<Hit<'a>> = Vec::new();
        let mut at = vec![NONE; doc.len()];
        let mut i = 0;
        while i < doc.len() {
            let known = at_word(doc, folded, table, i);
            let misspelt = known.is_none();
            let token = TokenId(i as u32);
            let alike = || strange(token).then(|| misspelt::like(table, folded.word(token))).flatten();
            let Some((tokens, what)) =
                known.or_else(|| alike().map(|targets| (TokenSpan::one(token), What::Name(targets))))
            else {
                i += 1;
                continue;
            };
            for token in tokens.iter() {
                at[token.index()] = list.len() as u32;
            }
            list.push(Hit { tokens, head: head_of(doc, tokens), what, misspelt });
            i = tokens.end.index();
        }
        Self { list, at }
    }

    pub(super) fn get(&self, i: usize) -> Hit<'a> {
        self.list[i]
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The hit that covers a token.
    pub(super) fn over(&self, token: TokenId) -> Option<usize> {
        self.at.get(token.index()).copied().filter(|&h| h != NONE).map(|h| h as usize)
    }

    /// The hit that ends right before a token.
    pub(super) fn ending_at(&self, end: TokenId) -> Option<usize> {
        let last = TokenId(end.0.checked_sub(1)?);
        self.over(last).filter(|&h| self.list[h].tokens.end == end)
    }

    /// The hit that starts at a token.
    pub(super) fn starting_at(&self, start: TokenId) -> Option<usize> {
        self.over(start).filter(|&h| self.list[h].tokens.start == start)
    }
}

fn at_word<'a>(doc: &Document, folded: &Folded, table: &'a Table, i: usize) -> Option<(TokenSpan, What<'a>)> {
    let name =
        folded.longest(table.names(), i, |span, targets| targets.iter().any(|t| is_written(doc, span, table, *t)));
    let word = folded.longest(table.words(), i, |_, words| words.iter().any(|w| !matches!(w, Word::Cue(_))));
    let name = name.filter(|&(span, targets)| {
        let short_only = targets.iter().all(|t| t.usage == NameUse::Short);
        !short_only && !is_namesake(doc, folded, table, span)
    });
    match (name, word) {
        (Some((span, _)), Some((other, words))) if other.len() > span.len() => Some((other, What::Word(words))),
        (Some((span, targets)), _) if targets.iter().any(|t| t.usage == NameUse::Person) => {
            Some((span, What::Person(targets)))
        }
        (Some((span, targets)), _) => Some((span, What::Name(targets))),
        (None, Some((span, words))) => Some((span, What::Word(words))),
        (None, None) => None,
    }
}

/// Whether the words are written as the name is: initials letter for letter, names with a capital.
pub(super) fn is_written(doc: &Document, span: TokenSpan, table: &Table, target: NameTarget) -> bool {
    let written = table.text(target.written);
    let words = doc.words(span);
    if target.usage == NameUse::Acronym || is_initials(written) {
        let plain = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        return plain(words) == plain(written);
    }
    let capital = |s: &str| s.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let inner = words.split([' ', '-', '\u{2011}']).skip(1).any(|w| w.starts_with(char::is_uppercase));
    capital(words)
        || inner
        || !written.chars().any(char::is_uppercase)
        || (!capital(written) && words.contains(char::is_uppercase))
}

fn is_initials(name: &str) -> bool {
    name.len() <= 8 && name.len() > 1 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
}

/// Whether a name is part of another thing's: "Moscow Times", "the frigate Admiral Essen", "Paris Hilton".
fn is_namesake(doc: &Document, folded: &Folded, table: &Table, span: TokenSpan) -> bool {
    let capital = |t: TokenId| doc.token(t).text().starts_with(char::is_uppercase);
    let cue = |t: TokenId, cue| table.is_cue(folded.word(t), cue);
    if let Some(before) = span.start.0.checked_sub(1).map(TokenId) {
        if cue(before, Cue::Vessel) && !capital_start(doc, before)
            || doc.token(before).text().chars().all(char::is_uppercase) && cue(before, Cue::Vessel)
        {
            return true;
        }
    }
    if span.end.index() < doc.len() && capital(span.end) && cue(span.end, Cue::Namesake) {
        return true;
    }
    let newspaper = span.len() == 1
        && cue(span.start, Cue::Namesake)
        && span.start.0.checked_sub(1).map(TokenId).is_some_and(|b| capital(b) && doc.token(b).upos() == Upos::Propn);
    span.len() == 1 && (newspaper || inside_person(doc, span))
}

fn capital_start(doc: &Document, token: TokenId) -> bool {
    doc.token(token).sentence().tokens().start == token
}

/// Whether a single word is the last of a tagged person's name, after another name.
fn inside_person(doc: &Document, span: TokenSpan) -> bool {
    let entities = doc.entities();
    let i = entities.partition_point(|e| e.tokens.end <= span.start);
    entities.get(i).is_some_and(|e| {
        e.kind == EntityKind::Person
            && e.tokens.contains(span.start)
            && e.tokens.start < span.start
            && e.tokens.end == span.end
            && doc
                .get(i64::from(span.start.0) - 1)
                .is_some_and(|t| t.upos() == Upos::Propn && t.text().starts_with(char::is_uppercase))
    })
}

/// The token of a run that the rest hangs on: whose head lies outside.
pub(super) fn head_of(doc: &Document, tokens: TokenSpan) -> TokenId {
    let outside = |t: &language::Token<'_>| t.head().is_none_or(|h| !tokens.contains(h.id));
    let mut heads = doc.views(tokens).filter(outside);
    let Some(first) = heads.next() else { return tokens.start };
    match heads.rfind(|t| t.upos().is_nominal()) {
        Some(last) if !first.upos().is_nominal() => last.id,
        // "Armed Forces of Ukraine" torn by the parser: the first noun stands before its complement.
        Some(last) if doc.views(tokens).any(|t| t.upos() == Upos::Adp) => first.id.min(last.id),
        Some(last) => last.id,
        None => first.id,
    }
}
