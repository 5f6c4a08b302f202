//! Tokens: who may ask from elsewhere. Only their sums (SHA-256) are kept; a token is 256 random bits, so that no slower
//! sum would make guessing harder.

use std::fs;
use std::path::{Path, PathBuf};

use ring::digest::{digest, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use crate::{file, Error};

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Whose it is.
    pub name: String,
    /// What its holder may do; tokens of earlier versions may read.
    #[serde(default)]
    pub role: Role,
    /// SHA-256 of the token, in hexadecimal digits.
    pub sha256: String,
    /// Day on which it was made.
    pub made: String,
}

/// What somebody may do; each may also do what those before may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Read everything.
    #[default]
    Read,
    /// Decide: merge, split, correct, note, retract, and undo one's own decisions.
    Correct,
    /// Undo the decisions of others; see how webhooks stand.
    Administer,
}

impl Role {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Correct => "correct",
            Self::Administer => "administer",
        }
    }
}

/// The tokens of a file of JSON Lines.
#[derive(Clone, Debug)]
pub struct Tokens {
    path: PathBuf,
    tokens: Vec<Token>,
}

/// Longest name of a token.
const LONGEST_NAME: usize = 100;

impl Tokens {
    /// The tokens in `path`; none where there is no such file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let wrong = |reason: String| Error::Tokens { path: path.to_owned(), reason };
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(e) => return Err(wrong(format!("{e}; check its permissions"))),
        };
        let line = |(i, line): (usize, &str)| {
            serde_json::from_str(line)
                .map_err(|e| wrong(format!("line {}: {e}; remove the line or restore the file", i + 1)))
        };
        let tokens =
            text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(line).collect::<Result<_, _>>()?;
        Ok(Self { path: path.to_owned(), tokens })
    }

    /// Makes a token for `name`, keeps its sum, and gives the token: it is told once.
    pub fn add(&mut self, name: &str, role: Role, today: &str) -> Result<String, Error> {
        let wrong = |reason: &str| Error::Tokens { path: self.path.clone(), reason: reason.into() };
        if name.is_empty() || name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(wrong("a name has 1 to 100 letters and stands on one line"));
        }
        if self.tokens.iter().any(|t| t.name == name) {
            return Err(wrong("this name has a token; remove it first, or take another name"));
        }
        let mut bits = [0; 32];
        SystemRandom::new().fill(&mut bits).map_err(|_| wrong("the system has no random numbers"))?;
        let token = format!("att_{}", digits(&bits));
        self.tokens.push(Token { name: name.into(), role, sha256: sum(&token), made: today.into() });
        self.write()?;
        Ok(token)
    }

    /// Takes the token of `name` away; whether there was one.
    pub fn remove(&mut self, name: &str) -> Result<bool, Error> {
        let before = self.tokens.len();
        self.tokens.retain(|t| t.name != name);
        self.write()?;
        Ok(self.tokens.len() < before)
    }

    /// The tokens, in the order in which they were made.
    pub fn list(&self) -> &[Token] {
        &self.tokens
    }

    /// Whether nobody has one.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Whose token this is.
    pub(crate) fn holder(&self, token: &str) -> Option<&Token> {
        let sum = sum(token);
        self.tokens.iter().find(|t| t.sha256 == sum)
    }

    fn write(&self) -> Result<(), Error> {
        let lines: String = self.tokens.iter().map(|t| serde_json::to_string(t).unwrap_or_default() + "\n").collect();
        file::replace(&self.path, lines.as_bytes(), 0o600)
            .map_err(|e| Error::Tokens { path: self.path.clone(), reason: format!("cannot be written: {e}") })
    }
}

fn sum(token: &str) -> String {
    digits(digest(&SHA256, token.as_bytes()).as_ref())
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
