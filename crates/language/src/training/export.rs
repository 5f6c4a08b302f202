//! Writes the trained weights in the form that [`crate::weights`] opens.

use std::io;
use std::path::Path;

use super::layers::{mul, Kind};
use super::net::{Net, NONE};
use super::params::Params;
use super::sentences::Vocabulary;
use super::vectors::DIM;
use crate::features::hash;
use crate::lemma::Lemmas;
use crate::weights::{MAGIC, VERSION};

/// The bytes of a weights file as they are put together.
#[derive(Default)]
pub(crate) struct Out(pub Vec<u8>);

impl Out {
    pub fn number(&mut self, n: usize) {
        self.0.extend((n as u32).to_le_bytes());
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.0.extend(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn numbers(&mut self, values: &[u32]) {
        self.number(values.len() * 4);
        values.iter().for_each(|v| self.0.extend(v.to_le_bytes()));
    }

    pub fn floats(&mut self, values: &[f32]) {
        self.number(values.len() * 4);
        values.iter().for_each(|v| self.0.extend(v.to_le_bytes()));
    }

    /// Rows of one-byte numbers and the scale of each row.
    pub fn small(&mut self, values: &[f32], cols: usize) {
        let mut scales = Vec::new();
        self.number(values.len());
        for row in values.chunks_exact(cols) {
            let scale = row.iter().fold(1e-9f32, |m, v| m.max(v.abs())) / 127.0;
            scales.push(scale);
            self.0.extend(row.iter().map(|v| (v / scale).round() as i8 as u8));
        }
        self.floats(&scales);
    }

    /// Writes the file, with its sum.
    pub fn save(mut self, path: &Path) -> io::Result<()> {
        let sum = hash(0, &self.0);
        self.0.extend(sum.to_le_bytes());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, &self.0)?;
        eprintln!("{}: {:.1} MB", path.display(), self.0.len() as f64 / 1e6);
        Ok(())
    }
}

pub(crate) fn write(
    path: &Path,
    net: &Net,
    params: &Params,
    vocabulary: &Vocabulary,
    lemmas: &Lemmas,
    name: &str,
) -> io::Result<()> {
    let mut out = Out::default();
    let values = &params.values;
    out.0.extend(MAGIC);
    out.number(VERSION as usize);
    out.text(name);
    let s = &net.shape;
    for n in [s.input, s.tag, s.arc, s.label, net.sets.tags, net.sets.rels, s.layers.len()] {
        out.number(n);
    }
    for tag in &vocabulary.tags {
        out.text(&format!("{}\t{}\t{}", tag.0, tag.1, tag.2));
    }
    words(&mut out, net, values, vocabulary);
    out.small(net.affixes.of(values), s.input);
    out.bytes(&vocabulary.lists);
    for layer in &net.layers {
        let (kind, width) = match layer.kind {
            Kind::Sru(h) => (0, h),
            Kind::Lstm(h) => (1, h),
            Kind::Conv(width) => (2, width),
        };
        out.number(kind);
        out.number(width);
        out.floats(layer.input.w.of(values));
        out.floats(layer.input.b.of(values));
        out.floats(layer.inner.of(values));
    }
    for linear in [net.head, net.tags, net.labels] {
        out.floats(linear.w.of(values));
        out.floats(linear.b.of(values));
    }
    for slot in [net.arc, net.arc_bias, net.arc_root, net.distance, net.label_root] {
        out.floats(slot.of(values));
    }
    out.number(lemmas.scripts.len());
    for script in &lemmas.scripts {
        out.number(script.cut as usize | usize::from(script.lower) << 8);
        out.text(&script.add);
    }
    let keys: Vec<u8> = lemmas.keys.iter().flat_map(|k| k.to_le_bytes()).collect();
    out.bytes(&keys);
    let values: Vec<u8> = lemmas.values.iter().flat_map(|v| v.to_le_bytes()).collect();
    out.bytes(&values);
    // What names tell is learnt next.
    out.number(0);
    out.save(path)
}

/// The vocabulary: an open hash table, the forms, and for each form the sum of what its vector and its learned row give.
/// Row 0 stands for every form that is not known.
fn words(out: &mut Out, net: &Net, values: &[f32], vocabulary: &Vocabulary) {
    let cols = net.shape.input;
    let learned = net.learned.of(values);
    let known: Vec<(&String, u32, u32)> =
        vocabulary.words.iter().map(|(w, &(vector, learned))| (w, vector, learned)).collect();
    let size = (known.len() * 2).next_power_of_two();
    let mut slots = vec![0u32; size];
    let (mut ends, mut text) = (vec![0u32], Vec::new());
    let mut rows = vec![0.0; (known.len() + 1) * cols];
    let bias = net.vectors.b.of(values);
    for (i, (word, vector, row)) in std::iter::once((&String::new(), NONE, 0)).chain(known).enumerate() {
        let to = &mut rows[i * cols..(i + 1) * cols];
        to.copy_from_slice(bias);
        if vector != NONE {
            let from = &vocabulary.vectors[vector as usize * DIM..][..DIM];
            mul(from, net.vectors.w.of(values), to, 1, DIM, cols);
        }
        to.iter_mut().zip(&learned[row as usize * cols..]).for_each(|(x, l)| *x += l);
        if i == 0 {
            continue;
        }
        let mut at = hash(0, word.as_bytes()) as usize & (size - 1);
        while slots[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = i as u32;
        text.extend(word.as_bytes());
        ends.push(text.len() as u32);
    }
    out.numbers(&slots);
    out.numbers(&ends);
    out.bytes(&text);
    out.small(&rows, cols);
}
