//! A page as a row of text blocks, and what it says of itself.

use std::cell::RefCell;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Elements that a block remembers above it.
pub(crate) const ANCESTORS: usize = 12;

/// A page.
#[derive(Default)]
pub(crate) struct Page {
    pub blocks: Vec<Block>,
    pub about: About,
}

/// What a page says of itself.
#[derive(Default)]
pub(crate) struct About {
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    /// Days of publication as written, the likeliest first.
    pub days: Vec<String>,
}

/// A run of text that is shown as one paragraph.
pub(crate) struct Block {
    pub text: String,
    pub kind: Kind,
    /// Words, and how many of them are links.
    pub words: usize,
    pub linked: usize,
    /// Numbers of the elements around it, the nearest first.
    pub ancestors: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Paragraph,
    Heading,
    /// The page's own headline.
    Headline,
}

/// Reads a page.
pub(crate) fn read(html: String) -> Page {
    let sink = Sink(RefCell::default());
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut state = tokenizer.sink.0.into_inner();
    state.flush();
    state.finish()
}

struct Sink(RefCell<State>);

#[derive(Default)]
struct State {
    blocks: Vec<Block>,
    meta: Vec<(String, String)>,
    time: Option<String>,
    canonical: Option<String>,
    linked_day: Option<String>,
    linked_title: Option<String>,
    title: String,
    /// Open elements with their numbers.
    open: Vec<(String, u32)>,
    count: u32,
    /// Where in `open` the outermost element stands whose text is left out.
    left_out: Option<usize>,
    /// Text gathered for the present block, and its words.
    text: String,
    linked: usize,
    links: usize,
    heading: Option<Kind>,
    raw: Raw,
}

/// What the text between raw tags is.
#[derive(Default, PartialEq, Eq)]
enum Raw {
    #[default]
    None,
    Dropped,
    LinkedData,
    Title,
}

