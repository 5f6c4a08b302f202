//! Which mentions of agreements, in whatever reports, speak of one agreement.
//!
//! A function of the set of mentions and never of their order: well-known agreements by name, then dated ones from the most
//! exact date to the least, then undated ones. `docs/ledger.md` gives the rules with their reasons.

use std::collections::{BTreeMap, BTreeSet};

/// Longest time between two reports of one undated agreement, and longest time for which "the ceasefire" is the last that
/// was made between its sides, in days.
const FADES: i32 = 180;
const LASTS: i32 = 3 * 365;

/// What one report says of one agreement.
#[derive(Clone, Debug, Default)]
pub(super) struct Mention {
    /// Day of publication, report, number in it: the canonical order.
    pub order: (String, String, i64),
    /// Day of publication as a number.
    pub published: Option<i32>,
    pub name: String,
    pub kind: String,
    /// Days that its date covers.
    pub days: Option<(i32, i32)>,
    /// Codes of states and names of others between whom it is.
    pub sides: BTreeSet<String>,
    /// The name it has among the well-known ones.
    pub known: Option<String>,
}

/// Mentions of one agreement, by number.
pub(super) type Group = Vec<usize>;

/// Groups that can be told apart, each in the canonical order, and mentions that say too little.
pub(super) fn groups(mentions: &[Mention]) -> (Vec<Group>, Group) {
    let mut join = Join { mentions, groups: Vec::new() };
    let mut rest: Vec<usize> = (0..mentions.len()).collect();
    rest.sort_by(|a, b| mentions[*a].order.cmp(&mentions[*b].order));
    rest = join.known(rest);
    rest = join.dated(rest);
    let vague = join.undated(rest);
    let mut groups: Vec<Group> = join.groups.into_iter().map(|g| g.members).collect();
    for group in &mut groups {
        group.sort_by(|a, b| mentions[*a].order.cmp(&mentions[*b].order));
    }
    groups.sort_by(|a, b| mentions[a[0]].order.cmp(&mentions[b[0]].order));
    (groups, vague)
}

/// First and last day, and what can be one with what.
type DateAndClass = ((i32, i32), String);

/// An agreement as far as it has been put together.
#[derive(Clone, Debug)]
struct Joined {
    members: Group,
    class: String,
    days: Option<(i32, i32)>,
    sides: BTreeSet<String>,
    known: bool,
}

struct Join<'a> {
    mentions: &'a [Mention],
    groups: Vec<Joined>,
}

