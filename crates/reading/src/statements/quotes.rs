//! Quotations: pairs of marks of any style, bounded where one never ends, joined over paragraphs where each paragraph
//! opens it anew. One pass over the text, whatever stands in it.

use language::ByteSpan;

/// A quotation that lies in no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// Its words with their marks.
    pub span: ByteSpan,
    /// Whether it has its closing mark; one without ends with its paragraph.
    pub closed: bool,
    /// Whether it goes on from the last paragraph's, which was not closed.
    pub goes_on: bool,
}

/// Styles of marks. A quotation is closed by a mark of its own style.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Curly,
    Low,
    Guillemets,
    Straight,
    Doubled,
    SingleCurly,
    SingleStraight,
}

impl Style {
    fn is_single(self) -> bool {
        matches!(self, Self::SingleCurly | Self::SingleStraight)
    }
}

/// How deep quotations are followed into each other.
const DEEPEST: usize = 8;

/// Paragraphs of a text: stretches between blank lines; between line breaks, where it has no blank line.
pub(super) fn paragraphs(text: &str) -> Vec<ByteSpan> {
    let blank = text.split_inclusive('\n').any(|line| line.trim().is_empty());
    let mut found: Vec<ByteSpan> = Vec::new();
    let (mut at, mut open) = (0, None);
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            open = None;
            continue;
        }
        match open {
            Some(i) if blank => {
                let paragraph: &mut ByteSpan = &mut found[i];
                paragraph.end = end as u32;
            }
            _ => {
                found.push(ByteSpan::new(start, end));
                open = Some(found.len() - 1);
            }
        }
    }
    found
}

/// Every outermost quotation, in the order of the text.
pub(super) fn find(text: &str, paragraphs: &[ByteSpan]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut unclosed = None;
    for (i, &paragraph) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(i + 1).and_then(|p| opening(p.of(text)));
        unclosed = Scan { text, paragraph, open: Vec::new(), before: unclosed, next }.run(&mut found);
    }
    found
}

/// The style of the mark with which a paragraph starts.
fn opening(paragraph: &str) -> Option<Style> {
    let mut chars = paragraph.chars();
    match (chars.next()?, chars.next()) {
        ('“', _) => Some(Style::Curly),
        ('„', _) => Some(Style::Low),
        ('«', _) => Some(Style::Guillemets),
        ('"', _) => Some(Style::Straight),
        ('\'', Some('\'')) | ('`', Some('`')) => Some(Style::Doubled),
        _ => None,
    }
}

/// One paragraph as it is gone through.
struct Scan<'t> {
    text: &'t str,
    paragraph: ByteSpan,
    open: Vec<(Style, usize)>,
    /// Style of the last paragraph's quotation that was not closed.
    before: Option<Style>,
    /// Style of the mark that the next paragraph starts with.
    next: Option<Style>,
}

impl Scan<'_> {
    fn run(mut self, found: &mut Vec<Quotation>) -> Option<Style> {
        let base = self.paragraph.start as usize;
        let words = self.paragraph.of(self.text);
        let mut previous = None;
        let mut chars = words.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let mut end = i + c.len_utf8();
            let mut style = mark(c);
            if (c == '\'' || c == '`') && chars.peek().is_some_and(|&(_, n)| n == c) {
                chars.next();
                end += c.len_utf8();
                style = Some(Style::Doubled);
            }
            let next = words[end..].chars().next();
            if let Some(style) = style {
                self.mark(style, c, base + i, base + end, previous, next, found);
            }
            previous = Some(c);
        }
        self.end(found)
    }

    #[allow(clippy::too_many_arguments)]
    fn mark(
        &mut self,
        style: Style,
        c: char,
        start: usize,
        end: usize,
        previous: Option<char>,
        next: Option<char>,
        found: &mut Vec<Quotation>,
    ) {
        let space_before = previous.is_none_or(|p| p.is_whitespace() || "([{—–-―/".contains(p) || mark(p).is_some());
        let letter_after = next.is_some_and(|n| n.is_alphanumeric());
        let is_open = self.open.iter().any(|(s, _)| *s == style);
        match (style, c) {
            (Style::Curly, '“') if self.open.last().is_some_and(|(s, _)| *s == Style::Low) => {
                self.close(Style::Low, end, found);
            }
            (Style::Curly, '“') | (Style::Low, _) | (Style::Guillemets, '«') | (Style::Doubled, '`') => {
                self.push(style, start);
            }
            // "”We stay.”": a closing mark where only an opening one can stand.
            (Style::Curly, '”') if !is_open && previous.is_none_or(char::is_whitespace) && letter_after => {
                self.push(style, start);
            }
            (Style::Curly, _) | (Style::Guillemets, _) => self.close(style, end, found),
            (Style::Straight | Style::Doubled, _) if is_open && space_before && letter_after => {
                // The one before never ended: this one starts anew.
                self.open.retain(|(s, _)| *s != style);
                self.push(style, start);
            }
            (Style::Straight | Style::Doubled, _) if is_open => self.close(style, end, found),
            (Style::Straight | Style::Doubled, _) => {
                // After a curly quotation's words a straight mark is its end: styles are mixed up in one text.
                let curly = self.open.last().is_some_and(|(s, _)| *s == Style::Curly);
                if curly && !space_before && !letter_after {
                    self.close(Style::Curly, end, found);
                } else if space_before && next.is_some_and(|n| !n.is_whitespace()) {
                    self.push(style, start);
                }
            }
            (Style::SingleCurly, '‘') if next.is_some_and(|n| !n.is_whitespace()) => self.push(style, start),
            (Style::SingleCurly, _) if is_open && !space_before && !letter_after => self.close(style, end, found),
            (Style::SingleStraight, _) if is_open && !letter_after && previous.is_some_and(|p| !p.is_whitespace()) => {
                self.close(style, end, found);
            }
            (Style::SingleStraight, _) if !is_open && space_before && next.is_some_and(char::is_alphabetic) => {
                self.push(style, start);
            }
            _ => {}
        }
    }

    fn push(&mut self, style: Style, start: usize) {
        if self.open.len() < DEEPEST {
            self.open.push((style, start));
        }
    }

    fn close(&mut self, style: Style, end: usize, found: &mut Vec<Quotation>) {
        let Some(i) = self.open.iter().rposition(|(s, _)| *s == style) else { return };
        let (_, start) = self.open[i];
        self.open.truncate(i);
        // Single marks around it may be apostrophes: they do not hide it.
        if self.open.iter().all(|(s, _)| s.is_single() && !style.is_single()) {
            self.open.clear();
            found.push(self.quotation(style, start, end, true));
        }
    }

    fn quotation(&self, style: Style, start: usize, end: usize, closed: bool) -> Quotation {
        let goes_on = start == self.paragraph.start as usize && self.before == Some(style);
        Quotation { span: ByteSpan::new(start, end), closed, goes_on }
    }

    /// Bounds what was not closed by the paragraph; its style, where the next paragraph may go on with it.
    fn end(self, found: &mut Vec<Quotation>) -> Option<Style> {
        let &(style, start) = self.open.iter().find(|(s, _)| !s.is_single())?;
        // Quotations found inside it are no outermost ones any more.
        while found.last().is_some_and(|q| q.span.start as usize > start) {
            found.pop();
        }
        found.push(self.quotation(style, start, self.paragraph.end as usize, false));
        (self.next == Some(style)).then_some(style)
    }
}

