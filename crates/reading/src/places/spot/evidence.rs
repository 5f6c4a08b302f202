//! What speaks for and against a name's being a place: the words beside it, the tagger, actors, persons of the name.

use std::collections::HashSet;

use language::{Deprel, EntityKind, TokenSpan, Upos};
use lexicon::fold;
use lexicon::gazetteer::SiteKind;
use lexicon::places::Cue;

use super::{by_name, weight, Finder, Spot};
use crate::actors::{ActorKind, Evidence};
use crate::places::atlas::Candidate;

impl Finder<'_> {
    /// All evidence; `None` for what is surely no place.
    pub(super) fn weigh(&self, spot: &mut Spot, listed: bool) -> Option<f64> {
        let (start, end) = (spot.name.start.index(), spot.name.end.index());
        if self.is_person(spot) || self.is_ship(start) || self.is_held(spot) {
            return None;
        }
        spot.located = self.located(start);
        let words = spot.name.len();
        let mut evidence = spot.evidence;
        let biggest = spot.candidates.iter().map(weight).fold(0.0, f64::max);
        let first = self.folded[start].as_str();
        let country = spot.candidates.iter().any(|c| c.kind == SiteKind::Country && !c.secondary);
        let is = |cue: Cue| words == 1 && !country && self.words.is(first, cue);
        let own = spot.candidates.iter().any(|c| c.own);
        if (is(Cue::Body) || is(Cue::Person) || (words == 1 && self.words.class(first).is_some())) && !own {
            return None;
        }
        if words == 1 && spot.folded.len() <= 3 && !self.is_all_capitals(start) && biggest < 100_000.0 {
            evidence -= 1.5;
        }
        if self.is_all_capitals(start) && spot.folded.len() <= 3 && biggest < 1e6 {
            return None;
        }
        // "the Central Zone of Recife" is a part of Recife.
        if words == 1 && self.words.direction(first).is_some() && self.folded.get(end + 1).is_some_and(|w| w == "of") {
            return None;
        }
        if is(Cue::Word) {
            evidence -= if self.is_all_capitals(start) && spot.folded.len() <= 3 { 0.0 } else { 3.0 };
        }
        if is(Cue::Given) || is(Cue::Family) {
            evidence -= 1.5;
        }
        if self.persons.contains(spot.folded.as_str()) {
            evidence -= 2.5;
        }
        // "in Landmark Bank" locates the bank.
        let goes_on = end < self.doc.len()
            && self.one_sentence(start, end)
            && self.is_capital(end)
            && self.is_word(end)
            && !self.words.is(&self.folded[end], Cue::Word);
        evidence += match (spot.located, goes_on) {
            (true, false) => 2.0,
            (true, true) => 0.7,
            _ => 0.0,
        };
        if !spot.located && start > 0 && self.words.is(&self.folded[start - 1], Cue::Way) {
            evidence += 1.0;
        }
        // "attacked Solhan": a place of our own files where places are taken, held, attacked.
        let taken = own && self.is_taken(spot.name);
        evidence += if taken { 1.0 } else { 0.0 };
        evidence += match self.tagged[start] {
            Some(EntityKind::Place) => 1.5,
            Some(EntityKind::Person) if listed || taken || self.whereabouts(start) => 0.0,
            Some(EntityKind::Person) => -1.5,
            Some(EntityKind::Event | EntityKind::Object) => -0.5,
            _ => 0.0,
        };
        evidence += match biggest {
            n if n >= 300_000.0 => 1.2,
            n if n >= 50_000.0 => 0.8,
            n if n >= 5_000.0 => 0.3,
            _ if spot.candidates.is_empty() && self.is_between_places(start, end) => 0.5,
            _ if spot.candidates.is_empty() => -0.5,
            _ => 0.0,
        };
        if words > 1 {
            evidence += 0.9;
        }
        if spot.candidates.iter().all(|c| c.secondary) && !spot.candidates.is_empty() {
            evidence -= 0.8;
        }
        evidence += self.beside(start, end);
        if self.parsed && words == 1 && !country && !self.is_all_capitals(start) {
            let upos = self.doc.token(spot.name.start).upos();
            if !matches!(upos, Upos::Propn | Upos::X) {
                evidence -= if listed || self.whereabouts(start) { 0.5 } else { 1.5 };
            }
        }
        Some(evidence)
    }

    /// Whether a name is the object of a verb that places are an object of.
    fn is_taken(&self, name: TokenSpan) -> bool {
        let cue = lexicon::actors::Cue::PlaceVerb;
        let outside = |t: &language::Token<'_>| t.head().is_none_or(|h| !name.contains(h.id));
        let top = self.doc.views(name).find(outside).filter(|t| t.deprel() == Deprel::Obj);
        top.and_then(|t| t.head()).is_some_and(|verb| self.lexicon.actors.is_cue(&fold(verb.lemma()), cue))
    }

    /// What the words on both sides say.
    fn beside(&self, start: usize, end: usize) -> f64 {
        let mut evidence = 0.0;
        if start > 0 && self.one_sentence(start - 1, start) {
            let before = self.folded[start - 1].as_str();
            let begins = !self.one_sentence(start.saturating_sub(2), start) || start == 1;
            if self.is_capital(start - 1) && self.is_word(start - 1) && !begins {
                let tame = self.words.is(before, Cue::Word)
                    || self.words.is(before, Cue::At)
                    || self.words.class(before).is_some()
                    || self.words.direction(before).is_some()
                    || self.words.is(before, Cue::Body);
                evidence -= if tame { 0.0 } else { 1.5 };
            }
        } else if self.doc.get(end as i64).is_some_and(|t| matches!(t.text(), "," | "(" | "-" | "--" | "—" | "–" | "/"))
        {
            // A dateline.
            evidence += if self.is_all_capitals(start) { 2.0 } else { 0.3 };
        }
        let Some(next) = self.doc.get(end as i64).filter(|_| self.one_sentence(start, end)) else { return evidence };
        let after = self.folded[end].as_str();
        match next.text() {
            "'s" | "’s" => evidence += 0.3,
            // "a Gainesville man", "Roswell police".
            _ if self.words.is(after, Cue::Folk) && !self.is_capital(end) => evidence += 1.2,
            "," | "(" if end + 1 < self.doc.len() && self.is_container(end + 1) => evidence += 2.0,
            _ if self.is_capital(end) && self.is_word(end) => {
                let tame = self.words.is(after, Cue::Word) || self.words.is(after, Cue::Person);
                let class = self.words.class(after).is_some() || self.words.direction(after).is_some();
                let body = (end..self.doc.len().min(end + 5))
                    .take_while(|&i| self.is_capital(i) || matches!(self.text(i), "'s" | "’s" | "of" | "and"))
                    .any(|i| self.words.is(&self.folded[i], Cue::Body));
                if self.words.is(after, Cue::Person) || self.words.is(after, Cue::Folk) {
                    // "Avondale Mayor", "Brownsboro Police".
                    evidence += 1.0;
                } else if body {
                    evidence += 0.5;
                } else if !(tame || class) {
                    evidence -= 1.8;
                }
            }
            _ if self.words.is(after, Cue::Speech) && self.words.is(&self.folded[end - 1], Cue::Family) => {
                evidence -= 1.0
            }
            _ => {}
        }
        evidence
    }

    /// Whether the name at a token is of an area that is told after a comma: "Paris, Texas".
    fn is_container(&self, i: usize) -> bool {
        if self.words.short_form(self.text(i)).is_some() {
            return true;
        }
        let Some((_, folded)) = self.atlas.longest(self.doc, i, |end| self.is_capital(end)) else { return false };
        let area = |c: &Candidate| matches!(c.kind, SiteKind::Country | SiteKind::Admin1) && !c.secondary && c.own;
        self.is_capital(i) && self.atlas.candidates(&folded).iter().any(area)
    }

    fn is_person(&self, spot: &Spot) -> bool {
        let (start, end) = (spot.name.start.index(), spot.name.end.index());
        if start > 0 && self.one_sentence(start - 1, start) && self.words.is(&self.folded[start - 1], Cue::Person) {
            return true;
        }
        // A first name before, with no stop between: "Jack London"; not "Jordan" alone.
        let given = |i: usize| self.is_capital(i) && self.words.is(&self.folded[i], Cue::Given);
        if start > 0 && self.one_sentence(start - 1, start) && given(start - 1) && !self.located(start - 1) {
            return true;
        }
        // A first name and another after it: "Paris Hilton", "Jordan B. Smith".
        let initial = |i: usize| self.text(i).len() == 2 && self.text(i).ends_with('.');
        let follows =
            end < self.doc.len() && self.one_sentence(start, end) && self.is_capital(end) && self.is_word(end);
        if spot.name.len() == 1 && follows && (given(start) || initial(end)) {
            let tame = self.words.class(&self.folded[end]).is_some() || self.words.is(&self.folded[end], Cue::Body);
            if !tame && !self.words.is(&self.folded[end], Cue::Word) {
                return true;
            }
        }
        start > 1 && initial(start - 1) && self.is_capital(start - 2) && self.one_sentence(start - 2, start)
    }

    fn is_ship(&self, start: usize) -> bool {
        start > 0 && self.one_sentence(start - 1, start) && self.words.is(&self.folded[start - 1], Cue::Ship)
    }

    /// Whether the words are an actor's: a person, a body, a government named by its country or seat.
    fn is_held(&self, spot: &Spot) -> bool {
        let Some(held) = self.held[spot.name.start.index()] else { return false };
        let mention = &self.actors.mentions[held as usize];
        let actor = self.actors.get(mention.actor);
        let whole = spot.name.contains(mention.head) && mention.tokens.len() <= spot.name.len() + 1;
        match mention.evidence {
            Evidence::Capital | Evidence::Seat => whole,
            _ if actor.kind == ActorKind::Person => {
                // "Mansfield Mayor": the place begins the mention and is not its head.
                let country = spot.candidates.iter().any(|c| c.kind == SiteKind::Country);
                let begins = spot.name.start == mention.tokens.start && !country;
                spot.name.contains(mention.head) || (!begins && spot.name.len() == 1)
            }
            _ if actor.kind == ActorKind::State => {
                whole && !self.located(spot.name.start.index()) && !self.is_whereabouts(spot)
            }
            Evidence::Tagged => {
                whole
                    && self.tagged[spot.name.start.index()] != Some(EntityKind::Place)
                    && !self.located(spot.name.start.index())
            }
            _ => whole || mention.tokens.len() > spot.name.len(),
        }
    }

    /// Whether a state's name says where something is: after a word of the way with a verb of motion, as a container, as
    /// a genitive of an area ("the east of Ukraine").
    fn is_whereabouts(&self, spot: &Spot) -> bool {
        let start = spot.name.start.index();
        let before = |n: usize| start.checked_sub(n).map(|i| self.folded[i].as_str());
        let container = start > 1 && self.text(start - 1) == "," && self.is_capital(start - 2);
        let part = before(1).is_some_and(|w| self.words.direction(w).is_some());
        let of_part = before(1) == Some("of")
            && before(2).is_some_and(|w| self.words.direction(w).is_some() || self.words.class(w).is_some());
        let way = matches!(before(1), Some("from" | "into" | "to" | "via"));
        container || part || of_part || (way && self.moves(start - 1))
    }

    /// Whether a preposition hangs on a verb of motion, as far as order tells: no verb of speech before it.
    fn moves(&self, i: usize) -> bool {
        let from = i.saturating_sub(4);
        !(from..i).any(|j| self.words.is(&self.folded[j], Cue::Speech))
    }

    /// Last words of names of persons that the report gives with a first name or title.
    pub(super) fn family_names(&self) -> HashSet<String> {
        let mut names = HashSet::new();
        let mut i = 0;
        while i < self.doc.len() {
            // "In Jhang," at the head of a sentence is no name of two words.
            if self.words.is(&self.folded[i], Cue::At) || self.words.is(&self.folded[i], Cue::Way) {
                i += 1;
                continue;
            }
            let mut end = i;
            while end < self.doc.len()
                && end < i + 6
                && self.one_sentence(i, end)
                && self.is_capital(end)
                && self.is_word(end)
            {
                end += 1;
            }
            let titled = i > 0 && self.words.is(&self.folded[i - 1], Cue::Person);
            for k in i..end {
                let given = self.words.is(&self.folded[k], Cue::Given) && k + 1 < end && !self.located(k);
                let tag = self.tagged[k] == Some(EntityKind::Person) && k + 1 == end && k > i;
                let title = (titled && k == i) || (k > i && self.words.is(&self.folded[k - 1], Cue::Person));
                if given || tag || title {
                    names.insert(self.folded[end - 1].clone());
                    break;
                }
            }
            i = end.max(i + 1);
        }
        for mention in &self.actors.mentions {
            if self.actors.get(mention.actor).kind == ActorKind::Person && mention.tokens.len() > 1 {
                let last = mention.tokens.end.index() - 1;
                if self.is_capital(last) && by_name(mention.evidence) {
                    names.insert(self.folded[last].clone());
                }
            }
        }
        names
    }
}
