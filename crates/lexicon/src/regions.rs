//! Regions of the world, for roll-ups (`knowledge/actors/regions.csv`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::{Folder, Problem, Problems};
use crate::Country;

/// Regions by name, with the codes of their states.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table(BTreeMap<String, Vec<String>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    region: String,
    countries: String,
}

const FILE: &str = "actors/regions.csv";

impl Table {
    /// Reads the file; without it there are no regions.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        if !folder.below("actors/").any(|name| name == FILE) {
            return Self::default();
        }
        let mut regions = BTreeMap::new();
        for (line, row) in folder.csv::<Row>(FILE, problems) {
            let codes: Vec<String> = row.countries.split('|').map(|code| code.trim().to_owned()).collect();
            if let Some(code) = codes.iter().find(|code| Country::parse(code).is_none()) {
                let what = format!("{code:?} is no code of a state");
                problems.push(Problem::new(FILE, line, what, "write ISO 3166-1 alpha-3 codes, parted by a bar"));
            }
            if regions.insert(row.region.clone(), codes).is_some() {
                let what = format!("the region {:?} stands twice", row.region);
                problems.push(Problem::new(FILE, line, what, "keep one line for each"));
            }
        }
        Self(regions)
    }

    /// The states of a region, whatever the case of its name, with the name as it is written.
    pub fn named(&self, name: &str) -> Option<(&str, &[String])> {
        self.all().find(|(region, _)| region.eq_ignore_ascii_case(name))
    }

    /// All regions by name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(region, codes)| (region.as_str(), codes.as_slice()))
    }
}
