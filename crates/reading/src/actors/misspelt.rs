//! Names of states that are written with one letter too many, too few, wrong or in another place: "Uzbekstan".

use language::{Deprel, Document, EntityKind, TokenId, Upos};
use lexicon::actors::{NameTarget, Table};
use lexicon::{places, Gazetteer};

use super::text::Folded;

/// Fewest letters of a name, and of a word that is held against names.
const SHORTEST_NAME: usize = 5;
const SHORTEST_WORD: usize = 6;

/// What the only name of a state leads to that a folded word is one letter away from.
pub(super) fn like<'a>(table: &'a Table, word: &str) -> Option<&'a [NameTarget]> {
    if word.len() < SHORTEST_WORD || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let names = table.state_names().iter().filter(|name| name.len() >= SHORTEST_NAME);
    let alike = names.filter(|name| is_one_letter_away(word.as_bytes(), name.as_bytes()));
    let mut found = alike.map(|name| table.names().get(name));
    let first = found.next()?;
    let country = |t: &[NameTarget]| t.first().and_then(|t| table.actor(t.actor()?).country);
    found.all(|other| country(other) == country(first)).then_some(first)
}

/// Whether a word stands as a name, alone and no person's, that no file of places has.
pub(super) fn is_strange_name(
    doc: &Document,
    folded: &Folded,
    sites: &places::Words,
    atlases: [&Gazetteer; 2],
    token: TokenId,
) -> bool {
    let word = doc.token(token);
    let capital = word.text().starts_with(char::is_uppercase) && word.text().chars().any(char::is_lowercase);
    if !capital || !matches!(word.upos(), Upos::Propn | Upos::Adj) {
        return false;
    }
    let beside = [word.previous(), word.next()].into_iter().flatten();
    let alone =
        beside.into_iter().all(|t| t.upos() != Upos::Propn || !matches!(t.deprel(), Deprel::Flat | Deprel::Compound));
    let entities = doc.entities();
    let at = entities.partition_point(|e| e.tokens.end <= token);
    let person = entities.get(at).is_some_and(|e| e.kind == EntityKind::Person && e.tokens.contains(token));
    let text = folded.word(token);
    let personal = sites.is(text, places::Cue::Given) || sites.is(text, places::Cue::Family);
    alone && !person && !personal && atlases.iter().all(|a| a.find(text).is_empty())
}

/// Whether two different words become one by a letter put in, left out or changed, or by two neighbours in turn; the first
/// letter holds.
fn is_one_letter_away(a: &[u8], b: &[u8]) -> bool {
    if a.first() != b.first() || a.len().abs_diff(b.len()) > 1 || a == b {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([x, y, rest @ ..], [z, w, other @ ..]) if a.len() == b.len() => {
            a[1..] == b[1..] || (x, y) == (w, z) && rest == other
        }
        _ if a.len() == b.len() => a[1..] == b[1..],
        _ if a.len() > b.len() => a[1..] == *b,
        _ => *a == b[1..],
    }
}

#[cfg(test)]
mod tests {
    use super::is_one_letter_away;

    #[test]
    fn one_letter_is_put_in_left_out_changed_or_moved() {
        let away = |a: &str, b: &str| is_one_letter_away(a.as_bytes(), b.as_bytes());
        for (word, name) in
            [("etiopia", "ethiopia"), ("gambbia", "gambia"), ("kazahkstan", "kazakhstan"), ("albanie", "albania")]
        {
            assert!(away(word, name), "{word} {name}");
        }
        for (word, name) in
            [("iran", "iraq "), ("mali", "mali"), ("austria", "australia"), ("gabon", "lebanon"), ("ghana", "guyana")]
        {
            assert!(!away(word, name), "{word} {name}");
        }
    }
}
