//! Our own places (`knowledge/places/*.csv`): what the gazetteer lacks and conflict news is full of, under the names that
//! news use; and the words around the names of places (`knowledge/places/words/`).

mod show;
mod words;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

pub use show::show;
pub use words::{Class, Cue, Direction, Words};

use crate::gazetteer::{Builder, Entry, Gazetteer, ImportRules, Site, SiteKind};
use crate::kinds::Country;
use crate::{fold, Folder, Problem, Problems};

/// Our own places and the words around them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// The places.
    #[serde(with = "packed")]
    pub own: Gazetteer,
    /// The words around the names of places.
    pub words: Words,
    /// Rows of the files that are marked disputed, with the neutral wording of what is disputed.
    disputed: Vec<(u32, String)>,
    /// ISO 3166-1 alpha-2 and alpha-3.
    codes: Vec<([u8; 2], [u8; 3])>,
}

/// A line of a file of places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    aliases: String,
    kind: String,
    country: String,
    admin1: String,
    lat: f64,
    lon: f64,
    radius: Option<f64>,
    population: Option<u32>,
    status: String,
    note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    alpha2: String,
    alpha3: String,
}

impl Table {
    /// Reads and checks the files.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let words = Words::load(folder, problems);
        let mut table = Self { words, ..Self::default() };
        if folder.below("places/").next().is_none() {
            return table;
        }
        table.codes = codes(folder, problems);
        let mut rows = Vec::new();
        for file in folder.below("places/").filter(|f| f.matches('/').count() == 1) {
            rows.extend(folder.csv::<Row>(file, problems).into_iter().map(|(line, row)| (file, line, row)));
        }
        let mut loader =
            Loader { problems, builder: Builder::default(), admin1: HashMap::new(), seen: BTreeSet::new() };
        // Areas first, so that places can name theirs.
        for first in [true, false] {
            for (number, (file, line, row)) in rows.iter().enumerate() {
                if (row.kind == "admin1") == first {
                    loader.add(file, *line, row, number as u32 + 1);
                }
                if first && row.status == "disputed" {
                    table.disputed.push((number as u32 + 1, row.note.clone()));
                }
            }
        }
        let built = loader.builder.build().map_err(|e| e.to_string());
        match built.and_then(|bytes| Gazetteer::open_shared(bytes.into()).map_err(|e| e.to_string())) {
            Ok(own) => table.own = own,
            Err(e) => problems.push(Problem::new("places/", 0, e, "leave some places out")),
        }
        table
    }

    /// What is disputed about one of our own places, in neutral words; `None` where nothing is.
    pub fn disputed(&self, site: &Site<'_>) -> Option<&str> {
        let row = self.disputed.binary_search_by_key(&site.geonames, |d| d.0).ok()?;
        Some(&self.disputed[row].1)
    }

    /// What reading GeoNames' files needs to know.
    pub fn import_rules(&self) -> ImportRules {
        let text = |code: &[u8]| String::from_utf8_lossy(code).into_owned();
        let code = |c: &([u8; 2], [u8; 3])| Some((text(&c.0), Country::parse(&text(&c.1))?));
        ImportRules {
            codes: self.codes.iter().filter_map(code).collect(),
            generic: self.words.generic(),
            features: self.words.features(),
        }
    }
}

fn codes(folder: &Folder, problems: &mut Problems) -> Vec<([u8; 2], [u8; 3])> {
    const FILE: &str = "places/words/codes.csv";
    let mut codes = Vec::new();
    for (line, row) in folder.csv::<Code>(FILE, problems) {
        match (row.alpha2.as_bytes().try_into(), row.alpha3.as_bytes().try_into()) {
            (Ok(two), Ok(three)) if Country::parse(&row.alpha3).is_some() => codes.push((two, three)),
            _ => problems.push(Problem::new(FILE, line, "no ISO 3166-1 codes", "write two and three capital letters")),
        }
    }
    codes
}

struct Loader<'p> {
    problems: &'p mut Problems,
    builder: Builder,
    /// Country and folded name to the builder's number.
    admin1: HashMap<(String, String), usize>,
    seen: BTreeSet<(String, String, String, i64, i64)>,
}

