//! Training of the weights that decide on sentence ends: logistic regression over hashed features.
//!
//! The treebanks' texts are laid out in several ways, as reports come: a paragraph on a line, hard-wrapped, with blank
//! lines between paragraphs and without.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::boundary::{lines, widest_line, Block, State};
use super::features::{features, Features, View};
use super::token::Token;
use super::weights::Weights;
use super::words::Scanner;
use super::Segmented;
use crate::conllu::{documents, Layout, Reader, Sentence};

const EPOCHS: usize = 8;
const RATE: f32 = 0.1;
const DECAY: f32 = 1e-3;
/// Size of a rounded weight's step.
const STEP: f32 = 1.0 / 24.0;

/// Why the weights could not be trained.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Error {
    #[error("{path}: {source}; name a folder that holds ewt-train.conllu and gum-train.conllu")]
    Open { path: String, source: std::io::Error },
    #[error("{path}: {source}")]
    Read { path: String, source: crate::conllu::Error },
}

/// Trains the weights on `ewt-train.conllu` and `gum-train.conllu` of a folder; the file `models/segment.bin`.
pub fn train_segmenter(data: &Path) -> Result<Vec<u8>, Error> {
    let mut blocks = Vec::new();
    let mut random = Random(0x5eed);
    for name in ["ewt-train.conllu", "gum-train.conllu"] {
        let sentences = read(&data.join(name))?;
        for document in documents(&sentences) {
            let plain = Layout::new(document);
            for layout in [Shape::Plain, Shape::Lines, Shape::Wrapped, Shape::WrappedTight] {
                let shaped = shape(&plain.text, layout, &mut random);
                blocks.extend(read_blocks(shaped, &plain));
            }
        }
    }
    let mut model = Model::new();
    for epoch in 0..EPOCHS {
        random.shuffle(&mut blocks);
        let mut loss = 0.0;
        for block in &blocks {
            loss += model.learn(block, epoch % 2 == 1);
        }
        eprintln!("segmenter: epoch {}: loss {:.1}", epoch + 1, loss);
    }
    Ok(Weights::rounded(&model.weights, STEP).to_bytes())
}

fn read(path: &Path) -> Result<Vec<Sentence>, Error> {
    let name = || path.display().to_string();
    let file = File::open(path).map_err(|source| Error::Open { path: name(), source })?;
    let sentences: Result<_, _> = Reader::new(BufReader::new(file)).collect();
    sentences.map_err(|source| Error::Read { path: name(), source })
}

/// How a text is laid out.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// A paragraph on a line, blank lines between.
    Plain,
    /// A paragraph on a line, no blank lines.
    Lines,
    /// Hard-wrapped, blank lines between paragraphs.
    Wrapped,
    /// Hard-wrapped, no blank lines.
    WrappedTight,
}

/// The text with other line ends; every character but white space stays at its place.
fn shape(text: &str, shape: Shape, random: &mut Random) -> String {
    let mut bytes: Vec<u8> = text.bytes().collect();
    let width = 50 + random.below(41);
    let tight = matches!(shape, Shape::Lines | Shape::WrappedTight);
    let wrapped = matches!(shape, Shape::Wrapped | Shape::WrappedTight);
    let (mut line_start, mut last_space) = (0, None);
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => {
                if tight && at + 1 < bytes.len() && bytes[at + 1] == b'\n' {
                    bytes[at] = b' ';
                    at += 1;
                }
                (line_start, last_space) = (at + 1, None);
            }
            b' ' if wrapped => {
                if at - line_start > width {
                    let cut: usize = last_space.unwrap_or(at);
                    bytes[cut] = b'\n';
                    line_start = cut + 1;
                }
                last_space = Some(at);
            }
            _ => {}
        }
        at += 1;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// A block of a text with what is right.
struct Example {
    text: std::rc::Rc<str>,
    tokens: Vec<Token>,
    /// Whether a sentence ends after a token.
    ends: Vec<bool>,
    widest: u32,
}

fn read_blocks(text: String, gold: &Layout) -> Vec<Example> {
    let gold_ends: HashSet<u32> =
        gold.segmented.sentence_ends.iter().map(|&end| gold.segmented.words[end as usize - 1].end).collect();
    let text: std::rc::Rc<str> = text.into();
    let widest = widest_line(&text);
    let mut scanner = Scanner::new(&text);
    let mut out = Segmented::default();
    let mut blocks = Vec::new();
    while scanner.block(&mut out) {
        let tokens = scanner.block.clone();
        let ends = tokens.iter().map(|token| gold_ends.contains(&token.span.end)).collect();
        blocks.push(Example { text: text.clone(), tokens, ends, widest });
    }
    blocks
}

struct Model {
    weights: Vec<f32>,
    /// Sums of squared slopes (AdaGrad).
    slopes: Vec<f32>,
}

impl Model {
    fn new() -> Self {
        Self { weights: vec![0.0; Weights::COUNT], slopes: vec![1e-2; Weights::COUNT] }
    }

    /// Learns from one block; `own` decisions or the right ones tell where the sentence under way starts.
    fn learn(&mut self, example: &Example, own: bool) -> f64 {
        let mut block_lines = Vec::new();
        let widest_here = lines(&example.tokens, &mut block_lines);
        let tokens = &example.tokens;
        let block = Block { text: &example.text, tokens, lines: &block_lines, widest: example.widest, widest_here };
        let view = View::new(&block);
        let mut state = State::default();
        let mut found = Features::default();
        let mut loss = 0.0;
        for (i, token) in tokens.iter().enumerate() {
            state.pass(i, token);
            if i + 1 == tokens.len() {
                break;
            }
            let mut ends = example.ends[i];
            if block.is_candidate(i) {
                features(&block, &view, &state, i, &mut found);
                let sum: f32 = found.numbers().iter().map(|&n| self.weights[n as usize]).sum();
                let chance = 1.0 / (1.0 + (-sum).exp());
                let wrong = chance - f32::from(u8::from(ends));
                loss -= f64::from(if ends { chance } else { 1.0 - chance }.max(1e-6)).ln();
                self.step(found.numbers(), wrong);
                if own {
                    ends = sum > 0.0;
                }
            } else if own {
                ends = false;
            }
            if ends {
                state.restart(i + 1);
            }
        }
        loss
    }

    fn step(&mut self, numbers: &[u16], wrong: f32) {
        for &number in numbers {
            let n = number as usize;
            let slope = wrong + DECAY * self.weights[n];
            self.slopes[n] += slope * slope;
            self.weights[n] -= RATE * slope / self.slopes[n].sqrt();
        }
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}
