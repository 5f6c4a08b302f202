//! What the words around a place say of where something was: "near", "12 km north of", "northern", "between"; and which
//! place is told to lie in which.

use language::{ByteSpan, Document, TokenId, TokenSpan};
use lexicon::gazetteer::SiteKind;
use lexicon::places::{Cue, Direction};

use super::resolve::Tie;
use super::spot::{Finder, Spot};

/// Kilometres of a mile.
const MILE: f64 = 1.609_344;

/// How something lies to a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Lie {
    /// In it.
    At,
    /// Near it.
    Near,
    /// So many km off, in a direction.
    Off(f64, f64),
    /// In a part of it; `None` for the middle.
    Part(Option<f64>),
    /// Half way to another spot.
    Between(usize),
}

/// A spot with what the words around it say.
pub(super) struct Setting {
    pub lie: Lie,
    /// The words that name the place, with those of direction: "eastern Ukraine".
    pub tokens: TokenSpan,
    /// All words of it: "12 km north of Gao".
    pub phrase: ByteSpan,
}

/// The ties of each spot to the next ones.
pub(super) fn ties(finder: &Finder<'_>, spots: &[Spot]) -> Vec<Option<Tie>> {
    let mut ties = vec![None; spots.len()];
    for i in 0..spots.len().saturating_sub(1) {
        let (a, b) = (&spots[i], &spots[i + 1]);
        let same = finder.doc.token(a.name.start).sentence().id == finder.doc.token(b.name.start).sentence().id;
        if !same {
            continue;
        }
        if let Some(away) = away(finder, a.name.end.index(), b.name.start.index()) {
            ties[i] = Some(Tie::Away(i + 1, away.0, away.1));
        } else if holds(finder, a.name.end.index(), b.name.start.index()) {
            ties[i] = Some(Tie::In(i + 1));
        }
    }
    // "Bafut town, Bamenda (Mezam, Nord-Ouest)": what lies in a place lies in that place's areas too; the nearest counts.
    ties
}

/// Whether nothing but commas, brackets, words for kinds of places and "in", "of" stands between two names.
fn holds(finder: &Finder<'_>, from: usize, to: usize) -> bool {
    if to < from || to - from > 6 || to == from {
        return false;
    }
    let mut links = false;
    for i in from..to {
        let word = finder.folded[i].as_str();
        let text = finder.doc.token(TokenId(i as u32)).text();
        match text {
            "," | "(" | "[" | "/" => links = true,
            ")" | "]" => {}
            _ if matches!(word, "in" | "of" | "within" | "inside") => links = true,
            _ if matches!(word, "the" | "a" | "an" | "s" | "") => {}
            _ if finder.words.class(word).is_some() || finder.words.direction(word).is_some() => {}
            _ => return false,
        }
    }
    links
}

/// "A, 20 km south-west of B": the distance and direction between two names.
fn away(finder: &Finder<'_>, from: usize, to: usize) -> Option<(f64, Option<f64>)> {
    if to <= from || to - from > 9 {
        return None;
    }
    let (km, bearing, start) = distance_before(finder, to)?;
    (start >= from && start <= from + 3).then_some((km, bearing))
}

/// "20 km south-west of", read backwards from the name: km, bearing, first token.
fn distance_before(finder: &Finder<'_>, name: usize) -> Option<(f64, Option<f64>, usize)> {
    let word = |i: usize| finder.folded[i].as_str();
    let mut at = name.checked_sub(1)?;
    if word(at) == "the" {
        at = at.checked_sub(1)?;
    }
    if !matches!(word(at), "of" | "from" | "off" | "outside") {
        return None;
    }
    at = at.checked_sub(1)?;
    let (bearing, from) = match direction_ending(finder, at) {
        Some((direction, from)) => (direction.bearing, from),
        None => (None, at + 1),
    };
    at = from.checked_sub(1)?;
    while matches!(word(at), "away" | "the" | "to") {
        at = at.checked_sub(1)?;
    }
    let unit = match word(at) {
        "km" | "kms" | "kilometres" | "kilometers" | "kilometre" | "kilometer" => 1.0,
        "miles" | "mile" | "mi" => MILE,
        w => {
            let number = w.strip_suffix("km")?;
            return Some((number.parse::<f64>().ok()?.clamp(0.0, 2000.0), bearing, at));
        }
    };
    at = at.checked_sub(1)?;
    if finder.doc.token(TokenId(at as u32)).text() == "-" {
        at = at.checked_sub(1)?;
    }
    let text = finder.doc.token(TokenId(at as u32)).text().replace(',', "");
    let number: f64 = text.parse().ok().or_else(|| small_number(&text))?;
    Some(((number * unit).clamp(0.0, 2000.0), bearing, at))
}

