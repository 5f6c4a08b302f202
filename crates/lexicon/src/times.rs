//! Words of time (`knowledge/times/`): months, weekdays, units, named days and what joins them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::word_table::WordTable;
use crate::{Folder, Problem, Problems};

const WORDS: &str = "times/words.csv";
const HOLIDAYS: &str = "times/holidays.csv";
const MOVING: &str = "times/moving.csv";

/// What part a word plays in an expression of time. The value that goes with it is given in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Class {
    /// A month (1 to 12).
    Month,
    /// A month's short form, which needs a neighbour that fits.
    MonthShort,
    /// A month whose name is also another word or name: `may`.
    MonthOrWord,
    /// A day of the week (1, Monday, to 7).
    Weekday,
    /// A weekday's short form.
    WeekdayShort,
    /// A length of time ([`Unit`]).
    Unit,
    /// A season ([`Season`]).
    Season,
    /// A season whose name is also another word: `fall`.
    SeasonOrWord,
    /// Which one of several ([`Shift`]).
    Shift,
    /// A day counted from today (days).
    Day,
    Overnight,
    Now,
    /// `present`, `date`: now only as the end of a range.
    NowOrWord,
    /// Part of a day ([`Part`]).
    Part,
    /// Which part of a stretch ([`Edge`]).
    Edge,
    First,
    Final,
    Ago,
    /// `back` in "two years back".
    AgoOrWord,
    /// `earlier`: behind a length, before what was spoken of.
    Back,
    /// `prior` in "prior to".
    BeforeTo,
    Before,
    Forward,
    After,
    Hence,
    Since,
    Within,
    For,
    Starting,
    /// A number as an article says it (1).
    Some,
    /// A few (about so many).
    SomeFew,
    About,
    Exactly,
    Less,
    More,
    Than,
    The,
    Each,
    Of,
    In,
    Inside,
    On,
    At,
    By,
    From,
    Between,
    To,
    Until,
    Through,
    Into,
    And,
    Or,
    Not,
    Possessive,
    TheYear,
    Calendar,
    Fiscal,
    WeekNumber,
    QuarterNumber,
    HalfNumber,
    Half,
    OrdinalEnding,
    EraBefore,
    Era,
    /// `am`, `pm` ([`Meridiem`]).
    Meridiem,
    MeridiemEnding,
    Clock,
    OClock,
    Local,
    Time,
    Zone,
    /// Points to the future where no tree tells the tense.
    Ahead,
    /// May point ahead or back.
    AheadOrBehind,
    /// A verb that sets a day for what "to" or "for" leads to: "invited them to talks on Friday".
    Appoint,
    /// A verb whose infinitive is still to come: "asked the council to meet on Friday".
    Propose,
    /// Points to the past.
    Behind,
    /// First word of a named day; set on load, not in the file.
    Holiday,
}

/// Defines a closed set of values with their names in the file.
macro_rules! values {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $text)),+];

            /// The value that the file writes as `name`.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|v| v.1 == name).map(|v| v.0)
            }

            /// The value of a word's sense.
            pub fn of(sense: Sense) -> Self {
                Self::ALL.get(sense.value as usize).unwrap_or(&Self::ALL[0]).0
            }
        }
    };
}

values! {
    /// Lengths of time, the short ones together.
    Unit {
        Hour = "hour", Night = "night", Day = "day", Weekend = "weekend", Workweek = "workweek", Week = "week",
        Fortnight = "fortnight", Month = "month", Quarter = "quarter", Half = "half", Year = "year",
        Decade = "decade", Century = "century", Millennium = "millennium",
    }
}
values! {
    /// Seasons of the northern year.
    Season { Spring = "spring", Summer = "summer", Autumn = "autumn", Winter = "winter" }
}
values! {
    /// Which of several.
    Shift {
        This = "this", Last = "last", Past = "past", Next = "next", Coming = "coming", Following = "following",
        Preceding = "preceding", Same = "same",
    }
}
values! {
    /// Parts of a day.
    Part {
        Dawn = "dawn", Morning = "morning", Noon = "noon", Afternoon = "afternoon", Evening = "evening",
        Night = "night", Midnight = "midnight",
    }
}
values! {
    /// Parts of any stretch of time.
    Edge { Early = "early", Mid = "mid", Late = "late", Start = "start", Middle = "middle", End = "end" }
}
values! {
    /// Halves of the day on a twelve-hour clock.
    Meridiem { Am = "am", Pm = "pm" }
}

/// One of the things that a word can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sense {
    /// What part it plays.
    pub class: Class,
    /// What goes with it.
    pub value: i16,
}

/// On which days a named day falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// The same day of the year: month, day.
    Yearly(u8, u8),
    /// Once: year, month, day.
    Once(i16, u8, u8),
    /// Days after Easter Sunday.
    Easter(i16),
    /// Days after the Orthodox Easter Sunday.
    Orthodox(i16),
    /// Month, weekday, and which in the month (-1: the last).
    NthWeekday(u8, u8, i8),
    /// As the file `moving.csv` says.
    Moving,
}

/// A named day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// When it is.
    pub rule: Rule,
    /// How many days it lasts.
    pub days: u8,
}

