//! Tables for a terminal: columns as wide as they need, text to the left and numbers to the right, long cells cut where the
//! terminal ends.

use crate::terminal::{Look, Paint};

/// Blanks between two columns.
const GAP: usize = 2;
/// Narrowest that a column is cut to.
const NARROWEST: usize = 8;

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    /// To the left, whole.
    Left,
    /// To the left, cut if there is no room.
    Cut,
    /// To the right, whole.
    Right,
}

/// A table of `heads` over `rows`, at most `columns` wide where cells can be cut.
pub(crate) fn table(heads: &[(&str, Set)], rows: &[Vec<String>], paint: Paint, columns: usize) -> String {
    let length = |text: &str| text.chars().count();
    let mut widths: Vec<usize> = heads.iter().map(|(head, _)| length(head)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(length(cell));
        }
    }
    fit(&mut widths, heads, columns);
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let set = cells.zip(heads).zip(&widths).map(|((cell, (_, set)), &width)| placed(cell, *set, width));
        set.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    let head = line(&mut heads.iter().map(|(head, _)| *head));
    let mut out = format!("{}\n", paint.paint(Look::Quiet, head));
    for row in rows {
        out += &line(&mut row.iter().map(String::as_str));
        out.push('\n');
    }
    out
}

/// Takes from the widest column that may be cut until all fit.
fn fit(widths: &mut [usize], heads: &[(&str, Set)], columns: usize) {
    loop {
        let used: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let Some(over) = used.checked_sub(columns).filter(|o| *o > 0) else { return };
        let cut = (0..widths.len()).filter(|&i| heads[i].1 == Set::Cut && widths[i] > NARROWEST);
        let Some(widest) = cut.max_by_key(|&i| widths[i]) else { return };
        let second = (0..widths.len()).filter(|&i| i != widest && heads[i].1 == Set::Cut).map(|i| widths[i]).max();
        let least = second.unwrap_or(0).clamp(NARROWEST, widths[widest] - 1);
        widths[widest] -= over.min(widths[widest] - least);
    }
}

fn placed(cell: &str, set: Set, width: usize) -> String {
    let cell: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match set {
        Set::Right => format!("{cell:>width$}"),
        Set::Cut if cell.chars().count() > width => cell.chars().take(width - 1).chain(['…']).collect(),
        _ => format!("{cell:<width$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_cells_are_cut_and_numbers_stand_to_the_right() {
        let rows = [
            vec!["a".to_owned(), "a name that is rather long".to_owned(), "7".to_owned()],
            vec!["b".to_owned(), "short".to_owned(), "1200".to_owned()],
        ];
        let told = table(&[("id", Set::Left), ("name", Set::Cut), ("n", Set::Right)], &rows, Paint::Plain, 24);
        assert_eq!(told, "id  name               n\na   a name that i…     7\nb   short           1200\n");
    }
}
