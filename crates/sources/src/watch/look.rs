//! One look: what a source lists now, what an entry of it says.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;

use jiff::civil::Date;
use url::Url;

use super::state::{Listed, Standing, Task};
use crate::client::{host_of, Answer, Client, Refusal, Request};
use crate::feed::{self, Entry, Kind};
use crate::settings::{Place, Settings, Source, TextFrom};
use crate::{answer, html, BadBytes, Fault, Options, Report, Unread};

/// What a look at a source gave.
pub(super) struct Looked {
    pub listed: Vec<Listed>,
    pub standing: Standing,
    pub kind: Option<Kind>,
}

/// What an entry gave.
pub(super) enum Told {
    /// It is a list itself.
    List(Vec<Listed>),
    /// All its reports were handed out; with what could not be read.
    Reports(Option<String>),
}

/// Looks at a source. Where nothing has changed the list is empty.
pub(super) fn source(client: &Client, source: &Source, was: &Standing) -> Result<Looked, Refusal> {
    let address = match &source.place {
        Place::Folder(folder) => return folder_list(source, folder),
        Place::List(address) | Place::Page(address) => was.moved.as_ref().unwrap_or(address),
    };
    let request = Request { address: address.clone(), etag: was.etag.clone(), modified: was.modified.clone() };
    let answer = client.get(&request)?;
    let moved = answer.moved.clone().or_else(|| was.moved.clone());
    let Some(body) = &answer.body else {
        let standing =
            Standing { moved, etag: was.etag.clone(), modified: was.modified.clone(), ..Standing::default() };
        return Ok(Looked { listed: Vec::new(), standing, kind: None });
    };
    let mut standing =
        Standing { moved, etag: answer.etag.clone(), modified: answer.modified.clone(), ..Standing::default() };
    if let Place::Page(address) = &source.place {
        let report =
            page(client_report(address, source, None), answer).map_err(|fault| Refusal::lasting(fault.to_string()))?;
        let mut hasher = DefaultHasher::new();
        report.text.hash(&mut hasher);
        let stamp = Some(format!("{:016x}", hasher.finish()));
        let entry = Entry { address: Some(address.clone()), stamp, ..Entry::default() };
        return Ok(Looked { listed: list(source, vec![entry]), standing, kind: None });
    }
    let feed = feed::parse(body, answer.charset.as_deref(), Some(&answer.address)).map_err(Refusal::passing)?;
    if feed.kind == Kind::Opml {
        return Err(Refusal::passing("it is a list of feeds; make sources of it with attache sources import"));
    }
    standing.fault = feed.broken.map(|broken| format!("read in part: {broken}"));
    Ok(Looked { listed: list(source, feed.entries), standing, kind: Some(feed.kind) })
}

/// Entries with the keys and hosts that they go by.
fn list(source: &Source, entries: Vec<Entry>) -> Vec<Listed> {
    let early = |entry: &Entry| matches!((entry.published, source.since), (Some(day), Some(since)) if day < since);
    let entries = entries.into_iter().filter(|entry| !early(entry));
    let listed = entries.map(|entry| {
        let key = match (&entry.address, &entry.id) {
            (Some(address), _) => address.clone(),
            (None, id) => format!("{}#{}", source.name, id.as_deref().unwrap_or_default()),
        };
        let url = entry.address.as_deref().and_then(|a| Url::parse(a).ok());
        let host = url.map_or_else(|| source.name.clone(), |url| host_of(&url));
        Listed { key, host, entry }
    });
    listed.collect()
}

fn folder_list(source: &Source, folder: &Path) -> Result<Looked, Refusal> {
    let broken = |e: std::io::Error| Refusal::lasting(format!("{} cannot be read: {e}", folder.display()));
    let files = match folder.metadata().map_err(broken)?.is_dir() {
        true => crate::files(folder).map_err(broken)?,
        false => vec![folder.to_owned()],
    };
    let listed = files.into_iter().filter_map(|path| {
        let about = path.metadata().ok()?;
        let changed = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        let stamp = Some(format!("{}-{}", changed.as_nanos(), about.len()));
        let key = path.to_str()?.to_owned();
        let entry = Entry { address: Some(key.clone()), stamp, ..Entry::default() };
        Some(Listed { key, host: format!("folder {}", source.name), entry })
    });
    Ok(Looked { listed: listed.collect(), standing: Standing::default(), kind: None })
}

