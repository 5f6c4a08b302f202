//! Numbers as they are written: `1,200`, `2.5 million`, `twenty-one`, `two thousand and fifteen`, `half a million`,
//! `the third`.

use lexicon::numbers::NumberKind;
use lexicon::times::Class;

use crate::atoms::Atoms;

/// Longest number in pieces; more is no number that anybody writes.
const LONGEST: usize = 24;

/// A cardinal number at `i` and where it ends. Fractions of a whole ("1.5 troops") are cut to whole numbers.
pub(crate) fn cardinal(atoms: &Atoms<'_>, i: usize) -> Option<(u64, usize)> {
    match atoms.digits(i) {
        Some(_) => figures(atoms, i),
        None => words(atoms, i),
    }
}

/// A number that starts with digits: `1,200`, `2.5 million`, `3 thousand`.
fn figures(atoms: &Atoms<'_>, i: usize) -> Option<(u64, usize)> {
    let (mut value, count) = atoms.digits(i)?;
    let mut at = i + 1;
    while count <= 3 && at < i + LONGEST && atoms.mark(at, ',') && atoms.glued(at) && atoms.glued(at + 1) {
        let Some((group, 3)) = atoms.digits(at + 1) else { break };
        value = value.saturating_mul(1000).saturating_add(group);
        at += 2;
    }
    let fraction = (atoms.mark(at, '.') && atoms.glued(at) && atoms.glued(at + 1))
        .then(|| atoms.digits(at + 1))
        .flatten()
        .filter(|&(_, digits)| digits <= 6);
    if let Some((tail, digits)) = fraction {
        let power = 10u64.pow(u32::from(digits));
        return Some(match scale(atoms, at + 2) {
            Some((scale, end)) => {
                let part = u128::from(tail) * u128::from(scale) / u128::from(power);
                (value.saturating_mul(scale).saturating_add(part as u64), end)
            }
            None => (value, at + 2),
        });
    }
    while let Some((scale, end)) = scale(atoms, at).filter(|_| at < i + LONGEST) {
        value = value.saturating_mul(scale);
        at = end;
    }
    Some((value, at))
}

/// `thousand`, `million`, `k` behind a number.
fn scale(atoms: &Atoms<'_>, i: usize) -> Option<(u64, usize)> {
    let at = if atoms.dash(i) && atoms.glued(i) { i + 1 } else { i };
    let atom = atoms.get(at)?;
    // A letter is a scale only where it is glued to the digits: "30k".
    if atom.span.len() == 1 && !atoms.glued(at) {
        return None;
    }
    let value = atoms.number_word(at, NumberKind::Scale).or_else(|| atoms.number_word(at, NumberKind::Dozen))?;
    Some((value, at + 1))
}

/// A number in words. "A" counts as one before a scale: `a hundred`, `half a million`.
fn words(atoms: &Atoms<'_>, i: usize) -> Option<(u64, usize)> {
    if atoms.is(i, Class::Half) && atoms.is(i + 1, Class::Some) {
        let (scale, end) = scale(atoms, i + 2)?;
        return Some((scale / 2, end));
    }
    let mut at = i;
    let (mut total, mut group) = (0u64, None);
    if atoms.is(i, Class::Some) {
        scale(atoms, i + 1)?;
        group = Some(1);
        at += 1;
    }
    while at < i + LONGEST {
        let step = if at > i && atoms.dash(at) && atoms.glued(at) && atoms.glued(at + 1) { at + 1 } else { at };
        if let Some(small) = below_hundred(atoms, step, group) {
            group = Some(group.unwrap_or(0) + small.0);
            at = small.1;
            continue;
        }
        let Some((scale, end)) = group.and_then(|_| scale(atoms, at)) else { break };
        if scale < 1000 {
            group = group.map(|g: u64| g.saturating_mul(scale));
        } else {
            total = total.saturating_add(group.unwrap_or(1).saturating_mul(scale));
            group = Some(0);
        }
        at = end;
        // "two thousand and fifteen"
        if atoms.is(at, Class::And) && below_hundred(atoms, at + 1, Some(0)).is_some() {
            at += 1;
        }
    }
    group.filter(|_| at > i).map(|g| (total.saturating_add(g), at))
}

/// `seven`, `twenty`, `twenty-one` at `i`, where what stands before lets a number below a hundred follow.
fn below_hundred(atoms: &Atoms<'_>, i: usize, before: Option<u64>) -> Option<(u64, usize)> {
    if before.is_some_and(|b| b % 100 != 0) {
        return None;
    }
    if let Some(unit) = atoms.number_word(i, NumberKind::Unit) {
        return Some((unit, i + 1));
    }
    let ten = atoms.number_word(i, NumberKind::Ten)?;
    let next = if atoms.dash(i + 1) && atoms.glued(i + 1) { i + 2 } else { i + 1 };
    match atoms.number_word(next, NumberKind::Unit).filter(|u| (1..10).contains(u)) {
        Some(unit) => Some((ten + unit, next + 1)),
        None => Some((ten, i + 1)),
    }
}

/// An ordinal number at `i` and where it ends: `3rd`, `third`, `twenty-first`.
pub(crate) fn ordinal(atoms: &Atoms<'_>, i: usize) -> Option<(u64, usize)> {
    if let Some((value, count)) = atoms.digits(i) {
        let ending = atoms.is(i + 1, Class::OrdinalEnding) && atoms.glued(i + 1);
        return (ending && count <= 4).then_some((value, i + 2));
    }
    if let Some(value) = atoms.number_word(i, NumberKind::Ordinal) {
        return Some((value, i + 1));
    }
    let ten = atoms.number_word(i, NumberKind::Ten)?;
    let next = if atoms.dash(i + 1) && atoms.glued(i + 1) { i + 2 } else { i + 1 };
    let unit = atoms.number_word(next, NumberKind::Ordinal).filter(|u| (1..10).contains(u))?;
    Some((ten + unit, next + 1))
}
