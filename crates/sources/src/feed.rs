//! What a source lists: RSS, Atom, JSON Feed, sitemaps, OPML. The root of the document tells which, not its address.

use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimeParser;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::Reader;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::bytes::decoded;
use crate::day;

/// Most entries that are taken of one answer; the first ones stay.
pub const MOST_ENTRIES: usize = 5_000;
/// Longest value of a field, in bytes.
const LONGEST_FIELD: usize = 1 << 20;
/// Deepest nesting that is followed.
const DEEPEST: usize = 64;

/// What a document turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RSS 0.9 to 2.0.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    JsonFeed,
    /// A sitemap or an index of sitemaps.
    Sitemap,
    /// A list of feeds.
    Opml,
}

/// One thing that is listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it stands, as an absolute address or a path.
    pub address: Option<String>,
    /// What the source calls it.
    pub id: Option<String>,
    /// Headline, as plain text.
    pub title: Option<String>,
    /// What changes when the entry does: its time of change.
    pub stamp: Option<String>,
    /// Day of publication.
    #[serde(with = "as_text")]
    pub published: Option<Date>,
    /// Its text, as HTML.
    pub content: Option<String>,
    /// Whether it is a list itself: a sitemap of an index.
    pub nested: bool,
}

/// Days as text.
mod as_text {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
        Ok(Option::<String>::deserialize(from)?.and_then(|day| day.parse().ok()))
    }
}

/// A list as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What it is.
    pub kind: Kind,
    /// Its entries, at most [`MOST_ENTRIES`].
    pub entries: Vec<Entry>,
    /// What is wrong with the rest, where reading broke off.
    pub broken: Option<String>,
}

/// Reads a list. `charset` is what the server names, `base` what relative addresses are counted from.
///
/// # Errors
/// What is wrong, where nothing could be read.
pub fn parse(bytes: &[u8], charset: Option<&str>, base: Option<&Url>) -> Result<Feed, String> {
    let text = decoded(bytes, charset);
    let start = text.trim_start();
    let feed = if start.starts_with('{') { json(start) } else { Xml::default().read(&text) };
    let mut feed = feed?;
    for entry in &mut feed.entries {
        entry.address = entry.address.take().and_then(|address| absolute(&address, base));
        entry.title = entry.title.take().map(|title| crate::html::plain(&title)).filter(|title| !title.is_empty());
    }
    feed.entries.retain(|e| e.address.is_some() || (e.id.is_some() && e.content.is_some()));
    Ok(feed)
}

fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let mut url = match base {
        Some(base) => base.join(address.trim()),
        None => Url::parse(address.trim()),
    }
    .ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// The day that a feed writes, as RFC 3339 or RFC 2822 has it.
pub(crate) fn written_day(text: &str) -> Option<Date> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    day(text).ok().or_else(|| PARSER.parse_zoned(text.trim()).ok().map(|at| at.date()))
}

fn json(text: &str) -> Result<Feed, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| format!("no sound JSON: {e}"))?;
    let items = value["items"].as_array().ok_or("JSON, but no JSON Feed: \"items\" is missing")?;
    let entries = items.iter().take(MOST_ENTRIES).map(|item| {
        let said = |key: &str| item[key].as_str().map(str::to_owned);
        Entry {
            address: said("url").or_else(|| said("external_url")),
            id: said("id"),
            title: said("title"),
            published: said("date_published").and_then(|d| written_day(&d)),
            stamp: said("date_modified").or_else(|| said("date_published")),
            content: said("content_html").or_else(|| said("content_text")),
            nested: false,
        }
    });
    Ok(Feed { kind: Kind::JsonFeed, entries: entries.collect(), broken: None })
}

/// A document of XML while it is read.
#[derive(Default)]
struct Xml {
    kind: Option<Kind>,
    depth: usize,
    entries: Vec<Entry>,
    entry: Option<Entry>,
    /// The field that is read, its depth, its text.
    field: Option<(String, usize, String)>,
}

