//! The network's forward pass: words of some sentences to tags, heads, relations and names. Several sentences are
//! computed side by side; every buffer is kept from one batch to the next, so that nothing is allocated for a word.

use std::ops::Range;

use crate::arguments::{settle_addressed, settle_controlled, settle_objects};
use crate::clauses::{is_main, join, settle_subjects, stretches};
use crate::decode;
use crate::features::{affixes, hash, vocabulary_form};
use crate::kernels::{best, exp, room, sigmoid, wide, Packed, Rows};
use crate::kinds::{self, Known as KnownNames, KINDS};
use crate::names::{self, Name, Reach, Tree};
use crate::phrases::{settle_parallels, settle_phrases, settle_relatives};
use crate::tags::{Deprel, Upos};
use crate::voice::{finite, settle_main_verb, settle_modifier, settle_voice};
use crate::weights::{Layer, Weights};

/// Words that are computed side by side, about.
const BATCH_WORDS: usize = 512;
/// Words whose states are kept until their trees are settled, about.
const BLOCK_WORDS: usize = 8 * BATCH_WORDS;

/// What was found for the words of a text, in their order.
#[derive(Default)]
pub(crate) struct Analysis {
    /// Number of the tag class.
    pub tags: Vec<u16>,
    /// 0 for the root, else number of the head in its sentence from 1.
    pub heads: Vec<u32>,
    pub rels: Vec<Deprel>,
    pub names: Vec<Name>,
    /// Names with all that belongs to their phrases.
    pub mentions: Vec<Name>,
    /// Proper nouns, by their number, with the probability of naming nothing and each kind.
    kinds: Vec<(usize, [f32; KINDS])>,
}

/// What was found for some of the sentences, and what the encoder gives for their proper nouns.
#[derive(Default)]
struct Block {
    tags: Vec<u16>,
    heads: Vec<u32>,
    rels: Vec<Deprel>,
    /// Proper nouns, by their number, and where in `states` their numbers stand.
    proper: Vec<(usize, usize)>,
    states: Vec<f32>,
}

/// The buffers.
#[derive(Default)]
pub(crate) struct Scratch {
    /// The words that the first layer has to compute.
    fresh: Vec<f32>,
    x: Vec<f32>,
    gates: Vec<f32>,
    all: Vec<f32>,
    scores: Vec<f32>,
    left: Vec<f32>,
    govs: Vec<f32>,
    arcs: Vec<f32>,
    cell: Vec<f32>,
    hidden: Vec<f32>,
    sums: Vec<f32>,
    heads: Vec<u32>,
    form: String,
    rows: Rows,
    known: Known,
}

/// First and one past the last word of each sentence of a batch, the longest first.
type Sentences = [(usize, usize)];

impl Weights {
    /// Reads the words of a text; `ends` has for each sentence one past its last word.
    pub fn analyse(&self, words: &[&str], ends: &[u32], scratch: &mut Scratch) -> Analysis {
        let mut analysis = Analysis::default();
        let (mut start, mut of_block) = (0, Vec::new());
        for (i, &end) in ends.iter().enumerate() {
            of_block.push(end - start as u32);
            let end = end as usize;
            if end - start >= BLOCK_WORDS || i + 1 == ends.len() {
                self.block(&words[start..end], &of_block, start, &mut analysis, scratch);
                of_block.clear();
                start = end;
            }
        }
        self.find_names(words, ends, &mut analysis);
        analysis
    }

    /// Reads some of a text's sentences; their words are numbered from `first` in it.
    fn block(&self, words: &[&str], ends: &[u32], first: usize, analysis: &mut Analysis, scratch: &mut Scratch) {
        let mut block = Block {
            tags: vec![0; words.len()],
            heads: vec![0; words.len()],
            rels: vec![Deprel::Root; words.len()],
            ..Block::default()
        };
        let (ends_of_stretches, parted) = part(words, ends);
        self.read(words, &ends_of_stretches, &mut block, scratch);
        self.join_clauses(words, &parted, &mut block, scratch);
        self.settle_clauses(words, ends, &mut block);
        self.find_kinds(words, ends, &block, first, &mut analysis.kinds);
        analysis.tags.append(&mut block.tags);
        analysis.heads.append(&mut block.heads);
        analysis.rels.append(&mut block.rels);
    }

