//! Whether the name of a country, a capital or a building is somebody (its government) or somewhere.

use language::{Deprel, Document, Token, TokenSpan, Upos};
use lexicon::actors::{Cue, NameUse, Table};

use super::text::Folded;
use crate::dateline;

/// What a name of a place stands for, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stands {
    /// For those who govern.
    Actor(f32),
    /// For the place.
    Place,
}

/// The words around a name, asked for cues.
pub(super) struct Surroundings<'a> {
    pub(super) doc: &'a Document,
    pub(super) folded: &'a Folded,
    pub(super) table: &'a Table,
}

impl Surroundings<'_> {
    fn cue(&self, token: Token<'_>, cue: Cue) -> bool {
        self.table.is_cue(self.folded.lemma(token.id), cue) || self.table.is_cue(self.folded.word(token.id), cue)
    }

    /// What a name that may be a place's stands for.
    pub(super) fn stands(&self, tokens: TokenSpan, head: Token<'_>, usage: NameUse) -> Stands {
        let strict = usage == NameUse::Capital;
        if dateline::around(self.doc, tokens.start).is_some() {
            return Stands::Place;
        }
        let head = first_conjunct(head);
        if let Some(next) = self.doc.get(i64::from(tokens.end.0)) {
            // "Moscow-based", "Tehran-backed", "US-led"
            if is_dash(next) {
                let after = next.next();
                let actor = after.is_some_and(|t| {
                    self.cue(t, Cue::Allegiance) || self.table.is_cue(self.folded.word(t.id), Cue::Allegiance)
                });
                let pair = after.is_some_and(|t| t.text().starts_with(char::is_uppercase));
                return if actor || (pair && !strict) { Stands::Actor(0.8) } else { Stands::Place };
            }
            if self.possessive(next) {
                return self.possessor(next, head, strict);
            }
        }
        if let Some(before) = self.doc.get(i64::from(tokens.start.0) - 1) {
            if is_dash(before) && before.previous().is_some_and(|t| t.text().starts_with(char::is_uppercase)) && !strict
            {
                return Stands::Actor(0.7);
            }
        }
        if let Some(case) = self.case(tokens, head) {
            return self.under(case, head, strict);
        }
        self.bare(head, strict)
    }

    fn possessive(&self, token: Token<'_>) -> bool {
        token.upos() == Upos::Part && token.text().ends_with(['s', '\'', '\u{2019}'])
    }

    /// "Kyiv's position", but "Kyiv's streets".
    fn possessor(&self, sign: Token<'_>, head: Token<'_>, strict: bool) -> Stands {
        let owned = match head.deprel() {
            Deprel::NmodPoss => head.head(),
            _ => following_noun(sign),
        };
        let Some(owned) = owned else { return Stands::Actor(0.6) };
        let place = self.cue(owned, Cue::PlaceNoun) || (strict && self.cue(owned, Cue::CityNoun));
        let named_place = owned.upos() == Upos::Propn && !strict && self.followed_by_place_word(owned);
        if (place && !self.cue(owned, Cue::ActorNoun)) || named_place {
            Stands::Place
        } else {
            Stands::Actor(0.8)
        }
    }

    fn followed_by_place_word(&self, token: Token<'_>) -> bool {
        token
            .next()
            .is_some_and(|t| self.cue(t, Cue::PlaceNoun) || self.table.is_cue(self.folded.word(t.id), Cue::Namesake))
    }

    /// The adposition that governs the name.
    fn case<'d>(&self, tokens: TokenSpan, head: Token<'d>) -> Option<Token<'d>> {
        let by_tree = head.children_by(Deprel::Case).rfind(|c| c.id < tokens.start);
        by_tree.or_else(|| {
            let mut before = head.document().get(i64::from(tokens.start.0) - 1)?;
            if before.upos() == Upos::Det {
                before = before.previous()?;
            }
            (before.upos() == Upos::Adp && before.sentence().tokens().contains(head.id)).then_some(before)
        })
    }

    fn under(&self, case: Token<'_>, head: Token<'_>, strict: bool) -> Stands {
        let governor = head.head().or_else(|| case.previous());
        let is = |cue| governor.is_some_and(|g| self.cue(g, cue));
        let word = self.folded.word(case.id);
        if self.cue(case, Cue::ActorCase) {
            // "the border between A and B", "the war between A and B"; "shot down by Russia", "a house by ..."
            let place = is(Cue::PlaceNoun) || is(Cue::Motion) && self.folded.word(case.id) == "between";
            return if place { Stands::Place } else { Stands::Actor(0.85) };
        }
        if self.cue(case, Cue::Locative) {
            return Stands::Place;
        }
        let motion = is(Cue::Motion);
        match word {
            "of" if is(Cue::PlaceNoun) && !is(Cue::ActorNoun) => Stands::Place,
            "of" if strict && !is(Cue::ActorNoun) => Stands::Place,
            "from" if is(Cue::ActorNoun) && !motion => Stands::Actor(0.7),
            "from" => {
                let social = is(Cue::SocialVerb) && !motion;
                if social && !strict {
                    Stands::Actor(0.6)
                } else {
                    Stands::Place
                }
            }
            "to" | "towards" | "toward" | "for" if motion => Stands::Place,
            "to" if strict => {
                // "halt its sales to Riyadh", where the tree hangs the name on the verb.
                let object = governor.and_then(|g| g.child(Deprel::Obj)).filter(|o| o.id < case.id);
                let given = object.is_some_and(|o| self.cue(o, Cue::ActorNoun));
                let social = is(Cue::SocialVerb) || is(Cue::ActorVerb) || is(Cue::ActorNoun) || given;
                if social {
                    Stands::Actor(0.7)
                } else {
                    Stands::Place
                }
            }
            "on" | "over" | "about" | "for" | "towards" | "toward" | "of" if strict => {
                if is(Cue::ActorNoun) || is(Cue::SocialVerb) || is(Cue::ActorVerb) {
                    Stands::Actor(0.7)
                } else {
                    Stands::Place
                }
            }
            "over" | "above" if is(Cue::Motion) => Stands::Place,
            _ if is(Cue::PlaceNoun) && !is(Cue::ActorNoun) => Stands::Place,
            _ if strict => Stands::Place,
            _ => Stands::Actor(0.7),
        }
    }

    fn bare(&self, head: Token<'_>, strict: bool) -> Stands {
        let governor = head.head();
        let is = |cue| governor.is_some_and(|g| self.cue(g, cue));
        match head.deprel() {
            Deprel::Nsubj | Deprel::NsubjOuter | Deprel::Csubj => {
                if strict && is(Cue::CityVerb) && !is(Cue::ActorVerb)
                    || strict && governor.is_some_and(is_copular_place)
                {
                    Stands::Place
                } else {
                    Stands::Actor(0.9)
                }
            }
            Deprel::NsubjPass => {
                if is(Cue::PlaceVerb) && !is(Cue::SocialVerb) || strict && !is(Cue::SocialVerb) && !is(Cue::ActorVerb) {
                    Stands::Place
                } else {
                    Stands::Actor(0.8)
                }
            }
            Deprel::Obj | Deprel::Iobj => {
                if is(Cue::SocialVerb) && !is(Cue::PlaceVerb) {
                    Stands::Actor(0.85)
                } else if strict || is(Cue::Motion) && !is(Cue::PlaceVerb) {
                    Stands::Place
                } else {
                    Stands::Actor(0.6)
                }
            }
            Deprel::OblAgent | Deprel::Vocative => Stands::Actor(0.9),
            Deprel::NmodPoss => Stands::Actor(0.7),
            Deprel::Compound | Deprel::Amod | Deprel::Nmod | Deprel::NmodDesc => {
                // "Moscow streets", "Washington officials", "the Ukraine war"
                let place = is(Cue::CityNoun) || is(Cue::PlaceNoun);
                if strict && (place || !is(Cue::ActorNoun) && !self.is_role(governor)) || place && !is(Cue::ActorNoun) {
                    Stands::Place
                } else {
                    Stands::Actor(0.6)
                }
            }
            // "Armenia, Azerbaijan trade blame", headlines, torn trees: a verb that only somebody can do stands after it.
            _ => match following_verb(head) {
                Some(verb) if !strict || self.cue(verb, Cue::ActorVerb) || self.cue(verb, Cue::SocialVerb) => {
                    Stands::Actor(0.6)
                }
                _ if strict => Stands::Place,
                _ => Stands::Actor(0.5),
            },
        }
    }

    fn is_role(&self, token: Option<Token<'_>>) -> bool {
        use lexicon::actors::Word;
        token.is_some_and(|t| {
            self.table
                .words()
                .get(self.folded.lemma(t.id))
                .iter()
                .any(|w| matches!(w, Word::Role(_) | Word::OfficeKind(_)))
        })
    }
}