impl Xml {
    fn read(mut self, text: &str) -> Result<Feed, String> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let broken = loop {
            let position = reader.buffer_position();
            match reader.read_event() {
                Ok(Event::Eof) => break self.entry.is_some().then(|| "it ends in the middle of an entry".to_owned()),
                Ok(event) => {
                    if let Err(fault) = self.event(&event) {
                        break Some(fault);
                    }
                }
                Err(e) => break Some(format!("no sound XML after byte {position}: {e}")),
            }
            if self.entries.len() >= MOST_ENTRIES {
                break Some(format!("it lists more than {MOST_ENTRIES} entries; the first were taken"));
            }
        };
        match (self.kind, broken) {
            (Some(kind), broken) if broken.is_none() || !self.entries.is_empty() => {
                Ok(Feed { kind, entries: self.entries, broken })
            }
            (_, Some(broken)) => Err(broken),
            (_, None) => Err("neither RSS, Atom, JSON Feed nor sitemap; name it as page = \"…\"".into()),
        }
    }

    fn event(&mut self, event: &Event) -> Result<(), String> {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(format!("elements nest deeper than {DEEPEST}"));
                }
                self.start(tag)?;
            }
            Event::Empty(tag) => {
                self.depth += 1;
                self.start(tag)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(c)) => self.text(c.encode_utf8(&mut [0; 4])),
                _ => self.text(resolve_html5_entity(&name.xml10_content()).unwrap_or(" ")),
            },
            // Entities of one's own are what XML bombs are made of; no feed needs them.
            Event::DocType(text) if text.xml10_content().contains("<!ENTITY") => {
                return Err("it declares entities of its own, which no feed needs and bombs are made of".into());
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart) -> Result<(), String> {
        let local = tag.local_name();
        let name: &str = local.as_ref();
        if self.kind.is_none() {
            self.kind = Some(match name {
                "rss" | "RDF" => Kind::Rss,
                "feed" => Kind::Atom,
                "urlset" | "sitemapindex" => Kind::Sitemap,
                "opml" => Kind::Opml,
                other => return Err(format!("its root is <{}>, which is no list of entries", short(other))),
            });
        }
        if let Some((_, _, text)) = &mut self.field {
            // XHTML inside a field.
            text.push_str(&format!("<{name}>"));
            return Ok(());
        }
        match (name, &mut self.entry) {
            ("item" | "entry" | "url" | "sitemap", None) => {
                self.entry = Some(Entry { nested: name == "sitemap", ..Entry::default() });
            }
            ("outline", _) if self.kind == Some(Kind::Opml) => self.outline(tag),
            ("link", Some(entry)) if self.kind == Some(Kind::Atom) => {
                let rel = attribute(tag, "rel");
                if entry.address.is_none() && matches!(rel.as_deref(), None | Some("alternate")) {
                    entry.address = attribute(tag, "href");
                }
            }
            // Its parts are fields of the entry.
            ("news", Some(_)) => {}
            (_, Some(_)) => self.field = Some((tag.name().as_ref().to_owned(), self.depth, String::new())),
            _ => {}
        }
        Ok(())
    }

    fn outline(&mut self, tag: &BytesStart) {
        if let Some(address) = attribute(tag, "xmlUrl") {
            let title = attribute(tag, "title").or_else(|| attribute(tag, "text"));
            self.entries.push(Entry { address: Some(address), title, ..Entry::default() });
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, _, field)) = self.field.as_mut().filter(|f| f.2.len() + text.len() <= LONGEST_FIELD) {
            field.push_str(text);
        }
    }

    fn end(&mut self) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        if let Some((name, at, mut text)) = self.field.take() {
            if at < depth {
                text.push_str("</x>");
                self.field = Some((name, at, text));
            } else {
                self.fill(&name, text.trim());
            }
        } else if self.entry.is_some() && depth <= self.entry_depth() {
            self.entries.extend(self.entry.take());
        }
    }

    /// Depth at which entries of this kind stand at the most.
    fn entry_depth(&self) -> usize {
        match self.kind {
            Some(Kind::Rss) => 3,
            _ => 2,
        }
    }

    fn fill(&mut self, name: &str, text: &str) {
        let Some(entry) = self.entry.as_mut().filter(|_| !text.is_empty()) else { return };
        let said = || Some(text.to_owned());
        match name.rsplit_once(':').map_or(name, |(prefix, local)| match prefix {
            "news" | "dc" | "content" | "atom" => local,
            _ => name,
        }) {
            "link" | "loc" if entry.address.is_none() => entry.address = said(),
            "guid" | "id" => entry.id = said(),
            "title" => entry.title = said(),
            "pubDate" | "published" | "date" | "publication_date" => {
                entry.published = entry.published.or_else(|| written_day(text));
                entry.stamp = entry.stamp.take().or_else(said);
            }
            "updated" | "lastmod" => {
                entry.stamp = said();
                if name == "updated" {
                    entry.published = entry.published.or_else(|| written_day(text));
                }
            }
            "encoded" | "content" => entry.content = said(),
            "description" | "summary" => entry.content = entry.content.take().or_else(said),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.html_attributes().flatten().find(|a| a.key.as_ref() == name)?;
    let text: &str = found.value.as_ref();
    Some(quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |t| t.into_owned()))
}

