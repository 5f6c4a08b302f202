//! The weights file: one block of bytes, opened in place. What training writes and [`crate::Model`] computes with.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::features::{hash, Lists};
use crate::kernels::Packed;
use crate::kinds::{self, Gazetteer, Kinds, KINDS};
use crate::lemma::{Lemmas, Script};
use crate::tags::{Deprel, Upos, Xpos};

pub(crate) const MAGIC: [u8; 8] = *b"attache\0";
/// Changes whenever older programs could not read the file.
pub(crate) const VERSION: u32 = 4;

/// Why weights could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// The file could not be read.
    #[error("{path}: {source}; give the path of a weights file such as models/english.bin")]
    Io {
        /// What was asked for.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not a weights file.
    #[error("this is not a weights file of this program (it does not begin with \"attache\"); use models/english.bin, or train anew")]
    Magic,
    /// It was written for another version.
    #[error("the weights are of format {found}, this program reads format {VERSION}; train anew with this version")]
    Version {
        /// The version found.
        found: u32,
    },
    /// It ends too early or its numbers make no sense.
    #[error("the weights are cut off or damaged at byte {at}; fetch or train them anew")]
    Damaged {
        /// Where.
        at: usize,
    },
}

/// One encoder layer.
pub(crate) enum Layer {
    Sru { width: usize, input: Packed, inner: Vec<f32> },
    Lstm { width: usize, input: Packed, inner: [Packed; 2] },
}

impl Layer {
    /// Numbers that it gives for a word.
    pub fn width(&self) -> usize {
        match self {
            Self::Sru { width, .. } | Self::Lstm { width, .. } => 2 * width,
        }
    }

    /// The matrix that makes its gates of what comes in.
    pub fn input(&self) -> &Packed {
        match self {
            Self::Sru { input, .. } | Self::Lstm { input, .. } => input,
        }
    }
}

/// Feature strings by number.
type FeatTable = Arc<[Box<str>]>;

/// Part of speech, Penn tag and features together, as the network chooses among them.
#[derive(Clone, Copy)]
pub(crate) struct TagClass {
    pub upos: Upos,
    pub xpos: Xpos,
    /// Number in [`Weights::feats`].
    pub feats: u16,
}

pub(crate) struct Weights {
    /// The network's name and the first digits of the file's sum, so that other weights have another name.
    pub name: String,
    bytes: Cow<'static, [u8]>,
    pub input: usize,
    pub tag: usize,
    pub arc: usize,
    pub label: usize,
    pub rels: Vec<Deprel>,
    pub classes: Vec<TagClass>,
    /// The most frequent class of verbs in the past tense.
    pub past: Option<u16>,
    pub feats: FeatTable,
    slots: Range<usize>,
    ends: Range<usize>,
    forms: Range<usize>,
    rows: Range<usize>,
    row_scales: Range<usize>,
    affixes: Range<usize>,
    affix_scales: Range<usize>,
    lists: Range<usize>,
    pub layers: Vec<Layer>,
    pub head: Packed,
    pub tags: Packed,
    pub labels: Packed,
    pub arcs: Packed,
    pub arc_root: Vec<f32>,
    pub distance: Vec<f32>,
    pub label_root: Vec<f32>,
    pub lemmas: Lemmas,
    /// What proper nouns name; nothing in weights whose training has not come to that.
    pub kinds: Option<Kinds>,
    /// Where the part on names begins.
    #[cfg_attr(not(feature = "training"), allow(dead_code))]
    pub names_at: usize,
    names: Range<usize>,
    name_scales: Range<usize>,
    gazetteer: Range<usize>,
}