    /// Reads stretches of words, each as a sentence.
    fn read(&self, words: &[&str], ends: &[u32], block: &mut Block, scratch: &mut Scratch) {
        let mut batch: Vec<(usize, usize)> = Vec::new();
        let (mut start, mut first) = (0, 0);
        for (i, &end) in ends.iter().enumerate() {
            let end = end as usize;
            if end > start {
                batch.push((start - first, end - first));
            }
            start = end;
            if end - first >= BATCH_WORDS || i + 1 == ends.len() {
                self.batch(&words[first..end], &mut batch, first, block, scratch);
                batch.clear();
                first = end;
            }
        }
    }

    /// Joins the stretches of each sentence where all are main clauses; else the sentence is read as one.
    fn join_clauses(&self, words: &[&str], parted: &[Parted], block: &mut Block, scratch: &mut Scratch) {
        let mut whole: Vec<(usize, usize)> = Vec::new();
        for Parted { start, stretches } in parted {
            let (start, end) = (*start, start + stretches[stretches.len() - 1]);
            let Block { tags, heads, rels, .. } = &mut *block;
            let mut from = start;
            let all_main = stretches.iter().all(|stretch| {
                let range = from..start + stretch;
                let may_be_finite =
                    |w: usize| matches!(self.xpos(tags[range.start + w]), "VBD" | "VBN" | "VBP" | "VBZ");
                from = range.end;
                is_main(&heads[range.clone()], &rels[range.clone()], may_be_finite)
            });
            match all_main {
                true => join(&mut heads[start..end], &mut rels[start..end], stretches),
                false => whole.push((start, end)),
            }
        }
        if whole.is_empty() {
            return;
        }
        let is_in_whole = |word: usize| {
            let next = whole.partition_point(|sentence| sentence.1 <= word);
            whole.get(next).is_some_and(|sentence| sentence.0 <= word)
        };
        block.proper.retain(|proper| !is_in_whole(proper.0));
        for &(start, end) in &whole {
            self.batch(&words[start..end], &mut [(0, end - start)], start, block, scratch);
        }
        block.proper.sort_unstable_by_key(|proper| proper.0);
    }

