//! Where a name ends: names of the gazetteers, names made by a word ("Alps Road"), short forms, names that no file has.

use language::{EntityKind, TokenId, TokenSpan, Upos};
use lexicon::fold;
use lexicon::gazetteer::SiteKind;
use lexicon::places::Cue;

use super::{Finder, Spot};
use crate::places::atlas::Candidate;

impl Finder<'_> {
    /// End of a longer name that no file has and that begins with a small place's: "Wadi al-Rabi", "Gaya-gaya".
    pub(super) fn longer_name(&self, i: usize, end: usize, candidates: &[Candidate]) -> Option<usize> {
        let told = self.whereabouts(i) || (i > 0 && self.words.is(&self.folded[i - 1], Cue::Hamlet));
        if !told || candidates.iter().any(|c| c.kind != SiteKind::Town || c.population >= 100_000.0) {
            return None;
        }
        let mut longer = end;
        while longer + 1 < self.doc.len() && longer < i + 6 && self.one_sentence(i, longer + 1) {
            let hyphen = self.is_hyphen(longer) && self.joined(longer) && self.joined(longer + 1);
            let name = self.is_capital(longer + 1) || (hyphen && self.is_word(longer + 1));
            if (hyphen || self.is_particle(longer)) && name {
                longer += 2;
            } else if self.is_particle(longer) && self.is_hyphen(longer + 1) && self.is_capital_at(longer + 2) {
                longer += 3;
            } else if self.is_capital(longer)
                && (self.starts_with_article(longer) || longer > end && self.is_plain_name(longer))
            {
                longer += 1;
            } else {
                break;
            }
        }
        (longer > end).then_some(longer)
    }

    fn is_capital_at(&self, i: usize) -> bool {
        i < self.doc.len() && self.is_capital(i)
    }

    /// "al-Rabi": a small article joined to a capital.
    fn starts_with_article(&self, i: usize) -> bool {
        self.text(i).contains('-') && self.text(i).starts_with(char::is_lowercase)
    }

    /// A word that belongs to names and is none of those that end them.
    fn is_plain_name(&self, i: usize) -> bool {
        let other = |cue: Cue| self.words.is(&self.folded[i], cue);
        self.is_word(i) && !(other(Cue::Word) || other(Cue::Body) || other(Cue::Person) || other(Cue::Folk))
    }

    /// "do", "al": parts of names with small letters.
    fn is_particle(&self, i: usize) -> bool {
        let cue = lexicon::actors::Cue::NameParticle;
        self.is_word(i) && !self.is_capital(i) && self.lexicon.actors.is_cue(&self.folded[i], cue)
    }

    /// Whether a token goes on after a hyphen that is joined to a capital: "Rharous" in "Gourma-Rharous".
    fn is_second_half(&self, i: usize) -> bool {
        i > 1 && self.is_hyphen(i - 1) && self.is_capital(i - 2) && self.joined(i - 1) && self.joined(i)
    }

    /// "Alps Road", "Flat Creek": capitals before a word that makes a name.
    pub(super) fn made(&self, i: usize) -> Option<Spot> {
        if self.words.is(&self.folded[i], Cue::Word) && self.words.direction(&self.folded[i]).is_none() {
            return None;
        }
        let mut end = i;
        while end < self.doc.len() && end < i + 5 && self.one_sentence(i, end) && self.is_capital(end) {
            let class = self.words.class(&self.folded[end]).filter(|c| c.makes);
            if let (Some(class), true) = (class, end > i) {
                if class.kinds.contains(&SiteKind::Admin2) || self.words.is(&self.folded[i], Cue::Person) {
                    return None;
                }
                let next = end + 1;
                if next < self.doc.len() && self.one_sentence(i, next) && self.is_capital(next) && self.is_word(next) {
                    return None;
                }
                if (i..end).any(|k| self.words.is(&self.folded[k], Cue::Given) && k == i && !self.located(i)) {
                    return None;
                }
                let name = TokenSpan::new(i, end + 1);
                let folded = fold(self.doc.words(name));
                let mut candidates = self.atlas.candidates(&folded);
                candidates.retain(|c| c.kind != SiteKind::Town || c.population >= 600.0);
                let named = !candidates.is_empty();
                let kinds = if named { Vec::new() } else { class.kinds.clone() };
                let evidence = 3.0;
                let located = self.located(i);
                return Some(Spot { name, folded, candidates, kinds, made: !named, evidence, located });
            }
            if self.words.is(&self.folded[end], Cue::Body) || self.words.is(&self.folded[end], Cue::Person) {
                return None;
            }
            end += 1;
        }
        None
    }

    /// "Ga." after "Newton County,".
    pub(super) fn short_form(&self, i: usize) -> Option<Spot> {
        let two = (i + 1 < self.doc.len()).then(|| self.doc.words(TokenSpan::new(i, i + 2)));
        let two = two.and_then(|t| self.words.short_form(t).or_else(|| self.words.short_form(&t.replace(' ', ""))));
        let (name, tokens) = match two {
            Some(name) => (name, 2),
            None => (self.words.short_form(self.text(i))?, 1),
        };
        let after_name = i > 1 && matches!(self.text(i - 1), "," | "(") && self.is_capital(i - 2);
        let party = i > 1 && self.text(i - 1) == "-" && self.text(i - 2).len() == 1;
        let beside_name = (i > 0 && self.text(i).len() > 2 && self.is_capital(i - 1)) || party;
        let folded = fold(name);
        let candidates: Vec<Candidate> =
            self.atlas.candidates(&folded).into_iter().filter(|c| c.kind == SiteKind::Admin1).collect();
        // "Albany Ga." needs an Albany in that state's country; "Tulung La." is no Louisiana.
        let beside_name = beside_name && (party || self.is_in_country_of(i - 1, &candidates));
        if !(after_name || beside_name) {
            return None;
        }
        let name = TokenSpan::new(i, i + tokens);
        (!candidates.is_empty()).then(|| Spot {
            name,
            folded,
            candidates,
            kinds: vec![SiteKind::Admin1],
            made: false,
            evidence: 4.0,
            located: false,
        })
    }

    /// Whether a word is the name of a place, or the end of one, in the country of one of `areas`.
    fn is_in_country_of(&self, i: usize, areas: &[Candidate]) -> bool {
        let first = (0..3).take_while(|n| i >= *n && self.is_capital(i - n)).last().map_or(i, |n| i - n);
        (first..=i).any(|from| {
            let name = fold(self.doc.words(TokenSpan::new(from, i + 1)));
            self.atlas.candidates(&name).iter().any(|c| areas.iter().any(|a| a.country == c.country))
        })
    }

    /// End of a name that no file has, where the words beside it say that it is a place.
    pub(super) fn unknown_name(&self, i: usize) -> Option<usize> {
        if self.is_second_half(i)
            || (i > 0 && self.is_capital(i - 1) && self.words.class(&self.folded[i - 1]).is_none())
        {
            return None;
        }
        let mut end = i;
        while end < self.doc.len() && end < i + 4 && self.one_sentence(i, end) {
            let hyphen = end > i && self.is_hyphen(end) && self.joined(end);
            if !(hyphen || self.is_capital(end)) || self.words.class(&self.folded[end]).is_some() {
                break;
            }
            end += 1;
        }
        while end > i && self.is_hyphen(end - 1) {
            end -= 1;
        }
        if end == i || self.words.is(&self.folded[i], Cue::Word) || self.text(i).len() < 3 {
            return None;
        }
        let name = TokenSpan::new(i, end);
        let other = |cue: Cue| name.iter().any(|t| self.words.is(&self.folded[t.index()], cue));
        if other(Cue::Body) || other(Cue::Person) || other(Cue::Given) || (name.len() > 1 && other(Cue::Word)) {
            return None;
        }
        let tagged = name.iter().all(|t| self.tagged[t.index()] == Some(EntityKind::Place));
        let all_capitals = name.iter().all(|t| self.doc.token(t).text().chars().all(|c| !c.is_lowercase()));
        let class = self.names_unknown(name);
        let told = class || (tagged && self.located(i)) || self.is_told_as_place(name);
        (told && !all_capitals).then_some(end)
    }

    /// Whether the words before a name that no file has leave nothing but a place: "in Tigantourine", and
    /// "Bindoy" in "in Camudlas, Bindoy, Negros Oriental".
    fn is_told_as_place(&self, name: TokenSpan) -> bool {
        let (start, end) = (name.start.index(), name.end.index());
        let proper = name.iter().all(|t| {
            let token = self.doc.token(t);
            matches!(token.upos(), Upos::Propn | Upos::X | Upos::Adv) || self.is_hyphen(t.index())
        });
        let thing = matches!(self.tagged[start], Some(EntityKind::Event | EntityKind::Object));
        let word = self.words.is(&self.folded[end - 1], Cue::Word) || self.folded[start].chars().any(char::is_numeric);
        proper && !thing && !word && (self.whereabouts(start) || self.is_between_places(start, end))
    }

    /// Whether commas part a name from places on both sides, the first of them told as one.
    pub(super) fn is_between_places(&self, start: usize, end: usize) -> bool {
        if start < 2 || end + 1 >= self.doc.len() || self.text(start - 1) != "," || self.text(end) != "," {
            return false;
        }
        let mut at = start - 1;
        while at > 0 && start - at < 6 && (self.is_capital(at - 1) || self.is_hyphen(at - 1)) {
            at -= 1;
        }
        let hamlet = self.words.is(&self.folded[at], Cue::Hamlet);
        let told = at < start - 1 && self.one_sentence(at, end + 1) && (hamlet || self.whereabouts(at));
        told && self.is_capital(end + 1) && self.atlas.longest(self.doc, end + 1, |e| self.is_capital(e)).is_some()
    }

    /// Whether the word beside a name that no file has makes it a place: "Gakara village", "the village of Besi",
    /// "Barangay Taruk"; not "Dublin City Council".
    fn names_unknown(&self, name: TokenSpan) -> bool {
        let (start, end) = (name.start.index(), name.end.index());
        let small = |i: usize| !self.is_capital(i) && self.is_word(i);
        if end < self.doc.len() && self.one_sentence(start, end) && small(end) {
            let class = self.words.class(&self.folded[end]);
            // "the Fulani community", "the Afghan border": of a people, not of a place.
            if self.doc.token(TokenId(end as u32 - 1)).upos() == Upos::Adj {
                return false;
            }
            if class.is_some_and(|c| c.after && !c.kinds.is_empty() && !c.kinds.contains(&SiteKind::Road)) {
                return true;
            }
            if class.is_some_and(|c| c.after) && self.located(start) {
                return true;
            }
        }
        let before = |n: usize| start.checked_sub(n).map(|i| (i, self.words.class(&self.folded[i])));
        if let Some((_, Some(class))) = before(1) {
            let own =
                class.kinds.first().is_some_and(|k| matches!(k, SiteKind::Water | SiteKind::Relief | SiteKind::Island));
            let village = self.words.is(&self.folded[start - 1], Cue::Hamlet);
            let alone = start < 2 || !self.is_capital(start - 2) || !self.one_sentence(start - 2, start);
            return class.before && alone && (village || own);
        }
        match (before(1), before(2)) {
            (Some((of, _)), Some((i, Some(class)))) if self.folded[of] == "of" => {
                small(i) && class.before && !class.kinds.is_empty()
            }
            _ => false,
        }
    }
}
