//! What a number counts: the noun that governs it in the tree, or the next noun where the tree has none.

use language::{ByteSpan, Deprel, Document, Token, TokenId, TokenSpan, Upos};
use lexicon::counts::{Class, NounUnit};
use lexicon::Lexicon;

use super::{Numbers, Unit};

/// How many words behind a number its noun may stand.
const AHEAD: usize = 6;

/// Finds what is counted.
pub(super) struct Heads<'a> {
    pub doc: &'a Document,
    pub lexicon: &'a Lexicon,
}

impl Numbers<'_, '_> {
    /// Whether a word says "more of the same": `more`, `others`.
    pub(super) fn is_further(&self, word: &str) -> bool {
        self.lexicon.counts.is(&word.to_ascii_lowercase(), Class::Further)
    }
}

impl Heads<'_> {
    /// The noun that the number in `figures` counts; `None` where it stands alone.
    pub fn of(&self, figures: TokenSpan) -> Option<TokenId> {
        let last = self.doc.token(figures.iter().next_back()?);
        let tree = self.by_tree(figures);
        let line = self.after(figures.end).filter(|_| !stops_at(last));
        match (tree, line) {
            // Where they differ, the tree is right unless it looks back over the number.
            (Some(tree), Some(line)) if tree < figures.start => Some(line),
            (tree, line) => tree.or(line),
        }
    }

    /// The noun that governs the number: `soldiers` of "four soldiers", of "dozens of soldiers".
    fn by_tree(&self, figures: TokenSpan) -> Option<TokenId> {
        let top = self.top(figures)?;
        let below = top.children_by(Deprel::Nmod).find(|c| {
            !figures.contains(c.id)
                && c.children_by(Deprel::Case).any(|case| case.lemma() == "of")
                && !self.of_those(*c)
        });
        if let Some(noun) = below.filter(|_| top.upos() == Upos::Noun) {
            return Some(noun.id);
        }
        let head = phrase_head(top.head()?);
        let counts = matches!(top.deprel(), Deprel::Nummod | Deprel::Det | Deprel::Amod | Deprel::DetPredet);
        let nominal = nominal(head) || self.is(head.id, Class::Further);
        (counts && nominal && head.id >= figures.end && head.sentence().id == top.sentence().id).then_some(head.id)
    }

    /// The noun of which the number tells some: `boats` of "one of the boats".
    pub fn some_of(&self, figures: TokenSpan) -> Option<TokenId> {
        let below = self
            .top(figures)?
            .children_by(Deprel::Nmod)
            .find(|c| c.upos().is_nominal() && c.children_by(Deprel::Case).any(|case| case.lemma() == "of"));
        below.map(|c| c.id)
    }

    /// "of them", "of the dead": some of those, not a noun that is counted.
    fn of_those(&self, noun: Token<'_>) -> bool {
        noun.upos() == Upos::Pron || noun.children().any(|c| matches!(c.deprel(), Deprel::Det | Deprel::NmodPoss))
    }

    /// The number's own top token.
    fn top(&self, figures: TokenSpan) -> Option<Token<'_>> {
        let outside = |t: &Token<'_>| t.head().is_none_or(|h| !figures.contains(h.id));
        self.doc.views(figures).rev().find(outside)
    }

    /// The token that stands for a number with no noun.
    pub fn own(&self, figures: TokenSpan) -> TokenId {
        self.top(figures).map_or(figures.start, |t| t.id)
    }

    /// The next noun from `start`, with only its own adjectives and names before it: the last noun of its run.
    pub fn after(&self, start: TokenId) -> Option<TokenId> {
        let sentence = self.doc.get(i64::from(start.0))?.sentence().id;
        let mut noun = None;
        for token in (0..AHEAD).map_while(|n| self.doc.get(i64::from(start.0) + n as i64)) {
            if token.sentence().id != sentence {
                break;
            }
            let of = token.lemma() == "of" && noun.is_none() && token.id == start;
            match token.upos() {
                Upos::Noun | Upos::Propn => noun = Some(token.id),
                _ if is_initials(token) => {}
                _ if noun.is_some() => break,
                Upos::Adj | Upos::Num | Upos::Sym | Upos::X => {}
                Upos::Verb if matches!(token.xpos().as_str(), "VBN" | "VBG") && self.before_noun(token) => {}
                Upos::Punct if matches!(token.text(), "-" | "\u{2010}" | "\u{2013}" | "\u{201c}" | "\"") => {}
                Upos::Adv if token.text().eq_ignore_ascii_case("more") => {}
                _ if of => {}
                _ => break,
            }
        }
        noun
    }

    /// Whether a participle stands before the noun that it describes: "two wounded soldiers".
    fn before_noun(&self, token: Token<'_>) -> bool {
        token.deprel() == Deprel::Amod && token.head().is_some_and(|h| h.id > token.id)
    }

    /// What kind of thing a noun is.
    pub fn unit(&self, noun: TokenId) -> Unit {
        let token = self.doc.token(noun);
        let lemma = token.lemma().to_lowercase();
        let word = token.text().to_lowercase();
        let nouns = &self.lexicon.counts;
        match nouns.noun(&lemma).or_else(|| nouns.noun(&word)).or_else(|| nouns.noun(word.strip_suffix('s')?)) {
            Some(NounUnit::Person | NounUnit::Casualty) => Unit::Person,
            Some(NounUnit::Measure) => Unit::Measure,
            None if self.is(noun, Class::Victims) || self.is(noun, Class::Further) || self.people(token) => {
                Unit::Person
            }
            None => Unit::Thing,
        }
    }

    /// "Palestinians", "Iraqis": names in the plural whose adjective is that of a people.
    fn people(&self, token: Token<'_>) -> bool {
        let plural =
            token.xpos().as_str() == "NNPS" || token.upos() == Upos::Propn && token.feat("Number") == Some("Plur");
        plural && token.text().ends_with(['s', 'n'])
    }

    /// Whether a token's word is of `class`.
    pub fn is(&self, token: TokenId, class: Class) -> bool {
        self.lexicon.counts.is(&self.doc.token(token).text().to_lowercase(), class)
    }

    /// Whether the token at a stretch of the text is a verb that tells something, not a participle of a noun.
    pub fn verbal_at(&self, span: ByteSpan) -> bool {
        let tokens = self.doc.tokens_in(span);
        // "among them a nurse, and injured 24": a participle with an object of its own is one as well.
        let finite = |t: Token<'_>| match t.xpos().as_str() {
            "VBD" | "VBZ" | "VBP" | "MD" => t.upos().is_verbal(),
            "VBN" => t.deprel() == Deprel::Conj && t.child(Deprel::Obj).is_some(),
            _ => false,
        };
        self.doc.views(tokens).any(finite)
    }

    /// The article, possessive or the like of a singular person that no number stands with: "a man", "his driver".
    pub fn single_person(&self, token: Token<'_>) -> Option<TokenSpan> {
        if token.upos() != Upos::Noun || token.xpos().as_str() != "NN" || token.deprel() == Deprel::Compound {
            return None;
        }
        let compound = token.next().is_some_and(|next| next.upos() == Upos::Noun);
        if compound || self.lexicon.counts.noun(token.lemma()) != Some(NounUnit::Person) {
            return None;
        }
        let mut opens = None;
        for child in token.children().take_while(|c| c.id < token.id) {
            match child.deprel() {
                Deprel::Det if one_only(child) => opens = opens.or(Some(child)),
                Deprel::NmodPoss => opens = opens.or(Some(child)),
                Deprel::Det | Deprel::Nummod => return None,
                _ => {}
            }
        }
        let opens = opens.or_else(|| token.previous().filter(|p| p.upos() == Upos::Det && one_only(*p)))?;
        Some(TokenSpan::one(opens.id))
    }
}

