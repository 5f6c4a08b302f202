//! Tellings as `tellings.features` keeps them: JSON without names of fields, and hashes of words in base 64, four letters each.
//!
//! Ledgers of before version 5 have objects with names in their place, which are read as well.

use serde::{Deserialize, Serialize};

use crate::tellings::{Side, Spot, Telling};
use crate::Range;

/// Name, country, area, point, precision, whether it is inferred.
type KeptSpot = (String, Option<String>, Option<String>, Option<(f64, f64)>, String, bool);
/// Name, country, whether it is a name of its own.
type KeptSide = (String, Option<String>, bool);

#[derive(Serialize, Deserialize)]
struct Compact<'a>(
    #[serde(borrow)] std::borrow::Cow<'a, str>,
    Option<String>,
    Option<(i32, i32)>,
    bool,
    Option<i32>,
    Option<KeptSpot>,
    Vec<KeptSide>,
    Vec<KeptSide>,
    Option<Range>,
    Option<Range>,
    bool,
    String,
    String,
    bool,
);

impl Telling {
    /// As the ledger keeps it.
    pub(crate) fn compact(&self) -> String {
        let sides = |sides: &[Side]| sides.iter().map(|s| (s.name.clone(), s.country.clone(), s.named)).collect();
        let compact = Compact(
            self.kind.as_str().into(),
            self.mode.clone(),
            self.days,
            self.day_inferred,
            self.published,
            self.spot.clone().map(|s| (s.name, s.country, s.admin1, s.point, s.precision, s.inferred)),
            sides(&self.actors),
            sides(&self.recipients),
            self.killed,
            self.wounded,
            self.denied,
            letters(&self.words),
            letters(&self.names),
            self.lead,
        );
        serde_json::to_string(&compact).unwrap_or_default()
    }

    /// What [`Telling::compact`] wrote, or an earlier version.
    pub(crate) fn read(features: &str) -> serde_json::Result<Self> {
        if features.starts_with('{') {
            let mut telling: Self = serde_json::from_str(features)?;
            telling.words = short(telling.words);
            telling.names = short(telling.names);
            return Ok(telling);
        }
        let c: Compact<'_> = serde_json::from_str(features)?;
        let sides = |sides: Vec<KeptSide>| {
            sides.into_iter().map(|(name, country, named)| Side { name, country, named }).collect()
        };
        Ok(Self {
            events: Vec::new(),
            kind: c.0.into_owned(),
            mode: c.1,
            days: c.2,
            day_inferred: c.3,
            published: c.4,
            spot: c.5.map(|(name, country, admin1, point, precision, inferred)| Spot {
                name,
                country,
                admin1,
                point,
                precision,
                inferred,
            }),
            actors: sides(c.6),
            recipients: sides(c.7),
            killed: c.8,
            wounded: c.9,
            denied: c.10,
            words: hashes(&c.11),
            names: hashes(&c.12),
            lead: c.13,
        })
    }
}

/// Bits of a hash that are kept: by chance, two words of some dozens meet once in ten thousand pairs of tellings.
const BITS: u32 = 24;

/// Hashes of words as tellings compare them, in order, each once.
pub(crate) fn short(hashes: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut short: Vec<u32> = hashes.into_iter().map(|hash| hash & ((1 << BITS) - 1)).collect();
    short.sort_unstable();
    short.dedup();
    short
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn letters(hashes: &[u32]) -> String {
    let four = |hash: &u32| [18, 12, 6, 0].map(|bits| LETTERS[(hash >> bits) as usize & 63] as char);
    hashes.iter().flat_map(four).collect()
}

fn hashes(letters: &str) -> Vec<u32> {
    let digit = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let one = |four: &[u8]| four.iter().fold(0, |sum, &letter| (sum << 6) | u32::from(digit(letter)));
    letters.as_bytes().chunks(4).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telling() -> Telling {
        Telling {
            events: Vec::new(),
            kind: "ASSAULT".into(),
            mode: Some("drone".into()),
            days: Some((19_000, 19_001)),
            day_inferred: true,
            published: Some(19_001),
            spot: Some(Spot {
                name: "Tarn \"by the lake\"".into(),
                country: Some("ARL".into()),
                admin1: None,
                point: Some((-1.25, 30.0)),
                precision: "city".into(),
                inferred: false,
            }),
            actors: vec![Side { name: "gunmen".into(), country: None, named: false }],
            recipients: Vec::new(),
            killed: Some((24, None)),
            wounded: Some((3, Some(5))),
            denied: false,
            words: short([7, u32::MAX, 0x1234_5678, 7]),
            names: Vec::new(),
            lead: true,
        }
    }

    #[test]
    fn what_is_kept_is_what_is_read() {
        let kept = telling().compact();
        assert_eq!(format!("{:?}", Telling::read(&kept).expect("sound")), format!("{:?}", telling()));
        assert!(kept.len() < 200, "{kept}");
        assert!(Telling::read("[1]").is_err());
    }

    #[test]
    fn earlier_versions_are_read_as_the_same() {
        let earlier =
            serde_json::to_string(&Telling { words: vec![7, 0xAB34_5678, u32::MAX], ..telling() }).expect("JSON");
        assert_eq!(Telling::read(&earlier).expect("sound").compact(), telling().compact());
    }
}
