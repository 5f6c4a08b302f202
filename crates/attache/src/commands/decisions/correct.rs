//! `attache correct`.

use clap::ValueEnum;
use ledger::{Correction, Decision};
use lexicon::Lexicon;

use super::{decide, Signed};
use crate::commands::ledger_file::LedgerFile;
use crate::commands::{Status, Stop};

/// Arguments of `attache correct`.
#[derive(clap::Args)]
#[command(
    override_usage = "attache correct [OPTIONS] <REPORT> <EVENT> <--misread|--killed N|--place NAME|…>",
    after_help = "Examples:\n  \
    attache show i3k9x2m7qp0                              its claims: REPORT E1, REPORT E2, …\n  \
    attache correct wire-17 E2 --killed 4..6              the report says four to six\n  \
    attache correct wire-17 E2 --not-actor Ukraine        it does not say that they did it\n  \
    attache correct wire-17 E2 --actors 'Wagner; Mali'    but these\n  \
    attache correct wire-17 E2 --place 'Goma, COD' --time 2024-03-01\n  \
    attache correct wire-17 E3 --misread --by 'R. Amadi'  it tells of no such thing\n\n\
    A correction says what the report tells, not what is true. What was read is kept, and attache undo brings it back.\n\
    Each field is a decision of its own. \"none\" for a value: the report does not say."
)]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// The report
    #[arg(value_name = "REPORT")]
    report: String,
    /// The event, as attache show names it
    #[arg(value_name = "EVENT")]
    event: String,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    signed: Signed,
}

#[derive(clap::Args)]
#[group(required = true, multiple = true)]
struct Fields {
    /// It tells of no such thing
    #[arg(long)]
    misread: bool,
    /// PLOVER type, with its mode: ASSAULT/aerial
    #[arg(long, value_name = "TYPE[/MODE]")]
    kind: Option<String>,
    /// Who did it
    #[arg(long, value_name = "NAME;…")]
    actors: Option<String>,
    /// To whom
    #[arg(long, value_name = "NAME;…")]
    recipients: Option<String>,
    /// Somebody who is not said to have done it
    #[arg(long, value_name = "NAME")]
    not_actor: Vec<String>,
    /// Somebody to whom it is not said to have been done
    #[arg(long, value_name = "NAME")]
    not_recipient: Vec<String>,
    /// Where; with the ISO code of a state where the name has several
    #[arg(long, value_name = "NAME[, ISO]")]
    place: Option<String>,
    /// When, EDTF: 2024-03-01, 2024-03, 2024-03-01/2024-03-04
    #[arg(long, value_name = "EDTF")]
    time: Option<String>,
    /// Killed: 4, 4..6, 4.. (at least)
    #[arg(long, value_name = "N")]
    killed: Option<String>,
    /// Wounded
    #[arg(long, value_name = "N")]
    wounded: Option<String>,
    /// Detained
    #[arg(long, value_name = "N")]
    detained: Option<String>,
    /// Displaced
    #[arg(long, value_name = "N")]
    displaced: Option<String>,
    /// Whether it is said to have been or not
    #[arg(long, value_enum)]
    polarity: Option<Polarity>,
    /// Whether it was, or is planned, feared, …
    #[arg(long, value_enum)]
    modality: Option<Modality>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Polarity {
    /// It is said to have been
    Affirmed,
    /// It is said not to have been
    Negated,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[allow(missing_docs)]
enum Modality {
    Actual,
    Planned,
    Possible,
    Requested,
    Conditional,
    Feared,
}

/// Corrects fields of an event.
pub fn run(args: Args) -> Result<Status, Stop> {
    let corrections = args.fields.corrections(&reading::bundled_lexicon())?;
    let decision =
        |correction| Decision::Correct { report: args.report.clone(), event: args.event.clone(), correction };
    decide(&args.file, &args.signed, &corrections.into_iter().map(decision).collect::<Vec<_>>())
}

impl Fields {
    fn corrections(&self, lexicon: &Lexicon) -> Result<Vec<Correction>, Stop> {
        let one = |field: &'static str, told: &Option<String>| told.clone().map(|told| (field, told));
        let several = |field: &'static str, told: &[String]| -> Vec<(&str, String)> {
            told.iter().map(|told| (field, told.clone())).collect()
        };
        let mut all: Vec<(&str, String)> = self.misread.then(|| ("misread", String::new())).into_iter().collect();
        all.extend(one("kind", &self.kind));
        all.extend(one("actors", &self.actors));
        all.extend(one("recipients", &self.recipients));
        all.extend(several("not-actor", &self.not_actor));
        all.extend(several("not-recipient", &self.not_recipient));
        all.extend(one("place", &self.place));
        all.extend(one("time", &self.time));
        all.extend(one("killed", &self.killed));
        all.extend(one("wounded", &self.wounded));
        all.extend(one("detained", &self.detained));
        all.extend(one("displaced", &self.displaced));
        all.extend(self.polarity.as_ref().map(name).map(|told| ("polarity", told)));
        all.extend(self.modality.as_ref().map(name).map(|told| ("modality", told)));
        all.into_iter().map(|(field, told)| Ok(Correction::typed(field, &told, lexicon)?)).collect()
    }
}

/// A choice as it is written.
fn name<T: ValueEnum>(choice: &T) -> String {
    choice.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default()
}