fn short(name: &str) -> String {
    name.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Feed {
        let base = Url::parse("https://wire.example/feeds/").unwrap();
        parse(text.as_bytes(), None, Some(&base)).expect("a list")
    }

    #[test]
    fn every_kind_of_list_gives_the_same_entries() {
        let rss = r#"<?xml version="1.0"?><!DOCTYPE rss><rss version="2.0" xmlns:content="c"><channel><title>Wire</title>
            <link>https://wire.example</link><item><title>&lt;b&gt;Ford&lt;/b&gt; shelled&lt;script&gt;alert(1)&lt;/script&gt;</title>
            <link>../ford#top</link><guid>7</guid><pubDate>Tue, 5 Mar 2024 23:30:00 +0300</pubDate></item></channel></rss>"#;
        let rdf = r#"<rdf:RDF xmlns:rdf="r" xmlns:dc="d"><channel/><item><title>Ford shelled</title>
            <link>https://wire.example/ford</link><dc:date>2024-03-05T23:30:00+03:00</dc:date></item></rdf:RDF>"#;
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title type="html">Ford &#115;helled</title>
            <link rel="self" href="/x"/><link href="/ford"/><author><name>A</name></author><published>2024-03-05T23:30:00+03:00</published>
            <content type="xhtml"><div><p>One.</p><p>Two.</p></div></content></entry></feed>"#;
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"7","url":"/ford","title":"Ford shelled",
            "date_published":"2024-03-05T23:30:00+03:00"}]}"#;
        let news = r#"<urlset xmlns:news="n"><url><loc>https://wire.example/ford</loc><news:news><news:publication>
            <news:name>Wire</news:name></news:publication><news:publication_date>2024-03-05</news:publication_date>
            <news:title>Ford shelled</news:title></news:news></url></urlset>"#;
        let all =
            [(rss, Kind::Rss), (rdf, Kind::Rss), (atom, Kind::Atom), (json, Kind::JsonFeed), (news, Kind::Sitemap)];
        for (text, kind) in all {
            let feed = read(text);
            assert_eq!((feed.kind, feed.entries.len(), feed.broken.as_deref()), (kind, 1, None), "{text}");
            let entry = &feed.entries[0];
            assert_eq!(entry.address.as_deref(), Some("https://wire.example/ford"), "{text}");
            assert_eq!(entry.title.as_deref(), Some("Ford shelled"), "{text}");
            assert_eq!(entry.published, Some(jiff::civil::date(2024, 3, 5)), "{text}");
        }
        assert_eq!(crate::html::paragraphs(read(atom).entries[0].content.as_deref().unwrap()), "One.\n\nTwo.");
    }

    #[test]
    fn an_index_of_sitemaps_lists_lists() {
        let feed =
            read("<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2024-03-05</lastmod></sitemap></sitemapindex>");
        assert!(feed.entries[0].nested);
        assert_eq!(feed.entries[0].stamp.as_deref(), Some("2024-03-05"));
    }

    #[test]
    fn bad_lists_are_bounded_and_what_came_before_is_kept() {
        let bomb = r#"<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><link>/&b;</link></item></channel></rss>"#;
        assert!(parse(bomb.as_bytes(), None, None).unwrap_err().contains("entities of its own"));
        let deep = format!("<rss>{}", "<a>".repeat(1_000_000));
        assert!(parse(deep.as_bytes(), None, None).unwrap_err().contains("nest deeper"));
        let item = "<item><link>/a</link></item>";
        let torn = read(&format!("<rss><channel>{item}<item><link>/b<"));
        assert_eq!(torn.entries.len(), 1);
        assert!(torn.broken.is_some());
        let long = read(&format!("<rss><channel>{}", item.repeat(MOST_ENTRIES + 10)));
        assert_eq!(long.entries.len(), MOST_ENTRIES);
        for no_list in ["", "hello", "<html><body/></html>", "{\"a\":1}", "{", "PK\u{3}\u{4}"] {
            assert!(parse(no_list.as_bytes(), None, None).is_err(), "{no_list:?}");
        }
        assert!(read("<rss><channel><item><link>javascript:alert(1)</link></item></channel></rss>").entries.is_empty());
    }

    #[test]
    fn the_encoding_is_found() {
        let text = "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><title>\u{41a}</title><link>https://a.example/</link></item></channel></rss>";
        let bytes = encoding_rs::WINDOWS_1251.encode(text).0;
        assert_eq!(parse(&bytes, None, None).unwrap().entries[0].title.as_deref(), Some("\u{41a}"));
        // Named wrongly: sound UTF-8 is believed.
        assert_eq!(
            parse(text.as_bytes(), Some("windows-1252"), None).unwrap().entries[0].title.as_deref(),
            Some("\u{41a}")
        );
    }
}