    fn xpos(&self, tag: u16) -> &'static str {
        self.classes[tag as usize].xpos.as_str()
    }

    /// What single arcs do not agree on, by the whole clause.
    fn settle_clauses(&self, words: &[&str], ends: &[u32], block: &mut Block) {
        let mut start = 0;
        for end in ends.iter().map(|&end| end as usize).filter(|&end| end > 0) {
            let Block { tags, heads, rels, .. } = &mut *block;
            let sentence = start..end;
            let (words, tags) = (&words[sentence.clone()], &mut tags[sentence.clone()]);
            let (heads, rels) = (&mut heads[sentence.clone()], &mut rels[sentence]);
            let tag = |w: usize| self.xpos(tags[w]);
            let is_past = |w: usize| matches!(tag(w), "VBN" | "VBD");
            let is_noun = |w: usize| tag(w).starts_with("NN");
            let is_relative = |w: usize| matches!(tag(w), "WDT" | "WP" | "WP$") && words[w] != "what";
            let as_modifier = |w: usize| match tag(w) {
                "NN" | "NNS" | "NNP" | "NNPS" => Some(Deprel::Compound),
                "JJ" | "JJR" | "JJS" | "VBN" | "VBG" => Some(Deprel::Amod),
                "CD" => Some(Deprel::Nummod),
                _ => None,
            };
            settle_phrases(heads, rels, as_modifier);
            settle_relatives(heads, rels, is_relative, is_noun);
            settle_parallels(heads, rels, |w| words[w] == "of");
            settle_subjects(heads, rels, is_past);
            settle_objects(words, heads, rels);
            settle_controlled(words, heads, rels);
            settle_addressed(words, heads, rels);
            settle_main_verb(words, heads, rels, is_noun, is_past);
            settle_modifier(words, heads, rels, is_noun, is_past);
            settle_voice(heads, rels, words.last().copied().unwrap_or_default(), is_past);
            for word in finite(heads, rels, |w| tag(w) == "VBN") {
                tags[word] = self.past.unwrap_or(tags[word]);
            }
            start = end;
        }
    }

    fn batch(&self, words: &[&str], sentences: &mut Sentences, first: usize, block: &mut Block, scratch: &mut Scratch) {
        sentences.sort_by_key(|s| std::cmp::Reverse(s.1 - s.0));
        let n = words.len();
        let width = self.encode(words, sentences, scratch);
        self.head.product(&scratch.x, width, n, &mut scratch.rows, &mut scratch.all);
        self.activate(n, scratch);
        self.find_tags(&mut block.tags[first..first + n], scratch);
        let Block { heads, rels, .. } = &mut *block;
        self.find_heads(sentences, &mut heads[first..first + n], scratch);
        self.find_rels(sentences, &heads[first..first + n], &mut rels[first..first + n], scratch);
        self.keep_states(n, width, first, block, scratch);
    }

    /// Leaves what the layers make of the words in `scratch.x`; gives how many numbers a word has there.
    fn encode(&self, words: &[&str], sentences: &Sentences, scratch: &mut Scratch) -> usize {
        let mut width = self.input;
        for (i, layer) in self.layers.iter().enumerate() {
            match i {
                0 => self.enter(words, layer, scratch),
                _ => layer.input().product(&scratch.x, width, words.len(), &mut scratch.rows, &mut scratch.gates),
            }
            layer.walk(words.len(), sentences, scratch);
            width = layer.width();
        }
        width
    }

    /// The first layer's gates. They depend on the word alone, so those of words that were met before are at hand.
    fn enter(&self, words: &[&str], first: &Layer, scratch: &mut Scratch) {
        let Scratch { fresh, sums, gates, known, form, rows, .. } = scratch;
        let stride = first.input().stride;
        room(gates, words.len() * stride);
        known.prepare(stride);
        fresh.clear();
        for (word, gates) in words.iter().zip(gates.chunks_exact_mut(stride)) {
            match known.find(word) {
                Some(row) => gates.copy_from_slice(row),
                None => {
                    let from = fresh.len();
                    fresh.resize(from + self.input, 0.0);
                    self.embed(word, form, &mut fresh[from..]);
                }
            }
        }
        first.input().product(fresh, self.input, known.missed.len(), rows, sums);
        let mut computed = sums.chunks_exact(stride);
        let missed = std::mem::take(&mut known.missed);
        for &(at, key) in &missed {
            if let Some(row) = computed.next() {
                gates[at * stride..(at + 1) * stride].copy_from_slice(row);
                known.keep(key, row);
            }
        }
        known.missed = missed;
    }

    fn embed(&self, word: &str, form: &mut String, x: &mut [f32]) {
        vocabulary_form(word, form);
        let (row, rows) = (self.row_of(form), affixes(word, self.lists()));
        wide(
            #[inline(always)]
            || {
                self.add_word(row, x);
                for row in rows {
                    self.add_affix(row as usize, x);
                }
            },
        );
    }

    /// Leaky rectifiers over the tag, dependent and head parts of the head layer.
    fn activate(&self, n: usize, scratch: &mut Scratch) {
        let (stride, upto) = (self.head.stride, self.tag + 2 * self.arc);
        wide(
            #[inline(always)]
            || {
                for row in scratch.all[..n * stride].chunks_exact_mut(stride) {
                    row[..upto].iter_mut().for_each(|v| *v = v.max(0.1 * *v));
                }
            },
        );
    }

    fn find_tags(&self, tags: &mut [u16], scratch: &mut Scratch) {
        self.tags.product(&scratch.all, self.head.stride, tags.len(), &mut scratch.rows, &mut scratch.scores);
        for (tag, row) in tags.iter_mut().zip(scratch.scores.chunks_exact(self.tags.stride)) {
            *tag = best(&row[..self.classes.len()]) as u16;
        }
    }

    fn find_heads(&self, sentences: &Sentences, heads: &mut [u32], scratch: &mut Scratch) {
        let stride = self.head.stride;
        let Scratch { all, left, govs, arcs, heads: found, rows, .. } = scratch;
        self.arcs.product(&all[self.tag..], stride, heads.len(), rows, left);
        let gov = self.tag + self.arc;
        for &(start, end) in sentences {
            let n = end - start;
            govs.clear();
            govs.extend_from_slice(&self.arc_root);
            for t in start..end {
                govs.extend_from_slice(&all[t * stride + gov..][..self.arc]);
            }
            room(arcs, n * (n + 1));
            wide(
                #[inline(always)]
                || {
                    for d in 0..n {
                        let from = &left[(start + d) * self.arcs.stride..][..self.arc];
                        let row = &mut arcs[d * (n + 1)..(d + 1) * (n + 1)];
                        for (h, (score, gov)) in row.iter_mut().zip(govs.chunks_exact(self.arc)).enumerate() {
                            *score = dot(from, gov) + self.distance[distance_of(d + 1, h)];
                        }
                    }
                },
            );
            decode::tree(&mut arcs[..n * (n + 1)], n, found);
            heads[start..end].copy_from_slice(found);
        }
    }

    fn find_rels(&self, sentences: &Sentences, heads: &[u32], rels: &mut [Deprel], scratch: &mut Scratch) {
        let (stride, l) = (self.head.stride, self.label);
        let dep = self.tag + 2 * self.arc;
        let Scratch { all, hidden, scores, rows, .. } = scratch;
        room(hidden, heads.len() * l);
        wide(
            #[inline(always)]
            || {
                for &(start, end) in sentences {
                    for t in start..end {
                        let gov = match heads[t] {
                            0 => &self.label_root[..],
                            h => &all[(start + h as usize - 1) * stride + dep + l..][..l],
                        };
                        let from = &all[t * stride + dep..][..l];
                        for ((z, a), b) in hidden[t * l..(t + 1) * l].iter_mut().zip(from).zip(gov) {
                            let sum = a + b;
                            *z = sum.max(0.1 * sum);
                        }
                    }
                }
            },
        );
        self.labels.product(hidden, l, heads.len(), rows, scores);
        for ((rel, &head), row) in rels.iter_mut().zip(heads).zip(scores.chunks_exact_mut(self.labels.stride)) {
            let row = &mut row[..self.rels.len()];
            let root = Deprel::Root as usize;
            *rel = if head == 0 {
                Deprel::Root
            } else {
                row[root] = f32::MIN;
                self.rels[best(row)]
            };
        }
    }

    /// Keeps what the encoder gives for the proper nouns of a batch.
    fn keep_states(&self, n: usize, width: usize, first: usize, block: &mut Block, scratch: &Scratch) {
        for (t, state) in scratch.x.chunks_exact(width).enumerate().take(n) {
            if self.upos(block.tags[first + t]) == Upos::Propn {
                block.proper.push((first + t, block.states.len()));
                block.states.extend_from_slice(state);
            }
        }
    }

    fn upos(&self, tag: u16) -> Upos {
        self.classes[tag as usize].upos
    }

    /// What the proper nouns of a block name, as probabilities.
    fn find_kinds(
        &self,
        words: &[&str],
        ends: &[u32],
        block: &Block,
        first: usize,
        kinds: &mut Vec<(usize, [f32; KINDS])>,
    ) {
        let Some(network) = &self.kinds else { return };
        let upos: Vec<Upos> = block.tags.iter().map(|&tag| self.upos(tag)).collect();
        let width = self.layers.last().map_or(0, Layer::width);
        let mut form = String::new();
        let mut row_of = |word: &str| {
            vocabulary_form(word, &mut form);
            self.row_of(&form) as u32
        };
        let mut next = block.proper.iter().peekable();
        for sentence in ranges(ends) {
            let tree = tree(words, &upos, &block.heads, &block.rels, sentence.clone());
            while let Some(&(word, state)) = next.next_if(|proper| proper.0 < sentence.end) {
                let sight = kinds::look(tree, word - sentence.start, self.known_names(), &mut row_of);
                kinds.push((first + word, self.kind(network, &block.states[state..state + width], &sight)));
            }
        }
    }

    /// The names of the whole text.
    fn find_names(&self, words: &[&str], ends: &[u32], analysis: &mut Analysis) {
        let Analysis { tags, heads, rels, names, mentions, kinds } = analysis;
        let upos: Vec<Upos> = tags.iter().map(|&tag| self.upos(tag)).collect();
        let settled = kinds::settle(words, kinds);
        let mut next = kinds.iter().zip(settled).peekable();
        let mut named = Vec::new();
        for sentence in ranges(ends) {
            let first = sentence.start;
            named.clear();
            while let Some((proper, kind)) = next.next_if(|(proper, _)| proper.0 < sentence.end) {
                named.extend(kind.map(|kind| (proper.0 - first, kind)));
            }
            let tree = tree(words, &upos, heads, rels, sentence);
            names::of_sentence(tree, &named, Reach::Name, first, names);
            names::of_sentence(tree, &named, Reach::Mention, first, mentions);
        }
    }

    /// The lists of names.
    pub fn known_names(&self) -> KnownNames<'_> {
        KnownNames { lists: self.lists(), gazetteer: self.gazetteer() }
    }

    /// Row of a word as it stands in a text; 0 where it is not known.
    #[cfg(feature = "training")]
    pub fn row_of_word(&self, word: &str) -> usize {
        let mut form = String::new();
        vocabulary_form(word, &mut form);
        self.row_of(&form)
    }

    /// What the encoder gives for each word of one sentence.
    #[cfg(feature = "training")]
    pub fn states(&self, words: &[&str], scratch: &mut Scratch) -> Vec<f32> {
        let width = self.encode(words, &[(0, words.len())], scratch);
        scratch.x[..words.len() * width].to_vec()
    }
}