impl Weights {
    /// Opens weights whose bytes are known to be whole (those inside the program).
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Self, WeightsError> {
        let mut read = Reader { bytes: &bytes, at: 0 };
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(WeightsError::Magic);
        }
        read.at = 8;
        let found = read.number()? as u32;
        if found != VERSION {
            return Err(WeightsError::Version { found });
        }
        let network = read.text()?.to_owned();
        let [input, tag, arc, label, tags, rels, layers] = read.sizes()?;
        let (classes, feats) = read.classes(tags)?;
        let (slots, ends, forms) = (read.part()?, read.part()?, read.part()?);
        let (rows, row_scales) = (read.part()?, read.part()?);
        let (affixes, affix_scales, lists) = (read.part()?, read.part()?, read.part()?);
        let words = ends.len() / 4;
        read.check(
            slots.len().is_power_of_two()
                && words > 0
                && rows.len() == words * input
                && row_scales.len() == words * 4
                && affixes.len() == crate::features::AFFIX_ROWS * input
                && lists.len() == crate::features::LISTS_BYTES
                && affix_scales.len() == crate::features::AFFIX_ROWS * 4,
        )?;
        read.check(layers > 0)?;
        let mut width = input;
        let mut stack = Vec::new();
        for _ in 0..layers {
            let layer = read.layer(width)?;
            width = layer.width();
            stack.push(layer);
        }
        let head = read.packed(width, tag + 2 * arc + 2 * label)?;
        let (tags, labels) = (read.packed(tag, tags)?, read.packed(label, rels)?);
        let (w, b) = (read.floats(arc * arc)?, read.floats(arc)?);
        let arcs = Packed::new(&w, &b, arc);
        let (arc_root, distance, label_root) = (read.floats(arc)?, read.floats(DISTANCES)?, read.floats(label)?);
        let lemmas = read.lemmas()?;
        let names_at = read.at;
        let hidden = read.number()?;
        let (mut names, mut name_scales, mut gazetteer, mut kinds) = (0..0, 0..0, 0..0, None);
        if hidden > 0 {
            (names, name_scales, gazetteer) = (read.part()?, read.part()?, read.part()?);
            read.check(names.len() == words * kinds::VECTOR && name_scales.len() == words * 4)?;
            kinds = Some(read.kinds(hidden, width)?);
        }
        read.check(rels == Deprel::ALL.len() && read.at + 8 == bytes.len())?;
        Ok(Self {
            name: format!("{network}-{:08x}", number_at(&bytes[bytes.len() - 8..], 0)),
            input,
            tag,
            arc,
            label,
            rels: Deprel::ALL.to_vec(),
            past: classes.iter().position(|c| c.upos == Upos::Verb && c.xpos.as_str() == "VBD").map(|at| at as u16),
            classes,
            feats,
            slots,
            ends,
            forms,
            rows,
            row_scales,
            affixes,
            affix_scales,
            lists,
            layers: stack,
            head,
            tags,
            labels,
            arcs,
            arc_root,
            distance,
            label_root,
            lemmas,
            kinds,
            names_at,
            names,
            name_scales,
            gazetteer,
            bytes,
        })
    }

    /// Opens weights from outside: their sum is checked first.
    pub fn open_checked(bytes: Vec<u8>) -> Result<Self, WeightsError> {
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(WeightsError::Magic);
        }
        let body = bytes.len().saturating_sub(8);
        if hash(0, &bytes[..body]).to_le_bytes() != bytes[body..] {
            return Err(WeightsError::Damaged { at: bytes.len() });
        }
        Self::open(Cow::Owned(bytes))
    }

    /// Row of a form in the vocabulary; 0 where it is not known.
    pub fn row_of(&self, form: &str) -> usize {
        let slots = &self.bytes[self.slots.clone()];
        let mask = slots.len() / 4 - 1;
        let mut at = hash(0, form.as_bytes()) as usize & mask;
        // The table is at most half full; the bound is for damaged files.
        for _ in 0..=mask {
            let row = number_at(slots, at) as usize;
            if row == 0 || self.form(row) == Some(form.as_bytes()) {
                return row;
            }
            at = (at + 1) & mask;
        }
        0
    }

    /// Known names of persons and places.
    pub fn lists(&self) -> Lists<'_> {
        Lists(&self.bytes[self.lists.clone()])
    }

    /// All of the file.
    #[cfg(feature = "training")]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Rows of the vocabulary.
    #[cfg(feature = "training")]
    pub fn words(&self) -> usize {
        self.row_scales.len() / 4
    }

    /// Names of places of the world.
    pub fn gazetteer(&self) -> Gazetteer<'_> {
        Gazetteer(&self.bytes[self.gazetteer.clone()])
    }

    fn form(&self, row: usize) -> Option<&[u8]> {
        let ends = &self.bytes[self.ends.clone()];
        if row * 4 + 4 > ends.len() {
            return None;
        }
        let (start, end) = (number_at(ends, row - 1) as usize, number_at(ends, row) as usize);
        self.bytes[self.forms.clone()].get(start..end)
    }

    /// Adds the vocabulary's row to `x`.
    #[inline(always)]
    pub fn add_word(&self, row: usize, x: &mut [f32]) {
        add_row(&self.bytes[self.rows.clone()], &self.bytes[self.row_scales.clone()], row, x);
    }

    /// Adds the name vector of a vocabulary row to `x`.
    pub fn add_name(&self, row: usize, x: &mut [f32]) {
        add_row(&self.bytes[self.names.clone()], &self.bytes[self.name_scales.clone()], row, x);
    }

    /// Adds a row of the affix table to `x`.
    #[inline(always)]
    pub fn add_affix(&self, row: usize, x: &mut [f32]) {
        add_row(&self.bytes[self.affixes.clone()], &self.bytes[self.affix_scales.clone()], row, x);
    }
}

/// Classes of the distance between a dependent and its head.
pub(crate) const DISTANCES: usize = 24;

#[inline(always)]
fn add_row(table: &[u8], scales: &[u8], row: usize, x: &mut [f32]) {
    let scale = f32::from_bits(number_at(scales, row));
    let cols = x.len();
    for (x, &v) in x.iter_mut().zip(&table[row * cols..(row + 1) * cols]) {
        *x += scale * f32::from(v as i8);
    }
}

