//! `sources.toml`: which sources are followed, and how.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use crate::day;

/// What a `sources.toml` says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How servers can reach who asks them: told in each request.
    pub contact: Option<String>,
    /// Hosts that may be asked though their addresses are private.
    pub allow_private: Vec<String>,
    /// Least time between two requests to one host.
    pub pause: Duration,
    /// Longest time for one answer.
    pub patience: Duration,
    /// The sources, in their order.
    pub sources: Vec<Source>,
}

/// One source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, which is also the publisher's where a report names none.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// Time between two looks at it.
    pub every: Duration,
    /// Where the texts of a feed's reports come from.
    pub text: TextFrom,
    /// Entries dated earlier are passed over.
    pub since: Option<Date>,
}

/// Where a source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A feed or sitemap at an address.
    List(String),
    /// A page that is one report, read again when it changes.
    Page(String),
    /// A folder or a file.
    Folder(PathBuf),
}

/// Where the texts of a feed's reports come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextFrom {
    /// The page that an entry leads to.
    #[default]
    Page,
    /// The entry itself.
    Feed,
}

/// What is wrong with a `sources.toml`: file, line, remedy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Mistake(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    contact: Option<String>,
    #[serde(default)]
    allow_private: Vec<String>,
    pause: Option<Spanned<String>>,
    patience: Option<Spanned<String>>,
    #[serde(default)]
    source: Vec<Spanned<Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    name: Option<String>,
    feed: Option<Spanned<String>>,
    sitemap: Option<Spanned<String>>,
    page: Option<Spanned<String>>,
    folder: Option<Spanned<String>>,
    every: Option<Spanned<String>>,
    #[serde(default)]
    text: TextFrom,
    since: Option<Spanned<String>>,
}

impl Settings {
    /// Reads the file at `path`; folders in it are counted from where it lies.
    ///
    /// # Errors
    /// The first mistake in it, with its line and what to do.
    pub fn read(path: &Path) -> Result<Self, Mistake> {
        let text =
            std::fs::read_to_string(path).map_err(|e| Mistake(format!("{} cannot be read: {e}", path.display())))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::parse(&text, &path.display().to_string(), folder)
    }

    /// Reads `text`, which messages call `name`; folders are counted from `beside`.
    ///
    /// # Errors
    /// As [`Settings::read`].
    pub fn parse(text: &str, name: &str, beside: &Path) -> Result<Self, Mistake> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let wrong = |at: usize, what: String| Mistake(format!("{name}, line {}: {what}", line(at)));
        let file: File = toml::from_str(text)
            .map_err(|e| wrong(e.span().map_or(0, |s| s.start), e.message().trim().replace('\n', " ")))?;
        if file.source.is_empty() {
            return Err(Mistake(format!(
                "{name} names no source; write [[source]] and below it feed = \"https://…\", sitemap, page or folder"
            )));
        }
        let time = |given: &Option<Spanned<String>>, usual: u64, least: u64, most: u64| match given {
            None => Ok(Duration::from_secs(usual)),
            Some(given) => span(given.get_ref()).filter(|d| (least..=most).contains(&d.as_secs())).ok_or_else(|| {
                let shown = given.get_ref();
                let what = format!(
                    "{shown:?} is no time from {least} s to {most} s; write for example \"90s\", \"10m\", \"2h\""
                );
                wrong(given.span().start, what)
            }),
        };
        let mut sources = Vec::new();
        let (mut names, mut places) = (BTreeSet::new(), BTreeSet::new());
        for table in file.source {
            let at = table.span().start;
            let table = table.into_inner();
            let given = [(&table.feed, 0), (&table.sitemap, 0), (&table.page, 1), (&table.folder, 2)];
            let mut given = given.into_iter().filter_map(|(place, kind)| Some((place.as_ref()?, kind)));
            let (Some((place, kind)), None) = (given.next(), given.next()) else {
                return Err(wrong(at, "a source needs one of feed, sitemap, page, folder".into()));
            };
            let shown = place.get_ref().clone();
            let at = place.span().start;
            let place = match kind {
                2 => Place::Folder(beside.join(&shown)),
                _ => {
                    let url = Url::parse(&shown).ok().filter(is_followed);
                    let url =
                        url.ok_or_else(|| wrong(at, format!("{shown:?} is no address; write https://host/path")))?;
                    if kind == 0 {
                        Place::List(url.into())
                    } else {
                        Place::Page(url.into())
                    }
                }
            };
            if !places.insert(shown.clone()) {
                return Err(wrong(at, format!("{shown:?} is there twice; take one out")));
            }
            let name = table.name.filter(|n| !n.trim().is_empty()).unwrap_or(shown);
            if !names.insert(name.clone()) {
                return Err(wrong(at, format!("another source is named {name:?} too; give each a name of its own")));
            }
            let since =
                table.since.as_ref().map(|d| day(d.get_ref()).map_err(|e| wrong(d.span().start, e.to_string())));
            let every = time(&table.every, 600, 1, 30 * 86_400)?;
            sources.push(Source { name, place, every, text: table.text, since: since.transpose()? });
        }
        Ok(Self {
            contact: file.contact.filter(|c| !c.contains(|c: char| c.is_control() || !c.is_ascii())),
            allow_private: file.allow_private.iter().map(|h| h.trim_matches(['[', ']']).to_ascii_lowercase()).collect(),
            pause: time(&file.pause, 2, 0, 3600)?,
            patience: time(&file.patience, 30, 1, 600)?,
            sources,
        })
    }
}