/// The words of each sentence.
fn ranges(ends: &[u32]) -> impl Iterator<Item = Range<usize>> + '_ {
    let starts = std::iter::once(0).chain(ends.iter().map(|&end| end as usize));
    starts.zip(ends).map(|(start, &end)| start..end as usize)
}

/// The tree of one sentence.
fn tree<'a>(
    words: &'a [&'a str],
    upos: &'a [Upos],
    heads: &'a [u32],
    rels: &'a [Deprel],
    sentence: Range<usize>,
) -> Tree<'a, &'a str> {
    Tree {
        words: &words[sentence.clone()],
        upos: &upos[sentence.clone()],
        heads: &heads[sentence.clone()],
        rels: &rels[sentence],
    }
}

/// A sentence that semicolons part: its first word, and where its stretches end, counted from there.
struct Parted {
    start: usize,
    stretches: Vec<usize>,
}

/// The ends of all stretches of a text, and the sentences that have several.
fn part(words: &[&str], ends: &[u32]) -> (Vec<u32>, Vec<Parted>) {
    let (mut all, mut parted) = (Vec::with_capacity(ends.len()), Vec::new());
    let mut start = 0;
    for &end in ends {
        let stretches = stretches(&words[start..end as usize]);
        all.extend(stretches.iter().map(|stretch| (start + stretch) as u32));
        match stretches.is_empty() {
            true => all.push(end),
            false => parted.push(Parted { start, stretches }),
        }
        start = end as usize;
    }
    (all, parted)
}