/// Number words that distances are told with.
fn small_number(word: &str) -> Option<f64> {
    let all = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    all.iter().position(|w| w.eq_ignore_ascii_case(word)).map(|i| i as f64 + 1.0)
}

/// The direction that ends at a token ("south-west" may be three tokens), and its first token.
fn direction_ending(finder: &Finder<'_>, end: usize) -> Option<(Direction, usize)> {
    if let Some(two) = end.checked_sub(2) {
        let joined = finder.doc.token(TokenId(end as u32 - 1)).text() == "-";
        if joined {
            let both = format!("{} {}", finder.folded[two], finder.folded[end]);
            if let Some(direction) = finder.words.direction(&both) {
                return Some((direction, two));
            }
        }
    }
    Some((finder.words.direction(&finder.folded[end])?, end))
}

/// What the words before each spot say of how something lies to it.
pub(super) fn settings(finder: &Finder<'_>, spots: &[Spot]) -> Vec<Setting> {
    (0..spots.len()).map(|i| setting(finder, spots, i)).collect()
}

fn setting(finder: &Finder<'_>, spots: &[Spot], i: usize) -> Setting {
    let name = spots[i].name;
    let start = name.start.index();
    let floor = finder.doc.token(name.start).sentence().tokens().start.index();
    let plain = |lie| Setting { lie, tokens: name, phrase: finder.doc.span(name) };
    let to_here = |from: usize, lie| {
        let tokens = TokenSpan::new(from, name.end.index());
        Setting { lie, tokens, phrase: finder.doc.span(tokens) }
    };
    if start <= floor {
        return plain(Lie::At);
    }
    if let Some((km, bearing, from)) = distance_before(finder, start).filter(|d| d.2 >= floor) {
        let tied = i > 0 && spots[i - 1].name.end.index() + 3 >= from && spots[i - 1].name.end.index() <= from;
        let lie = if tied { Lie::At } else { bearing.map_or(Lie::Near, |b| Lie::Off(km, b)) };
        let phrase = ByteSpan::new(
            finder.doc.token(TokenId(from as u32)).span().start as usize,
            finder.doc.span(name).end as usize,
        );
        return Setting { lie, tokens: name, phrase };
    }
    let mut before = start - 1;
    if finder.folded[before] == "the" && before > floor {
        before -= 1;
    }
    if let Some((direction, from)) = direction_ending(finder, before).filter(|d| d.1 >= floor) {
        if before == start - 1 && (direction.part || spots[i].candidates.iter().any(|c| c.kind.is_area())) {
            return to_here(from, Lie::Part(direction.bearing));
        }
    }
    if finder.folded[before] == "of" && before > floor {
        if let Some((direction, from)) = direction_ending(finder, before - 1).filter(|d| d.1 >= floor) {
            let the = from > floor && finder.folded[from - 1] == "the";
            let tokens = Setting { lie: Lie::Near, tokens: name, phrase: finder.doc.span(name) };
            // "the east of Ukraine" is a part; "north of Gao" is near by.
            return if the && !direction.part { to_here(from, Lie::Part(direction.bearing)) } else { tokens };
        }
    }
    if finder.words.is(&finder.folded[before], Cue::Near) {
        return plain(Lie::Near);
    }
    if finder.folded[before] == "between" && i + 1 < spots.len() {
        let next = &spots[i + 1];
        let gap = next.name.start.index().saturating_sub(name.end.index());
        let and = finder.folded[name.end.index()] == "and";
        let town =
            |s: &Spot| s.candidates.first().is_some_and(|c| !matches!(c.kind, SiteKind::Country | SiteKind::Admin1));
        if gap <= 2 && and && town(next) && town(&spots[i]) {
            return plain(Lie::Between(i + 1));
        }
    }
    plain(Lie::At)
}

/// "the village", "that town": a place that was spoken of before, and what it may be.
pub(super) fn spoken(finder: &Finder<'_>, doc: &Document) -> Vec<(TokenId, Vec<SiteKind>)> {
    let mut found = Vec::new();
    for i in 1..doc.len() {
        let word = finder.folded[i].as_str();
        if !finder.words.is(word, Cue::Spoken) || finder.is_capital(i) {
            continue;
        }
        let the = matches!(finder.folded[i - 1].as_str(), "the" | "this" | "that");
        let more =
            finder.folded.get(i + 1).is_some_and(|w| w == "of") || (i + 1 < doc.len() && finder.is_capital(i + 1));
        let head = !doc.get(i as i64 + 1).is_some_and(|t| matches!(t.upos(), language::Upos::Noun));
        if let (true, false, true, Some(class)) = (the, more, head, finder.words.class(word)) {
            found.push((TokenId(i as u32), class.kinds.clone()));
        }
    }
    found
}