/// The noun that a name before it says more of: `suspects` in "two LeJ suspects", where the tree hangs the number on the name.
fn phrase_head(token: Token<'_>) -> Token<'_> {
    let modifies = matches!(token.deprel(), Deprel::Compound | Deprel::Amod | Deprel::NmodDesc);
    token.head().filter(|h| modifies && h.upos().is_nominal() && h.id > token.id).unwrap_or(token)
}

/// Initials, whatever part of speech they were taken for: "IS", "US".
fn is_initials(token: Token<'_>) -> bool {
    token.text().len() > 1 && token.text().chars().all(char::is_uppercase)
}

fn nominal(token: Token<'_>) -> bool {
    token.upos().is_nominal() || matches!(token.upos(), Upos::Adj | Upos::X | Upos::Sym)
}

/// Whether a determiner says one of a kind: neither a question nor "every", "any", "no".
fn one_only(det: Token<'_>) -> bool {
    det.feat("PronType").is_none_or(|t| matches!(t, "Art" | "Dem")) && det.xpos().as_str() == "DT"
}

/// Whether a number is closed behind: by the bracket or comma that parts it from what follows.
fn stops_at(last: Token<'_>) -> bool {
    last.next()
        .is_none_or(|next| next.upos() == Upos::Punct && !matches!(next.text(), "-" | "\u{2013}" | "\u{201c}" | "\""))
}
