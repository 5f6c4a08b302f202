//! `attache status`.

use std::path::Path;

use clap::ValueEnum;
use server::{HookState, States};

use super::ledger_file::LedgerFile;
use super::{print, Status, Stop};

/// Arguments of `attache status`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    attache status                    what is in attache.db, in numbers\n  \
    attache status --format json      the same for programs")]
pub struct Args {
    #[command(flatten)]
    file: LedgerFile,
    /// What to write
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// Tells what is in the ledger.
pub fn run(args: Args) -> Result<Status, Stop> {
    let today = jiff::Zoned::now().date().to_string();
    let ledger = args.file.to_read()?;
    let state = ledger.state(&today)?;
    let watched = super::sources::overview(ledger.path());
    if args.format == Format::Json {
        let mut state = serde_json::to_value(&state).unwrap_or_default();
        if let (Some(object), Some(watched)) = (state.as_object_mut(), &watched) {
            object.insert("watched".into(), serde_json::to_value(watched).unwrap_or_default());
        }
        return print(format!("{}\n", serde_json::to_string(&state).unwrap_or_default()).as_bytes());
    }
    let days = match &state.published {
        [Some(first), Some(last)] => format!("{first} to {last}"),
        _ => "no report is dated".into(),
    };
    let mut out = format!(
        "{} (schema {})\n\
         Reports:    {}, {} of them echoes, {} with several versions, {} retracted\n\
         Notices:    {} that correct or take back a report, {} of them of one that is not here\n\
         Published:  {days}; {} undated, {} dated in the future\n\
         Claims:     {} events in {} statements\n\
         Incidents:  {}, {} of them told by independent reports, {} contested\n\
         Agreements: {}\n\
         Size:       {:.1} MB for {:.1} MB of text\n",
        ledger.path().display(),
        state.schema,
        state.reports,
        state.echoes,
        state.changed,
        state.retracted,
        state.notices,
        state.notices_alone,
        state.undated,
        state.future,
        state.events,
        state.statements,
        state.incidents,
        state.joined,
        state.contested,
        state.agreements,
        state.bytes as f64 / 1e6,
        state.text_bytes as f64 / 1e6
    );
    for (model, knowledge, reports) in &state.codings {
        out += &format!("Read with:  model {model}, knowledge {knowledge}: {reports} reports\n");
    }
    out += &webhooks(ledger.path())?;
    out += &watched.as_ref().map(super::sources::overview_told).unwrap_or_default();
    print(out.as_bytes())
}

/// How those stand whom a server of this ledger tells of alerts.
fn webhooks(ledger: &Path) -> Result<String, Stop> {
    let path = States::beside(ledger);
    let states = States::read(&path).map_err(|reason| Stop::Input(format!("{}: {reason}", path.display())))?;
    let line = |(name, state): (&String, &HookState)| {
        let (waiting, dead) = (state.waiting.len(), state.dead.len());
        let error = state.error.as_ref().map(|error| format!("; last: {error}")).unwrap_or_default();
        format!("Webhook:    {name}: {} delivered, {waiting} waiting, {dead} set aside{error}\n", state.delivered)
    };
    Ok(states.0.iter().map(line).collect())
}
