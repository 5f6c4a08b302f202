//! Sentences with other names in the place of theirs, so that what stands around a name is learnt and not the name.

use super::data::Gold;
use super::params::Rng;
use crate::tags::Deprel;

/// Share of the names that are exchanged.
const SHARE: f32 = 0.5;

/// Names of one word by what they name, to put in the place of others.
#[derive(Default)]
pub(crate) struct Pools {
    /// Persons, organisations, places that are named by one word.
    single: [Vec<String>; 3],
    /// First words of persons' names of several, and their later words.
    persons: [Vec<String>; 2],
    /// Names of places of the world.
    places: Vec<String>,
}

impl Pools {
    /// Nothing yet but the names of places of the world.
    pub fn new(places: Vec<String>) -> Self {
        Self { places, ..Self::default() }
    }

    /// What of a sentence can stand for others: words with their pool.
    fn slots(gold: &Gold, kinds: &[u32]) -> Vec<(usize, usize)> {
        let mut slots = Vec::new();
        let proper = (0..gold.words.len()).filter(|&w| gold.tags[w].0 == "PROPN");
        for w in proper {
            let of_name = |d: usize| {
                gold.heads[d] as usize == w + 1
                    && matches!(
                        gold.rels[d],
                        Deprel::Flat | Deprel::Compound | Deprel::Amod | Deprel::Nmod | Deprel::NmodDesc
                    )
            };
            let parts: Vec<usize> = (0..gold.words.len()).filter(|&d| of_name(d)).collect();
            match kinds[w] {
                kind @ 1..=3 if parts.is_empty() => slots.push((w, kind as usize - 1)),
                1 if parts.iter().all(|&d| gold.rels[d] == Deprel::Flat && d > w && gold.tags[d].0 == "PROPN") => {
                    slots.push((w, 3));
                    slots.extend(parts.iter().map(|&d| (d, 4)));
                }
                _ => {}
            }
        }
        slots
    }

    /// Takes the names of sentences; `kinds` gives what each word names, where that is known.
    pub fn take_all(&mut self, sentences: &[Gold], kinds: &[Option<Vec<u32>>]) {
        sentences.iter().zip(kinds).for_each(|(gold, kinds)| self.take(gold, kinds.as_deref()));
    }

    /// The sentences with some of their names exchanged.
    pub fn vary_all(&self, sentences: &[Gold], kinds: &[Option<Vec<u32>>], rng: &mut Rng) -> Vec<Gold> {
        sentences.iter().zip(kinds).map(|(gold, kinds)| self.vary(gold, kinds.as_deref(), rng)).collect()
    }

    fn take(&mut self, gold: &Gold, kinds: Option<&[u32]>) {
        for (word, pool) in kinds.map(|kinds| Self::slots(gold, kinds)).unwrap_or_default() {
            match pool {
                0..=2 => &mut self.single[pool],
                _ => &mut self.persons[pool - 3],
            }
            .push(gold.words[word].clone());
        }
    }

    fn pool(&self, pool: usize) -> &[String] {
        match pool {
            0..=2 => &self.single[pool],
            _ => &self.persons[pool - 3],
        }
    }

    fn vary(&self, gold: &Gold, kinds: Option<&[u32]>, rng: &mut Rng) -> Gold {
        let mut other = gold.clone();
        let Some(kinds) = kinds else { return other };
        for (word, pool) in Self::slots(gold, kinds) {
            let chance = rng.unit();
            let pick = rng.bits() as usize;
            if chance > SHARE {
                continue;
            }
            other.words[word] = match pool {
                2 if chance < SHARE * 0.5 => self.places[pick % self.places.len()].clone(),
                1 if chance < SHARE * 0.3 => {
                    (0..2 + pick % 4).map(|_| (b'A' + (rng.bits() % 26) as u8) as char).collect()
                }
                _ => {
                    let pool = self.pool(pool);
                    pool[pick % pool.len()].clone()
                }
            };
        }
        other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(words: &str, heads: &[u32], rels: &[Deprel]) -> Gold {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let upos = |w: &String| if w.starts_with(char::is_uppercase) { "PROPN" } else { "VERB" };
        let tags = words.iter().map(|w| (upos(w).to_owned(), String::new(), String::new())).collect();
        Gold { words, tags, heads: heads.to_vec(), rels: rels.to_vec(), ..Gold::default() }
    }

    #[test]
    fn only_names_of_one_word_and_of_persons_are_exchanged_and_all_else_stays() {
        use Deprel::{Compound, Flat, Nsubj, Obj, Root};
        let of_persons = gold("Ada Lovelace met Taiz", &[3, 1, 0, 3], &[Nsubj, Flat, Root, Obj]);
        let of_bodies = gold("Trinity College met Homs", &[2, 3, 0, 3], &[Compound, Nsubj, Root, Obj]);
        let mut pools = Pools::new(vec!["Coron".to_owned()]);
        pools.take(&of_persons, Some(&[1, 0, 0, 3]));
        pools.take(&of_bodies, Some(&[0, 2, 0, 3]));
        let (mut rng, mut places) = (Rng::new(1), std::collections::BTreeSet::new());
        for _ in 0..100 {
            let varied = pools.vary(&of_bodies, Some(&[0, 2, 0, 3]), &mut rng);
            assert_eq!(varied.words[..3], of_bodies.words[..3], "a body of two words keeps its name");
            assert_eq!(varied.heads, of_bodies.heads);
            places.insert(varied.words[3].clone());
        }
        assert!(places.contains("Coron") && places.contains("Taiz") && places.contains("Homs"), "{places:?}");
    }
}
