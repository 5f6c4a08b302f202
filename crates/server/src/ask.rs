//! A request, its parameters checked against what the route takes.

use hyper::body::Bytes;
use jiff::civil::Date;
use ledger::{Mark, Period};
use percent_encoding::percent_decode_str;

use crate::cursor;
use crate::problem::Problem;

/// Longest value of a parameter, in bytes.
pub(crate) const LONGEST_VALUE: usize = 1000;
/// Rows of a page where nobody says how many, and at most.
pub(crate) const ROWS: usize = 50;
pub(crate) const MOST_ROWS: usize = 200;

/// What a parameter's value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any words.
    Text,
    /// YYYY-MM-DD.
    Day,
    /// Values apart by commas.
    List,
    /// A row's number.
    Number,
    /// Rows of a page.
    Limit,
    /// Where the last page ended.
    Cursor,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// A parameter of a route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Param {
    pub name: &'static str,
    pub kind: Kind,
    pub about: &'static str,
    pub required: bool,
}

/// What is asked.
pub(crate) struct Ask {
    pub path: String,
    /// What stands in the path at `{…}`.
    pub named: Option<String>,
    pub query: Vec<(String, String)>,
    pub content_type: String,
    pub body: Bytes,
}

impl Ask {
    /// Checks every parameter against those that are known.
    pub fn check(&self, known: &[Param]) -> Result<(), Problem> {
        for (i, (name, value)) in self.query.iter().enumerate() {
            let Some(param) = known.iter().find(|p| p.name == name) else {
                let names: Vec<&str> = known.iter().map(|p| p.name).collect();
                let remedy = if names.is_empty() {
                    "it takes none".to_owned()
                } else {
                    format!("it takes {}", names.join(", "))
                };
                return Err(Problem::bad_request(format!("{} has no parameter of this name; {remedy}", self.path)));
            };
            if self.query[..i].iter().any(|(other, _)| other == name) {
                return Err(Problem::bad_request(format!("{name} is given twice; give it once")));
            }
            param.check(value)?;
        }
        match known.iter().find(|p| p.required && self.text(p.name).is_none()) {
            Some(missing) => Err(Problem::bad_request(format!("{} is missing: {}", missing.name, missing.about))),
            None => Ok(()),
        }
    }

    /// What the body says that it is, in lower case, without parameters.
    pub fn media_type(&self) -> String {
        self.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The value of a parameter, where it is given and not empty.
    pub fn text(&self, name: &str) -> Option<String> {
        let given = self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.trim());
        given.filter(|value| !value.is_empty()).map(str::to_owned)
    }

    pub fn list(&self, name: &str) -> Vec<String> {
        let given = self.text(name).unwrap_or_default();
        given.split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect()
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    pub fn period(&self) -> Period {
        Period { since: self.text("since"), until: self.text("until") }
    }

    pub fn limit(&self) -> usize {
        self.number("limit").and_then(|n| usize::try_from(n).ok()).unwrap_or(ROWS)
    }

    /// Where the last page ended.
    pub fn after(&self) -> Result<Option<Mark>, Problem> {
        self.text("cursor").map(|c| cursor::read(self.list_id(), &c)).transpose()
    }

    /// What a cursor of this list is bound to.
    pub fn list_id(&self) -> u64 {
        cursor::list(&self.path, &self.query)
    }
}

impl Param {
    fn check(&self, value: &str) -> Result<(), Problem> {
        let name = self.name;
        if value.len() > LONGEST_VALUE {
            return Err(Problem::bad_request(format!(
                "{name} is longer than {LONGEST_VALUE} bytes; ask for less at once"
            )));
        }
        let value = value.trim();
        if value.is_empty() {
            return Ok(());
        }
        let wrong = |wanted: String| Err(Problem::bad_request(format!("{name} has to be {wanted}")));
        match self.kind {
            Kind::Text | Kind::List | Kind::Cursor => Ok(()),
            Kind::Day if value.len() == 10 && value.parse::<Date>().is_ok() => Ok(()),
            Kind::Day => wrong("a day, such as 2024-05-31".into()),
            Kind::Number if value.parse::<i64>().is_ok() => Ok(()),
            Kind::Number => wrong("a number".into()),
            Kind::Limit if value.parse().is_ok_and(|n| (1..=MOST_ROWS).contains(&n)) => Ok(()),
            Kind::Limit => wrong(format!("a number from 1 to {MOST_ROWS}")),
            Kind::Choice(words) if words.contains(&value) => Ok(()),
            Kind::Choice(words) => wrong(format!("one of {}", words.join(", "))),
        }
    }
}

/// The parameters of a query string.
pub(crate) fn parameters(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// A segment of a path, decoded.
pub(crate) fn segment(raw: &str) -> Result<String, Problem> {
    let decoded = percent_decode_str(raw).decode_utf8();
    decoded.map(std::borrow::Cow::into_owned).map_err(|_| Problem::bad_request("the path is not UTF-8"))
}