/// What the first layer makes of words that were met before, by their hash.
#[derive(Default)]
struct Known {
    keys: Vec<u64>,
    rows: Vec<f32>,
    stride: usize,
    /// Words of the batch, by their number, that were not known, with their hash.
    missed: Vec<(usize, u64)>,
    asked: usize,
}

/// Words that are kept; a word takes the place of another with the same end of its hash.
const KNOWN: usize = 4096;

impl Known {
    fn prepare(&mut self, stride: usize) {
        if self.stride != stride {
            *self = Self { keys: vec![0; KNOWN], rows: vec![0.0; KNOWN * stride], stride, ..Self::default() };
        }
        self.missed.clear();
        self.asked = 0;
    }

    fn find(&mut self, word: &str) -> Option<&[f32]> {
        let key = hash(0, word.as_bytes()) | 1 << 63;
        let at = key as usize % KNOWN;
        let number = self.asked;
        self.asked += 1;
        if self.keys[at] == key {
            return Some(&self.rows[at * self.stride..(at + 1) * self.stride]);
        }
        self.missed.push((number, key));
        None
    }

    fn keep(&mut self, key: u64, row: &[f32]) {
        let at = key as usize % KNOWN;
        self.keys[at] = key;
        self.rows[at * self.stride..(at + 1) * self.stride].copy_from_slice(row);
    }
}

impl Layer {
    /// Turns the gates of `n` words in `scratch.gates` into the layer's output in `scratch.x`.
    fn walk(&self, n: usize, sentences: &Sentences, scratch: &mut Scratch) {
        match self {
            Self::Sru { width: h, input, inner } => sru(input.stride, *h, inner, n, sentences, scratch),
            Self::Lstm { width: h, input, inner } => lstm(input.stride, *h, inner, n, sentences, scratch),
        }
    }
}

