//! The weights by which tellings are compared, from `data/weights.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    pub threshold: f64,
    pub r#type: TypeWeights,
    pub time: TimeWeights,
    pub place: PlaceWeights,
    pub parties: PartyWeights,
    pub toll: TollWeights,
    pub words: WordWeights,
    pub polarity: PolarityWeights,
    pub publication: PublicationWeights,
    alike: Vec<Alike>,
    related: Vec<Related>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypeWeights {
    pub same_mode: f64,
    pub open_mode: f64,
    pub alike_mode: f64,
    pub other_mode: f64,
    pub related: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeWeights {
    pub same_day: f64,
    pub overlap: f64,
    pub inferred: f64,
    pub apart: f64,
    pub apart_inferred: f64,
    pub unknown: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceWeights {
    pub same: f64,
    pub area: f64,
    pub near: f64,
    pub inside: f64,
    pub close: f64,
    pub apart: f64,
    pub other_country: f64,
    pub inferred: f64,
    pub unknown: f64,
    pub same_km: f64,
    pub close_km: f64,
    pub near_km: f64,
    pub wide_km: f64,
    pub region_km: f64,
    pub sea_km: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyWeights {
    pub same: f64,
    pub same_country: f64,
    pub differ: f64,
    pub swapped: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TollWeights {
    pub same_dead: f64,
    pub same_one: f64,
    pub same_hurt: f64,
    pub near: f64,
    pub far: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordWeights {
    pub base: f64,
    pub factor: f64,
    pub name: f64,
    pub least: f64,
    pub most: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolarityWeights {
    pub denied: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicationWeights {
    pub days: i32,
    pub late: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alike {
    modes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Related {
    types: [String; 2],
}

impl Weights {
    /// The weights inside the program.
    pub(crate) fn bundled() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        // A test reads the same bytes.
        WEIGHTS
            .get_or_init(|| toml::from_str(include_str!("../data/weights.toml")).expect("data/weights.toml is sound"))
    }

    /// Whether one deed is often told in both of these types and modes.
    pub(crate) fn are_alike(&self, a: (&str, &str), b: (&str, &str)) -> bool {
        let holds = |group: &Alike, (kind, mode): (&str, &str)| {
            group.modes.iter().any(|m| m.split_once('/') == Some((kind, mode)))
        };
        self.alike.iter().any(|group| holds(group, a) && holds(group, b))
    }

    /// The types that a telling of type `kind` may be one incident with, itself first.
    pub(crate) fn related<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let others = self.related.iter().filter_map(move |pair| match &pair.types {
            [a, b] if a == kind => Some(b.as_str()),
            [a, b] if b == kind => Some(a.as_str()),
            _ => None,
        });
        std::iter::once(kind).chain(others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_sound_and_relate_both_ways() {
        let weights = Weights::bundled();
        assert!(weights.related("COERCE").any(|t| t == "ASSAULT"));
        assert!(weights.related("ASSAULT").any(|t| t == "COERCE"));
        assert!(weights.are_alike(("COERCE", "arrest"), ("ASSAULT", "abduct")));
        assert!(!weights.are_alike(("ASSAULT", "heavy-weapons"), ("ASSAULT", "suicide-attack")));
    }
}
