//! Learns what proper nouns name ([`crate::kinds`]): from the treebank that marks entities, and from what is said of names
//! in other text (`models/names`). The rest of the weights stays as it is.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;

use super::data::{self, named, Gold};
use super::kinds::{Example, Net, EWT, GUM, NEWS, WRITTEN};
use super::marked;
use super::net::NONE;
use super::params::{Params, Rng};
use super::places::Places;
use super::trainer::Options;
use super::varied::Pools;
use super::vectors::{self, DIM};
use crate::document::EntityKind;
use crate::features::vocabulary_form;
use crate::kinds::{self, Gazetteer};
use crate::names::Tree;
use crate::network::Scratch;
use crate::offset::{ByteSpan, OffsetMap};
use crate::segment::segment;
use crate::tags::{Deprel, Upos};
use crate::weights::Weights;

/// Learns what names tell, and writes it into the weights at `options.out`.
pub fn train_names(options: &Options) -> io::Result<()> {
    let weights = named(&options.out, |path| Weights::open_checked(std::fs::read(path)?).map_err(io::Error::other))?;
    let places = named(&options.places, Places::read)?;
    let gazetteer = places.bits();
    let table = named(&options.vectors, |path| table(&weights, path, options.words))?;
    let mut look = Look { weights: &weights, gazetteer: Gazetteer(&gazetteer), scratch: Scratch::default() };
    let examples = examples(&mut look, options, Pools::new(places.words()))?;
    let dev = named(&options.data.join("gum-dev.conllu"), data::read)?;
    let dev = look.treebank(&dev, &kinds_of(options, &dev)?, GUM);
    eprintln!("names: {} proper nouns to learn from", examples.len());
    let mut params = Params::new(options.seed);
    let net = Net::new(&mut params, weights.layers.last().map_or(0, |layer| layer.width()));
    net.learn(&mut params, &table, &examples, options.seed);
    eprintln!("names: {:.1} % of gum-dev's proper nouns right", 100.0 * net.accuracy(&params, &table, &dev));
    net.write(&params, &table, &weights, &gazetteer, &options.out)
}

/// All proper nouns to learn from: those of the treebanks, the news and the made-up sentences, and those of a copy of the
/// treebanks with other names.
fn examples(look: &mut Look<'_>, options: &Options, mut pools: Pools) -> io::Result<Vec<Example>> {
    let said_of_news = named(&options.names.join("wikinews.tsv"), said_of)?;
    let (mut examples, mut banks) = (Vec::new(), Vec::new());
    for (file, source) in [("gum-train.conllu", GUM), ("ewt-train.conllu", EWT)] {
        let gold = named(&options.data.join(file), data::read)?;
        let kinds = kinds_of(options, &gold)?;
        pools.take_all(&gold, &kinds);
        examples.extend(look.treebank(&gold, &kinds, source));
        banks.push((gold, kinds, source));
    }
    examples.extend(named(&options.news, |path| look.news(path, &said_of_news))?);
    examples.extend(named(&options.names.join("written.txt"), |path| look.written(path))?);
    let mut rng = Rng::new(options.seed ^ 0x7a1e);
    for (gold, kinds, source) in banks {
        examples.extend(look.treebank(&pools.vary_all(&gold, &kinds, &mut rng), &kinds, source));
    }
    Ok(examples)
}

/// What the words of treebank sentences name, where the treebank or `ewt-train.tsv` tells: 0 for a word that heads no entity,
/// else one more than the kind's number; [`NONE`] where nobody said.
pub(crate) fn kinds_of(options: &Options, gold: &[Gold]) -> io::Result<Vec<Option<Vec<u32>>>> {
    let said = named(&options.names.join("ewt-train.tsv"), said_of)?;
    let of_sentence = |gold: &Gold| match &gold.kinds {
        Some(kinds) => Some(kinds.iter().map(|k| k.map_or(0, |k| k as u32 + 1)).collect()),
        None => {
            let said = said.get(&gold.id)?;
            Some((1..=gold.words.len()).map(|number| said.get(&number).copied().unwrap_or(NONE)).collect())
        }
    };
    Ok(gold.iter().map(of_sentence).collect())
}

/// What is said of names, by text and place in it: lines `text<TAB>place:kind place:kind …`; `-` where the word names nothing.
fn said_of(path: &Path) -> io::Result<HashMap<String, BTreeMap<usize, u32>>> {
    let mut said: HashMap<String, BTreeMap<usize, u32>> = HashMap::new();
    for (number, line) in std::fs::read_to_string(path)?.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let wrong = || io::Error::other(format!("line {}: not a text, a tab and place:kind pairs", number + 1));
        let (text, pairs) = line.split_once('\t').ok_or_else(wrong)?;
        let of_text = said.entry(text.to_owned()).or_default();
        for pair in pairs.split(' ') {
            let (place, kind) = pair.split_once(':').ok_or_else(wrong)?;
            let kind = match kind {
                "-" => 0,
                name => EntityKind::ALL.into_iter().find(|k| k.as_str() == name).ok_or_else(wrong)? as u32 + 1,
            };
            of_text.insert(place.parse().map_err(|_| wrong())?, kind);
        }
    }
    Ok(said)
}

/// Reads examples off sentences.
struct Look<'a> {
    weights: &'a Weights,
    gazetteer: Gazetteer<'a>,
    scratch: Scratch,
}

