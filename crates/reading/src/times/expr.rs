//! What an expression of time says, before anything is known of the day it was said on.

use lexicon::times::{Edge, Part, Season, Shift, Unit};

/// A day as far as it is written: any field may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub year: Option<i16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub weekday: Option<u8>,
}

impl Fields {
    /// Whether only the day of the month is given.
    pub fn is_bare_day(&self) -> bool {
        self.day.is_some() && self.month.is_none() && self.year.is_none()
    }

    /// Whether only the day of the week is given.
    pub fn is_weekday(&self) -> bool {
        self.weekday.is_some() && self.day.is_none() && self.month.is_none() && self.year.is_none()
    }
}

/// What a distance is counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The day of publication: "two days ago".
    Published,
    /// The time last spoken of: "two days later".
    Spoken,
    /// Another expression: "two days before Christmas".
    Of(Box<Expr>),
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// A day, month or year as written, with a shift where one stands before it: `26 March`, `next Friday`.
    Date(Fields, Option<Shift>),
    /// A unit of the calendar: `this week`, `next month`; the number is how many units on, from `Base`.
    Unit(Unit, i32, Base),
    /// Several units before or after: `the last three months`, `within two weeks`.
    Rolling { unit: Unit, count: u32, shift: Shift, vague: bool },
    /// So many units before (negative) or after something.
    Offset { unit: Unit, count: i32, base: Base, vague: bool },
    /// A run of so many units that starts with something: "for three days from Monday".
    Lasting { unit: Unit, count: u32, from: Box<Expr> },
    /// Ten years from this one.
    Decade(i16),
    /// A hundred years from this one.
    Century(i16),
    /// A quarter or half of a year: which, of how many.
    Share { index: u8, of: u8, year: Option<Box<Expr>> },
    /// A season, with its year where it is said.
    Season(Season, Option<i16>, Option<Shift>),
    /// A named day, or the weekend at it.
    Holiday { number: u16, year: Option<Box<Expr>>, shift: Option<Shift>, weekend: bool },
    /// A week of the year by its number.
    Week(u8, Option<i16>),
    /// The calendar week, month or year around something.
    Around(Unit, Box<Expr>),
    /// The n-th (from the end where negative) and as many as `count` units of a stretch: "the first week of May".
    Nth { index: i32, count: u32, unit: Unit, of: Box<Expr> },
    /// The n-th of a weekday in a stretch: "the first Monday of June".
    NthWeekday { index: i32, weekday: u8, of: Box<Expr> },
    /// A part of a stretch: "early May".
    Edge(Edge, Box<Expr>),
    /// A weekday in the week of something: "Tuesday of next week", "Monday two weeks from now".
    WeekdayOf(u8, Box<Expr>),
    /// A part of a day that belongs to it: "last night", "the night of 3 May".
    PartOf(Part, Box<Expr>),
    /// The night up to this morning, or around a day.
    Overnight(Option<Box<Expr>>),
    /// Today.
    Now,
    /// From one to another; `None` is open.
    Range(Option<Box<Expr>>, Option<Box<Expr>>),
}

impl Expr {
    /// A date with no shift.
    pub fn date(fields: Fields) -> Self {
        Self::Date(fields, None)
    }

    /// The fields, where the expression is a plain date.
    pub fn fields(&self) -> Option<Fields> {
        match self {
            Self::Date(fields, _) => Some(*fields),
            _ => None,
        }
    }
}

/// A time of day, kept apart from the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Zone as the report writes it: `GMT`, `local time`.
    pub zone: Option<String>,
}
