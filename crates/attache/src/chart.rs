//! Tension as a chart: bars on a terminal, curves as SVG.

use ledger::{RestsOn, TensionDay, TensionRank};

use crate::columns::{table, Set};
use crate::terminal::Paint;

/// Rows of a chart on a terminal at most; longer periods are put together.
const ROWS: usize = 60;
/// Columns that day and figures take.
const FIGURES: usize = 41;

/// A chart for a terminal of `columns`: of each stretch of days the one with the highest index.
pub(crate) fn text(of: &str, days: &[TensionDay], columns: usize) -> String {
    let mut out = format!("Tension, {of}\n");
    let Some(last) = days.last() else { return out + "Nothing is told of it.\n" };
    let shown = strongest(days, days.len().div_ceil(ROWS));
    let most = shown.iter().map(|d| d.high.abs().max(d.low.abs())).fold(0.1, f64::max);
    let room = columns.saturating_sub(FIGURES).max(10) as f64;
    out += "day           index  baseline   firm   ░ bounds, █ index\n";
    for day in shown {
        let length = |x: f64| (x.abs() / most * room).round() as usize;
        let (index, high) = (length(day.index), length(day.high.max(0.0)));
        let mark = if day.index < 0.0 { "▒" } else { "█" };
        let baseline = day.baseline.map_or("       –".into(), |b| format!("{b:8.2}"));
        let bar = format!("{}{}", mark.repeat(index), "░".repeat(high.saturating_sub(index)));
        let firm = day.rests_on.map_or("     ".into(), |r| format!("{:4.0}%", 100.0 * r.several));
        out += format!("{}  {:7.2}  {baseline}  {firm}   {bar}", day.day, day.index).trim_end();
        out.push('\n');
    }
    out += "▒ marks cooperation that outweighs conflict\n";
    out + &last
        .rests_on
        .map(|rests| format!("Conflict told up to {}: {}.\n", last.day, parts(&rests)))
        .unwrap_or_default()
}

/// On what conflict rests, in words.
fn parts(rests: &RestsOn) -> String {
    let part = |share: f64, on: &str| format!("{:.0}% {on}", 100.0 * share);
    [
        part(rests.several, "told by several independent reports"),
        part(rests.one_report, "by one report"),
        part(rests.one_side, "by sources of one side only"),
        part(rests.denied, "denied by somebody"),
    ]
    .join(", ")
}

/// A list of curves' last days for a terminal of `columns`.
pub(crate) fn ranks(ranks: &[TensionRank], columns: usize) -> String {
    let Some(first) = ranks.first() else { return "Nothing is told that has not died down\n".into() };
    let heads = [
        ("of", Set::Cut),
        ("index", Set::Right),
        ("baseline", Set::Right),
        ("low", Set::Right),
        ("high", Set::Right),
        ("firm", Set::Right),
    ];
    let rows: Vec<Vec<String>> = ranks
        .iter()
        .map(|rank| {
            let day = &rank.last;
            vec![
                rank.of.clone(),
                format!("{:.2}", day.index),
                day.baseline.map_or("–".into(), |b| format!("{b:.2}")),
                format!("{:.2}", day.low),
                format!("{:.2}", day.high),
                day.rests_on.map_or(String::new(), |r| format!("{:.0}%", 100.0 * r.several)),
            ]
        })
        .collect();
    let told =
        "firm: the part of the conflict that several independent reports tell, not all on one side, denied by nobody";
    format!("Tension on {}\n\n{}\n{told}\n", first.last.day, table(&heads, &rows, Paint::of_stdout(), columns))
}

/// Of each stretch of `length` days the one that stands out most.
fn strongest(days: &[TensionDay], length: usize) -> Vec<&TensionDay> {
    let of_stretch = |stretch: &'_ [TensionDay]| {
        let most = stretch.iter().map(|d| d.index.abs()).fold(0.0, f64::max);
        stretch.iter().position(|d| d.index.abs() == most).unwrap_or(0)
    };
    days.chunks(length.max(1)).map(|stretch| &stretch[of_stretch(stretch)]).collect()
}

