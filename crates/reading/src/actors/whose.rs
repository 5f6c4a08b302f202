//! Whose an organ, an office or a role is: by the adjectives and names before it, the possessor, and the complement after it.

use language::{Deprel, TokenId, TokenSpan, Upos};
use lexicon::actors::{Cue, NameUse, RoleForm, Word};

use super::finder::Finder;
use super::hits::What;
use super::{ActorId, Country, Sector};

/// How many words before and after are looked at.
const LOOK_BEFORE: usize = 9;
const LOOK_AFTER: usize = 5;

/// How a noun phrase begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Start {
    Bare,
    Definite,
    Indefinite,
    Possessed,
}

/// What the words around a role say.
#[derive(Debug)]
pub(super) struct Whose {
    /// Whose it is: a state, an organ, a group, a person.
    pub(super) owner: Option<ActorId>,
    /// The other of two: "Hungarian and Romanian officials".
    pub(super) second: Option<ActorId>,
    /// The country where it is, where only that is said: "rebels in Yemen".
    pub(super) place: Option<Country>,
    /// Whether a complement says whose it is in words that lead to nobody.
    pub(super) unknown: bool,
    /// Sectors that a noun before it tells: "rebel commander".
    pub(super) sectors: Vec<Sector>,
    /// The phrase without determiner and number.
    pub(super) tokens: TokenSpan,
    pub(super) start: Start,
    /// No longer in office.
    pub(super) former: bool,
}

