//! Knowledge files: found, read, and their records handed out with the line on which each stands, so that every problem
//! can name file, line, what is wrong and what to do.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// Longest line that a knowledge file may have, in bytes.
const LONGEST_LINE: usize = 64 * 1024;

/// The files of one or several knowledge folders; a file of a later folder takes the place of, or stands beside, the
/// earlier folders' files.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    root: PathBuf,
    /// Path below the root, with `/`, to the file's bytes.
    files: BTreeMap<String, Vec<u8>>,
    /// Files that some table has asked for.
    read: RefCell<BTreeSet<String>>,
}

impl Folder {
    /// Reads every `.toml` and `.csv` file below `root`.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut folder = Self { root: root.to_owned(), ..Self::default() };
        folder.add(root, root)?;
        Ok(folder)
    }

    /// Reads one file, wherever it lies; its name in the folder is `path`.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let bytes = fs::read(path)?;
        Ok(Self { files: BTreeMap::from([(path.to_string_lossy().into_owned(), bytes)]), ..Self::default() })
    }

    /// The same with the files of `other` added; a file of the same path takes the place of the one before.
    pub fn overlaid(mut self, other: Self) -> Self {
        self.root = other.root;
        self.files.extend(other.files);
        self
    }

    /// Every file as one block of bytes.
    pub fn pack(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_stdvec(&self.files)
    }

    /// The files that [`Folder::pack`] packed.
    pub fn unpack(bytes: &[u8]) -> Result<Self, postcard::Error> {
        Ok(Self { files: postcard::from_bytes(bytes)?, ..Self::default() })
    }

    /// Paths of its files, in order.
    pub fn names(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    /// Whether some table has asked for a file.
    pub fn is_read(&self, name: &str) -> bool {
        self.read.borrow().contains(name)
    }

    /// A folder of given files, for tests.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        Self { files, ..Self::default() }
    }

    fn add(&mut self, root: &Path, below: &Path) -> io::Result<()> {
        for entry in fs::read_dir(below)? {
            let path = entry?.path();
            if path.is_dir() {
                self.add(root, &path)?;
            } else if path.extension().is_some_and(|e| e == "toml" || e == "csv") {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                self.files.insert(name, fs::read(&path)?);
            }
        }
        Ok(())
    }

    /// Where it was read from.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Files whose path starts with `prefix`, in the order of their paths: "actors/".
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.files.keys().map(String::as_str).filter(move |name| name.starts_with(prefix))
    }

    /// A file's text; a missing, non-UTF-8 or overlong one is a problem and gives `None`.
    pub fn text(&self, name: &str, problems: &mut Problems) -> Option<&str> {
        self.read.borrow_mut().insert(name.to_owned());
        let Some(bytes) = self.files.get(name) else {
            problems.push(Problem::new(name, 0, "the file is missing", "put it back, or take it from the repository"));
            return None;
        };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) => {
                let line = line_at(bytes, e.valid_up_to());
                problems.push(Problem::new(name, line, "these bytes are not UTF-8", "save the file as UTF-8"));
                return None;
            }
        };
        if let Some(i) = text.lines().position(|l| l.len() > LONGEST_LINE) {
            problems.push(Problem::new(name, i + 1, "the line is longer than 64 KiB", "break it into several records"));
            return None;
        }
        Some(text)
    }

    /// The records of a CSV file (first line: column names) with their lines.
    pub fn csv<T: DeserializeOwned>(&self, name: &str, problems: &mut Problems) -> Vec<(usize, T)> {
        let Some(text) = self.text(name, problems) else { return Vec::new() };
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
        let mut records = Vec::new();
        let headers = match reader.headers() {
            Ok(headers) => headers.clone(),
            Err(e) => {
                problems.push(Problem::new(name, 1, e.to_string(), "write the column names on the first line"));
                return records;
            }
        };
        for row in reader.records() {
            let position = match &row {
                Ok(row) => row.position(),
                Err(e) => e.position(),
            };
            let line = position.map_or(0, |p| record_line(text, p.byte() as usize));
            match row.and_then(|row| row.deserialize(Some(&headers))) {
                Ok(record) => records.push((line, record)),
                Err(e) => problems.push(Problem::new(
                    name,
                    line,
                    csv_reason(&e),
                    "compare with the column names on the first line",
                )),
            }
        }
        records
    }

    /// The tables `[[key]]` of a TOML file with their lines.
    pub fn toml<T: DeserializeOwned>(&self, name: &str, key: &str, problems: &mut Problems) -> Vec<(usize, T)> {
        let Some(text) = self.text(name, problems) else { return Vec::new() };
        let line = |span: Option<std::ops::Range<usize>>| span.map_or(0, |s| line_at(text.as_bytes(), s.start));
        let mut file: BTreeMap<String, Vec<toml::Spanned<toml::Value>>> = match toml::from_str(text) {
            Ok(file) => file,
            Err(e) => {
                problems.push(Problem::new(name, line(e.span()), e.message(), "see knowledge/README.md for the form"));
                return Vec::new();
            }
        };
        let tables = file.remove(key).unwrap_or_default();
        if let Some((other, rows)) = file.into_iter().next() {
            let at = line(rows.first().map(toml::Spanned::span));
            problems.push(Problem::new(name, at, format!("unknown table [[{other}]]"), format!("use [[{key}]]")));
        }
        let mut records = Vec::new();
        for table in tables {
            let at = line(Some(table.span()));
            match table.into_inner().try_into() {
                Ok(record) => records.push((at, record)),
                Err(e) => problems.push(Problem::new(name, at, e.message(), "see knowledge/README.md for the keys")),
            }
        }
        records
    }
}

