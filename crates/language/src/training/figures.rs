//! Figures on development sentences, to show while a network learns.

use super::data::Gold;
use super::net::Net;
use super::params::Params;
use super::sentences::{batch, Sentence, Vocabulary};
use crate::decode;
use crate::kernels::best;
use crate::lemma::Lemmas;
use crate::tags::{Deprel, Xpos};

/// Sentences read side by side.
const SIDE_BY_SIDE: usize = 32;

/// UPOS, XPOS, UAS and LAS on sentences with gold words.
pub(crate) fn score(net: &Net, params: &Params, vocabulary: &Vocabulary, sentences: &[Sentence]) -> String {
    let (mut words, mut upos, mut xpos, mut all, mut uas, mut las) = (0, 0, 0, 0, 0, 0);
    let values = &params.values;
    let mut longest: Vec<&Sentence> = sentences.iter().collect();
    longest.sort_by_key(|s| std::cmp::Reverse(s.words.len()));
    let (mut heads, mut hidden) = (Vec::new(), Vec::new());
    for chunk in longest.chunks(SIDE_BY_SIDE) {
        let batch = batch(chunk);
        let pass = net.forward(values, &vocabulary.vectors, &batch, None);
        for &(start, end) in &batch.sentences {
            let (mut scores, _, _) = net.arcs(values, &pass, (start, end));
            decode::tree(&mut scores, end - start, &mut heads);
            for (d, &head) in heads.iter().enumerate() {
                let t = start + d;
                let said = best(&pass.tag_scores[t * net.sets.tags..(t + 1) * net.sets.tags]);
                let (said, gold) = (&vocabulary.tags[said], &vocabulary.tags[batch.tags[t] as usize]);
                let rel = best(&net.label(values, &pass, (start, end), d, head, &mut hidden));
                let universal = |rel: usize| Deprel::ALL[rel].universal();
                let is_head = head == batch.heads[t];
                words += 1;
                upos += usize::from(said.0 == gold.0);
                xpos += usize::from(said.1 == gold.1);
                all += usize::from(said == gold);
                uas += usize::from(is_head);
                las += usize::from(is_head && universal(rel) == universal(batch.rels[t] as usize));
            }
        }
    }
    let [upos, xpos, all, uas, las] = [upos, xpos, all, uas, las].map(|n| 100.0 * n as f64 / words.max(1) as f64);
    format!("UPOS {upos:.2} XPOS {xpos:.2} tag {all:.2} UAS {uas:.2} LAS {las:.2}")
}

/// Share of the words whose lemma is right, in percent, with gold tags.
pub(crate) fn lemma_accuracy(lemmas: &Lemmas, gold: &[Gold]) -> f64 {
    let (mut words, mut right) = (0usize, 0usize);
    let mut out = String::new();
    for sentence in gold {
        for (i, form) in sentence.words.iter().enumerate() {
            let xpos = Xpos::parse(&sentence.tags[i].1).map_or(0, |x| x.index() as u8);
            out.clear();
            lemmas.write(form, xpos, sentence.tags[i].0 == "VERB", i == 0, &mut out);
            words += 1;
            right += usize::from(out == sentence.lemmas[i]);
        }
    }
    100.0 * right as f64 / words as f64
}