impl Loader<'_> {
    fn problem(&mut self, file: &str, line: usize, what: String, remedy: &str) {
        self.problems.push(Problem::new(file, line, what, remedy));
    }

    fn add(&mut self, file: &str, line: usize, row: &Row, number: u32) {
        let Some(kind) = SiteKind::parse(&row.kind) else {
            let known = SiteKind::ALL.map(SiteKind::as_str).join(", ");
            return self.problem(file, line, format!("unknown kind “{}”", row.kind), &format!("use one of {known}"));
        };
        let country = Country::parse(&row.country);
        if country.is_none() && !row.country.is_empty() {
            let what = format!("“{}” is no country code", row.country);
            return self.problem(file, line, what, "write the ISO 3166-1 alpha-3 code, or nothing");
        }
        if !((-90.0..=90.0).contains(&row.lat) && (-180.0..=180.0).contains(&row.lon)) {
            let what = format!("{}, {} is not on the globe", row.lat, row.lon);
            return self.problem(file, line, what, "write latitude (-90 to 90), then longitude (-180 to 180)");
        }
        if row.radius.is_some_and(|r| !(0.0..=20_000.0).contains(&r)) {
            return self.problem(file, line, "the radius is no distance on the globe".into(), "write it in km");
        }
        if !matches!(row.status.as_str(), "" | "disputed") {
            return self.problem(file, line, format!("unknown status “{}”", row.status), "write disputed, or nothing");
        }
        if row.status == "disputed" && row.note.is_empty() {
            return self.problem(
                file,
                line,
                "disputed, but by whom is not said".into(),
                "say it neutrally in the note",
            );
        }
        let names: Vec<String> =
            row.aliases.split('|').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect();
        if fold(&row.name).is_empty() || names.iter().any(|n| fold(n).is_empty()) {
            return self.problem(file, line, "a name has no letters".into(), "write the name in Latin letters");
        }
        let at = |degrees: f64| (degrees * 20.0).round() as i64;
        let key = (fold(&row.name), row.kind.clone(), row.country.clone(), at(row.lat), at(row.lon));
        if !self.seen.insert(key) {
            return self.problem(file, line, format!("{} stands here twice", row.name), "keep one of the lines");
        }
        let area = match row.admin1.as_str() {
            "" => None,
            name => {
                let area = self.admin1.get(&(row.country.clone(), fold(name))).copied();
                if area.is_none() {
                    let what = format!("no admin1 area of {} is called “{name}”", row.country);
                    self.problem(file, line, what, "write it as a name or alias of a line with the kind admin1 has it");
                }
                area
            }
        };
        let folded: Vec<String> = std::iter::once(&row.name).chain(&names).map(|n| fold(n)).collect();
        let number = self.builder.add(Entry {
            name: row.name.clone(),
            names,
            kind: Some(kind),
            country,
            point: (row.lat, row.lon),
            population: row.population.unwrap_or(0),
            radius: row.radius.unwrap_or(0.0),
            area,
            geonames: number,
            ..Entry::default()
        });
        if kind == SiteKind::Admin1 {
            for name in folded {
                self.admin1.entry((row.country.clone(), name)).or_insert(number);
            }
        }
    }
}

/// A gazetteer as its bytes.
mod packed {
    use std::fmt;

    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    use crate::gazetteer::Gazetteer;

    pub(super) fn serialize<S: Serializer>(own: &Gazetteer, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(own.bytes())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Gazetteer, D::Error> {
        struct Packed;
        impl Visitor<'_> for Packed {
            type Value = Gazetteer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a gazetteer's bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Gazetteer, E> {
                Gazetteer::open_shared(bytes.into()).map_err(E::custom)
            }
        }
        from.deserialize_bytes(Packed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name,aliases,kind,country,admin1,lat,lon,radius,population,status,note\n";

    fn load(lines: &str) -> (Table, Vec<String>) {
        let mut problems = Problems::default();
        let text = format!("{HEAD}{lines}");
        let folder = Folder::of(&[("places/a.csv", &text), ("places/words/codes.csv", "alpha2,alpha3\nML,MLI\n")]);
        let table = Table::load(&folder, &mut problems);
        let about_a = problems.iter().filter(|p| p.file == "places/a.csv");
        let told = about_a.map(ToString::to_string).collect();
        (table, told)
    }

    #[test]
    fn a_place_is_found_under_each_of_its_names_and_knows_its_area() {
        let (table, problems) = load(
            "Ansongo,Ansonghoville,town,MLI,Gao,15.66,0.5,,30000,,\nGao,Gao Region,admin1,MLI,,17,0,300,,,\n\
             Hala'ib,Halayeb,region,EGY,,22.2,36.5,60,,disputed,Claimed by Egypt and Sudan\n",
        );
        assert_eq!(problems, [""; 0]);
        let at = table.own.find("ansonghoville")[0].site;
        let site = table.own.site(at);
        assert_eq!((site.name, table.own.admin1(&site).map(|a| a.name)), ("Ansongo", Some("Gao")));
        assert_eq!(table.disputed(&site), None);
        let disputed = table.own.site(table.own.find("Halaib")[0].site);
        assert_eq!(table.disputed(&disputed), Some("Claimed by Egypt and Sudan"));
    }

    #[test]
    fn a_wrong_line_is_named_with_what_to_do() {
        for (line, said) in [
            ("A,,town,MLI,,95,0,,,,\n", "places/a.csv:2: 95, 0 is not on the globe"),
            ("A,,village,MLI,,5,0,,,,\n", "unknown kind “village”; use one of country, admin1"),
            ("A,,town,Mali,,5,0,,,,\n", "“Mali” is no country code"),
            ("A,,town,MLI,Gao,5,0,,,,\n", "no admin1 area of MLI is called “Gao”"),
            ("A,,town,MLI,,5,0,,,,\nA,,town,MLI,,5.01,0,,,,\n", "places/a.csv:3: A stands here twice"),
            ("A,,town,MLI,,5,0,,,claimed,\n", "unknown status “claimed”"),
            ("A,,town,MLI,,5,0,,,disputed,\n", "by whom is not said"),
            ("A,,town,MLI,,five,0,,,,\n", "invalid float"),
            ("A,,town,MLI,,5,0,-3,,,\n", "the radius is no distance"),
            ("..,,town,MLI,,5,0,,,,\n", "a name has no letters"),
        ] {
            let (_, problems) = load(line);
            assert!(problems.iter().any(|p| p.contains(said)), "{line:?} gave {problems:?}");
        }
    }

    #[test]
    fn the_table_comes_back_from_its_bytes() {
        let (table, _) = load("Gao,Gao Region,admin1,MLI,,17,0,300,,,\n");
        let bytes = postcard::to_stdvec(&table).expect("packs");
        let back: Table = postcard::from_bytes(&bytes).expect("opens");
        assert_eq!(back.own.find("gao region").len(), 1);
    }
}
