//! Words, tags and trees against the test sets of EWT and GUM, as the CoNLL 2018 shared task measures them.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use language::conllu::{annotate, documents, Reader, Sentence};
use language::score::{given_words, raw, Annotation, Tally};

use super::mentions::on_all_cores;
use super::table::{Figure, Table};
use super::Bench;

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    for (bank, name) in [("EWT", "ewt-test.conllu"), ("GUM", "gum-test.conllu")] {
        let Some(path) = bench.file(&["ud", ""], name, table) else { continue };
        match sentences(&path) {
            Ok(gold) => measure_bank(bench, bank, &gold, table),
            Err(problem) => table.note(format!("{}: {problem}", path.display())),
        }
    }
}

/// The sentences of a treebank's file.
pub(crate) fn sentences(path: &Path) -> Result<Vec<Sentence>, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    Reader::new(BufReader::new(file)).map(|s| s.map_err(|e| e.to_string())).collect()
}

/// The same sentences with everything but the words predicted anew.
pub(crate) fn annotated(bench: &Bench<'_>, gold: &[Sentence]) -> Vec<Sentence> {
    let documents: Vec<&[Sentence]> = documents(gold).collect();
    let parsed = on_all_cores(&documents, |document| {
        let mut sentences = document.to_vec();
        annotate(bench.engine.model(), &mut sentences);
        sentences
    });
    parsed.into_iter().flatten().collect()
}

fn measure_bank(bench: &Bench<'_>, bank: &str, gold: &[Sentence], table: &mut Table) {
    let set = format!("{bank} test, gold words");
    let (upos, las) = match bank {
        "EWT" => ((95.0, 96.5), (84.0, 87.5)),
        _ => ((96.0, 97.0), (84.0, 87.5)),
    };
    for (name, tally) in layers(&given_words(gold, &annotated(bench, gold))) {
        let figure = f1(&set, name, tally);
        table.push(match name {
            "UPOS" => figure.aiming(upos.0, upos.1),
            "LAS" => figure.aiming(las.0, las.1),
            _ => figure,
        });
    }
    let (segments, annotation) = raw(gold, |text| bench.engine.model().parse(text));
    let set = format!("{bank} test, raw text");
    let aims = (bank == "EWT").then_some([(98.5, 99.3), (78.0, 88.0)]);
    let with_aim = |figure: Figure, nth: usize| match aims {
        Some(aims) => figure.aiming(aims[nth].0, aims[nth].1),
        None => figure,
    };
    table.push(with_aim(f1(&set, "tokens", segments.tokens), 0));
    table.push(f1(&set, "words", segments.words));
    table.push(with_aim(f1(&set, "sentences", segments.sentences), 1));
    for (name, tally) in layers(&annotation) {
        table.push(f1(&set, name, tally));
    }
}

fn layers(a: &Annotation) -> [(&'static str, Tally); 6] {
    [("UPOS", a.upos), ("XPOS", a.xpos), ("features", a.feats), ("lemmas", a.lemmas), ("UAS", a.uas), ("LAS", a.las)]
}

fn f1(set: &str, name: &str, tally: Tally) -> Figure {
    Figure::new(set, name, (tally.gold > 0).then(|| 100.0 * tally.f1()), tally.gold as usize)
}
