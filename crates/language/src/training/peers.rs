//! Other architectures, trained on the same sentences and scored on the same ones, to know what the shipped one is worth.
//! They are measured and thrown away.

use std::collections::HashMap;
use std::io;
use std::time::Instant;

use super::data::Gold;
use super::feedforward::FeedForward;
use super::linear::Linear;
use super::trainer::Options;
use super::{data, vectors};
use crate::network::Scratch;
use crate::tags::{Deprel, Upos};
use crate::weights::Weights;

/// What a peer says of a sentence's words; heads count from 1, 0 is the root.
pub(crate) struct Read {
    pub upos: Vec<Upos>,
    pub heads: Vec<u32>,
    pub rels: Vec<Deprel>,
}

/// Something that reads sentences.
pub(crate) trait Peer {
    /// Reads each sentence's words; nothing else of `gold` is looked at.
    fn read(&self, gold: &[Gold]) -> Vec<Read>;
}

/// The weights that ship, in the program's own arithmetic.
struct Shipped(Weights);

impl Peer for Shipped {
    /// Side by side, as a text's sentences are.
    fn read(&self, gold: &[Gold]) -> Vec<Read> {
        let words: Vec<&str> = gold.iter().flat_map(|g| g.words.iter().map(String::as_str)).collect();
        let mut end = 0;
        let ends: Vec<u32> = gold.iter().map(|g| (end += g.words.len(), end as u32).1).collect();
        let analysis = self.0.analyse(&words, &ends, &mut Scratch::default());
        let mut start = 0;
        let cut = |end: u32| {
            let part = start..end as usize;
            start = part.end;
            let upos = analysis.tags[part.clone()].iter().map(|&t| self.0.classes[t as usize].upos).collect();
            Read { upos, heads: analysis.heads[part.clone()].to_vec(), rels: analysis.rels[part].to_vec() }
        };
        ends.into_iter().map(cut).collect()
    }
}

/// Whether `options.net` names a peer and not a network of the shipped kind.
pub(crate) fn is_peer(options: &Options) -> bool {
    ["linear", "feedforward", "shipped"].contains(&options.net.as_str())
}

/// Trains the peer that `options` name and shows its figures on the development sets; writes no weights.
pub(crate) fn measure(options: &Options) -> io::Result<()> {
    let started = Instant::now();
    let read = |name: &str| data::named(&options.data.join(name), data::read);
    let mut gold = read("ewt-train.conllu")?;
    gold.extend(read("gum-train.conllu")?);
    let peer: Box<dyn Peer> = match options.net.as_str() {
        "shipped" => Box::new(Shipped(Weights::open_checked(std::fs::read(&options.out)?).map_err(io::Error::other)?)),
        "linear" => Box::new(Linear::train(&gold, options.epochs, options.seed)),
        _ => {
            let table = data::named(&options.vectors, |path| vectors::read(path, options.words))?;
            let table: HashMap<String, Vec<f32>> = table.into_iter().collect();
            Box::new(FeedForward::train(&gold, table, options.epochs, options.seed))
        }
    };
    eprintln!("{}: ready to read, {:.0?}", options.net, started.elapsed());
    for name in ["ewt-dev", "gum-dev"] {
        eprintln!("{name} {}", score(peer.as_ref(), &read(&format!("{name}.conllu"))?));
    }
    Ok(())
}

fn score(peer: &dyn Peer, gold: &[Gold]) -> String {
    let started = thread_seconds();
    let said = peer.read(gold);
    let seconds = thread_seconds() - started;
    let (mut words, mut upos, mut uas, mut las) = (0, 0, 0, 0);
    for (gold, said) in gold.iter().zip(&said) {
        words += gold.words.len();
        for w in 0..gold.words.len() {
            upos += usize::from(said.upos[w].as_str() == gold.tags[w].0);
            if said.heads[w] == gold.heads[w] {
                uas += 1;
                las += usize::from(said.rels[w].universal() == gold.rels[w].universal());
            }
        }
    }
    let percent = |n: usize| 100.0 * n as f64 / words as f64;
    let (upos, uas, las) = (percent(upos), percent(uas), percent(las));
    format!("UPOS {upos:.2} UAS {uas:.2} LAS {las:.2} {:.0} words a second", words as f64 / seconds)
}

/// Seconds that this thread has computed, so that other work on the machine does not count; not a number where the system
/// does not tell.
fn thread_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or(f64::NAN, |n| n / 1e9)
}