/// Reads an entry and hands its reports to `give`.
pub(super) fn entry(
    client: &Client,
    source: &Source,
    task: &Task,
    mut give: impl FnMut(Report),
) -> Result<Told, Refusal> {
    let entry = &task.entry;
    if let Place::Folder(_) = source.place {
        let mut faults = Vec::new();
        for report in crate::reports(vec![task.key.clone()], Options::default()) {
            match report {
                Ok(report) => give(report),
                Err(unread) => faults.push(unread),
            }
        }
        return Ok(Told::Reports(all_told(&faults)));
    }
    let mut report = client_report(&task.key, source, Some(entry));
    let from_feed = source.text == TextFrom::Feed || entry.address.is_none();
    if let Some(content) = entry.content.as_ref().filter(|_| from_feed) {
        report.text = html::paragraphs(content);
        let fault = report.text.trim().is_empty().then_some(Fault::Empty);
        if fault.is_none() {
            give(report);
        }
        return Ok(Told::Reports(fault.map(|fault| fault.to_string())));
    }
    let Some(address) = entry.address.clone() else { return Ok(Told::Reports(Some(Fault::NoText.to_string()))) };
    let answer = client.get(&Request { address, ..Request::default() })?;
    if entry.nested {
        let body = answer.body.as_deref().unwrap_or_default();
        let feed = feed::parse(body, answer.charset.as_deref(), Some(&answer.address));
        return Ok(Told::List(list(source, feed.map_err(Refusal::lasting)?.entries)));
    }
    match page(report, answer) {
        Ok(report) => {
            give(report);
            Ok(Told::Reports(None))
        }
        Err(fault) => Ok(Told::Reports(Some(fault.to_string()))),
    }
}

/// What could not be read of a file: the first faults, and how many there are more.
fn all_told(faults: &[Unread]) -> Option<String> {
    /// Faults of one file that are told in full.
    const MOST: usize = 5;
    let told = faults.iter().take(MOST).map(|unread| match unread.line {
        Some(line) => format!("line {line}: {}", unread.fault),
        None => unread.fault.to_string(),
    });
    let told = told.collect::<Vec<_>>().join("; ");
    match faults.len() {
        0 => None,
        1..=MOST => Some(told),
        n => Some(format!("{told}; and {} more", n - MOST)),
    }
}

/// A report as far as its source tells of it.
fn client_report(id: &str, source: &Source, entry: Option<&Entry>) -> Report {
    Report {
        id: id.to_owned(),
        published: entry.and_then(|e| e.published).and_then(|day| answer::plausible(day, today())),
        title: entry.and_then(|e| e.title.clone()),
        publisher: Some(source.name.clone()),
        url: entry.and_then(|e| e.address.clone()),
        ..Report::default()
    }
}

/// Fills a report with what its page says.
fn page(mut report: Report, answer: Answer) -> Result<Report, Fault> {
    report.url = Some(answer.address.to_string());
    let named = (answer.kind.as_str(), answer.charset.as_deref());
    answer::fill(&mut report, answer.body.unwrap_or_default(), named, today(), BadBytes::Refuse)?;
    Ok(report)
}

fn today() -> Date {
    jiff::Zoned::now().date()
}

/// What one source gave when it was tried.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its name.
    pub name: String,
    /// What it is, or what is wrong.
    pub outcome: Result<Tried, String>,
}

/// What came of a try.
#[derive(Clone, Debug)]
pub struct Tried {
    /// What the source is.
    pub kind: &'static str,
    /// Entries that it lists.
    pub entries: usize,
    /// Where it has moved for good.
    pub moved: Option<String>,
    /// The first report of it, or why it could not be read.
    pub first: Option<Result<Report, String>>,
    /// What is wrong though it could be read.
    pub fault: Option<String>,
}

/// Tries each source once, one after the other, and the first report of each; writes nothing down.
pub fn check(settings: &Settings) -> impl Iterator<Item = Checked> + '_ {
    let client = super::client(settings);
    settings.sources.iter().map(move |source| {
        let outcome = try_once(&client, source).map_err(|refusal| refusal.fault);
        Checked { name: source.name.clone(), outcome }
    })
}

fn try_once(client: &Client, of: &Source) -> Result<Tried, Refusal> {
    let looked = source(client, of, &Standing::default())?;
    let kind = match (&of.place, looked.kind) {
        (Place::Folder(_), _) => "folder",
        (Place::Page(_), _) => "page",
        (_, Some(Kind::Rss)) => "RSS",
        (_, Some(Kind::Atom)) => "Atom",
        (_, Some(Kind::JsonFeed)) => "JSON Feed",
        _ => "sitemap",
    };
    let entries = looked.listed.len();
    let first =
        looked.listed.into_iter().find(|listed| !listed.entry.nested).map(|Listed { key, host, entry: listed }| {
            let task = Task { id: 0, key, source: of.name.clone(), host, entry: listed, tries: 0 };
            let mut first = None;
            match entry(client, of, &task, |report| first = first.take().or(Some(report))) {
                Err(refusal) => Err(refusal.fault),
                Ok(Told::Reports(Some(fault))) if first.is_none() => Err(fault),
                Ok(_) => first.ok_or_else(|| "it holds no report".to_owned()),
            }
        });
    Ok(Tried { kind, entries, moved: looked.standing.moved, first, fault: looked.standing.fault })
}
