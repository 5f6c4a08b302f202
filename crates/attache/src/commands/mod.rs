//! The commands, each a thin module: arguments, then a call into a library.
//!
//! To add one: a module with `Args` (derives [`clap::Args`]) and `run(Args) -> Result<Status, Stop>`, a line in
//! [`Command`] and a line in [`Command::run`].

mod add;
mod agreements;
mod alerts;
mod backup;
mod brief;
mod check;
mod completions;
mod decisions;
mod demo;
#[cfg(test)]
mod documented;
mod eval;
mod explain;
mod export;
mod gazetteer;
mod incidents;
mod inputs;
mod ledger_file;
mod lexicon;
mod man;
mod parse;
mod read;
mod recode;
mod search;
mod serve;
mod show;
mod sources;
mod sql;
mod status;
mod tension;
mod token;
mod watch;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

/// What people see first.
#[derive(Parser)]
#[command(
    name = "attache",
    version,
    about = "Reads news reports on conflict and diplomacy: who is said to have done what to whom, and who says so",
    after_help = "Examples:\n  \
        attache read report.txt                         a brief of one report\n  \
        attache read --format json reports.jsonl        one reading a line, for programs\n  \
        attache add reports.jsonl && attache brief      into a ledger; what happened, who says so\n  \
        curl -sL ADDRESS | attache read --input html -  a page from the net\n  \
        attache demo                                    the page, on bundled reports\n  \
        attache help read                               all about reading\n\n\
        Exit status: 0 all done, 1 some input could not be read, 2 wrong use."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read reports: a brief for people, or JSON for programs
    Read(read::Args),
    /// Add reports to a ledger
    Add(add::Args),
    /// Follow feeds, sitemaps, pages and folders: what is new goes into a ledger
    Watch(watch::Args),
    /// Try the sources that are followed, or import them from a feed reader
    Sources(sources::Args),
    /// Tell what is said to have happened, who says so, what is contested
    Brief(brief::Args),
    /// List incidents with their accounts
    Incidents(incidents::Args),
    /// List agreements: parties, who is said to have broken them, how long ago; one in full
    Agreements(agreements::Args),
    /// Show one incident: accounts, claims, why its reports stand together
    Show(show::Args),
    /// Merge two incidents that are one
    Merge(decisions::merge::Args),
    /// Split reports off an incident: they tell of another one
    Split(decisions::split::Args),
    /// Correct what was read of an event
    Correct(Box<decisions::correct::Args>),
    /// Write a note on an incident or a report
    Note(decisions::note::Args),
    /// Take a report out of every figure, or let it stand
    Retract(decisions::retract::Args),
    /// List what analysts decided
    Decisions(decisions::list::Args),
    /// Undo a decision
    Undo(decisions::undo::Args),
    /// Tell how tense it is said to be between two actors, day by day
    Tension(tension::Args),
    /// Tell what rules find: high tension, firsts, broken agreements, many dead
    Alerts(alerts::Args),
    /// Write a ledger in the columns of other programs
    Export(export::Args),
    /// Search the reports of a ledger
    Search(search::Args),
    /// Serve a ledger: the page, and an API for programs
    Serve(serve::Args),
    /// Serve the bundled reports, to see what this is about
    Demo(demo::Args),
    /// Say who may ask a server from other machines
    Token(token::Args),
    /// Ask a ledger in plain SQL, to read only
    Sql(sql::Args),
    /// Tell what is in a ledger, in numbers
    Status(status::Args),
    /// Read all kept texts again with a newer program, model or knowledge
    Recode(recode::Args),
    /// Copy a ledger while others go on writing in it
    Backup(backup::Args),
    /// Check everything that must hold in a ledger
    Check(check::Args),
    /// Run the language core alone: words, tags and trees as CoNLL-U
    Parse(parse::Args),
    /// Tell why an event was read, or why nothing was
    Explain(explain::Args),
    /// Measure: every figure that the documents quote, as one table
    Eval(eval::Args),
    /// Make a gazetteer of GeoNames' places
    Gazetteer(gazetteer::Args),
    /// Check the knowledge files; show what a name would resolve to
    Lexicon(lexicon::Args),
    /// Write the completions for a shell
    Completions(completions::Args),
    /// Write the manual page
    Man(man::Args),
}

