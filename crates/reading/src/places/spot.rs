//! Words that may name a place, with what speaks for and against it.

use std::collections::HashSet;

use language::{Deprel, Document, EntityKind, TokenId, TokenSpan, Upos};
use lexicon::gazetteer::SiteKind;
use lexicon::places::{Class, Cue, Words};
use lexicon::{fold, Lexicon};

use super::atlas::{Atlas, Candidate};
use crate::actors::{ActorKind, Actors, Evidence};

/// Evidence from which on a name counts.
const SURE: f64 = 1.0;
/// Evidence of a name that counts where the report has it surely elsewhere.
const WEAK: f64 = -0.6;
/// Evidence that vouches for weaker mentions of the same name.
const VOUCHING: f64 = 2.0;

/// Words that name a place.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// The name alone.
    pub name: TokenSpan,
    /// Folded.
    pub folded: String,
    /// What it may mean; none for a name that no file has.
    pub candidates: Vec<Candidate>,
    /// What the word beside it says that it is.
    pub kinds: Vec<SiteKind>,
    /// The name is made by such a word ("Alps Road").
    pub made: bool,
    /// Evidence that it names a place at all.
    pub evidence: f64,
    /// A preposition of place stands before it.
    pub located: bool,
}

/// The last sure place before a word.
#[derive(Clone, Copy, Default)]
struct Last {
    /// One past its last token.
    end: usize,
    /// Whether the words before it, or before the list that it is in, say that it is one.
    told: bool,
}

/// What is looked at again and again.
pub(super) struct Finder<'a> {
    pub doc: &'a Document,
    pub words: &'a Words,
    pub atlas: Atlas<'a>,
    actors: &'a Actors,
    lexicon: &'a Lexicon,
    /// Each token folded.
    pub folded: Vec<String>,
    /// Kind of the name that covers each token, by the tagger.
    tagged: Vec<Option<EntityKind>>,
    /// For each token the number of the widest mention of an actor by name that covers it.
    held: Vec<Option<u32>>,
    /// Family names of the report's persons.
    persons: HashSet<String>,
    /// Whether the document has parts of speech that can be relied on.
    parsed: bool,
}

impl<'a> Finder<'a> {
    pub fn new(doc: &'a Document, actors: &'a Actors, lexicon: &'a Lexicon) -> Self {
        let mut finder = Self {
            doc,
            words: &lexicon.places.words,
            atlas: Atlas::new(lexicon),
            actors,
            lexicon,
            folded: doc.tokens().map(|t| fold(t.text())).collect(),
            tagged: vec![None; doc.len()],
            held: vec![None; doc.len()],
            persons: HashSet::new(),
            parsed: doc.tokens().any(|t| t.upos() == Upos::Propn),
        };
        for entity in doc.entities() {
            entity.tokens.iter().for_each(|t| finder.tagged[t.index()] = Some(entity.kind));
        }
        for (i, mention) in actors.mentions.iter().enumerate() {
            if !by_name(mention.evidence) {
                continue;
            }
            for t in mention.tokens.iter() {
                let held = &mut finder.held[t.index()];
                let wider = |&w: &u32| actors.mentions[w as usize].tokens.len() < mention.tokens.len();
                if held.is_none() || held.as_ref().is_some_and(wider) {
                    *held = Some(i as u32);
                }
            }
        }
        finder.persons = finder.family_names();
        finder
    }

    /// Every spot, in the order of the text, none touching another: words that surely name a place, and weaker ones of
    /// the same name.
    pub fn spots(&self) -> Vec<Spot> {
        let mut spots: Vec<Spot> = Vec::new();
        let mut i = 0;
        let mut last = Last::default();
        while i < self.doc.len() {
            match self.spot_at(i, last).filter(|s| s.evidence >= WEAK) {
                // Where a weak name is a part of no sure one, a name may start at its next word.
                Some(spot) if spot.evidence >= SURE => {
                    i = spot.name.end.index().max(i + 1);
                    let told =
                        spot.located || self.words.is(&self.folded[spot.name.start.index().max(1) - 1], Cue::Hamlet);
                    let goes_on = last.told && self.goes_on_from(spot.name.start.index(), last.end);
                    last = Last { end: i, told: told || goes_on };
                    spots.push(spot);
                }
                Some(spot) => {
                    spots.push(spot);
                    i += 1;
                }
                None => i += 1,
            }
        }
        let sure: HashSet<String> = spots.iter().filter(|s| s.evidence >= VOUCHING).map(|s| s.folded.clone()).collect();
        let mut end = 0;
        spots.retain(|s| {
            let kept = s.name.start.index() >= end && (s.evidence >= SURE || sure.contains(&s.folded));
            end = if kept { s.name.end.index() } else { end };
            kept
        });
        spots
    }