const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
const LEFT_OUT: [&str; 14] = [
    "nav",
    "aside",
    "footer",
    "form",
    "button",
    "select",
    "svg",
    "noscript",
    "template",
    "figure",
    "figcaption",
    "dialog",
    "menu",
    "iframe",
];
/// Elements that flow within a paragraph; every other one ends it.
const INLINE: [&str; 26] = [
    "a", "abbr", "b", "bdi", "cite", "code", "data", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "bdo",
];
/// Parts of class names and ids of what stands around a report.
const AROUND: [&str; 18] = [
    "related",
    "share",
    "sharing",
    "social",
    "comments",
    "sidebar",
    "promo",
    "newsletter",
    "cookie",
    "breadcrumb",
    "byline",
    "caption",
    "subscribe",
    "advert",
    "footer",
    "teaser",
    "recommended",
    "toolbar",
];
/// No closing tag is looked for further up than this, so that stray ones stay cheap.
const LOOK_UP: usize = 64;

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.start(&tag),
            Token::TagToken(tag) => state.end(&tag.name),
            Token::CharacterTokens(text) => state.characters(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        match name {
            "meta" => self.meta(tag),
            "link" if attribute(tag, "rel").is_some_and(|r| r == "canonical") => {
                self.canonical = self.canonical.take().or_else(|| attribute(tag, "href"));
            }
            "time" => self.time = self.time.take().or_else(|| attribute(tag, "datetime")),
            "script" | "style" | "textarea" | "xmp" | "noembed" | "noframes" => {
                let linked = attribute(tag, "type").is_some_and(|t| t == "application/ld+json");
                self.raw = if linked { Raw::LinkedData } else { Raw::Dropped };
                return TokenSinkResult::RawData(match name {
                    "script" => RawKind::ScriptData,
                    "textarea" => RawKind::Rcdata,
                    _ => RawKind::Rawtext,
                });
            }
            "title" if self.title.is_empty() => {
                self.raw = Raw::Title;
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            _ => {}
        }
        if !INLINE.contains(&name) {
            self.flush();
            // A paragraph, an item ends the one before it, whether it says so or not.
            if matches!(name, "p" | "li") && self.open.last().is_some_and(|(n, _)| n == name) {
                self.close(self.open.len() - 1);
            }
        }
        if name == "a" {
            self.links += 1;
        }
        if !VOID.contains(&name) && !tag.self_closing {
            self.count += 1;
            self.open.push((name.to_owned(), self.count));
            if self.left_out.is_none() && stands_around(tag) {
                self.left_out = Some(self.open.len() - 1);
            }
            self.heading = heading(name).or(self.heading);
        }
        TokenSinkResult::Continue
    }

    fn end(&mut self, name: &str) {
        if self.raw != Raw::None {
            self.raw = Raw::None;
            return;
        }
        if !INLINE.contains(&name) {
            self.flush();
        }
        if heading(name).is_some() {
            self.heading = None;
        }
        if name == "a" {
            self.links = self.links.saturating_sub(1);
        }
        let from = self.open.len().saturating_sub(LOOK_UP);
        if let Some(at) = self.open[from..].iter().rposition(|(open, _)| open == name) {
            self.close(from + at);
        }
    }

    fn close(&mut self, at: usize) {
        self.open.truncate(at);
        if self.left_out.is_some_and(|outermost| outermost >= at) {
            self.left_out = None;
        }
    }

    fn characters(&mut self, text: &str) {
        match self.raw {
            Raw::Dropped => return,
            Raw::Title => return self.title.push_str(text),
            Raw::LinkedData => {
                self.linked_day = self.linked_day.take().or_else(|| linked(text, "\"datePublished\""));
                self.linked_title = self.linked_title.take().or_else(|| linked(text, "\"headline\""));
                return;
            }
            Raw::None => {}
        }
        if self.left_out.is_some() {
            return;
        }
        self.text.push_str(text);
        if self.links > 0 {
            self.linked += text.split_whitespace().count();
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let mut joined = String::with_capacity(text.len());
        let mut words = 0;
        for word in text.split_whitespace() {
            if words > 0 {
                joined.push(' ');
            }
            joined.push_str(word);
            words += 1;
        }
        if words > 0 {
            let ancestors = self.open.iter().rev().take(ANCESTORS).map(|&(_, number)| number).collect();
            let kind = self.heading.unwrap_or(Kind::Paragraph);
            self.blocks.push(Block { text: joined, kind, words, linked: linked.min(words), ancestors });
        }
    }

    fn meta(&mut self, tag: &Tag) {
        let name = ["property", "name", "itemprop"].iter().find_map(|key| attribute(tag, key));
        if let (Some(name), Some(content)) = (name, attribute(tag, "content")) {
            self.meta.push((name.to_ascii_lowercase(), content));
        }
    }

    fn finish(self) -> Page {
        let said = |names: &[&str]| {
            let found = names.iter().find_map(|name| self.meta.iter().find(|(n, c)| n == name && !c.trim().is_empty()));
            found.map(|(_, content)| content.trim().to_owned())
        };
        let headline = self.blocks.iter().find(|b| b.kind == Kind::Headline).map(|b| b.text.clone());
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let days = ["article:published_time", "datepublished", "og:published_time", "date", "dc.date", "pubdate"];
        let about = About {
            title: said(&["og:title"])
                .or(headline)
                .or(self.linked_title.clone())
                .or((!title.is_empty()).then_some(title)),
            publisher: said(&["og:site_name"]),
            url: self.canonical.clone().or_else(|| said(&["og:url"])),
            days: days
                .iter()
                .filter_map(|name| said(&[name]))
                .chain(self.linked_day.clone())
                .chain(self.time.clone())
                .collect(),
        };
        Page { blocks: self.blocks, about }
    }
}

fn heading(name: &str) -> Option<Kind> {
    match name {
        "h1" => Some(Kind::Headline),
        "h2" | "h3" | "h4" | "h5" | "h6" => Some(Kind::Heading),
        _ => None,
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.to_string())
}

/// Whether an element holds what stands around a report: menus, captions, adverts.
fn stands_around(tag: &Tag) -> bool {
    let name: &str = &tag.name;
    if LEFT_OUT.contains(&name) {
        return true;
    }
    if matches!(name, "html" | "body" | "main" | "article") {
        return false;
    }
    let hidden = attribute(tag, "hidden").is_some() || attribute(tag, "aria-hidden").is_some_and(|v| v == "true");
    let named = ["class", "id"].iter().filter_map(|key| attribute(tag, key)).any(|value| {
        let value = value.to_ascii_lowercase();
        value.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| AROUND.contains(&part))
    });
    hidden || named
}

/// The string that stands under a quoted `key` in linked data, which is often broken JSON and need not be read as a whole.
fn linked(data: &str, key: &str) -> Option<String> {
    let value = data.split_once(key)?.1.trim_start().strip_prefix(':')?.trim_start();
    let value = serde_json::Deserializer::from_str(value).into_iter::<String>().next()?.ok()?;
    Some(value.chars().take(1000).collect())
}