fn csv_reason(e: &csv::Error) -> String {
    match e.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        _ => e.to_string(),
    }
}

/// Line of the record that the CSV reader says starts at `byte`: it counts the notes above a record to the record.
fn record_line(text: &str, byte: usize) -> usize {
    let rest = text.get(byte..).unwrap_or_default();
    let skipped = rest.lines().take_while(|l| l.starts_with('#') || l.is_empty()).count();
    line_at(text.as_bytes(), byte) + skipped
}

/// Line number, from 1, of a byte.
fn line_at(bytes: &[u8], at: usize) -> usize {
    bytes[..at.min(bytes.len())].iter().filter(|&&b| b == b'\n').count() + 1
}

/// Something wrong in a knowledge file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Path below the knowledge folder.
    pub file: String,
    /// Line, from 1; 0 where no line can be named.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Problem {
    /// A problem on a line of a file.
    pub fn new(file: &str, line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into(), remedy: remedy.into() }
    }

    pub(crate) fn of_folder(folder: &Folder, what: String) -> Self {
        Self::new(&folder.root.to_string_lossy(), 0, what, "report this as a fault of the program")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.file, self.line, self.what, self.remedy)
    }
}

/// Everything wrong in the knowledge files, in the order in which it was found.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes a problem.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Row {
        id: String,
        year: u16,
    }

    #[test]
    fn a_csv_record_knows_its_line() {
        let folder = Folder::of(&[("a.csv", "id,year\n# a note\nx,1999\ny,soon\nz,2001\n")]);
        let mut problems = Problems::default();
        let rows: Vec<(usize, Row)> = folder.csv("a.csv", &mut problems);
        assert_eq!(
            rows.iter().map(|(l, r)| (*l, r.id.as_str(), r.year)).collect::<Vec<_>>(),
            [(3, "x", 1999), (5, "z", 2001)]
        );
        let problem = problems.iter().next().expect("line 4 is wrong");
        assert_eq!((problem.file.as_str(), problem.line), ("a.csv", 4));
    }

    #[test]
    fn a_toml_record_knows_its_line_and_unknown_keys_are_refused() {
        let folder = Folder::of(&[("a.toml", "[[row]]\nid = \"x\"\nyear = 1\n\n[[row]]\nid = \"y\"\nyaer = 2\n")]);
        let mut problems = Problems::default();
        let rows: Vec<(usize, Row)> = folder.toml("a.toml", "row", &mut problems);
        assert_eq!(rows.len(), 1);
        let problem = problems.iter().next().expect("the second row is wrong");
        assert_eq!(problem.line, 5);
        assert!(problem.what.contains("yaer"), "{problem}");
    }
}
