//! An attribution as it is found, before chains are made: who, by which words, what.

use language::{Deprel, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::{Cue, CueClass, CueStance};

use super::scene::Scene;

/// Whose word it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// The whole noun phrase that names the source.
    pub phrase: TokenSpan,
    /// The token that tells who is meant: the phrase's head, or what a relative pronoun stands for.
    pub head: TokenId,
}

/// One attribution.
#[derive(Clone, Debug)]
pub(super) struct Attribution {
    /// `None` where the text names nobody.
    pub origin: Option<Origin>,
    pub cue: TokenSpan,
    pub cue_head: TokenId,
    pub lemma: String,
    pub class: CueClass,
    pub stance: CueStance,
    pub content: Vec<TokenSpan>,
    /// Sources that this source rests on: "citing the ministry".
    pub inner: Vec<(Origin, TokenSpan, TokenId, String)>,
}

impl Attribution {
    /// From its first to its last word.
    pub fn span(&self) -> TokenSpan {
        let parts = self.content.iter().copied().chain(self.origin.map(|o| o.phrase));
        parts.fold(self.cue, |a, b| TokenSpan { start: a.start.min(b.start), end: a.end.max(b.end) })
    }

    /// Source and cue together.
    pub fn frame(&self) -> TokenSpan {
        match self.origin {
            Some(o) => TokenSpan { start: self.cue.start.min(o.phrase.start), end: self.cue.end.max(o.phrase.end) },
            None => self.cue,
        }
    }
}

/// A cue where it stands in the text, with the tokens of its words.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub cue: &'a Cue,
    pub head: Token<'a>,
    /// From the head to its last word.
    pub words: TokenSpan,
}

impl<'a> Found<'a> {
    /// The longest of `cues` whose further words follow `head`, each after at most one modifier.
    pub fn at(scene: &Scene<'a>, head: Token<'a>, cues: impl Iterator<Item = &'a Cue>) -> Option<Self> {
        for cue in cues {
            if let Some(last) = follow(scene, head, &cue.words[1..]) {
                let words = TokenSpan { start: head.id, end: TokenId(last.id.0 + 1) };
                return Some(Self { cue, head, words });
            }
        }
        None
    }

    /// Tokens that depend on a word of the cue and are none of its words.
    pub fn dependents(&self) -> impl Iterator<Item = Token<'a>> + '_ {
        let doc = self.head.document();
        doc.views(self.words)
            .filter(|w| w.id == self.head.id || w.upos() != Upos::Adv)
            .flat_map(|w| w.children())
            .filter(|t| !self.words.contains(t.id))
    }

    /// Stance with negation taken into account.
    pub fn stance(&self) -> CueStance {
        if is_negated(self.head) {
            self.cue.negated
        } else {
            self.cue.stance
        }
    }
}

fn follow<'a>(scene: &Scene<'a>, head: Token<'a>, words: &[String]) -> Option<Token<'a>> {
    let mut at = head;
    for word in words {
        let is = |t: &Token<'a>| t.text().eq_ignore_ascii_case(word) || t.lemma() == word;
        let next = at.next()?;
        at = if is(&next) {
            next
        } else {
            let modifier = matches!(next.upos(), Upos::Adv | Upos::Adj | Upos::Det) || next.upos() == Upos::Pron;
            next.next().filter(|t| modifier && is(t))?
        };
        if at.sentence().id != head.sentence().id || scene.quote_at(at.id) != scene.quote_at(head.id) {
            return None;
        }
    }
    Some(at)
}

/// Whether a verb or adjective is denied by a word of its own.
pub(super) fn is_negated(head: Token<'_>) -> bool {
    head.children().any(|c| is_negation(c))
        || head.deprel() == Deprel::Xcomp && head.head().is_some_and(|h| h.children().any(|c| is_negation(c)))
}

fn is_negation(token: Token<'_>) -> bool {
    token.feat("Polarity") == Some("Neg") && matches!(token.deprel(), Deprel::Advmod | Deprel::Det)
        || token.lemma() == "never"
        || token.lemma() == "not"
}

/// A verb in a tense of its own, without an auxiliary.
pub(super) fn is_tensed(verb: Token<'_>) -> bool {
    matches!(verb.xpos().as_str(), "VBD" | "VBZ" | "VBP")
}

/// Whether a verb is passive.
pub(super) fn is_passive(verb: Token<'_>) -> bool {
    let own = verb.children().any(|c| matches!(c.deprel(), Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass));
    own || verb.xpos().as_str() == "VBN"
        && (verb.deprel() == Deprel::Acl
            || verb.children().any(|c| c.deprel() == Deprel::OblAgent)
            || !verb.children().any(|c| c.deprel() == Deprel::Aux) && verb.deprel() != Deprel::Root)
        && !verb.children().any(|c| c.deprel() == Deprel::Nsubj)
}

/// The words of a verbal or adjectival cue: with auxiliaries, negation and adverbs before it, and the verb that governs
/// it as a complement ("continues to insist").
pub(super) fn cue_span(found: Found<'_>, floor: TokenId) -> TokenSpan {
    let mut start = found.head;
    let mut governor = governor(found.head);
    while let Some(before) = start.previous() {
        if before.id < floor || before.sentence().id != found.head.sentence().id {
            break;
        }
        let own = before.head().is_some_and(|h| h.id == found.head.id || governor.is_some_and(|g| g.id == h.id));
        let belongs = match before.deprel() {
            // "Theresa May said": a capital within a sentence is a name's.
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => {
                before.previous().is_none()
                    || before.text().starts_with(char::is_lowercase)
                    || before.text().starts_with(['’', '\''])
            }
            Deprel::Mark => before.lemma() == "to",
            Deprel::Advmod => before.upos() == Upos::Adv || before.upos() == Upos::Part,
            _ => false,
        };
        if governor.is_some_and(|g| g.id == before.id) {
            governor = self::governor(before);
        } else if !(own && belongs) {
            break;
        }
        start = before;
    }
    TokenSpan { start: start.id, end: found.words.end }
}

/// The verb or adjective whose subject is the complement's, too.
fn governor(verb: Token<'_>) -> Option<Token<'_>> {
    verb.head()
        .filter(|h| verb.deprel() == Deprel::Xcomp && (h.upos().is_verbal() || h.upos() == Upos::Adj) && h.id < verb.id)
}
