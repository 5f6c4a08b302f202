//! Words that may name a place, with what speaks for and against it.

mod evidence;
mod names;

use std::collections::HashSet;

use language::{Document, EntityKind, TokenId, TokenSpan, Upos};
use lexicon::gazetteer::SiteKind;
use lexicon::places::{Class, Cue, Words};
use lexicon::{fold, Lexicon};

use super::atlas::{Atlas, Candidate};
use crate::actors::{Actors, Evidence};

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
        let class = class.or_else(|| self.class_within(name, &candidates));
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

    /// Whether a name can start with a token: a capital, or an article joined to one ("al-Bab").
    fn starts_name(&self, i: usize) -> bool {
        self.is_capital(i)
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

    /// A preposition right before a token that names of persons and bodies do not follow.
    fn whereabouts(&self, i: usize) -> bool {
        i > 0 && self.one_sentence(i - 1, i) && self.words.is(&self.folded[i - 1], Cue::Whereabouts)
    }

    /// "the Red *Sea*": what a name with an article itself says that it is, where there is such a place of the name.
    fn class_within(&self, name: TokenSpan, candidates: &[Candidate]) -> Option<&'a Class> {
        let (start, last) = (name.start.index(), name.end.index() - 1);
        let article = start > 0 && self.folded[start - 1] == "the" && self.one_sentence(start - 1, start);
        let class = self.words.class(&self.folded[last]).filter(|_| article && last > start)?;
        candidates.iter().any(|c| class.kinds.contains(&c.kind)).then_some(class)
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

    fn is_all_capitals(&self, i: usize) -> bool {
        let text = self.text(i);
        text.len() > 1 && text.chars().all(|c| !c.is_lowercase())
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