fn mark(c: char) -> Option<Style> {
    Some(match c {
        '“' | '”' => Style::Curly,
        '„' | '‟' => Style::Low,
        '«' | '»' => Style::Guillemets,
        '"' => Style::Straight,
        '‘' | '’' => Style::SingleCurly,
        '\'' => Style::SingleStraight,
        '`' => Style::Doubled,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<String> {
        find(text, &paragraphs(text)).iter().map(|q| q.span.of(text).to_owned()).collect()
    }

    #[test]
    fn marks_of_any_style_are_paired() {
        for (text, want) in [
            ("“We stay,” he said, “and we vote.”", vec!["“We stay,”", "“and we vote.”"]),
            ("\"We stay,\" he said. \"And we vote.\"", vec!["\"We stay,\"", "\"And we vote.\""]),
            ("''We stay,'' he said.", vec!["''We stay,''"]),
            ("``We stay,'' he said.", vec!["``We stay,''"]),
            ("«We stay», he said, „and vote“.", vec!["«We stay»", "„and vote“"]),
            ("The army's men don't ‘talk’ to 'rebels'.", vec!["‘talk’", "'rebels'"]),
            ("“He told me ‘stay’ and I stayed,” she said.", vec!["“He told me ‘stay’ and I stayed,”"]),
            ("“He said “go” twice,” she said.", vec!["“He said “go” twice,”"]),
            ("\"He told me 'stay', so I did,\" she said.", vec!["\"He told me 'stay', so I did,\""]),
            ("the soldiers’ tents and the people’s homes", vec![]),
            ("“mixed marks\" in one text", vec!["“mixed marks\""]),
            ("a 5\" pipe", vec![]),
            ("”We stay,” he said.", vec!["”We stay,”"]),
        ] {
            assert_eq!(quoted(text), want, "{text}");
        }
    }

    #[test]
    fn what_never_ends_or_never_began_is_bounded() {
        assert_eq!(quoted("He said “we stay.\n\nNobody left.”"), ["“we stay."]);
        assert_eq!(quoted("we stay,” he said."), Vec::<String>::new());
        assert_eq!(quoted("She said \"stay and \"vote\" now"), ["\"vote\""]);
    }

    #[test]
    fn a_quotation_goes_on_where_the_next_paragraph_opens_it_anew() {
        let text = "“One.\n\n“Two.\n\n“Three,” he said.";
        let found = find(text, &paragraphs(text));
        let state: Vec<_> = found.iter().map(|q| (q.closed, q.goes_on)).collect();
        assert_eq!(state, [(false, false), (false, true), (true, true)]);
    }

    #[test]
    fn a_hundred_thousand_marks_take_one_pass() {
        let text = "“".repeat(100_000) + &"”".repeat(100_000);
        assert!(find(&text, &paragraphs(&text)).len() <= 1 + 100_000);
        let text = "\"a ' ‘b ".repeat(50_000);
        assert!(find(&text, &paragraphs(&text)).len() <= 50_000);
    }
}