impl Finder<'_> {
    /// Looks around a hit.
    pub(super) fn whose(&mut self, hit: usize, depth: u8) -> Whose {
        let tokens = self.hits.get(hit).tokens;
        let mut whose = Whose {
            owner: None,
            second: None,
            place: None,
            unknown: false,
            sectors: Vec::new(),
            tokens,
            start: Start::Bare,
            former: false,
        };
        self.before(&mut whose, depth);
        self.after(hit, &mut whose, depth);
        whose
    }

    fn before(&mut self, whose: &mut Whose, depth: u8) {
        let sentence = self.doc.token(whose.tokens.start).sentence().tokens();
        for _ in 0..LOOK_BEFORE {
            let Some(last) = whose.tokens.start.0.checked_sub(1).map(TokenId).filter(|&t| t >= sentence.start) else {
                break;
            };
            let token = self.doc.token(last);
            if token.upos() == Upos::Part && self.is_possessive(last) {
                self.possessor(last, whose, depth);
                break;
            }
            if self.person_at[last.index()] != u32::MAX {
                break;
            }
            if let Some(hit) = self.hits.over(last) {
                if !self.modifier(hit, whose, depth) {
                    break;
                }
                continue;
            }
            let lemma = self.folded.lemma(last);
            if self.table.is_cue(lemma, Cue::Former) {
                whose.former = true;
            }
            match token.upos() {
                Upos::Pron if token.deprel() == Deprel::NmodPoss || token.feat("Poss") == Some("Yes") => {
                    whose.start = Start::Possessed;
                    if whose.owner.is_none() {
                        whose.owner = self.pronoun(last);
                    }
                    break;
                }
                Upos::Det => {
                    let indefinite = self.table.is_cue(self.folded.word(last), Cue::Indefinite);
                    whose.start = if indefinite { Start::Indefinite } else { Start::Definite };
                    break;
                }
                Upos::Adj | Upos::Noun | Upos::Propn => whose.tokens.start = last,
                Upos::Verb if matches!(token.deprel(), Deprel::Amod | Deprel::Compound) => whose.tokens.start = last,
                Upos::Cconj if whose.owner.is_some() && whose.second.is_none() => {
                    let Some(other) = self.adjective_before(last) else { break };
                    whose.second = self.actor_of(other, depth + 1);
                    whose.tokens.start = self.hits.get(other).tokens.start;
                }
                Upos::Punct if self.is_hyphen(last) && last > sentence.start => {
                    whose.tokens.start = last;
                    let part = TokenId(last.0 - 1);
                    // "US-backed rebels": the name tells an ally, and is no owner. "Greek-Cypriot" keeps its last part.
                    if self.person_at[part.index()] != u32::MAX {
                        break;
                    }
                    whose.tokens.start = self.hits.over(part).map_or(part, |h| self.hits.get(h).tokens.start);
                }
                _ => break,
            }
        }
    }

    fn adjective_before(&self, token: TokenId) -> Option<usize> {
        let hit = self.hits.ending_at(token)?;
        match self.hits.get(hit).what {
            // "U.S. and Russian negotiators"
            What::Name(targets) => {
                targets.iter().any(|t| matches!(t.usage, NameUse::Adjective | NameUse::Acronym)).then_some(hit)
            }
            _ => None,
        }
    }

    fn is_hyphen(&self, token: TokenId) -> bool {
        let token = self.doc.token(token);
        matches!(token.text(), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
            && token.previous().is_some_and(|p| p.span().end == token.span().start)
    }

    pub(super) fn is_possessive(&self, token: TokenId) -> bool {
        matches!(self.doc.token(token).text(), "'s" | "\u{2019}s" | "'" | "\u{2019}" | "`s")
    }

    /// A hit among the words before; whether to look further.
    fn modifier(&mut self, hit: usize, whose: &mut Whose, depth: u8) -> bool {
        let at = self.hits.get(hit);
        match at.what {
            What::Name(_) => {
                whose.tokens.start = at.tokens.start;
                if whose.owner.is_none() {
                    whose.owner = self.actor_of(hit, depth + 1);
                }
                true
            }
            What::Word(words) => {
                if words.iter().any(|w| matches!(w, Word::Organ(_))) {
                    whose.tokens.start = at.tokens.start;
                    if whose.owner.is_none() {
                        whose.owner = self.actor_of(hit, depth + 1);
                        // What stands before the organ is its own.
                        if let Some(mention) = self.resolve(hit, depth + 1) {
                            whose.tokens.start = self.cast.mentions[mention].tokens.start.min(at.tokens.start);
                        }
                        return whose.owner.is_none();
                    }
                    return true;
                }
                for word in words {
                    let Word::Role(role) = *word else { continue };
                    let role = self.table.role(role).clone();
                    whose.tokens.start = at.tokens.start;
                    if matches!(role.form, RoleForm::Group | RoleForm::Body)
                        && whose.owner.is_none()
                        && !self.is_defined_here(hit)
                    {
                        whose.owner = self.actor_of(hit, depth + 1);
                        if whose.owner.is_some() {
                            return false;
                        }
                    }
                    super::cast::join(&mut whose.sectors, role.sectors.iter());
                    return true;
                }
                whose.tokens.start = at.tokens.start;
                true
            }
            What::Person(_) => false,
        }
    }

    /// Whether a hit already describes a person beside it.
    fn is_defined_here(&self, hit: usize) -> bool {
        self.describes[hit].is_some()
    }

    /// "Ukraine's", "the group's", "Putin's".
    fn possessor(&mut self, sign: TokenId, whose: &mut Whose, depth: u8) {
        whose.start = Start::Possessed;
        let Some(last) = sign.0.checked_sub(1).map(TokenId) else { return };
        let person = self.person_at[last.index()];
        if person != u32::MAX {
            let person = person as usize;
            whose.tokens.start = self.people[person].name.start;
            if whose.owner.is_none() {
                whose.owner = self.person(person, depth + 1);
            }
            return;
        }
        if let Some(hit) = self.hits.over(last) {
            whose.tokens.start = self.hits.get(hit).tokens.start;
            let owner = self.actor_of(hit, depth + 1);
            {
                let Done(start) = self.start_of(hit);
                whose.tokens.start = whose.tokens.start.min(start);
            }
            whose.owner = whose.owner.or(owner);
        } else if self.table.is_cue(self.folded.lemma(last), Cue::StateNoun) {
            // "the country's army"
            whose.owner = whose.owner.or_else(|| self.state_noun(last));
        }
    }

    fn start_of(&self, hit: usize) -> Done {
        match self.done[hit] {
            super::finder::Done::Mention(m) => Done(self.cast.mentions[m].tokens.start),
            _ => Done(self.hits.get(hit).tokens.start),
        }
    }

    fn after(&mut self, hit: usize, whose: &mut Whose, depth: u8) {
        let end = self.hits.get(hit).tokens.end;
        let sentence = self.doc.token(self.hits.get(hit).tokens.start).sentence().tokens();
        if !sentence.contains(end) {
            return;
        }
        let case = self.folded.word(end);
        let owning = self.table.is_cue(case, Cue::OwningCase);
        let placing = self.table.is_cue(case, Cue::Locative);
        if !(owning || placing) {
            return;
        }
        let abroad = self.serves_abroad(hit);
        if abroad && case != "of" && case != "for" {
            return;
        }
        let mut at = TokenId(end.0 + 1);
        for _ in 0..LOOK_AFTER {
            if !sentence.contains(at) {
                return;
            }
            let person = self.person_at[at.index()];
            if person != u32::MAX {
                if owning && whose.owner.is_none() && self.people[person as usize].name.start == at {
                    whose.owner = self.person(person as usize, depth + 1);
                    whose.tokens.end = self.people[person as usize].name.end;
                }
                return;
            }
            if let Some(found) = self.hits.starting_at(at) {
                if self.complement(found, whose, owning, depth) {
                    if owning {
                        self.second_owner(hit, whose, depth);
                    }
                    return;
                }
                at = self.hits.get(found).tokens.end;
                continue;
            }
            let token = self.doc.token(at);
            if token.upos() == Upos::Pron && token.feat("Poss") == Some("Yes") {
                // "a source in his office"
                whose.owner = whose.owner.or_else(|| self.pronoun(at));
                return;
            }
            let goes_on = matches!(token.upos(), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
                || self.is_possessive(at)
                || self.is_hyphen(at);
            whose.unknown |= case == "of" && token.upos().is_nominal() && whose.owner.is_none();
            if !goes_on {
                return;
            }
            at = TokenId(at.0 + 1);
        }
    }

    /// The other of "the ministers of Chad and Mali".
    fn second_owner(&mut self, hit: usize, whose: &mut Whose, depth: u8) {
        let plural = self.doc.token(self.hits.get(hit).head).feat("Number") == Some("Plur");
        let owner = whose.owner.filter(|&o| plural && whose.second.is_none() && self.is_state(o));
        let and = self.doc.get(i64::from(whose.tokens.end.0)).filter(|t| owner.is_some() && t.upos() == Upos::Cconj);
        let Some(mut next) = and.map(|t| TokenId(t.id.0 + 1)).filter(|n| n.index() < self.doc.len()) else { return };
        if self.doc.token(next).upos() == Upos::Det && next.index() + 1 < self.doc.len() {
            next = TokenId(next.0 + 1);
        }
        let Some(found) = self.hits.starting_at(next) else { return };
        let at = self.hits.get(found);
        if !matches!(at.what, What::Name(_)) || self.doc.token(at.head).deprel() != Deprel::Conj {
            return;
        }
        let other = self.actor_of(found, depth + 1).filter(|&o| self.is_state(o) && whose.owner != Some(o));
        if other.is_some() {
            whose.second = other;
            whose.tokens.end = at.tokens.end;
        }
    }

    fn is_state(&self, actor: ActorId) -> bool {
        self.cast.get(actor).kind == super::ActorKind::State
    }

    /// The hit of a complement; whether it settles whose.
    fn complement(&mut self, found: usize, whose: &mut Whose, owning: bool, depth: u8) -> bool {
        let at = self.hits.get(found);
        let next = at.tokens.end;
        if next.index() < self.doc.len() && self.is_possessive(next) {
            return false;
        }
        // An adjective of what follows: "of the Ukrainian army" is settled by the army.
        if let What::Name(targets) = at.what {
            let adjective = targets.iter().any(|t| matches!(t.usage, NameUse::Adjective));
            let nominal = next.index() < self.doc.len() && self.doc.token(next).upos().is_nominal();
            if adjective && nominal && self.doc.token(next).sentence().id == self.doc.token(at.head).sentence().id {
                if self.hits.starting_at(next).is_some() {
                    return false;
                }
                if owning && whose.owner.is_none() {
                    whose.owner = self.actor_of(found, depth + 1);
                    whose.tokens.end = next;
                }
                return true;
            }
        }
        let actor = self.actor_of(found, depth + 1);
        if owning {
            if whose.owner.is_none() {
                whose.owner = actor;
            }
            if actor.is_some() {
                whose.tokens.end = whose.tokens.end.max(match self.done[found] {
                    super::finder::Done::Mention(m) => self.cast.mentions[m].tokens.end,
                    _ => next,
                });
            }
        } else if let Some(actor) = actor {
            whose.place = self.cast.get(actor).country;
        }
        actor.is_some() || !matches!(at.what, What::Word(_))
    }

    /// Whether a hit is an office that is held abroad: what follows "to" or "in" is the host.
    fn serves_abroad(&self, hit: usize) -> bool {
        self.words_of(hit).iter().any(|w| match *w {
            Word::OfficeKind(kind) => {
                let organ = self.table.office_kind(kind).organ;
                organ
                    .is_some_and(|o| matches!(self.table.text(self.table.organ_kind(o).kind), "embassy" | "delegation"))
            }
            Word::Organ(kind) => matches!(self.table.text(self.table.organ_kind(kind).kind), "embassy"),
            _ => false,
        })
    }
}

struct Done(TokenId);
