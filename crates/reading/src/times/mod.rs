//! Expressions of time, resolved to EDTF (ISO 8601-2) against the report's day.
//!
//! Three steps: a small grammar over the pieces of the text finds what is said (`grammar`, `expr`), the sentence tells
//! whether it looks back or ahead (`tense`), and the report's day and what was spoken of before make days of it
//! (`resolve`, `calendar`, `edtf`). All words are in `knowledge/times/`.

use jiff::civil::Date;
use language::{ByteSpan, Document, EntityKind, TokenId, TokenSpan, Upos};
use lexicon::times::Class;
use lexicon::Lexicon;

use crate::atoms::{Atoms, Gap};
use crate::Report;

mod calendar;
mod edtf;
mod expr;
mod grammar;
mod resolve;
mod tense;

pub use expr::Clock;
use expr::{Base, Expr, Fields};
use grammar::{Found, Grammar, Order};
use resolve::{Context, Direction, Spoken};

/// Number of a time mention in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeId(pub u32);

/// What an expression was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: the words say all, year included.
    Stated,
    /// The day of publication, or of the dateline where no publication day is given.
    Published,
    /// A time spoken of before: "two days later".
    Spoken(TimeId),
    /// There was nothing to resolve it against.
    Missing,
}

/// One expression of time.
#[derive(Clone, Debug)]
pub struct TimeMention {
    /// Its words.
    pub span: ByteSpan,
    /// The tokens that it touches.
    pub tokens: TokenSpan,
    /// The token that its clause governs: `Wednesday` in "earlier this week on Wednesday".
    pub head: TokenId,
    /// EDTF: `2021-03-26`, `2020-07`, `XXXX-03-26`, `2021-03-29/2021-04-04`.
    pub value: String,
    /// First and last day that the value covers; `None` where open or unknown.
    pub days: (Option<Date>, Option<Date>),
    /// What it was resolved against.
    pub anchor: Anchor,
    /// Time of day, where one is told with the day.
    pub clock: Option<Clock>,
}

/// How far back, in bytes, something spoken of may lie for "the day" and "later" to go back to it.
const SPOKEN_REACH: u32 = 1500;

/// Pieces within which a dateline's date starts.
const DATELINE: usize = 14;

/// Finds every expression of time, in the order of the text.
pub fn find(doc: &Document, report: &Report, lexicon: &Lexicon) -> Vec<TimeMention> {
    let atoms = Atoms::of(doc.text(), lexicon);
    let grammar = Grammar { atoms: &atoms, doc, text: doc.text(), lexicon: &lexicon.times, order: order(&atoms) };
    let found = grammar.all();
    let today = report.published.or_else(|| dateline(&atoms, &found));
    let mut finder =
        Finder { doc, atoms: &atoms, lexicon, today, day: None, stretch: None, frame: None, seen: 0, out: Vec::new() };
    for f in &found {
        finder.add(f);
    }
    finder.out
}

struct Finder<'a, 'l> {
    doc: &'a Document,
    atoms: &'a Atoms<'l>,
    lexicon: &'l Lexicon,
    today: Option<Date>,
    /// The single day and the stretch last spoken of, and where that ended.
    day: Option<(Spoken, u32)>,
    stretch: Option<(Spoken, u32)>,
    /// The year that opened the present paragraph or a sentence of it.
    frame: Option<i16>,
    /// Pieces that were looked at for paragraphs.
    seen: usize,
    out: Vec<TimeMention>,
}

impl Finder<'_, '_> {
    fn add(&mut self, f: &Found) {
        let first = self.atoms.list[f.start];
        let span = first.span.join(self.atoms.list[f.end - 1].span);
        let tokens = self.doc.tokens_in(span);
        let Some(head) = tense::head(self.doc, tokens) else { return };
        if self.other_word(&f.expr, tokens) {
            return;
        }
        self.leave_frame(f.start);
        let near = |s: &Option<(Spoken, u32)>| s.filter(|(_, end)| span.start - end <= SPOKEN_REACH).map(|s| s.0);
        let direction = tense::direction(self.doc, tokens, self.lexicon);
        let context = Context {
            today: self.today,
            day: near(&self.day),
            stretch: near(&self.stretch),
            year: self.frame.filter(|_| direction != Direction::Future),
            direction,
            lexicon: &self.lexicon.times,
        };
        let Some(resolved) = context.resolve(&f.expr) else { return };
        let days = resolved.value.days();
        let id = TimeId(self.out.len() as u32);
        let aside = self.is_aside(head) && near(&self.day).is_some();
        if let ((Some(from), Some(to)), false) = (days, aside) {
            let spoken = Some((Spoken { days: (from, to), id }, span.end));
            if from == to {
                self.day = spoken;
            }
            self.stretch = spoken;
        }
        self.enter_frame(&f.expr, tokens);
        self.out.push(TimeMention {
            span,
            tokens,
            head,
            value: resolved.value.write(resolved.about),
            days,
            anchor: anchor(&f.expr, &context),
            clock: f.clock.clone(),
        });
    }

