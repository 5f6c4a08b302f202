//! From one time to another: `from 3 to 12 May`, `between March and June`, `2014-2018`, `since March`.

use lexicon::times::Class;

use super::{Expr, Fields, Grammar, Read};
use crate::atoms::Gap;
use crate::numerals;

impl Grammar<'_, '_> {
    /// A range that starts at `i`.
    pub(super) fn range(&self, i: usize) -> Read<Expr> {
        // "in 2014 through 2018"
        let at = if self.is(i, Class::In) || self.is(i, Class::On) { i + 1 } else { i };
        if at > i && self.any(at, &[Class::From, Class::Between, Class::Since, Class::Until]) {
            return None;
        }
        if self.is(at, Class::Since) || self.is(at, Class::Until) {
            return self.half_open(at);
        }
        let from = self.is(at, Class::From);
        let between = self.is(at, Class::Between);
        let from_at = self.skip(at + usize::from(from || between), Class::From);
        let mut best: Read<Expr> = None;
        for (left, end) in self.lefts(from_at).into_iter().flatten() {
            let Some(joint) = self.joint_of_range(end, between) else { continue };
            let Some((right, end)) = self.right(&left, joint, end) else { continue };
            if fits(&left, &right) && best.as_ref().is_none_or(|b| end > b.1) {
                best = Some((Expr::Range(Some(Box::new(left)), Some(Box::new(right))), end));
            }
        }
        best
    }

    /// "since March", "until Friday".
    fn half_open(&self, i: usize) -> Read<Expr> {
        let since = self.is(i, Class::Since);
        let (expr, end, _) = self.phrase(i + 1, 1)?;
        if matches!(expr, Expr::Range(..)) {
            return None;
        }
        let side = Some(Box::new(expr));
        Some((if since { Expr::Range(side, None) } else { Expr::Range(None, side) }, end))
    }

    /// What the left side can be.
    fn lefts(&self, i: usize) -> [Read<Expr>; 3] {
        let phrase = self.phrase(i, 1).map(|(e, end, _)| (e, end));
        [phrase, self.plain_year(i), self.plain_day(i)]
    }

    /// Four figures that are a year if another follows.
    fn plain_year(&self, i: usize) -> Read<Expr> {
        let (year, 4) = self.atoms.digits(i)? else { return None };
        let fields = Fields { year: Some(year as i16), ..Fields::default() };
        (1900..=2099).contains(&year).then_some((Expr::date(fields), i + 1))
    }

    /// A day of the month alone: `3`, `the ninth`.
    fn plain_day(&self, i: usize) -> Read<Expr> {
        let at = self.skip(i, Class::The);
        // "7:30 to …" is no thirtieth.
        if at > 0 && self.atoms.glued(at) && !self.atoms.dash(at - 1) {
            return None;
        }
        let (day, end) = numerals::ordinal(self.atoms, at).or_else(|| {
            numerals::cardinal(self.atoms, at).filter(|_| self.atoms.digits(at).is_none_or(|d| d.1 <= 2))
        })?;
        let fields = Fields { day: Some(day.min(99) as u8), ..Fields::default() };
        Self::possible(&fields).then_some((Expr::date(fields), end))
    }

    /// The piece after what joins two sides at `i`.
    fn joint_of_range(&self, i: usize, between: bool) -> Option<usize> {
        if self.atoms.ends(i) {
            return None;
        }
        let word = self.is(i, Class::To) || self.is(i, Class::Until) || self.is(i, Class::Through);
        (word || between && self.is(i, Class::And) || self.atoms.dash(i)).then_some(i + 1)
    }

    /// The right side at `i`; `end` is where the left side ended.
    fn right(&self, left: &Expr, i: usize, end: usize) -> Read<Expr> {
        if self.atoms.ends(i) {
            return None;
        }
        let dash = self.atoms.dash(end);
        if self.is(i, Class::Now)
            || self.is(i, Class::NowOrWord)
            || self.is(i, Class::The) && self.is(i + 1, Class::NowOrWord)
        {
            return (!dash).then(|| (Expr::Now, self.skip(i, Class::The) + 1));
        }
        let mut best = self.phrase(i, 1).map(|(e, end, _)| (e, end)).filter(|(e, _)| fits(left, e));
        let mut consider = |read: Read<Expr>| {
            if let Some((expr, end)) = read.filter(|(e, _)| fits(left, e)) {
                if best.as_ref().is_none_or(|b| end > b.1) {
                    best = Some((expr, end));
                }
            }
        };
        if let Some(fields) = left.fields().filter(|f| f.day.is_some() && f.month.is_some()) {
            let day = self.plain_day(i).filter(|(e, at)| {
                let later = !dash || e.fields().and_then(|f| f.day) > fields.day;
                later && (self.closes(*at) || numerals::ordinal(self.atoms, self.skip(i, Class::The)).is_some())
            });
            consider(day.map(|(e, at)| self.with_year(e, at)));
        }
        if left.fields().is_some_and(|f| f.year.is_some() && f.month.is_none()) {
            consider(self.plain_year(i));
            consider(self.short_year(left, i, dash));
        }
        best
    }

    /// "April 9-17, 2020": the year stands behind the last day.
    fn with_year(&self, day: Expr, end: usize) -> (Expr, usize) {
        let at = if self.atoms.mark(end, ',') { end + 1 } else { end };
        match (self.plain_year(at), day.fields()) {
            (Some((year, after)), Some(fields)) if !self.atoms.ends(at) => {
                let year = year.fields().and_then(|f| f.year);
                (Expr::date(Fields { year, ..fields }), after)
            }
            _ => (day, end),
        }
    }

    /// `1992-95`.
    fn short_year(&self, left: &Expr, i: usize, dash: bool) -> Read<Expr> {
        let (value, 2) = self.atoms.digits(i).filter(|_| dash && self.atoms.glued(i))? else { return None };
        let first = left.fields()?.year?;
        let year = first / 100 * 100 + value as i16;
        let glued = self.atoms.get(i - 1).is_some_and(|a| a.gap == Gap::Glued);
        (glued && value > 12 && year > first && self.closes(i + 1))
            .then(|| (Expr::date(Fields { year: Some(year), ..Fields::default() }), i + 1))
    }
}

/// Whether two sides make a range: both are dates, or stretches of the calendar.
fn fits(left: &Expr, right: &Expr) -> bool {
    match (left.fields(), right.fields()) {
        (Some(l), Some(r)) => fields_fit(&l, &r),
        (Some(l), None) => !l.is_bare_day() && point(right),
        (None, Some(r)) => !r.is_bare_day() && point(left),
        (None, None) => point(left) && point(right),
    }
}

fn fields_fit(l: &Fields, r: &Fields) -> bool {
    let bare_left = !l.is_bare_day() || r.month.is_some() && r.day.is_some();
    let bare_right = !r.is_bare_day() || l.month.is_some() && l.day.is_some();
    let in_order = match (l.year, r.year) {
        (Some(a), Some(b)) => a <= b,
        _ => true,
    };
    let year_to_month = l.year.is_some() && l.month.is_none() && r.year.is_none();
    let weekdays = l.is_weekday() == r.is_weekday() || l.day.is_some() || r.day.is_some() || r.weekday.is_some();
    bare_left && bare_right && in_order && !year_to_month && weekdays && !(l.is_bare_day() && r.is_bare_day())
}

/// Whether an expression can be one side of a range.
fn point(expr: &Expr) -> bool {
    !matches!(expr, Expr::Range(..) | Expr::Rolling { .. } | Expr::Overnight(_) | Expr::Lasting { .. })
}
