//! The program `attache`.

use std::io::Read as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read reports.
    Read {
        #[arg(long)]
        published: Option<String>,
        #[arg(long, default_value = "json")]
        format: String,
        path: String,
    },
}

fn main() -> ExitCode {
    let Command::Read { published, path, .. } = Cli::parse().command;
    let mut text = String::new();
    let read = if path == "-" {
        std::io::stdin().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(&path).map(|t| text = t)
    };
    if let Err(e) = read {
        eprintln!("attache: {path}: {e}");
        return ExitCode::from(1);
    }
    let report =
        reading::Report { id: path, text, published: published.and_then(|d| d.parse().ok()), ..Default::default() };
    let document = language::Model::bundled().parse(&report.text);
    let reading = reading::read(&report, document, &reading::bundled_lexicon());
    println!("{}", serde_json::to_string(&reading).unwrap_or_default());
    ExitCode::SUCCESS
}