    /// Whether a time is none of the story that "a day later" goes on from: when something was said, or what a relative
    /// clause tells of before ("whose resolution on Wednesday had demanded").
    fn is_aside(&self, head: language::TokenId) -> bool {
        let Some(verb) = self.doc.token(head).head().filter(|v| v.upos() == language::Upos::Verb) else { return false };
        let says = self.lexicon.cues.verbs(verb.lemma()).any(|c| c.class == lexicon::cues::CueClass::Speech);
        let before = verb.children_by(language::Deprel::Aux).any(|a| a.lemma() == "have" && a.xpos().as_str() == "VBD");
        says && verb.deprel() != language::Deprel::AclRelcl || before && verb.deprel() == language::Deprel::AclRelcl
    }

    /// Whether `May`, `March` or `August` alone is a person, a verb or a modal here.
    fn other_word(&self, expr: &Expr, tokens: TokenSpan) -> bool {
        let Some(fields) = expr.fields() else { return false };
        let month_alone = fields.month.is_some() && fields.year.is_none() && fields.day.is_none();
        if !month_alone || tokens.len() != 1 {
            return false;
        }
        let token = self.doc.token(tokens.start);
        let may_be_other =
            self.lexicon.times.senses(&token.text().to_ascii_lowercase()).iter().any(|s| s.class == Class::MonthOrWord);
        let entities = self.doc.entities();
        let at = entities.partition_point(|e| e.tokens.end <= tokens.start);
        let person = entities.get(at).is_some_and(|e| e.kind == EntityKind::Person && e.tokens.touches(tokens));
        // Behind "in" it is a month, whatever the tagger says.
        let led = token.previous().is_some_and(|p| p.upos() == Upos::Adp);
        may_be_other && !led && (token.upos().is_verbal() || person || token.deprel().is_subject())
    }

    /// A year that opens a sentence ("In 2014 …") holds for the dates without year behind it, up to the paragraph's end.
    fn enter_frame(&mut self, expr: &Expr, tokens: TokenSpan) {
        let year = match expr.fields() {
            Some(Fields { year: Some(year), .. }) => year,
            _ => return,
        };
        let sentence = self.doc.token(tokens.start).sentence().tokens();
        if tokens.start.0 <= sentence.start.0 + 2 {
            self.frame = Some(year).filter(|y| self.today.is_none_or(|t| t.year() != *y));
        }
    }

    fn leave_frame(&mut self, start: usize) {
        let passed = self.atoms.list.get(self.seen..=start).unwrap_or_default();
        if passed.iter().any(|a| a.gap == Gap::Paragraph) {
            self.frame = None;
        }
        self.seen = start + 1;
    }
}

/// The order of day and month in figures, by what the report itself shows; month first where it shows nothing.
fn order(atoms: &Atoms<'_>) -> Order {
    let (mut day_first, mut month_first) = (0u32, 0u32);
    for i in 0..atoms.list.len() {
        let Some((a, 1..=2)) = atoms.digits(i) else { continue };
        if atoms.is(i + 1, Class::Month) {
            day_first += 1;
        } else if i > 0 && atoms.is(i - 1, Class::Month) {
            month_first += 1;
        } else if let (true, Some((b, 1..=2))) = (atoms.mark(i + 1, '/') && atoms.glued(i + 2), atoms.digits(i + 2)) {
            // One date that can be read in one way only outweighs how others are spelt.
            match (a, b) {
                (13..=31, 1..=12) => day_first += 1000,
                (1..=12, 13..=31) => month_first += 1000,
                _ => {}
            }
        }
    }
    if day_first > month_first {
        Order::DayFirst
    } else {
        Order::MonthFirst
    }
}

/// The day in a dateline: a full date near the text's or a paragraph's start, before a dash or bracket.
fn dateline(atoms: &Atoms<'_>, found: &[Found]) -> Option<Date> {
    let f = found.first()?;
    let since_break = (0..=f.start).rev().position(|i| atoms.list[i].gap == Gap::Paragraph)?;
    let opens = atoms.dash(f.end) || atoms.mark(f.end, '(') || atoms.mark(f.end, ':');
    let Fields { year: Some(y), month: Some(m), day: Some(d), .. } = f.expr.fields()? else { return None };
    (since_break <= DATELINE && opens).then(|| calendar::day(y, m, d)).flatten()
}

