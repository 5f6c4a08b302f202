use language::{conllu, score, Model};
use std::collections::HashMap;
fn main() {
    let model = Model::bundled();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let s: Vec<conllu::Sentence> =
            conllu::Reader::new(&bytes[..]).map(|s| s.unwrap_or_else(|e| panic!("{path}: {e}"))).collect();
        let mut w = Vec::new();
        for x in &s {
            x.write(&mut w).unwrap();
        }
        println!("{path} roundtrip {}", w == bytes);
        let r = score::segmentation(&s);
        println!(
            "tokens {:.2} words {:.2} sentences {:.2}",
            100.0 * r.tokens.f1(),
            100.0 * r.words.f1(),
            100.0 * r.sentences.f1()
        );
        if std::env::var("ERR").is_err() {
            continue;
        }
        let mut errs: HashMap<String, usize> = HashMap::new();
        let mut serr = vec![];
        for d in conllu::documents(&s) {
            let text = conllu::raw_text(d);
            let doc = model.parse(&text);
            // gold by walking
            let mut gold = vec![];
            let mut gs = vec![];
            let mut at = 0;
            for st in d {
                let mut first = None;
                for word in st.words() {
                    let f = word.form();
                    while !text[at..].starts_with(f) {
                        at += text[at..].chars().next().unwrap().len_utf8();
                    }
                    first.get_or_insert(at);
                    gold.push((at, at + f.len()));
                    at += f.len();
                }
                gs.push((first.unwrap(), at));
            }
            let found: Vec<(usize, usize)> =
                doc.tokens().map(|t| (t.span().start as usize, t.span().end as usize)).collect();
            let (mut i, mut j) = (0, 0);
            while i < gold.len() && j < found.len() {
                if gold[i] == found[j] {
                    i += 1;
                    j += 1;
                    continue;
                }
                let (i0, j0) = (i, j);
                i += 1;
                j += 1;
                while gold[i - 1].1 != found[j - 1].1 {
                    if gold[i - 1].1 < found[j - 1].1 {
                        i += 1
                    } else {
                        j += 1
                    }
                }
                let g: Vec<&str> = gold[i0..i].iter().map(|s| &text[s.0..s.1]).collect();
                let f: Vec<&str> = found[j0..j].iter().map(|s| &text[s.0..s.1]).collect();
                *errs.entry(format!("{}  <- {}", g.join(" "), f.join(" "))).or_default() += 1;
            }
            let ge: std::collections::BTreeSet<usize> = gs.iter().map(|s| s.1).collect();
            let fe: std::collections::BTreeSet<usize> = doc.sentences().map(|s| s.span().end as usize).collect();
            let ctx = |at: usize| {
                let a: String = text[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
                let b: String = text[at..].chars().take(30).collect();
                format!("{a} ## {b}").replace('\n', "¶")
            };
            for e in ge.difference(&fe) {
                serr.push(format!("MISS {}", ctx(*e)));
            }
            for e in fe.difference(&ge) {
                serr.push(format!("EXTRA {}", ctx(*e)));
            }
        }
        let mut errs: Vec<_> = errs.into_iter().collect();
        errs.sort_by_key(|e| (std::cmp::Reverse(e.1), e.0.clone()));
        println!("{} kinds", errs.len());
        for e in errs.iter().take(200) {
            println!("{} {}", e.1, e.0);
        }
        if std::env::var("SENT").is_ok() {
            for e in serr {
                println!("{e}");
            }
        }
    }
}
