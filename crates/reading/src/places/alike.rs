//! Misspelt names and other transliterations: names of the gazetteers that differ from a name in a letter or two. They count
//! only where the report says in which country or area the name lies.

use lexicon::gazetteer::{km, Walk};

use super::atlas::{Atlas, Candidate};
use super::spot::weight;

/// Letters from which on a name may differ in one, and in two.
const ONE_OFF: usize = 5;
const TWO_OFF: usize = 9;
/// Most steps along the gazetteers' names for one name.
const MOST_STEPS: usize = 30_000;
/// Kilometres beyond which two places of one likeness are different ones.
const APART: f64 = 40.0;
/// What may stand in the place of a letter.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz ";

/// The place whose name is most like `folded` among those that `fits`, and the share of letters that are the same; `None`
/// where there is none, or where two are as likely.
pub(super) fn alike(atlas: &Atlas<'_>, folded: &str, fits: impl Fn(&Candidate) -> bool) -> Option<(Candidate, f64)> {
    let letters: Vec<char> = folded.chars().collect();
    let off = match letters.len() {
        n if n >= TWO_OFF => 2,
        n if n >= ONE_OFF => 1,
        _ => return None,
    };
    let mut names: Vec<(usize, String)> = Vec::new();
    for gazetteer in [atlas.own, atlas.world] {
        let mut speller = Speller { letters: &letters, names: &mut names, steps: 0 };
        speller.spell(gazetteer.walk(), String::new(), 0, off, off);
    }
    names.sort();
    names.dedup_by(|a, b| a.1 == b.1);
    let mut found: Vec<(usize, Candidate)> = Vec::new();
    for (off, name) in names {
        found.extend(atlas.candidates(&name).into_iter().filter(|c| fits(c)).map(|c| (off, c)));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(weight(&b.1).total_cmp(&weight(&a.1))));
    let mut found = found.into_iter();
    let (least, best) = found.next()?;
    let rival = |(off, other): (usize, Candidate)| {
        off == least && weight(&other) * 3.0 > weight(&best) && km(other.point, best.point) > APART
    };
    if found.any(rival) {
        return None;
    }
    let share = 1.0 - least as f64 / letters.len() as f64;
    Some((best, share))
}

/// Goes along the names of a gazetteer with a few letters changed, left out or added.
struct Speller<'s> {
    letters: &'s [char],
    /// Names with how many letters are off.
    names: &'s mut Vec<(usize, String)>,
    steps: usize,
}

impl Speller<'_> {
    fn spell(&mut self, at: Walk<'_>, spelt: String, next: usize, left: usize, most: usize) {
        if self.steps >= MOST_STEPS {
            return;
        }
        self.steps += 1;
        let Some(&letter) = self.letters.get(next) else {
            if at.is_name() {
                self.names.push((most - left, spelt));
            } else if left > 0 {
                self.changed(at, &spelt, next, left, most);
            }
            return;
        };
        if let Some((on, longer)) = step(at, &spelt, letter) {
            self.spell(on, longer, next + 1, left, most);
        }
        // Names begin as they are written.
        if left > 0 && next > 0 {
            self.changed(at, &spelt, next, left, most);
        }
    }

    fn changed(&mut self, at: Walk<'_>, spelt: &str, next: usize, left: usize, most: usize) {
        if next < self.letters.len() {
            self.spell(at, spelt.to_owned(), next + 1, left - 1, most);
        }
        for letter in LETTERS.chars() {
            let Some((on, longer)) = step(at, spelt, letter) else { continue };
            self.spell(on, longer.clone(), next, left - 1, most);
            if self.letters.get(next).is_some_and(|own| *own != letter) {
                self.spell(on, longer, next + 1, left - 1, most);
            }
        }
    }
}

fn step<'g>(at: Walk<'g>, spelt: &str, letter: char) -> Option<(Walk<'g>, String)> {
    let mut on = at;
    let mut buffer = [0; 4];
    let text = letter.encode_utf8(&mut buffer);
    on.step(text).then(|| (on, format!("{spelt}{text}")))
}