fn sru(stride: usize, h: usize, inner: &[f32], n: usize, sentences: &Sentences, scratch: &mut Scratch) {
    let Scratch { x, gates, cell, .. } = scratch;
    x.clear();
    x.resize(n * 2 * h, 0.0);
    wide(
        #[inline(always)]
        || {
            for way in 0..2 {
                let (vf, vr) = inner[way * 2 * h..(way + 1) * 2 * h].split_at(h);
                for &(start, end) in sentences {
                    cell.clear();
                    cell.resize(h, 0.0);
                    let cell = &mut cell[..h];
                    for step in 0..end - start {
                        let t = if way == 0 { start + step } else { end - 1 - step };
                        let g = &gates[t * stride + way * 4 * h..][..4 * h];
                        let (z, rest) = g.split_at(h);
                        let (f, rest) = rest.split_at(h);
                        let (r, p) = (&rest[..h], &rest[h..2 * h]);
                        let y = &mut x[t * 2 * h + way * h..][..h];
                        for j in 0..h {
                            let f = sigmoid(f[j] + vf[j] * cell[j]);
                            let r = sigmoid(r[j] + vr[j] * cell[j]);
                            let c = f * cell[j] + (1.0 - f) * z[j];
                            cell[j] = c;
                            y[j] = r * c + (1.0 - r) * p[j];
                        }
                    }
                }
            }
        },
    );
}

fn lstm(stride: usize, h: usize, inner: &[Packed; 2], n: usize, sentences: &Sentences, scratch: &mut Scratch) {
    let Scratch { x, gates, cell, hidden, sums, rows, .. } = scratch;
    room(x, n * 2 * h);
    let longest = sentences.first().map_or(0, |s| s.1 - s.0);
    for (way, inner) in inner.iter().enumerate() {
        for state in [&mut *cell, &mut *hidden] {
            state.clear();
            state.resize(sentences.len() * h, 0.0);
        }
        for step in 0..longest {
            let live = sentences.partition_point(|s| s.1 - s.0 > step);
            inner.product(hidden, h, live, rows, sums);
            wide(
                #[inline(always)]
                || {
                    for (k, s) in sentences[..live].iter().enumerate() {
                        let t = if way == 0 { s.0 + step } else { s.1 - 1 - step };
                        let fresh = &gates[t * stride + way * 4 * h..][..4 * h];
                        let kept = &sums[k * inner.stride..][..4 * h];
                        let hidden = &mut hidden[k * h..(k + 1) * h];
                        cells(fresh, kept, &mut cell[k * h..(k + 1) * h], hidden);
                        x[t * 2 * h + way * h..][..h].copy_from_slice(hidden);
                    }
                },
            );
        }
    }
}

/// One step of a row of memory cells; `fresh` and `kept` hold the gates' parts from the input and from the last step.
#[inline(always)]
fn cells(fresh: &[f32], kept: &[f32], cell: &mut [f32], hidden: &mut [f32]) {
    let h = cell.len();
    let part = |gates: &'_ [f32], i: usize| -> *const f32 { gates[i * h..(i + 1) * h].as_ptr() };
    let (fresh, kept) =
        (std::array::from_fn::<_, 4, _>(|i| part(fresh, i)), std::array::from_fn::<_, 4, _>(|i| part(kept, i)));
    let hidden = &mut hidden[..h];
    for j in 0..h {
        // SAFETY: each part was cut to `h` numbers.
        let gate = |i: usize| unsafe { *fresh[i].add(j) + *kept[i].add(j) };
        // sigmoid(keep) cell + sigmoid(take) tanh(new), then sigmoid(show) tanh(cell), each over one denominator:
        // divisions cost more than all else here.
        let (take, keep, new) = (1.0 + exp(-gate(0)), 1.0 + exp(-gate(1)), exp(-2.0 * gate(2)));
        let c = (cell[j] * take * (1.0 + new) + keep * (1.0 - new)) / (keep * take * (1.0 + new));
        let (show, shown) = (1.0 + exp(-gate(3)), exp(-2.0 * c));
        cell[j] = c;
        hidden[j] = (1.0 - shown) / (show * (1.0 + shown));
    }
}

/// Class of the distance from a dependent (from 1) to its head (0: the root).
#[inline(always)]
pub(crate) fn distance_of(dep: usize, head: usize) -> usize {
    if head == 0 {
        return 0;
    }
    let far = dep.abs_diff(head);
    let class = match far {
        0..=6 => far,
        7..=9 => 7,
        10..=14 => 8,
        15..=21 => 9,
        22..=34 => 10,
        _ => 11,
    };
    if head < dep {
        class
    } else {
        11 + class
    }
}

#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    for (a, b) in a.chunks_exact(16).zip(b.chunks_exact(16)) {
        for (s, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *s += a * b;
        }
    }
    sums.iter().sum()
}
