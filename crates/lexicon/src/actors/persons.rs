//! Persons, what they are called for short, and how their names are compared across transliterations.

use super::records::{values, PersonRow};
use super::{Cue, Draft, NameTarget, NameUse, PersonEntry, PersonRef, Word};
use crate::fold;

impl Draft<'_> {
    /// Reads the files of persons.
    pub(super) fn persons(&mut self) {
        for (at, row) in self.rows::<PersonRow>("persons/") {
            if row.id.is_empty() || row.name.is_empty() {
                self.problem(&at, "a person without id or name", "write both");
                continue;
            }
            if let Some((_, other)) = self.person_ids.get(&row.id) {
                let what = format!("{:?} is there twice, first at {}:{}", row.id, other.file, other.line);
                self.problem(&at, what, "keep one of the two, or rename one");
                continue;
            }
            let person = PersonRef(self.table.persons.len() as u32);
            let entry = PersonEntry {
                id: self.strings.add(&row.id),
                name: self.strings.add(&row.name),
                country: self.country(&at, &row.country),
                gender: self.gender(&at, &row.gender),
            };
            self.table.persons.push(entry);
            self.person_ids.insert(row.id.clone(), (person, at));
            self.person_names(person, &row);
        }
    }

    fn person_names(&mut self, person: PersonRef, row: &PersonRow) {
        for name in std::iter::once(row.name.as_str()).chain(values(&row.aliases)) {
            self.person_name(name, NameUse::Person, person);
        }
        let short: Vec<String> = match values(&row.short).map(str::to_owned).collect::<Vec<_>>() {
            given if given.is_empty() => self.surnames(&row.name),
            given => given,
        };
        for name in short {
            self.person_name(&name, NameUse::Short, person);
            let key = skeleton(&fold(&name), self.rules());
            let known = self.skeletons.entry(key).or_default();
            if !known.contains(&person) {
                known.push(person);
            }
        }
    }

    fn person_name(&mut self, name: &str, usage: NameUse, person: PersonRef) {
        let written = self.strings.add(name);
        self.index_name(name, NameTarget { usage, target: person.0, written });
    }

    fn rules(&self) -> impl Iterator<Item = (&str, &str)> {
        self.table.transliteration.iter().map(|&(from, to)| (self.strings.get(from), self.strings.get(to)))
    }

    /// The last word of a name, and the same with the particles before it: `Leyen`, `von der Leyen`.
    fn surnames(&self, name: &str) -> Vec<String> {
        let is = |word: &str, cue| self.words.get(&fold(word)).is_some_and(|w| w.contains(&Word::Cue(cue)));
        let mut words: Vec<&str> = name.split(' ').collect();
        while words.len() > 1 && words.last().is_some_and(|w| is(w, Cue::NameSuffix)) {
            words.pop();
        }
        let Some(&last) = words.last() else { return Vec::new() };
        let mut short = vec![last.to_owned()];
        let particles = words[..words.len() - 1].iter().rev().take_while(|w| is(w, Cue::NameParticle)).count();
        if particles > 0 && particles + 1 < words.len() {
            short.push(words[words.len() - 1 - particles..].join(" "));
        }
        if let Some((particle, rest)) = last.split_once('-') {
            if is(particle, Cue::NameParticle) {
                short.push(rest.to_owned());
            }
        }
        short
    }
}

/// `name` (folded) with `rules` applied in their order and double letters made one.
pub(super) fn skeleton<'a>(name: &str, rules: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = name.to_owned();
    for (from, to) in rules {
        // A rule with a trailing `$` is for the end of a word.
        match from.strip_suffix('$') {
            Some(ending) => {
                if let Some(stem) = text.strip_suffix(ending).filter(|s| s.len() > 2) {
                    text = format!("{stem}{to}");
                }
            }
            None if text.contains(from) => text = text.replace(from, to),
            None => {}
        }
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c != ' ') {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}