    /// What is disputed about one of our own places.
    pub fn disputed(&self, site: &lexicon::gazetteer::Site<'_>) -> Option<String> {
        self.lexicon.places.disputed(site).map(str::to_owned)
    }

    /// The spot that starts at a token.
    fn spot_at(&self, i: usize, last: Last) -> Option<Spot> {
        if !self.starts_name(i) {
            return None;
        }
        if let Some(spot) = self.made(i) {
            return Some(spot);
        }
        if let Some(spot) = self.short_form(i) {
            return Some(spot);
        }
        let known = self.atlas.longest(self.doc, i, |end| self.is_capital(end) && self.one_sentence(i, end));
        let (end, folded, candidates) = match known {
            Some((end, folded)) => {
                let candidates = self.atlas.candidates(&folded);
                match self.longer_name(i, end, &candidates) {
                    Some(longer) => (longer, fold(self.doc.words(TokenSpan::new(i, longer))), Vec::new()),
                    None => (end, folded, candidates),
                }
            }
            None => {
                let end = self.unknown_name(i)?;
                (end, fold(self.doc.words(TokenSpan::new(i, end))), Vec::new())
            }
        };
        let name = TokenSpan::new(i, end);
        let (class, class_evidence) = self.class_of(name);
        let mut spot = Spot {
            name,
            folded,
            candidates,
            kinds: class.map(|c| c.kinds.clone()).unwrap_or_default(),
            made: false,
            evidence: class_evidence + self.follows(name, last),
            located: false,
        };
        let listed = last.told && self.goes_on_from(i, last.end);
        self.weigh(&mut spot, listed).map(|evidence| Spot { evidence, ..spot })
    }

    /// What it says that a name comes next after a place: "Camudlas, Bindoy", "Kayes (Kayes)".
    fn follows(&self, name: TokenSpan, last: Last) -> f64 {
        if !self.goes_on_from(name.start.index(), last.end) {
            return 0.0;
        }
        // "in Camudlas, Bindoy, on Friday": between stops it is hardly anything else.
        let next = self.doc.get(i64::from(name.end.0));
        let stops = next.is_none_or(|t| matches!(t.text(), "," | "." | ")" | "]" | ";"));
        if last.told && stops {
            2.0
        } else {
            1.2
        }
    }

    /// Whether a name at `i` comes next after the place that ends before `end`: "Bindoy" in "Camudlas, Bindoy".
    fn goes_on_from(&self, i: usize, end: usize) -> bool {
        end > 0 && i == end + 1 && matches!(self.text(end), "," | "(" | "[") && self.one_sentence(end, i)
    }

    /// End of a longer name that no file has and that begins with a small place's: "Wadi al-Rabi", "Gaya-gaya".
    fn longer_name(&self, i: usize, end: usize, candidates: &[Candidate]) -> Option<usize> {
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

    /// Whether a name can start with a token: a capital, or an article joined to one ("al-Bab").
    fn starts_name(&self, i: usize) -> bool {
        self.is_capital(i)
    }

    /// Whether a token goes on after a hyphen that is joined to a capital: "Rharous" in "Gourma-Rharous".
    fn is_second_half(&self, i: usize) -> bool {
        i > 1 && self.is_hyphen(i - 1) && self.is_capital(i - 2) && self.joined(i - 1) && self.joined(i)
    }

    fn text(&self, i: usize) -> &'a str {
        self.doc.token(TokenId(i as u32)).text()
    }

    fn is_hyphen(&self, i: usize) -> bool {
        matches!(self.text(i), "-" | "–" | "‑")
    }

    fn joined(&self, i: usize) -> bool {
        let token = self.doc.token(TokenId(i as u32));
        token.previous().is_some_and(|p| p.span().end == token.span().start)
    }

    pub fn is_capital(&self, i: usize) -> bool {
        let text = self.text(i);
        text.chars().next().is_some_and(char::is_uppercase)
            || (text.contains('-')
                && text.chars().any(char::is_uppercase)
                && text.chars().next().is_some_and(char::is_lowercase))
    }

    fn one_sentence(&self, a: usize, b: usize) -> bool {
        let sentence = |i: usize| self.doc.token(TokenId(i as u32)).sentence().id;
        sentence(a) == sentence(b)
    }

