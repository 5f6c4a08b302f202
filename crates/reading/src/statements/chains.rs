//! From attributions to statements: who stands behind whom.

use language::{ByteSpan, TokenId, TokenSpan, Upos};
use lexicon::cues::{CueClass, CueStance};

use super::attribution::{Attribution, Origin};
use super::scene::Scene;
use super::{circumstances, stance, Manner, Party, Source, Stance, Statement};

/// Links of a chain that are kept: of a deeper one, the outermost and those next to the words.
const LONGEST: usize = 24;

/// Makes statements of attributions, each with its chain.
pub(super) fn link(scene: &Scene<'_>, mut attributions: Vec<Attribution>) -> Vec<Statement> {
    attributions.sort_by_key(|a| (a.cue_head, a.cue.end));
    attributions.dedup_by_key(|a| a.cue_head);
    let parents = parents(&attributions);
    let parties: Vec<Party> = attributions.iter().map(|a| party(scene, a.origin)).collect();
    let kept: Vec<bool> = (0..attributions.len())
        .map(|i| match kept_above(&parents, i).next() {
            Some(p) => tells_more(scene, &attributions[i], &attributions[p], parties[i], parties[p]),
            None => true,
        })
        .collect();
    let mut stances: Vec<Stance> = attributions.iter().map(|a| of_cue(a.stance)).collect();
    for i in 0..attributions.len() {
        if let Some(p) = parents[i].filter(|_| !kept[i]) {
            if stance::is_main(scene, &attributions[p], attributions[i].cue_head)
                && stances[p] == Stance::Assert
                && parties[i] == parties[p]
            {
                stances[p] = stances[i];
            }
        }
    }
    let counts = QuotedWords::new(scene);
    let mut statements: Vec<Statement> = Vec::new();
    for (i, attribution) in attributions.iter().enumerate().filter(|&(i, _)| kept[i]) {
        let mut chain: Vec<usize> = kept_above(&parents, i).filter(|&p| kept[p]).collect();
        chain.reverse();
        chain.push(i);
        if chain.len() > LONGEST {
            let from = chain.len() - LONGEST + 1;
            chain.drain(1..=from.saturating_sub(1).max(1));
        }
        let mut sources: Vec<Source> = Vec::new();
        for &link in &chain {
            sources.push(source(scene, &attributions[link], parties[link]));
            for (origin, cue, head, lemma) in &attributions[link].inner {
                sources.push(Source {
                    who: party(scene, Some(*origin)),
                    mention: Some(scene.bytes(origin.phrase)),
                    cue: Some(scene.bytes(*cue)),
                    cue_head: Some(*head),
                    verb: Some(lemma.clone()),
                });
            }
        }
        let when = circumstances::find(scene, attribution);
        statements.push(Statement {
            span: scene.bytes(attribution.span()),
            content: attribution.content.iter().map(|&p| scene.bytes(p)).collect(),
            sources,
            manner: counts.manner(&attribution.content),
            stance: stances[i],
            time: when.time,
            place: when.place,
            medium: when.medium,
        });
    }
    stance::denials(scene, &attributions, &kept, &mut statements);
    statements
}

fn source(scene: &Scene<'_>, attribution: &Attribution, who: Party) -> Source {
    Source {
        who,
        mention: attribution.origin.map(|o| scene.bytes(o.phrase)),
        cue: Some(scene.bytes(attribution.cue)),
        cue_head: Some(attribution.cue_head),
        verb: Some(attribution.lemma.clone()),
    }
}

fn party(scene: &Scene<'_>, origin: Option<Origin>) -> Party {
    origin.map_or(Party::Unknown, |o| scene.party(o.head, o.phrase))
}

/// For each attribution the one in whose content its cue stands, the innermost.
fn parents(attributions: &[Attribution]) -> Vec<Option<usize>> {
    let mut pieces: Vec<(TokenSpan, usize)> =
        attributions.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |&p| (p, i))).collect();
    pieces.sort_by_key(|(p, i)| (p.start, std::cmp::Reverse(p.end), *i));
    let mut pieces = pieces.into_iter().peekable();
    let mut open: Vec<(TokenSpan, usize)> = Vec::new();
    let mut parents = Vec::with_capacity(attributions.len());
    for (i, attribution) in attributions.iter().enumerate() {
        let at = attribution.cue_head;
        while let Some(piece) = pieces.next_if(|(p, _)| p.start <= at) {
            open.push(piece);
        }
        while open.last().is_some_and(|(p, _)| p.end <= at) {
            open.pop();
        }
        let parent =
            open.iter().rev().take(8).find(|(p, owner)| *owner != i && p.contains(at)).map(|(_, owner)| *owner);
        parents.push(parent);
    }
    // Contents that cross each other would make a ring.
    for i in 0..parents.len() {
        if kept_above(&parents, i).take(LONGEST * 2).any(|p| p == i) {
            parents[i] = None;
        }
    }
    parents
}