/// The first of the conjuncts that a token is one of: what it is under says what all are.
fn first_conjunct(token: Token<'_>) -> Token<'_> {
    let mut at = token;
    for _ in 0..16 {
        if at.deprel() != Deprel::Conj || at.children_by(Deprel::Case).next().is_some() {
            break;
        }
        match at.head().filter(|h| h.upos().is_nominal()) {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}

fn is_dash(token: Token<'_>) -> bool {
    matches!(token.text(), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
        && token.previous().is_some_and(|p| p.span().end == token.span().start)
}

/// "Moscow is in ...": a copula with a place as its predicate.
fn is_copular_place(predicate: Token<'_>) -> bool {
    predicate.child(Deprel::Cop).is_some() && predicate.child(Deprel::Case).is_some()
}

fn following_noun(token: Token<'_>) -> Option<Token<'_>> {
    let mut at = token.next()?;
    for _ in 0..6 {
        let next = at.next();
        if at.upos().is_nominal() && !next.is_some_and(|n| n.upos().is_nominal()) {
            return Some(at);
        }
        at = next.filter(|n| !matches!(n.upos(), Upos::Punct | Upos::Verb | Upos::Adp))?;
    }
    None
}

fn following_verb(token: Token<'_>) -> Option<Token<'_>> {
    let sentence = token.sentence().tokens();
    let mut at = token.next()?;
    for _ in 0..4 {
        if !sentence.contains(at.id) {
            return None;
        }
        if at.upos() == Upos::Verb {
            return Some(at);
        }
        if !matches!(at.upos(), Upos::Aux | Upos::Adv | Upos::Part) {
            return None;
        }
        at = at.next()?;
    }
    None
}