impl Command {
    fn run(self) -> Result<Status, Stop> {
        match self {
            Self::Read(args) => read::run(args),
            Self::Add(args) => add::run(args),
            Self::Watch(args) => watch::run(args),
            Self::Sources(args) => sources::run(args),
            Self::Brief(args) => brief::run(args),
            Self::Incidents(args) => incidents::run(args),
            Self::Agreements(args) => agreements::run(args),
            Self::Show(args) => show::run(args),
            Self::Merge(args) => decisions::merge::run(args),
            Self::Split(args) => decisions::split::run(args),
            Self::Correct(args) => decisions::correct::run(*args),
            Self::Note(args) => decisions::note::run(args),
            Self::Retract(args) => decisions::retract::run(args),
            Self::Decisions(args) => decisions::list::run(args),
            Self::Undo(args) => decisions::undo::run(args),
            Self::Tension(args) => tension::run(args),
            Self::Alerts(args) => alerts::run(args),
            Self::Export(args) => export::run(args),
            Self::Search(args) => search::run(args),
            Self::Serve(args) => serve::run(args),
            Self::Demo(args) => demo::run(args),
            Self::Token(args) => token::run(args),
            Self::Sql(args) => sql::run(args),
            Self::Status(args) => status::run(args),
            Self::Recode(args) => recode::run(args),
            Self::Backup(args) => backup::run(args),
            Self::Check(args) => check::run(args),
            Self::Parse(args) => parse::run(args),
            Self::Explain(args) => explain::run(args),
            Self::Eval(args) => eval::run(args),
            Self::Gazetteer(args) => gazetteer::run(args),
            Self::Lexicon(args) => lexicon::run(args),
            Self::Completions(args) => completions::run(args),
            Self::Man(args) => man::run(args),
        }
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All is done.
    Done,
    /// Some input could not be read; the rest is done.
    SomeUnread,
    /// The program was called wrongly.
    WrongUse,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::SomeUnread => 1,
            Status::WrongUse => 2,
        })
    }
}

/// Why a command ended early.
#[derive(Debug)]
pub enum Stop {
    /// Nobody reads the output any more: no error.
    ClosedPipe,
    /// The output cannot be written.
    Output(io::Error),
    /// Something that the command needs cannot be read; the message says what to do.
    Input(String),
    /// The program was called wrongly; the message says what to do.
    Use(String),
}

impl From<io::Error> for Stop {
    /// Of an error in writing output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Output(error),
        }
    }
}

/// Runs what the command line says.
pub fn run() -> Status {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(shown) if shown.kind() == ErrorKind::DisplayVersion => {
            let model = language::Model::bundled();
            let _ = writeln!(io::stdout(), "attache {} (model {})", env!("CARGO_PKG_VERSION"), model.version());
            return Status::Done;
        }
        Err(shown) => {
            // Help and version are shown this way too; a closed pipe is no matter.
            let _ = shown.print();
            return if shown.use_stderr() { Status::WrongUse } else { Status::Done };
        }
    };
    match cli.command.run() {
        Ok(status) => status,
        Err(Stop::ClosedPipe) => Status::Done,
        Err(Stop::Output(e)) => {
            complain(format_args!("the output cannot be written: {e}"));
            Status::SomeUnread
        }
        Err(Stop::Input(message)) => {
            complain(message);
            Status::SomeUnread
        }
        Err(Stop::Use(message)) => {
            complain(message);
            Status::WrongUse
        }
    }
}

/// What is said of a report that the program panicked over.
const BROKE_DOWN: &str = "the program broke down over this report; please send it to us with an issue";

/// Says on standard error what went wrong. Nobody may be listening there, which is no reason to stop.
pub(crate) fn complain(message: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "attache: {message}");
}

/// Writes a whole document to standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<Status, Stop> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Status::Done)
}

/// The command line as clap describes it.
pub(crate) fn described() -> clap::Command {
    Cli::command()
}