/// All words of time.
#[derive(Default, Serialize, Deserialize)]
pub struct Table {
    words: WordTable<Vec<Sense>>,
    /// Sorted by name.
    names: Vec<(Box<str>, u16)>,
    holidays: Vec<Holiday>,
    /// Holiday, year, month, day; sorted.
    moving: Vec<(u16, i16, u8, u8)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordRow {
    word: Box<str>,
    class: Class,
    #[serde(default)]
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayRow {
    names: String,
    rule: String,
    days: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MovingRow {
    holiday: String,
    date: String,
}

fn load_words(folder: &Folder, problems: &mut Problems) -> BTreeMap<Box<str>, Vec<Sense>> {
    let mut words: BTreeMap<Box<str>, Vec<Sense>> = BTreeMap::new();
    for (line, row) in folder.csv::<WordRow>(WORDS, problems) {
        let value = row.value.unwrap_or_default();
        let Some(value) = value_of(row.class, &value) else {
            let what = format!("\u{201c}{value}\u{201d} is no value of this class");
            problems.push(Problem::new(WORDS, line, what, "see knowledge/README.md, \u{201c}Times\u{201d}"));
            continue;
        };
        if row.word.is_empty() || row.word.chars().any(|c| !c.is_alphanumeric() || c.is_uppercase()) {
            let what = format!("\u{201c}{}\u{201d} is not one word in small letters", row.word);
            problems.push(Problem::new(WORDS, line, what, "write one word in small letters, no points or hyphens"));
            continue;
        }
        let senses = words.entry(row.word.clone()).or_default();
        if senses.iter().any(|s| s.class == row.class) {
            let what = format!("\u{201c}{}\u{201d} stands here twice in one class", row.word);
            problems.push(Problem::new(WORDS, line, what, "delete one of the two lines"));
            continue;
        }
        senses.push(Sense { class: row.class, value });
    }
    words
}

impl Table {
    /// Reads and checks the files.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let mut table = Self::default();
        let mut words = load_words(folder, problems);
        table.load_holidays(folder, problems);
        for word in table.holiday_openers() {
            words.entry(word).or_default().push(Sense { class: Class::Holiday, value: 0 });
        }
        table.words = WordTable::of(words);
        table.load_moving(folder, problems);
        table
    }

    fn load_holidays(&mut self, folder: &Folder, problems: &mut Problems) {
        for (line, row) in folder.csv::<HolidayRow>(HOLIDAYS, problems) {
            let Some(rule) = parse_rule(&row.rule) else {
                let what = format!("\u{201c}{}\u{201d} is no rule, or a date that does not exist", row.rule);
                problems.push(Problem::new(HOLIDAYS, line, what, "the first line of the file shows the forms"));
                continue;
            };
            let number = self.holidays.len() as u16;
            self.holidays.push(Holiday { rule, days: row.days.max(1) });
            for name in row.names.split(';').map(str::trim) {
                if name.is_empty() || name.chars().any(char::is_uppercase) {
                    let what = format!("\u{201c}{name}\u{201d} is no name in small letters");
                    problems.push(Problem::new(HOLIDAYS, line, what, "write the name in small letters"));
                } else if self.names.iter().any(|(n, _)| **n == *name) {
                    let what = format!("\u{201c}{name}\u{201d} names two days");
                    problems.push(Problem::new(HOLIDAYS, line, what, "delete one of the two"));
                } else {
                    self.names.push((name.into(), number));
                }
            }
        }
        self.names.sort();
    }

    /// The words that names of days start with.
    fn holiday_openers(&self) -> BTreeSet<Box<str>> {
        self.names.iter().map(|(n, _)| n.split([' ', '/']).next().unwrap_or(n).into()).collect()
    }

    fn load_moving(&mut self, folder: &Folder, problems: &mut Problems) {
        for (line, row) in folder.csv::<MovingRow>(MOVING, problems) {
            let Some(holiday) = self.holiday_number(&row.holiday) else {
                let what = format!("no named day \u{201c}{}\u{201d}", row.holiday);
                problems.push(Problem::new(MOVING, line, what, "add it to times/holidays.csv"));
                continue;
            };
            match parse_date(&row.date) {
                Some((y, m, d)) => self.moving.push((holiday, y, m, d)),
                None => {
                    let what = format!("\u{201c}{}\u{201d} is not a date that exists", row.date);
                    problems.push(Problem::new(MOVING, line, what, "write it as 2024-02-29"));
                }
            }
        }
        self.moving.sort();
    }

    /// Everything that `word`, in small letters, can be.
    pub fn senses(&self, word: &str) -> &[Sense] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// Number of the named day that is written `name`.
    pub fn holiday_number(&self, name: &str) -> Option<u16> {
        let at = self.names.binary_search_by(|(n, _)| (**n).cmp(name)).ok()?;
        Some(self.names[at].1)
    }

    /// Whether some named day's name starts with `start`.
    pub fn starts_holiday(&self, start: &str) -> bool {
        let at = self.names.partition_point(|(n, _)| **n < *start);
        self.names.get(at).is_some_and(|(n, _)| n.starts_with(start))
    }

    /// A named day by its number.
    pub fn holiday(&self, number: u16) -> Option<&Holiday> {
        self.holidays.get(number as usize)
    }

    /// The days (year, month, day) on which a moving named day falls, in order.
    pub fn moving(&self, number: u16) -> impl Iterator<Item = (i16, u8, u8)> + '_ {
        let start = self.moving.partition_point(|m| m.0 < number);
        self.moving[start..].iter().take_while(move |m| m.0 == number).map(|&(_, y, m, d)| (y, m, d))
    }
}

/// The number that stands for the value of a word of `class`.
fn value_of(class: Class, value: &str) -> Option<i16> {
    let within = |range: std::ops::RangeInclusive<i16>| value.parse().ok().filter(|n| range.contains(n));
    match class {
        Class::Month | Class::MonthShort | Class::MonthOrWord => within(1..=12),
        Class::Weekday | Class::WeekdayShort => within(1..=7),
        Class::Unit => Unit::parse(value).map(|v| v as i16),
        Class::Season | Class::SeasonOrWord => Season::parse(value).map(|v| v as i16),
        Class::Shift => Shift::parse(value).map(|v| v as i16),
        Class::Part => Part::parse(value).map(|v| v as i16),
        Class::Edge => Edge::parse(value).map(|v| v as i16),
        Class::Meridiem => Meridiem::parse(value).map(|v| v as i16),
        Class::Day => within(-9..=9),
        Class::Some | Class::SomeFew => within(1..=99),
        Class::Holiday => None,
        _ => value.is_empty().then_some(0),
    }
}

fn days_in(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn parse_date(text: &str) -> Option<(i16, u8, u8)> {
    let mut parts = text.splitn(3, '-');
    let (y, m, d) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (1..=days_in(y, m)).contains(&d).then_some((y, m, d))
}

fn parse_rule(text: &str) -> Option<Rule> {
    if text == "moving" {
        return Some(Rule::Moving);
    }
    if let Some(days) = text.strip_prefix("easter") {
        return days.parse().ok().map(Rule::Easter);
    }
    if let Some(days) = text.strip_prefix("orthodox") {
        return days.parse().ok().map(Rule::Orthodox);
    }
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        // 2000 was a leap year, so that 29 February may be named.
        [m, d] => parse_date(&format!("2000-{m}-{d}")).map(|(_, m, d)| Rule::Yearly(m, d)),
        [m, weekday, n] if m.len() == 2 => {
            let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|w| *w == weekday)?;
            let n = if n == "last" { -1 } else { n.parse().ok().filter(|n| (1..=5).contains(n))? };
            let m = m.parse().ok().filter(|m| (1..=12).contains(m))?;
            Some(Rule::NthWeekday(m, weekday as u8 + 1, n))
        }
        [_, _, _] => parse_date(text).map(|(y, m, d)| Rule::Once(y, m, d)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(files: &[(&str, &str)]) -> Vec<(String, usize)> {
        let mut all = vec![
            (WORDS, "word,class,value\nmonday,weekday,1\n"),
            (HOLIDAYS, "names,rule,days\nnew year,01-01,1\n"),
            (MOVING, "holiday,date\n"),
        ];
        all.extend_from_slice(files);
        let mut problems = Problems::default();
        Table::load(&Folder::of(&all), &mut problems);
        problems.iter().map(|p| (p.file.clone(), p.line)).collect()
    }

    #[test]
    fn wrong_lines_are_named() {
        assert_eq!(problems_of(&[]), []);
        for (file, text, line) in [
            (WORDS, "word,class,value\nmonday,weekday,8\n", 2),
            (WORDS, "word,class,value\nMonday,weekday,1\n", 2),
            (WORDS, "word,class,value\nmon,week-day,1\n", 2),
            (WORDS, "word,class,value\nday,unit,fathom\n", 2),
            (WORDS, "word,class,value\nthe,the,\nthe,the,\n", 3),
            (HOLIDAYS, "names,rule,days\nnever,02-30,1\n", 2),
            (HOLIDAYS, "names,rule,days\na,01-01,1\na,01-02,1\n", 3),
            (HOLIDAYS, "names,rule,days\na,05-mon-6,1\n", 2),
            (MOVING, "holiday,date\nno such day,2020-01-01\n", 2),
            (MOVING, "holiday,date\nnew year,2023-02-29\n", 2),
        ] {
            assert_eq!(problems_of(&[(file, text)]), [(file.to_owned(), line)], "{text}");
        }
    }

    #[test]
    fn rules_have_six_forms() {
        assert_eq!(parse_rule("02-29"), Some(Rule::Yearly(2, 29)));
        assert_eq!(parse_rule("2001-09-11"), Some(Rule::Once(2001, 9, 11)));
        assert_eq!(parse_rule("easter-2"), Some(Rule::Easter(-2)));
        assert_eq!(parse_rule("orthodox+0"), Some(Rule::Orthodox(0)));
        assert_eq!(parse_rule("05-mon-last"), Some(Rule::NthWeekday(5, 1, -1)));
        assert_eq!(parse_rule("moving"), Some(Rule::Moving));
    }
}
