//! Whether the clause around an expression looks back or ahead: by the verb that governs it in the tree, or by the words
//! near it where the tree has no verb.

use language::{Deprel, Document, Token, TokenId, TokenSpan, Upos};
use lexicon::times::Class;
use lexicon::Lexicon;

use super::resolve::Direction;

/// How far up the tree, and how many words back and on, verbs are looked for.
const UP: usize = 8;
const BACK: usize = 14;
const ON: usize = 10;
/// How many children of a word are looked at.
const WIDE: usize = 48;

/// Where the clause around `span` looks.
pub(super) fn direction(doc: &Document, span: TokenSpan, lexicon: &Lexicon) -> Direction {
    let Some(head) = head(doc, span) else { return Direction::Unknown };
    by_tree(doc.token(head), lexicon).unwrap_or_else(|| by_words(doc, span, lexicon))
}

/// The token of `span` whose head lies outside.
pub(super) fn head(doc: &Document, span: TokenSpan) -> Option<TokenId> {
    let outside = |t: &Token<'_>| t.head().is_none_or(|h| !span.contains(h.id));
    doc.views(span).find(outside).or_else(|| doc.views(span).next()).map(|t| t.id)
}

fn is(word: &str, class: Class, lexicon: &Lexicon) -> bool {
    lexicon.times.senses(word).iter().any(|s| s.class == class)
}

fn ahead(token: Token<'_>, lexicon: &Lexicon) -> bool {
    is(token.lemma(), Class::Ahead, lexicon) || is(&token.text().to_ascii_lowercase(), Class::Ahead, lexicon)
}

fn by_tree(from: Token<'_>, lexicon: &Lexicon) -> Option<Direction> {
    let mut token = from;
    for _ in 0..UP {
        if appoints(token, from, lexicon) {
            return Some(Direction::Future);
        }
        if let Some(direction) = of_word(token, lexicon) {
            return Some(direction);
        }
        token = token.head()?;
    }
    None
}

/// "has invited them to a conference on Friday": whether the day is that of what a verb calls to.
fn appoints(verb: Token<'_>, day: Token<'_>, lexicon: &Lexicon) -> bool {
    let purpose = |c: Token<'_>| {
        let case = c.child(Deprel::Case).map(|case| case.lemma());
        c.id > verb.id
            && c.id <= day.id
            && case.is_some_and(|w| is(w, Class::To, lexicon) || is(w, Class::For, lexicon))
    };
    is(verb.lemma(), Class::Appoint, lexicon) && verb.children().take(WIDE).any(purpose)
}

/// Where a word's own clause looks, where the word is a predicate that says so.
fn of_word(token: Token<'_>, lexicon: &Lexicon) -> Option<Direction> {
    let mut modal = None;
    let mut helper = None;
    let mut infinitive = false;
    for child in token.children().take(WIDE).filter(|c| c.id < token.id) {
        match child.deprel() {
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop if child.xpos().as_str() == "MD" => modal = Some(child),
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => helper = helper.or(Some(child)),
            Deprel::Mark if child.xpos().as_str() == "TO" => infinitive = true,
            _ => {}
        }
    }
    if modal.is_some() {
        return Some(Direction::Future);
    }
    let verbal = token.upos().is_verbal();
    if !verbal && helper.is_none() {
        return ahead(token, lexicon).then_some(Direction::Future);
    }
    if ahead(token, lexicon) && token.upos() != Upos::Aux {
        return Some(Direction::Future);
    }
    if let Some(helper) = helper {
        return Some(match helper.xpos().as_str() {
            "VBD" | "VBN" => Direction::Past,
            _ if helper.lemma() == token.lemma() => Direction::Unknown,
            // "has met" has passed; "is held" and "are meeting" are to come where a day is named.
            _ if token.xpos().as_str() == "VBN" && helper.deprel() == Deprel::Aux => Direction::Past,
            _ => Direction::Future,
        });
    }
    match token.xpos().as_str() {
        "VBD" | "VBN" => Some(Direction::Past),
        "VBP" | "VBZ" => Some(if headline(token) { Direction::Past } else { Direction::Future }),
        "VB" if infinitive => {
            let proposes = |h: Token<'_>| ahead(h, lexicon) || is(h.lemma(), Class::Propose, lexicon);
            let governed = token.head().is_some_and(|h| h.xpos().as_str() == "VBD" && !proposes(h));
            (!governed).then_some(Direction::Future)
        }
        _ => None,
    }
}

/// A line without a full stop tells in the present what has happened.
fn headline(token: Token<'_>) -> bool {
    token.sentence().views().next_back().is_none_or(|t| t.upos() != Upos::Punct)
}

/// By the nearest word that points ahead or back, in the same sentence.
fn by_words(doc: &Document, span: TokenSpan, lexicon: &Lexicon) -> Direction {
    let sentence = doc.token(span.start).sentence().tokens();
    let point = |t: Token<'_>| {
        let word = t.text().trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
        let word = word.rsplit(['\'', '\u{2019}']).next().unwrap_or(&word);
        if is(word, Class::Ahead, lexicon) {
            Some(Direction::Future)
        } else {
            is(word, Class::Behind, lexicon).then_some(Direction::Past)
        }
    };
    let before = TokenSpan { start: sentence.start, end: span.start.max(sentence.start) };
    let after = TokenSpan { start: span.end.min(sentence.end), end: sentence.end };
    doc.views(before)
        .rev()
        .take(BACK)
        .find_map(point)
        .or_else(|| doc.views(after).take(ON).find_map(point))
        .unwrap_or(Direction::Unknown)
}