/// Width and height of the drawing, and its margin.
const SIZE: (f64, f64, f64) = (900.0, 320.0, 40.0);

/// A drawing: the bounds as an area, the index and the baseline as lines.
pub(crate) fn svg(of: &str, days: &[TensionDay]) -> String {
    let (width, height, margin) = SIZE;
    let top = days.iter().map(|d| d.high).fold(0.1, f64::max);
    let bottom = days.iter().map(|d| d.low).fold(0.0, f64::min);
    let x = |i: usize| margin + (width - 2.0 * margin) * i as f64 / days.len().saturating_sub(1).max(1) as f64;
    let y = |v: f64| height - margin - (height - 2.0 * margin) * (v - bottom) / (top - bottom);
    let at = |(i, v): (usize, f64)| format!("{:.1},{:.1}", x(i), y(v));
    let line = |values: Vec<(usize, f64)>| values.into_iter().map(at).collect::<Vec<_>>().join(" ");
    let high = days.iter().map(|d| d.high).enumerate();
    let low = days.iter().map(|d| d.low).enumerate();
    let area = line(high.chain(low.collect::<Vec<_>>().into_iter().rev()).collect());
    let index = line(days.iter().map(|d| d.index).enumerate().collect());
    let baseline = line(days.iter().enumerate().filter_map(|(i, d)| Some((i, d.baseline?))).collect());
    let (first, last) = (days.first().map_or("", |d| &d.day), days.last().map_or("", |d| &d.day));
    let title = escaped(&format!("Tension, {of}"));
    let rests = days.last().and_then(|day| day.rests_on).map(|rests| parts(&rests)).unwrap_or_default();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n\
         <title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"{margin}\" y=\"18\">{title}</text>\n\
         <text x=\"{margin}\" y=\"34\" font-size=\"10\" fill=\"#555\">{rests}</text>\n\
         <line x1=\"{margin}\" x2=\"{:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"#999\"/>\n\
         <polygon points=\"{area}\" fill=\"#c9d7e8\"/>\n\
         <polyline points=\"{baseline}\" fill=\"none\" stroke=\"#777\" stroke-dasharray=\"4 3\"/>\n\
         <polyline points=\"{index}\" fill=\"none\" stroke=\"#1d3f66\" stroke-width=\"1.5\"/>\n\
         <text x=\"{margin}\" y=\"{:.1}\">{first}</text><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{last}</text>\n\
         <text x=\"4\" y=\"{:.1}\">{top:.1}</text><text x=\"4\" y=\"{:.1}\">{bottom:.1}</text>\n</svg>\n",
        width - margin,
        y(0.0),
        y(0.0),
        height - 12.0,
        width - margin,
        height - 12.0,
        y(top) + 4.0,
        y(bottom) + 4.0
    )
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(values: &[f64]) -> Vec<TensionDay> {
        let day = |(i, &v): (usize, &f64)| TensionDay {
            day: format!("2024-01-{:02}", i + 1),
            index: v,
            baseline: None,
            low: v.min(0.0),
            high: v * 2.0,
            rests_on: (v > 0.0).then_some(RestsOn { denied: 0.0, one_side: 0.5, one_report: 0.0, several: 0.5 }),
            incidents: Vec::new(),
        };
        values.iter().enumerate().map(day).collect()
    }

    #[test]
    fn bars_show_the_index_and_its_bounds() {
        let chart = text("AAA towards BBB", &days(&[1.0, 0.5, 0.0]), 61);
        let rows: Vec<&str> = chart.lines().skip(2).take(3).collect();
        assert_eq!(
            rows,
            [
                "2024-01-01     1.00         –    50%   ██████████░░░░░░░░░░",
                "2024-01-02     0.50         –    50%   █████░░░░░",
                "2024-01-03     0.00         –"
            ]
        );
        assert!(text("AAA towards BBB", &[], 80).contains("Nothing is told"));
    }

    #[test]
    fn names_are_no_markup_in_the_drawing() {
        let drawing = svg("<b> towards &", &days(&[1.0, 2.0]));
        assert!(drawing.contains("&lt;b&gt;") && !drawing.contains("<b>"));
    }
}
