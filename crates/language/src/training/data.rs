//! Treebank sentences as the trainer takes them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::document::EntityKind;
use crate::tags::Deprel;

/// One gold sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gold {
    /// Its name in the treebank.
    pub id: String,
    pub words: Vec<String>,
    pub lemmas: Vec<String>,
    /// (UPOS, XPOS, FEATS) as text.
    pub tags: Vec<(String, String, String)>,
    /// Head of each word, 0 for the root, else number of the word from 1.
    pub heads: Vec<u32>,
    pub rels: Vec<Deprel>,
    /// What the phrase that each word heads is, where the treebank marks entities.
    pub kinds: Option<Vec<Option<EntityKind>>>,
}

/// What `read` makes of a file; its errors name the file.
pub(crate) fn named<T>(path: &Path, read: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    read(path).map_err(|e| io::Error::other(format!("{}: {e}", path.display())))
}

/// Reads every sentence of a CoNLL-U file.
pub(crate) fn read(path: &Path) -> io::Result<Vec<Gold>> {
    let text = std::fs::read_to_string(path)?;
    let mut sentences = Vec::new();
    let has_entities = text.contains("# global.Entity");
    for block in text.split("\n\n") {
        let rows: Vec<Vec<&str>> = block
            .lines()
            .filter(|l| l.as_bytes().first().is_some_and(u8::is_ascii_digit))
            .map(|l| l.split('\t').collect::<Vec<_>>())
            .filter(|row| row.len() == 10 && row[0].bytes().all(|b| b.is_ascii_digit()))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let id = block.lines().find_map(|l| l.strip_prefix("# sent_id = ")).unwrap_or_default();
        let mut gold = Gold { id: id.to_owned(), ..Gold::default() };
        for row in &rows {
            gold.words.push(row[1].to_owned());
            gold.lemmas.push(row[2].to_owned());
            gold.tags.push((row[3].to_owned(), row[4].to_owned(), row[5].to_owned()));
            gold.heads.push(row[6].parse().unwrap_or(0));
            gold.rels.push(Deprel::parse(row[7]).unwrap_or(Deprel::Dep));
        }
        if has_entities {
            gold.kinds = Some(entities(&rows, &gold.heads));
        }
        sentences.push(gold);
    }
    Ok(sentences)
}

/// The kind of the widest entity that each word heads.
fn entities(rows: &[Vec<&str>], heads: &[u32]) -> Vec<Option<EntityKind>> {
    let mut open: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    let mut found = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let Some(marks) = row[9].split('|').find_map(|m| m.strip_prefix("Entity=")) else { continue };
        for mark in split_marks(marks) {
            let (opens, closes) = (mark.starts_with('('), mark.ends_with(')'));
            let inner = mark.trim_matches(|c| c == '(' || c == ')');
            let id = inner.split('-').next().unwrap_or_default().to_owned();
            if opens {
                open.entry(id.clone()).or_default().push((i, inner.to_owned()));
            }
            if closes {
                if let Some((start, what)) = open.get_mut(&id).and_then(Vec::pop) {
                    found.push((start, i + 1, what));
                }
            }
        }
    }
    found.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut kinds = vec![None; rows.len()];
    for (start, end, what) in found {
        let fields: Vec<&str> = what.split('-').collect();
        let Some(kind) = EntityKind::ALL.into_iter().find(|k| Some(&k.as_str()) == fields.get(1)) else { continue };
        let outside = |w: usize| !(start + 1..=end).contains(&(heads[w] as usize));
        if let Some(head) = (start..end).find(|&w| outside(w)) {
            kinds[head].get_or_insert(kind);
        }
    }
    kinds
}

/// `(4-object…(5-…` and `4)3)` into their single marks.
fn split_marks(marks: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, c) in marks.char_indices() {
        if c == '(' && i > start {
            out.push(&marks[start..i]);
            start = i;
        }
        if c == ')' {
            out.push(&marks[start..=i]);
            start = i + 1;
        }
    }
    if start < marks.len() {
        out.push(&marks[start..]);
    }
    out
}