impl Join<'_> {
    /// Puts the well-known ones together by name; gives the others.
    fn known(&mut self, mentions: Vec<usize>) -> Vec<usize> {
        let mut by_name: BTreeMap<&str, Group> = BTreeMap::new();
        let (known, rest): (Vec<usize>, Vec<usize>) =
            mentions.into_iter().partition(|&m| self.mentions[m].known.is_some());
        for m in known {
            by_name.entry(self.mentions[m].known.as_deref().unwrap_or_default()).or_default().push(m);
        }
        for members in by_name.into_values() {
            let joined = Joined { known: true, ..self.joined(members) };
            self.groups.push(joined);
        }
        rest
    }

    /// Puts dated ones together, the most exact first: those of one date and common sides are one, and a less exact one
    /// belongs to the one agreement of that stretch that it fits, if there is only one. Gives those without a date.
    fn dated(&mut self, mentions: Vec<usize>) -> Vec<usize> {
        let mut by_length: BTreeMap<i32, BTreeMap<DateAndClass, Group>> = BTreeMap::new();
        let mut rest = Vec::new();
        for m in mentions {
            let mention = &self.mentions[m];
            let Some(days) = mention.days else {
                rest.push(m);
                continue;
            };
            let same = by_length.entry(days.1 - days.0).or_default();
            same.entry((days, self.class(m))).or_default().push(m);
        }
        for same in by_length.into_values() {
            let parts = same.into_values().flat_map(|group| self.by_sides(group)).collect::<Vec<_>>();
            // Those of one exactness do not see each other.
            let places: Vec<Option<usize>> = parts.iter().map(|part| self.only_fit(part)).collect();
            for (part, place) in parts.into_iter().zip(places) {
                self.put(part, place);
            }
        }
        rest
    }

    /// Puts undated ones to the last ceasefire between their sides, or to those of one name and common sides in the months
    /// around; gives those that say too little.
    fn undated(&mut self, mentions: Vec<usize>) -> Group {
        let mut vague = Vec::new();
        let mut own: BTreeMap<String, Group> = BTreeMap::new();
        let mut placed = Vec::new();
        for m in mentions {
            match self.last_before(m) {
                Some(group) => placed.push((m, group)),
                None if self.mentions[m].sides.is_empty() && !is_named(&self.mentions[m].name) => vague.push(m),
                None => own.entry(self.undated_class(m)).or_default().push(m),
            }
        }
        for (m, group) in placed {
            self.groups[group].members.push(m);
        }
        for group in own.into_values() {
            for part in self.by_sides(group) {
                for stretch in self.by_time(part) {
                    let joined = self.joined(stretch);
                    self.groups.push(joined);
                }
            }
        }
        vague
    }

    /// The latest dated agreement that an undated mention can mean.
    fn last_before(&self, m: usize) -> Option<usize> {
        let mention = &self.mentions[m];
        let published = mention.published?;
        let fits = |g: &&(usize, &Joined)| {
            let Some((first, last)) = g.1.days else { return false };
            let in_time = first <= published && published - last <= LASTS;
            let same_name =
                is_named(&mention.name) && g.1.members.iter().any(|&o| self.mentions[o].name == mention.name);
            let ceasefire = mention.kind == "ceasefire" && g.1.class == "ceasefire" && !is_named(&mention.name);
            in_time && (same_name || ceasefire && !mention.sides.is_empty() && meet(&mention.sides, &g.1.sides))
        };
        let found = self.groups.iter().enumerate();
        found.filter(|g| fits(&g)).max_by_key(|(i, g)| (g.days, std::cmp::Reverse(*i))).map(|(i, _)| i)
    }

    /// The one dated agreement that the mentions of `part` fit; none where there are several.
    fn only_fit(&self, part: &Group) -> Option<usize> {
        let own = self.joined(part.clone());
        let (first, last) = own.days?;
        let fits = |g: &Joined| {
            let inside = g.days.is_some_and(|(a, b)| first <= a && b <= last);
            let unknown = own.sides.is_empty() || g.sides.is_empty();
            inside && g.class == own.class && (unknown || meet(&own.sides, &g.sides))
        };
        let mut found = self.groups.iter().enumerate().filter(|(_, g)| fits(g)).map(|(i, _)| i);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    fn put(&mut self, part: Group, place: Option<usize>) {
        let Some(at) = place else {
            let joined = self.joined(part);
            self.groups.push(joined);
            return;
        };
        let own = self.joined(part);
        let group = &mut self.groups[at];
        group.members.extend(own.members);
        if !group.known {
            group.sides.extend(own.sides);
        }
    }

    /// Parts of a group whose sides meet, over others too. Mentions without sides stand with the one part that there is, or
    /// among themselves.
    fn by_sides(&self, group: Group) -> Vec<Group> {
        let (told, untold): (Group, Group) = group.into_iter().partition(|&m| !self.mentions[m].sides.is_empty());
        let mut parts: Vec<Group> = Vec::new();
        for m in told {
            let sides = &self.mentions[m].sides;
            let (mut met, apart): (Vec<Group>, Vec<Group>) =
                parts.into_iter().partition(|part| part.iter().any(|&o| meet(sides, &self.mentions[o].sides)));
            met.push(vec![m]);
            parts = apart;
            parts.push(met.concat());
        }
        match (&mut parts[..], untold.is_empty()) {
            (_, true) => {}
            ([one], false) => one.extend(untold),
            _ => parts.push(untold),
        }
        parts
    }

    /// Parts of a group between which there are months without a word.
    fn by_time(&self, mut group: Group) -> Vec<Group> {
        group.sort_by(|a, b| self.mentions[*a].order.cmp(&self.mentions[*b].order));
        let near = |a: usize, b: usize| match (self.mentions[a].published, self.mentions[b].published) {
            (Some(a), Some(b)) => b - a <= FADES,
            (a, b) => a == b,
        };
        group.chunk_by(|a, b| near(*a, *b)).map(<[usize]>::to_vec).collect()
    }

    fn joined(&self, members: Group) -> Joined {
        let of = |m: usize| &self.mentions[m];
        Joined {
            class: members.first().map_or_else(String::new, |&m| self.class(m)),
            days: members.iter().filter_map(|&m| of(m).days).min_by_key(|(first, last)| (last - first, *first)),
            sides: members.iter().flat_map(|&m| of(m).sides.iter().cloned()).collect(),
            known: false,
            members,
        }
    }

    /// What can be one with what: a resolution only by its name, a ceasefire with ceasefires, deals of any name with deals.
    fn class(&self, m: usize) -> String {
        let mention = &self.mentions[m];
        match mention.kind.as_str() {
            "ceasefire" => "ceasefire".into(),
            "resolution" => mention.name.to_lowercase(),
            _ => "agreement".into(),
        }
    }

    fn undated_class(&self, m: usize) -> String {
        match self.mentions[m].kind.as_str() {
            "ceasefire" if !is_named(&self.mentions[m].name) => "ceasefire".into(),
            _ => self.mentions[m].name.to_lowercase(),
        }
    }
}