/// The attributions above one, the nearest first.
fn kept_above(parents: &[Option<usize>], i: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(parents[i], |&p| parents[p]).take(LONGEST * 2)
}

/// Whether an attribution inside another's content is a link of its own: somebody else's words, not the speaker's own
/// wishes or somebody's whom he tells of.
fn tells_more(scene: &Scene<'_>, inner: &Attribution, outer: &Attribution, who: Party, speaker: Party) -> bool {
    let Some(origin) = inner.origin else {
        return inner.class == CueClass::Speech && scene.token(inner.cue_head).upos() == Upos::Noun;
    };
    let first_person =
        scene.token(origin.head).feat("Person") == Some("1") && scene.token(origin.head).upos() == Upos::Pron;
    let same = who == speaker && !matches!(who, Party::Unknown);
    let pronoun =
        scene.token(origin.head).upos() == Upos::Pron && outer.origin.is_some() && !matches!(who, Party::Actor(_));
    !first_person
        && !same
        && !pronoun
        && says_something(scene, inner)
        && matches!(inner.class, CueClass::Speech | CueClass::Evidence)
}

/// Whether a content has more than one word that means something: within somebody's words, "met *him*" or "read *a book*"
/// are no claims of their own.
fn says_something(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    let words = attribution.content.iter().flat_map(|&p| scene.doc.views(p));
    let open =
        |t: &language::Token<'_>| matches!(t.upos(), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num);
    words.filter(open).nth(1).is_some()
}

fn of_cue(stance: CueStance) -> Stance {
    match stance {
        CueStance::Assert => Stance::Assert,
        CueStance::Deny => Stance::Deny,
        CueStance::Accuse => Stance::Accuse,
        CueStance::Demand => Stance::Demand,
        CueStance::Promise => Stance::Promise,
        CueStance::Threaten => Stance::Threaten,
        CueStance::Concern => Stance::Concern,
        CueStance::Decline => Stance::Decline,
    }
}

/// Words, and words in quotation marks, before each token.
struct QuotedWords {
    before: Vec<(u32, u32)>,
}

impl QuotedWords {
    fn new(scene: &Scene<'_>) -> Self {
        let mut before = vec![(0, 0)];
        let (mut words, mut quoted) = (0, 0);
        for token in scene.doc.tokens() {
            if token.text().contains(char::is_alphanumeric) {
                words += 1;
                quoted += u32::from(scene.quote_at(token.id).is_some());
            }
            before.push((words, quoted));
        }
        Self { before }
    }

    fn manner(&self, content: &[TokenSpan]) -> Manner {
        let (mut words, mut quoted) = (0, 0);
        for piece in content {
            let (a, b) = (self.before[piece.start.index()], self.before[piece.end.index()]);
            words += b.0 - a.0;
            quoted += b.1 - a.1;
        }
        match (words, quoted) {
            (_, 0) => Manner::Indirect,
            (w, q) if w == q => Manner::Direct,
            _ => Manner::Mixed,
        }
    }
}

/// The report's own words: for each sentence, what no source's content covers.
pub(super) fn narration(scene: &Scene<'_>, covered: &[ByteSpan]) -> Vec<Statement> {
    let mut change = vec![0i32; scene.doc.len() + 1];
    for &span in covered {
        let tokens = scene.doc.tokens_in(span);
        change[tokens.start.index()] += 1;
        change[tokens.end.index()] -= 1;
    }
    let mut depth = 0;
    let open: Vec<bool> = change
        .iter()
        .map(|c| {
            depth += c;
            depth == 0
        })
        .collect();
    let mut found = Vec::new();
    for sentence in scene.doc.sentences() {
        let mut pieces: Vec<TokenSpan> = Vec::new();
        for id in sentence.tokens().iter().filter(|id| open[id.index()]) {
            match pieces.last_mut() {
                Some(last) if last.end == id => last.end.0 += 1,
                _ => pieces.push(TokenSpan { start: id, end: TokenId(id.0 + 1) }),
            }
        }
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { continue };
        found.push(Statement {
            span: scene.bytes(TokenSpan { start: first.start, end: last.end }),
            content: pieces.iter().map(|&p| scene.bytes(p)).collect(),
            sources: Vec::new(),
            manner: Manner::Narration,
            stance: Stance::Assert,
            time: None,
            place: None,
            medium: None,
        });
    }
    found
}
