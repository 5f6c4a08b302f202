//! Figures as a table: for people, for `docs/evaluation.md`, for programs.

use std::fmt::Write as _;

use serde::Serialize;

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What it belongs to: "EWT test, gold words".
    pub set: String,
    /// What is measured: "LAS".
    pub measure: String,
    /// The value, in percent where nothing else is said; `None` where there is nothing to count.
    pub value: Option<f64>,
    /// How many things were counted.
    pub count: u64,
    /// What must be met.
    pub floor: Option<f64>,
    /// What is wanted.
    pub aim: Option<f64>,
}

impl Figure {
    /// A figure without floor and aim.
    pub fn new(set: &str, measure: &str, value: Option<f64>, count: usize) -> Self {
        let value = value.filter(|v| v.is_finite());
        Self { set: set.into(), measure: measure.into(), value, count: count as u64, floor: None, aim: None }
    }

    /// `part` of `whole`, in percent.
    pub fn share(set: &str, measure: &str, part: usize, whole: usize) -> Self {
        let value = (whole > 0).then(|| 100.0 * part as f64 / whole as f64);
        Self::new(set, measure, value, whole)
    }

    /// With the floor and the aim that the project has set itself.
    pub fn aiming(mut self, floor: f64, aim: f64) -> Self {
        self.floor = Some(floor);
        self.aim = Some(aim);
        self
    }

    /// Where the figure stands: lower than its floor, between, or at its aim. Some figures are better the lower they are.
    fn standing(&self) -> &'static str {
        let (Some(value), Some(floor), Some(aim)) = (self.value, self.floor, self.aim) else { return "" };
        let sign = if aim < floor { -1.0 } else { 1.0 };
        match (value * sign >= floor * sign, value * sign >= aim * sign) {
            (_, true) => "aim met",
            (true, false) => "floor met",
            (false, false) => "below",
        }
    }
}

/// All figures, and what could not be measured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Table {
    /// The figures in order.
    pub figures: Vec<Figure>,
    /// Data files that are not there.
    pub missing: Vec<String>,
    /// What else a reader of the table should know: which facts do not hold.
    pub notes: Vec<String>,
}

impl Table {
    /// Adds a figure.
    pub fn push(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Notes a data file that is not there.
    pub fn missing(&mut self, name: &str) {
        if !self.missing.iter().any(|m| m == name) {
            self.missing.push(name.to_owned());
        }
    }

    /// Adds a note.
    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// For a terminal.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let width = self.figures.iter().map(|f| f.measure.chars().count()).max().unwrap_or(0);
        let mut set = "";
        for figure in &self.figures {
            if figure.set != set {
                set = &figure.set;
                let _ = writeln!(out, "{set}");
            }
            let _ = writeln!(
                out,
                "  {:<width$}  {:>7}  floor {:>5}  aim {:>5}  n={:<6} {}",
                figure.measure,
                number(figure.value),
                number_or_blank(figure.floor),
                number_or_blank(figure.aim),
                figure.count,
                figure.standing()
            );
        }
        for note in &self.notes {
            let _ = writeln!(out, "{note}");
        }
        if !self.missing.is_empty() {
            let _ = writeln!(out, "{}", self.missing_said());
        }
        out
    }

    /// The same for `docs/evaluation.md`.
    pub fn markdown(&self) -> String {
        let mut out = String::from(
            "| set | measure | value | floor | aim | counted | |\n| --- | --- | --- | --- | --- | --- | --- |\n",
        );
        for f in &self.figures {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} |",
                f.set,
                f.measure,
                number(f.value),
                number_or_blank(f.floor),
                number_or_blank(f.aim),
                f.count,
                f.standing()
            );
        }
        if !self.missing.is_empty() {
            let _ = writeln!(out, "\n{}", self.missing_said());
        }
        out
    }

    /// How to get what is not there.
    pub fn missing_said(&self) -> String {
        format!(
            "Not measured, for want of data: {}. docs/evaluation.md says where each set comes from; give the folder that holds \
             them with --data DIR.",
            self.missing.join(", ")
        )
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".into(), |v| format!("{v:.2}"))
}

fn number_or_blank(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| format!("{v}"))
}