/// Whether two agreements can be between the same: two sides in common, or all that one of them names.
fn meet(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let common = a.intersection(b).count();
    common > 0 && common >= a.len().min(b.len()).min(2)
}

/// Whether a name is an agreement's own: two words with capitals, or a number.
pub(super) fn is_named(name: &str) -> bool {
    let capitals = name.split([' ', '-']).filter(|w| w.starts_with(char::is_uppercase)).count();
    capitals >= 2 || capitals >= 1 && name.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(report: &str, published: i32, name: &str, kind: &str, days: Option<(i32, i32)>, sides: &str) -> Mention {
        Mention {
            order: (format!("{published:05}"), report.into(), 0),
            published: Some(published),
            name: name.into(),
            kind: kind.into(),
            days,
            sides: sides.split_whitespace().map(str::to_owned).collect(),
            known: None,
        }
    }

    /// Two truces of one month between different sides, one day told exactly, months, years, and no date at all.
    fn several() -> Vec<Mention> {
        vec![
            mention("a", 110, "truce of 10 October", "ceasefire", Some((100, 100)), "ARM AZE"),
            mention("b", 112, "October ceasefire", "ceasefire", Some((91, 121)), "AZE ARM"),
            mention("c", 115, "the truce", "ceasefire", None, "ARM AZE"),
            mention("d", 116, "October truce", "ceasefire", Some((91, 121)), "SDN"),
            mention("e", 118, "ceasefire", "ceasefire", None, ""),
            mention("f", 900, "truce", "ceasefire", None, "LBY"),
            mention("g", 950, "ceasefire", "ceasefire", None, "LBY"),
            mention("h", 1500, "ceasefire", "ceasefire", None, "LBY"),
            mention("i", 120, "Geneva Agreement", "agreement", None, ""),
            mention("j", 130, "Geneva Agreement", "agreement", None, ""),
            mention("k", 131, "accord of 2023", "accord", Some((0, 364)), "ARM AZE"),
        ]
    }

    fn told(mentions: &[Mention]) -> Vec<String> {
        let (groups, vague) = groups(mentions);
        let names = |group: &Group| group.iter().map(|&m| mentions[m].order.1.as_str()).collect::<String>();
        groups.iter().chain([&vague]).map(names).collect()
    }

    #[test]
    fn mentions_of_one_agreement_stand_together() {
        assert_eq!(told(&several()), ["abc", "d", "ij", "k", "fg", "h", "e"]);
    }

    #[test]
    fn the_order_of_mentions_does_not_matter() {
        let straight = told(&several());
        let mut mentions = several();
        for turn in 0..mentions.len() {
            mentions.rotate_left(1);
            mentions.swap(0, turn);
            assert_eq!(told(&mentions), straight);
        }
    }

    #[test]
    fn a_date_that_fits_two_agreements_belongs_to_neither() {
        let mentions = [
            mention("a", 50, "truce", "ceasefire", Some((10, 10)), "ARM AZE"),
            mention("b", 50, "truce", "ceasefire", Some((20, 20)), "ARM AZE"),
            mention("c", 50, "truce of the month", "ceasefire", Some((0, 30)), "ARM AZE"),
        ];
        assert_eq!(told(&mentions), ["a", "b", "c", ""]);
    }

    #[test]
    fn a_name_of_its_own_has_capitals_or_a_number() {
        for (name, wanted) in
            [("Minsk II", true), ("Resolution 1701", true), ("truce", false), ("July ceasefire", false)]
        {
            assert_eq!(is_named(name), wanted, "{name}");
        }
    }
}