impl Look<'_> {
    /// The proper nouns of gold sentences, of which `kinds` tells what they name.
    fn treebank(&mut self, sentences: &[Gold], kinds: &[Option<Vec<u32>>], source: usize) -> Vec<Example> {
        let mut examples = Vec::new();
        for (gold, kinds) in sentences.iter().zip(kinds) {
            let Some(kinds) = kinds else { continue };
            let words: Vec<&str> = gold.words.iter().map(String::as_str).collect();
            let upos: Vec<Upos> = gold.tags.iter().map(|tag| Upos::parse(&tag.0).unwrap_or(Upos::X)).collect();
            let tree = Tree { words: &words, upos: &upos, heads: &gold.heads, rels: &gold.rels };
            self.sentence(tree, kinds, source, &mut examples);
        }
        examples
    }

    /// The proper nouns of news of which something is said, with the trees that the weights make.
    fn news(&mut self, path: &Path, said: &HashMap<String, BTreeMap<usize, u32>>) -> io::Result<Vec<Example>> {
        let mut examples = Vec::new();
        for line in std::fs::read_to_string(path)?.lines() {
            let report: serde_json::Value = serde_json::from_str(line)?;
            let (Some(id), Some(text)) = (report["id"].as_str(), report["text"].as_str()) else { continue };
            let Some(said) = said.get(id) else { continue };
            let chars = OffsetMap::new(text);
            let kind =
                |span: &ByteSpan| said.get(&(chars.to_chars(text, *span).start as usize)).copied().unwrap_or(NONE);
            self.text(text, NEWS, &mut examples, |_, spans| spans.iter().map(kind).collect());
        }
        Ok(examples)
    }

    /// The proper nouns of sentences in which every name is marked, `[[name|kind]]`, a line each.
    fn written(&mut self, path: &Path) -> io::Result<Vec<Example>> {
        let mut examples = Vec::new();
        for (text, marked) in marked::lines(path)? {
            self.text(&text, WRITTEN, &mut examples, |tree, spans| {
                let mut kinds = vec![NONE; spans.len()];
                for (start, end, kind) in &marked {
                    let of_name = |w: usize| *start <= spans[w].start as usize && spans[w].end as usize <= *end;
                    let heads_it = |w: usize| !(tree.heads[w] > 0 && of_name(tree.heads[w] as usize - 1));
                    let words: Vec<usize> = (0..spans.len()).filter(|&w| of_name(w)).collect();
                    for &w in &words {
                        let is_part = matches!(tree.rels[w], Deprel::Flat | Deprel::Compound | Deprel::Goeswith);
                        kinds[w] = match heads_it(w) {
                            true => *kind as u32 + 1,
                            false if is_part => 0,
                            false => NONE,
                        };
                    }
                    // Where the tree does not tie the words, none of them is known to be the name's head.
                    if words.iter().filter(|&&w| heads_it(w)).count() > 1 {
                        words.iter().for_each(|&w| kinds[w] = NONE);
                    }
                }
                kinds
            });
        }
        Ok(examples)
    }

    /// The proper nouns of a text, with the trees that the weights make; `kinds` says what each word of a sentence names, by
    /// the sentence's tree and where its words stand in the text.
    fn text(
        &mut self,
        text: &str,
        source: usize,
        examples: &mut Vec<Example>,
        mut kinds: impl FnMut(Tree<'_, &str>, &[ByteSpan]) -> Vec<u32>,
    ) {
        let segmented = segment(text);
        let words: Vec<&str> = segmented.words.iter().map(|span| span.of(text)).collect();
        let analysis = self.weights.analyse(&words, &segmented.sentence_ends, &mut self.scratch);
        let upos: Vec<Upos> = analysis.tags.iter().map(|&tag| self.weights.classes[tag as usize].upos).collect();
        let mut start = 0;
        for end in segmented.sentence_ends.iter().map(|&end| end as usize) {
            let tree = Tree {
                words: &words[start..end],
                upos: &upos[start..end],
                heads: &analysis.heads[start..end],
                rels: &analysis.rels[start..end],
            };
            let kinds = kinds(tree, &segmented.words[start..end]);
            self.sentence(tree, &kinds, source, examples);
            start = end;
        }
    }

    fn sentence(&mut self, tree: Tree<'_, &str>, kinds: &[u32], source: usize, examples: &mut Vec<Example>) {
        let is_asked = |w: usize| tree.upos[w] == Upos::Propn && kinds[w] != NONE;
        if !(0..kinds.len()).any(is_asked) {
            return;
        }
        let states = self.weights.states(tree.words, &mut self.scratch);
        let width = states.len() / kinds.len();
        let known = kinds::Known { gazetteer: self.gazetteer, ..self.weights.known_names() };
        for word in (0..kinds.len()).filter(|&w| is_asked(w)) {
            examples.push(Example {
                state: states[word * width..(word + 1) * width].to_vec(),
                sight: kinds::look(tree, word, known, |w| self.weights.row_of_word(w) as u32),
                source,
                kind: kinds[word],
            });
        }
    }
}

/// The word vectors by row of the vocabulary, each number in units of twice its deviation.
fn table(weights: &Weights, path: &Path, most: usize) -> io::Result<Vec<f32>> {
    let words = vectors::read(path, most)?;
    let mut table = vec![0.0; weights.words() * DIM];
    let mut form = String::new();
    let n = words.len().max(1) as f32;
    let mut sums = vec![(0.0f32, 0.0f32); DIM];
    for (_, vector) in &words {
        sums.iter_mut().zip(vector).for_each(|(sum, v)| *sum = (sum.0 + v / n, sum.1 + v * v / n));
    }
    for (word, vector) in &words {
        vocabulary_form(word, &mut form);
        let row = weights.row_of(&form);
        if row > 0 {
            for ((to, v), (mean, square)) in table[row * DIM..(row + 1) * DIM].iter_mut().zip(vector).zip(&sums) {
                *to = 0.5 * v / ((square - mean * mean).max(0.0).sqrt() + 1e-6);
            }
        }
    }
    Ok(table)
}
