//! Ranges: what one side leaves out is taken from the other.

use jiff::civil::Date;
use lexicon::times::Edge;

use super::{fields, known, Context, Direction, Expr, Fields, Point, Resolved, Value};
use crate::times::calendar::{self, Days};

impl Context<'_> {
    /// From `a` to `b`; `None` is open.
    pub(super) fn range(&self, a: Option<&Expr>, b: Option<&Expr>) -> Option<Resolved> {
        match (a, b) {
            (Some(a), None) => {
                // What has gone on since then began in the past.
                let past = Self { direction: Direction::Past, ..*self };
                Some(Resolved { value: Value::Interval(Some(past.side(a, Edge::Start)?), None), about: false })
            }
            (None, Some(b)) => Some(Resolved::exactly(Value::Interval(None, Some(self.side(b, Edge::End)?)))),
            (Some(a), Some(b)) => self.closed(a, b),
            (None, None) => None,
        }
    }

    fn closed(&self, a: &Expr, b: &Expr) -> Option<Resolved> {
        if let (Some(l), Some(r)) = (a.fields(), b.fields()) {
            if let Some(resolved) = self.dates(l, r, a, b) {
                return Some(resolved);
            }
        }
        // A weekday on one side is the nearest to the other: "from next Monday to Friday".
        let weekday = |e: &Expr| e.fields().filter(Fields::is_weekday).and_then(|f| f.weekday);
        let plain = |e: &Expr| matches!(e, Expr::Date(_, None));
        if let Some(day) = weekday(b).filter(|_| plain(b)) {
            let first = self.end_days(a)?.0;
            return ordered(first, calendar::on_or_after(first, day)?);
        }
        if let Some(day) = weekday(a).filter(|_| plain(a)) {
            let last = self.end_days(b)?.1;
            return ordered(calendar::on_or_before(last, day)?, last);
        }
        match (self.end_days(a), self.end_days(b)) {
            (Some(l), Some(r)) => {
                let first = if l.0 > r.1 { self.earlier(a, r.1)? } else { l.0 };
                ordered(first, r.1)
            }
            _ => {
                let (a, b) = (self.side(a, Edge::Start)?, self.side(b, Edge::End)?);
                Some(Resolved::exactly(Value::Interval(Some(a), Some(b))))
            }
        }
    }

    /// The left side again, but before `limit`: "from December to today".
    fn earlier(&self, a: &Expr, limit: Date) -> Option<Date> {
        let before = Context { today: Some(limit), direction: Direction::Past, ..*self };
        before.end_days(a).map(|d| d.0)
    }

    /// First and last day of a side. "The start of 2008" as a side is its first day, "the end" its last.
    fn end_days(&self, side: &Expr) -> Option<Days> {
        match side {
            Expr::Edge(edge @ (Edge::Start | Edge::End | Edge::Middle), of) => {
                let whole = known(self.resolve(of)?.value)?;
                let day = match edge {
                    Edge::Start => whole.0,
                    Edge::End => whole.1,
                    _ => {
                        let length = i64::from(whole.0.until(whole.1).ok()?.get_days()) + 1;
                        calendar::plus_days(whole.0, length / 2)?
                    }
                };
                Some((day, day))
            }
            _ => known(self.resolve(side)?.value),
        }
    }

    /// A side as one end of an interval.
    fn side(&self, expr: &Expr, edge: Edge) -> Option<Point> {
        if let (Expr::Edge(Edge::Start | Edge::End | Edge::Middle, _), Some(days)) = (expr, self.end_days(expr)) {
            return Some(Point::Day(days.0));
        }
        match self.resolve(expr)?.value {
            Value::One(point) => Some(point),
            Value::Interval(Some(a), Some(b)) => Some(if edge == Edge::Start { a } else { b }),
            value => known(value).map(|d| Point::Day(if edge == Edge::Start { d.0 } else { d.1 })),
        }
    }

    /// Two dates, each of which may leave out what the other has.
    fn dates(&self, mut l: Fields, mut r: Fields, a: &Expr, b: &Expr) -> Option<Resolved> {
        if !matches!((a, b), (Expr::Date(_, None), Expr::Date(_, None))) {
            return None;
        }
        if l.is_weekday() && r.is_weekday() {
            return self.weekdays(l.weekday?, r.weekday?);
        }
        if l.month.is_none() && l.day.is_some() {
            l.month = r.month;
        }
        if r.month.is_none() && r.day.is_some() {
            r.month = l.month;
            if r.day < l.day {
                r.month = l.month.map(|m| m % 12 + 1);
            }
        }
        l.month?;
        r.month?;
        let wraps = (l.month, l.day.unwrap_or(1)) > (r.month, r.day.unwrap_or(31));
        match (l.year, r.year) {
            (Some(_), Some(_)) => {}
            (Some(y), None) => r.year = Some(y + i16::from(wraps)),
            (None, Some(y)) => l.year = Some(y - i16::from(wraps)),
            (None, None) => return self.yearless(l, r, wraps),
        }
        let (first, last) = (known(self.date(l, None)?)?.0, known(self.date(r, None)?)?.1);
        ordered(first, last)
    }

    /// Both sides without a year: the time that today lies in, or the nearest.
    fn yearless(&self, l: Fields, r: Fields, wraps: bool) -> Option<Resolved> {
        let Some(today) = self.today else {
            let point = |f: Fields| Some(Point::NoYear(f.month?, f.day));
            return Some(Resolved::exactly(Value::Interval(Some(point(l)?), Some(point(r)?))));
        };
        let base = self.year.unwrap_or(today.year());
        let spans: Vec<Days> = (-1..=1)
            .filter_map(|n| {
                let year = base + n;
                let first = Fields { year: Some(year - i16::from(wraps)), ..l };
                let last = Fields { year: Some(year), ..r };
                Some((known(self.date(first, None)?)?.0, known(self.date(last, None)?)?.1))
            })
            .collect();
        if self.year.is_some() {
            return spans.iter().find(|d| d.0.year() == base).map(|d| Resolved::days(*d));
        }
        if let Some(days) = spans.iter().find(|d| d.0 <= today && today <= d.1) {
            return Some(Resolved::days(*days));
        }
        let ends: Vec<Date> = spans.iter().map(|d| d.1).collect();
        let end = fields::nearest(&ends, today, None, self.direction)?;
        spans.iter().find(|d| d.1 == end).map(|d| Resolved::days(*d))
    }

    /// "from Monday to Thursday": the last, or the next where the sentence looks ahead.
    fn weekdays(&self, a: u8, b: u8) -> Option<Resolved> {
        let Some(today) = self.today else {
            let day = Some(Point::UnknownDay);
            return Some(Resolved::exactly(Value::Interval(day, day)));
        };
        if self.direction == Direction::Future {
            let first = calendar::on_or_after(today, a)?;
            return ordered(first, calendar::on_or_after(first, b)?);
        }
        let last = calendar::on_or_before(today, b)?;
        ordered(calendar::on_or_before(last, a)?, last)
    }
}

fn ordered(first: Date, last: Date) -> Option<Resolved> {
    (first <= last).then(|| Resolved::days((first, last)))
}