#[inline(always)]
fn number_at(bytes: &[u8], i: usize) -> u32 {
    u32::from_le_bytes([bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2], bytes[4 * i + 3]])
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn check(&self, right: bool) -> Result<(), WeightsError> {
        if right {
            Ok(())
        } else {
            Err(WeightsError::Damaged { at: self.at })
        }
    }

    fn number(&mut self) -> Result<usize, WeightsError> {
        let end = self.at + 4;
        let bytes = self.bytes.get(self.at..end).ok_or(WeightsError::Damaged { at: self.at })?;
        self.at = end;
        Ok(number_at(bytes, 0) as usize)
    }

    fn sizes(&mut self) -> Result<[usize; 7], WeightsError> {
        let mut sizes = [0; 7];
        for size in &mut sizes {
            *size = self.number()?;
            self.check(*size <= 1 << 16)?;
        }
        Ok(sizes)
    }

    /// The next length-prefixed part, as where it stands.
    fn part(&mut self) -> Result<Range<usize>, WeightsError> {
        let length = self.number()?;
        let end = self.at + length;
        self.check(end <= self.bytes.len())?;
        let part = self.at..end;
        self.at = end;
        Ok(part)
    }

    fn text(&mut self) -> Result<&str, WeightsError> {
        let part = self.part()?;
        std::str::from_utf8(&self.bytes[part.clone()]).map_err(|_| WeightsError::Damaged { at: part.start })
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, WeightsError> {
        let part = self.part()?;
        self.check(part.len() == count * 4)?;
        Ok(self.bytes[part].chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    fn packed(&mut self, rows: usize, cols: usize) -> Result<Packed, WeightsError> {
        self.check((1..=1024).contains(&rows))?;
        let (weights, bias) = (self.floats(rows * cols)?, self.floats(cols)?);
        Ok(Packed::new(&weights, &bias, rows))
    }

    fn classes(&mut self, count: usize) -> Result<(Vec<TagClass>, FeatTable), WeightsError> {
        let (mut classes, mut feats) = (Vec::new(), vec![Box::<str>::from("_")]);
        for _ in 0..count {
            let at = self.at;
            let damaged = WeightsError::Damaged { at };
            let text = self.text()?;
            let mut fields = text.split('\t');
            let (upos, xpos, feature) = (fields.next(), fields.next(), fields.next().unwrap_or("_"));
            let (Some(upos), Some(xpos)) = (upos.and_then(Upos::parse), xpos.and_then(Xpos::parse)) else {
                return Err(damaged);
            };
            let number = feats.iter().position(|f| **f == *feature).unwrap_or_else(|| {
                feats.push(Box::from(feature));
                feats.len() - 1
            });
            classes.push(TagClass { upos, xpos, feats: number as u16 });
        }
        self.check(!classes.is_empty())?;
        Ok((classes, feats.into()))
    }

    fn layer(&mut self, width_in: usize) -> Result<Layer, WeightsError> {
        let (kind, width) = (self.number()?, self.number()?);
        self.check(width > 0 && width <= 1 << 12)?;
        match kind {
            0 => {
                let input = self.packed(width_in, 8 * width)?;
                Ok(Layer::Sru { width, input, inner: self.floats(4 * width)? })
            }
            1 => {
                let input = self.packed(width_in, 8 * width)?;
                let inner = self.floats(8 * width * width)?;
                let (there, back) = inner.split_at(4 * width * width);
                Ok(Layer::Lstm { width, input, inner: [there, back].map(|w| Packed::new(w, &[], width)) })
            }
            _ => Err(WeightsError::Damaged { at: self.at }),
        }
    }

    fn kinds(&mut self, hidden: usize, state: usize) -> Result<Kinds, WeightsError> {
        self.check(hidden <= 1024)?;
        Ok(Kinds {
            hidden,
            input: self.floats(kinds::inputs(state) * hidden)?,
            input_bias: self.floats(hidden)?,
            output: self.floats(hidden * KINDS)?,
            output_bias: self.floats(KINDS)?,
        })
    }

    fn lemmas(&mut self) -> Result<Lemmas, WeightsError> {
        let mut lemmas = Lemmas::default();
        for _ in 0..self.number()? {
            let code = self.number()?;
            let add = self.text()?.to_owned();
            lemmas.scripts.push(Script { cut: code as u8, lower: code >> 8 == 1, add });
        }
        let (keys, values) = (self.part()?, self.part()?);
        self.check(keys.len() / 8 == values.len() / 2)?;
        lemmas.keys = self.bytes[keys]
            .chunks_exact(8)
            .map(|b| u64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]))
            .collect();
        lemmas.values = self.bytes[values].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
        Ok(lemmas)
    }
}