/// What an expression is resolved against.
fn anchor(expr: &Expr, context: &Context<'_>) -> Anchor {
    match rests_on(expr) {
        Some(Rest::Spoken) => match context.day.or(context.stretch) {
            Some(spoken) => Anchor::Spoken(spoken.id),
            None if context.today.is_some() => Anchor::Published,
            None => Anchor::Missing,
        },
        Some(Rest::Today) if context.today.is_some() => Anchor::Published,
        Some(Rest::Today) => Anchor::Missing,
        None => Anchor::Stated,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Today,
    Spoken,
}

/// What an expression needs to know beyond its words; `None` where nothing.
fn rests_on(expr: &Expr) -> Option<Rest> {
    let base = |base: &Base| match base {
        Base::Published => Some(Rest::Today),
        Base::Spoken => Some(Rest::Spoken),
        Base::Of(of) => rests_on(of),
    };
    let year = |year: &Option<Box<Expr>>| year.as_ref().map_or(Some(Rest::Today), |y| rests_on(y));
    match expr {
        Expr::Date(fields, _) => fields.year.is_none().then_some(Rest::Today),
        Expr::Unit(_, _, b) | Expr::Offset { base: b, .. } => base(b),
        Expr::Rolling { .. } | Expr::Now => Some(Rest::Today),
        Expr::Lasting { from, .. } => rests_on(from),
        Expr::Decade(_) | Expr::Century(_) => None,
        Expr::Season(_, y, _) => y.is_none().then_some(Rest::Today),
        Expr::Week(_, y) => y.is_none().then_some(Rest::Today),
        Expr::Share { year: y, .. } | Expr::Holiday { year: y, .. } => year(y),
        Expr::Around(_, of)
        | Expr::Nth { of, .. }
        | Expr::NthWeekday { of, .. }
        | Expr::Edge(_, of)
        | Expr::WeekdayOf(_, of)
        | Expr::PartOf(_, of) => rests_on(of),
        Expr::Overnight(of) => of.as_ref().map_or(Some(Rest::Today), |of| rests_on(of)),
        Expr::Range(a, b) => {
            let sides = [a, b].map(|s| s.as_ref().map(|s| rests_on(s)));
            // One side that tells the year tells it for both.
            if sides.contains(&Some(None)) {
                return None;
            }
            sides.into_iter().flatten().flatten().next()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that dates and counts are made of, and some that break them.
    const PIECES: &[&str] = &[
        "31",
        "February",
        "the",
        "first",
        "week",
        "of",
        "May",
        "last",
        "next",
        "99999",
        "2014",
        "-",
        "/",
        ":",
        ",",
        ".",
        "12",
        "between",
        "and",
        "from",
        "to",
        "since",
        "two",
        "hundred",
        "million",
        "ago",
        "later",
        "days",
        "years",
        "century",
        "BC",
        "Easter",
        "Friday",
        "early",
        "in",
        "on",
        "at",
        "8",
        "pm",
        "\n\n",
        "dozens",
        "killed",
        "'90s",
        "99999999999999999999",
        "9999",
        "months",
        "before",
        "after",
        "quarter",
        "Q3",
        "weekend",
        "\u{2019}s",
        "%",
        "$",
        "overnight",
        "until",
        "now",
        "é",
        "😀",
        "(",
        "th",
        "summer",
        "fifth",
        "month",
        "at least",
        "no",
        "a",
        "decades",
    ];

    /// A repeatable row of numbers (Knuth's linear congruential generator).
    fn random(state: &mut u64) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize
    }

    #[test]
    fn any_text_gives_valid_values_and_whole_spans() {
        let lexicon = crate::bundled_lexicon();
        let model = language::Model::bundled();
        let mut state = 7;
        for round in 0..300 {
            let mut text = String::new();
            for _ in 0..random(&mut state) % 60 {
                text.push_str(PIECES[random(&mut state) % PIECES.len()]);
                if !random(&mut state).is_multiple_of(4) {
                    text.push(' ');
                }
            }
            let doc = model.parse(&text);
            let published = [None, Date::new(2021, 4, 2).ok(), Some(Date::MAX), Some(Date::MIN)][round % 4];
            let report = Report { text: text.clone(), published, ..Report::default() };
            let times = find(&doc, &report, &lexicon);
            let mut end = 0;
            for time in &times {
                assert!(edtf::tests::is_edtf(&time.value), "{} = {} in {text:?}", time.span.of(&text), time.value);
                assert!(time.span.start >= end && !time.tokens.is_empty(), "{text:?}");
                end = time.span.end;
            }
            for count in crate::counts::find(&doc, &times, &lexicon) {
                assert!(count.high.is_none_or(|h| h >= count.low), "{count:?} in {text:?}");
                assert!(times.iter().all(|t| !t.span.touches(count.span)) || count.low == 1, "{count:?} in {text:?}");
            }
        }
    }
}