    /// "Alps Road", "Flat Creek": capitals before a word that makes a name.
    fn made(&self, i: usize) -> Option<Spot> {
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
    fn short_form(&self, i: usize) -> Option<Spot> {
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
    fn unknown_name(&self, i: usize) -> Option<usize> {
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

    /// A preposition right before a token that names of persons and bodies do not follow.
    fn whereabouts(&self, i: usize) -> bool {
        i > 0 && self.one_sentence(i - 1, i) && self.words.is(&self.folded[i - 1], Cue::Whereabouts)
    }

    /// Whether commas part a name from places on both sides, the first of them told as one.
    fn is_between_places(&self, start: usize, end: usize) -> bool {
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

    /// What the word beside a name says that it is, and how strongly it speaks for a place.
    fn class_of(&self, name: TokenSpan) -> (Option<&'a Class>, f64) {
        let (start, end) = (name.start.index(), name.end.index());
        if end < self.doc.len() && self.one_sentence(start, end) && self.is_word(end) {
            if let Some(class) = self.words.class(&self.folded[end]).filter(|c| c.after) {
                // "Gao region", "Columbia County"; "Donetsk Regional Council" is another matter.
                return (Some(class), 2.5);
            }
        }
        if start > 0 && self.is_word(start - 1) {
            // "Dublin City Council" is no city called Council.
            let alone = !self.is_capital(start - 1) || start < 2 || !self.is_capital(start - 2);
            if let Some(class) = self.words.class(&self.folded[start - 1]).filter(|c| c.before && alone) {
                return (Some(class), 2.5);
            }
        }
        if start > 1 && self.folded[start - 1] == "of" {
            if let Some(class) = self.words.class(&self.folded[start - 2]).filter(|c| c.before || c.after) {
                return (Some(class), 2.5);
            }
        }
        // "Marinka, a town in …", "Kobani, the Kurdish town": the noun of an apposition.
        if end + 2 < self.doc.len()
            && self.text(end) == ","
            && matches!(self.folded[end + 1].as_str(), "a" | "an" | "the")
        {
            for at in end + 2..self.doc.len().min(end + 6) {
                if self.text(at) == "," || self.words.is(&self.folded[at], Cue::At) {
                    break;
                }
                if let Some(class) = self.words.class(&self.folded[at]).filter(|c| c.after && !self.is_capital(at)) {
                    return (Some(class), 2.0);
                }
            }
        }
        (None, 0.0)
    }

    fn is_word(&self, i: usize) -> bool {
        self.text(i).chars().next().is_some_and(char::is_alphabetic)
    }

    /// Whether a preposition of place stands before a token, at most an article and adjectives of direction between.
    pub fn located(&self, i: usize) -> bool {
        let mut at = i;
        for _ in 0..4 {
            if at == 0 {
                return false;
            }
            at -= 1;
            let word = self.folded[at].as_str();
            if self.words.is(word, Cue::At) || self.words.is(word, Cue::Near) {
                return true;
            }
            let between = matches!(word, "the" | "and" | "of" | "s" | "")
                || self.words.direction(word).is_some()
                || self.words.class(word).is_some();
            if !between {
                return false;
            }
        }
        false
    }

    /// All evidence; `None` for what is surely no place.
    fn weigh(&self, spot: &mut Spot, listed: bool) -> Option<f64> {
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

    fn is_all_capitals(&self, i: usize) -> bool {
        let text = self.text(i);
        text.len() > 1 && text.chars().all(|c| !c.is_lowercase())
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
    fn family_names(&self) -> HashSet<String> {
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

fn by_name(evidence: Evidence) -> bool {
    !matches!(
        evidence,
        Evidence::Adjective
            | Evidence::People
            | Evidence::Role
            | Evidence::Office
            | Evidence::OfficeByDate
            | Evidence::Organ
            | Evidence::OrganByContext
            | Evidence::Pronoun
            | Evidence::Description
            | Evidence::Counterpart
    )
}

/// How likely a place is meant before anything else is known, as a number of inhabitants.
pub(super) fn weight(candidate: &Candidate) -> f64 {
    let n = match candidate.kind {
        SiteKind::Country => candidate.population.max(5e6) * 4.0,
        SiteKind::Admin1 => candidate.population.max(50_000.0),
        SiteKind::Admin2 => candidate.population * 0.2,
        SiteKind::Town if candidate.own => candidate.population.max(UNKNOWN_TOWN),
        SiteKind::Town => candidate.population,
        _ => candidate.population.max(100_000.0),
    };
    if candidate.secondary {
        n / 6.0
    } else {
        n
    }
}

const UNKNOWN_TOWN: f64 = 20_000.0;