/// Whether an address is one that can be asked: on the net, and without a password that would end up in messages.
fn is_followed(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty() && url.password().is_none()
}

/// A length of time: a number and s, m, h or d.
fn span(text: &str) -> Option<Duration> {
    let text = text.trim();
    let unit = match text.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    let number: u64 = text[..text.len() - 1].trim().parse().ok()?;
    Some(Duration::from_secs(number.checked_mul(unit)?))
}

/// The feeds of an OPML document as a `sources.toml`.
///
/// # Errors
/// What is wrong with the document.
pub fn import(opml: &[u8]) -> Result<String, String> {
    let list = crate::feed::parse(opml, None, None)?;
    if list.kind != crate::feed::Kind::Opml {
        return Err("it is no OPML; export the subscriptions of your reader as OPML".into());
    }
    let (mut names, mut places) = (BTreeSet::new(), BTreeSet::new());
    let mut out = String::new();
    for entry in list.entries {
        let Some(address) = entry.address.filter(|a| places.insert(a.clone())) else { continue };
        if !Url::parse(&address).is_ok_and(|url| is_followed(&url)) {
            out += "# left out: an address with a password in it\n\n";
            continue;
        }
        // Somebody else's title may be this address.
        let more = (2..).map(|n| format!("{address} ({n})"));
        let mut named = entry.title.into_iter().chain([address.clone()]).chain(more);
        let name = named.find(|name| names.insert(name.clone())).unwrap_or_default();
        let quoted = |text: String| toml::Value::String(text).to_string();
        out += &format!("[[source]]\nname = {}\nfeed = {}\n\n", quoted(name), quoted(address));
    }
    match names.is_empty() {
        true => Err("it names no feed: no outline has an xmlUrl".into()),
        false => Ok(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> String {
        Settings::parse(text, "s.toml", Path::new("")).expect_err("a mistake").to_string()
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, wanted) in [
            ("", "s.toml names no source; write [[source]]"),
            ("[[source]]\nfeed = \"https://a.example/\"\nevry = \"1m\"", "s.toml, line 3: unknown field `evry`"),
            ("[[source]]\nfeed = \"ftp://a.example/\"", "s.toml, line 2: \"ftp://a.example/\" is no address"),
            ("[[source]]\nname = \"a\"", "s.toml, line 1: a source needs one of"),
            ("[[source]]\npage = \"https://a.example\"\nevery = \"soon\"", "s.toml, line 3: \"soon\" is no time"),
            ("[[source]]\nfolder = \"a\"\nsince = \"2021-02-30\"", "s.toml, line 3: there is no day"),
            ("[[source]]\nfolder = \"a\"\n[[source]]\nfolder = \"a\"", "s.toml, line 4: \"a\" is there twice"),
            ("[[source]\n", "s.toml, line 1: "),
        ] {
            let said = mistake(text);
            assert!(said.starts_with(wanted), "{text:?}: {said}");
        }
    }

    #[test]
    fn subscriptions_become_sources() {
        let opml = br#"<?xml version="1.0"?><opml version="2.0"><body><outline text="Wires">
            <outline text="Harbour &amp; Wire" xmlUrl="https://wire.example/rss"/><outline text="again" xmlUrl="https://wire.example/rss"/>
            <outline type="rss" text="Gazette" xmlUrl="https://gazette.example/feed"/></outline></body></opml>"#;
        let text = import(opml).unwrap();
        let settings = Settings::parse(&text, "x", Path::new("")).unwrap();
        let seen: Vec<_> = settings.sources.iter().map(|s| (s.name.as_str(), &s.place)).collect();
        let at = |a: &str| Place::List(a.into());
        assert_eq!(
            seen,
            [("Harbour & Wire", &at("https://wire.example/rss")), ("Gazette", &at("https://gazette.example/feed"))]
        );
        assert!(import(b"<html></html>").is_err());
    }

    #[test]
    fn whatever_is_imported_can_be_followed() {
        let opml = br#"<opml><outline xmlUrl="https://b.example/"/><outline text="https://b.example/" xmlUrl="https://c.example/"/>
            <outline text="https://c.example/" xmlUrl="https://d.example/"/><outline text="https://d.example/" xmlUrl="https://e.example/"/>
            <outline text="https://e.example/" xmlUrl="https://a:secret@wire.example/"/></opml>"#;
        let text = import(opml).unwrap();
        assert_eq!(Settings::parse(&text, "x", Path::new("")).unwrap().sources.len(), 4, "{text}");
        assert!(!text.contains("secret"));
    }
}
