//! What the event step looks words up in: every token's word number, classes, mentions and statement, worked out once.

use language::{Deprel, Document, Token, TokenId, Upos};
use lexicon::frames::{self, Classes, Pos, Word};
use lexicon::ontology::{self, EventType};
use lexicon::{ActorKind, Lexicon};

use super::Mentions;
use crate::actors::{ActorId, ActorMention};
use crate::agreements::{Agreement, AgreementId};
use crate::counts::{CountMention, Unit};
use crate::places::PlaceId;
use crate::statements::{Statement, StatementId};

/// No entry.
const NONE: u32 = u32::MAX;
/// How many words that tell a part or a number stand one in the other.
const DEEPEST_PART: usize = 4;

/// A report as the event step sees it.
pub(super) struct Scene<'a> {
    pub doc: &'a Document,
    pub mentions: Mentions<'a>,
    pub statements: &'a [Statement],
    pub agreements: &'a [Agreement],
    pub frames: &'a frames::Table,
    pub ontology: &'a ontology::Table,
    words: Vec<Option<Word>>,
    classes: Vec<Classes>,
    actor: Vec<u32>,
    place: Vec<u32>,
    agreement: Vec<u32>,
    /// The agreement whose words the token is among: a date there is the agreement's.
    in_agreement: Vec<u32>,
    statement: Vec<u32>,
    /// First of the counts whose head is the token.
    count: Vec<u32>,
    /// Whether the token heads an expression of time.
    time: Vec<bool>,
}

impl<'a> Scene<'a> {
    pub fn new(
        doc: &'a Document,
        mentions: Mentions<'a>,
        statements: &'a [Statement],
        agreements: &'a [Agreement],
        lexicon: &'a Lexicon,
    ) -> Self {
        let none = || vec![NONE; doc.len()];
        let mut scene = Self {
            doc,
            mentions,
            statements,
            agreements,
            frames: &lexicon.frames,
            ontology: &lexicon.ontology,
            words: doc.tokens().map(|t| find_word(&lexicon.frames, t)).collect(),
            classes: Vec::new(),
            actor: none(),
            place: none(),
            agreement: none(),
            in_agreement: none(),
            statement: none(),
            count: none(),
            time: vec![false; doc.len()],
        };
        scene.index_mentions();
        scene.index_statements();
        scene.index_classes();
        scene
    }

    fn index_mentions(&mut self) {
        let mut width = vec![0; self.doc.len()];
        for (i, m) in self.mentions.actors.mentions.iter().enumerate() {
            let at = m.head.index();
            if at < width.len() && m.tokens.len() > width[at] {
                width[at] = m.tokens.len();
                self.actor[at] = i as u32;
            }
        }
        for m in self.mentions.times {
            if let Some(time) = self.time.get_mut(m.head.index()) {
                *time = true;
            }
        }
        for m in &self.mentions.places.mentions {
            set(&mut self.place, m.head, m.place.0);
        }
        for (i, a) in self.agreements.iter().enumerate() {
            for (_, tokens, head) in &a.mentions {
                set(&mut self.agreement, *head, i as u32);
                for token in tokens.iter() {
                    set(&mut self.in_agreement, token, i as u32);
                }
            }
        }
        for (i, c) in self.mentions.counts.iter().enumerate() {
            if c.unit != Unit::Measure && self.count.get(c.head.index()) == Some(&NONE) {
                self.count[c.head.index()] = i as u32;
            }
        }
    }

    fn index_statements(&mut self) {
        let mut shortest = vec![usize::MAX; self.doc.len()];
        for (i, statement) in self.statements.iter().enumerate() {
            for piece in &statement.content {
                for token in self.doc.tokens_in(*piece).iter() {
                    // Of two equally long, the later (the deeper) one has it.
                    if piece.len() <= shortest[token.index()] {
                        shortest[token.index()] = piece.len();
                        self.statement[token.index()] = i as u32;
                    }
                }
            }
        }
    }

    fn index_classes(&mut self) {
        let thing = self.frames.class("THING");
        let place = self.frames.class("PLACE");
        let agreement = self.frames.class("AGREEMENT");
        let people = self.frames.class("PEOPLE");
        let kinds: Vec<Classes> =
            self.mentions.actors.list.iter().map(|a| self.frames.actor_classes(a.kind, &a.sectors)).collect();
        let classes = self.doc.tokens().map(|token| {
            let i = token.id.index();
            let mut classes = self.words[i].map_or(Classes::default(), |w| self.frames.classes(w));
            if let Some(mention) = self.actor_mention(token.id) {
                classes = classes.with(kinds[mention.actor.0 as usize]);
            }
            if self.place[i] != NONE {
                classes = classes.with(place);
            }
            if self.agreement[i] != NONE {
                classes = classes.with(agreement);
            }
            // "149 of them": a number alone that counts people.
            if token.upos() == Upos::Num && self.count_of_number(token.id).is_some_and(|c| c.unit == Unit::Person) {
                classes = classes.with(people);
            }
            if classes.is_empty() && token.upos().is_nominal() {
                classes = thing;
            }
            classes
        });
        self.classes = classes.collect();
    }

    pub fn token(&self, id: TokenId) -> Token<'a> {
        self.doc.token(id)
    }

    /// The number of a token's lemma, where frames speak of it.
    pub fn word(&self, id: TokenId) -> Option<Word> {
        self.words[id.index()]
    }

    pub fn classes(&self, id: TokenId) -> Classes {
        self.classes[id.index()]
    }

    /// Whether a token is of the class called `name`.
    pub fn is_class(&self, id: TokenId, name: &str) -> bool {
        self.classes(id).touches(self.frames.class(name))
    }

    /// Whether a word tells how much or how many of something: "a series of bombs", "two of the ships".
    pub fn is_partitive(&self, token: Token<'_>) -> bool {
        token.upos() == Upos::Num || self.is_class(token.id, "PARTITIVE")
    }

    /// What a word that tells how much or how many is of, the innermost first: "hundreds of thousands of people".
    pub fn parts_of<'d>(&self, token: Token<'d>) -> Vec<Token<'d>> {
        let mut parts: Vec<Token<'d>> = Vec::new();
        let mut at = token;
        while parts.len() < DEEPEST_PART && self.is_partitive(at) {
            let Some(below) = at.child(Deprel::Nmod) else { break };
            parts.push(below);
            at = below;
        }
        parts.reverse();
        parts
    }

    /// The widest actor mention that a token heads.
    pub fn actor_mention(&self, id: TokenId) -> Option<&'a ActorMention> {
        self.mentions.actors.mentions.get(*self.actor.get(id.index())? as usize)
    }

    pub fn actor(&self, id: TokenId) -> Option<ActorId> {
        self.actor_mention(id).map(|m| m.actor)
    }

    /// Every actor that the words under a head speak of: two of "French and Egyptian warships".
    pub fn actors(&self, id: TokenId) -> impl Iterator<Item = ActorId> + 'a {
        let all = &self.mentions.actors.mentions;
        let widest = self.actor_mention(id);
        let first = widest.map_or(all.len(), |m| all.partition_point(|other| other.tokens.start < m.tokens.start));
        let same =
            move |other: &&ActorMention| widest.is_some_and(|m| other.head == m.head && other.tokens == m.tokens);
        let here = move |other: &&ActorMention| widest.is_some_and(|m| other.tokens.start == m.tokens.start);
        all[first..].iter().take_while(here).filter(same).map(|m| m.actor)
    }

    pub fn place(&self, id: TokenId) -> Option<PlaceId> {
        Some(self.place[id.index()]).filter(|&p| p != NONE).map(PlaceId)
    }

    /// Whether a token heads an expression of time, which takes no part in any deed.
    pub fn is_time(&self, id: TokenId) -> bool {
        self.time[id.index()]
    }

    pub fn agreement(&self, id: TokenId) -> Option<AgreementId> {
        Some(self.agreement[id.index()]).filter(|&a| a != NONE).map(AgreementId)
    }

    /// Whether a token is among the words that name an agreement.
    pub fn is_in_agreement(&self, id: TokenId) -> bool {
        self.in_agreement[id.index()] != NONE
    }

    /// The innermost statement whose content a token is part of.
    pub fn statement(&self, id: TokenId) -> Option<StatementId> {
        let found = self.statement[id.index()];
        if found != NONE {
            return Some(StatementId(found));
        }
        let span = self.token(id).span();
        let around = self.statements.iter().position(|s| s.span.contains(span));
        around.or((!self.statements.is_empty()).then_some(0)).map(|i| StatementId(i as u32))
    }

    pub fn count(&self, id: TokenId) -> Option<&'a CountMention> {
        self.mentions.counts.get(*self.count.get(id.index())? as usize)
    }

    /// The count whose number a token is part of.
    pub fn count_of_number(&self, number: TokenId) -> Option<&'a CountMention> {
        let counts = self.mentions.counts;
        let after = counts.partition_point(|c| c.tokens.start <= number);
        counts[..after].last().filter(|c| c.tokens.contains(number) && c.unit != Unit::Measure)
    }

    /// The part of speech that a token triggers senses as.
    pub fn pos(&self, token: Token<'_>) -> Option<Pos> {
        // What is joined by hyphens ("sit-in") has the part of speech of its senses, whatever its pieces are.
        if token.next().is_some_and(|h| h.text() == "-" && h.span().start == token.span().end) {
            let joined = self.word(token.id).filter(|w| self.frames.text(*w).contains('-'));
            if let Some(first) = joined.and_then(|w| self.frames.senses(w).first()) {
                return Some(first.pos);
            }
        }
        match token.upos() {
            Upos::Verb => Some(Pos::Verb),
            Upos::Noun | Upos::Propn => Some(Pos::Noun),
            Upos::Adj => Some(Pos::Adjective),
            _ => None,
        }
    }

    /// The type that a token's first sense has, whatever its arguments.
    pub fn usual_type(&self, id: TokenId) -> Option<EventType> {
        let pos = self.pos(self.token(id))?;
        self.frames.senses(self.word(id)?).iter().find(|s| s.pos == pos && s.kind.is_some())?.kind
    }

    /// Whether a token has a sense of a type.
    pub fn may_be(&self, id: TokenId, kind: EventType) -> bool {
        let senses = self.word(id).map_or(&[][..], |w| self.frames.senses(w));
        self.pos(self.token(id)).is_some_and(|pos| senses.iter().any(|s| s.pos == pos && s.kind == Some(kind)))
    }

    /// Whether somebody is quoted for what stands at a token.
    pub fn has_speaker(&self, id: TokenId) -> bool {
        self.statement(id).is_some_and(|s| !self.statements[s.0 as usize].sources.is_empty())
    }

    /// Whether all that stands behind a statement is that it is said: "reportedly".
    pub fn is_hearsay(&self, statement: StatementId) -> bool {
        let sources = &self.statements[statement.0 as usize].sources;
        !sources.is_empty() && sources.iter().all(|s| s.who == crate::statements::Party::Unknown)
    }

    /// Whether two statements are by the same sources.
    pub fn has_same_sources(&self, a: StatementId, b: StatementId) -> bool {
        let who = |id: StatementId| self.statements[id.0 as usize].sources.iter().map(|source| source.who);
        who(a).eq(who(b))
    }

    /// Whether an actor can act with force or for a state: what keeps figures of speech apart from deeds.
    pub fn is_political(&self, id: ActorId) -> bool {
        let actor = self.mentions.actors.get(id);
        actor.kind != ActorKind::Other && (actor.kind != ActorKind::Person || !actor.sectors.is_empty())
    }
}

fn set(index: &mut [u32], at: TokenId, value: u32) {
    if let Some(slot) = index.get_mut(at.index()) {
        *slot = value;
    }
}

/// The word that frames know a token by. Frames write lemmas small; a lemmatizer may keep a capital, or miss the lemma of a
/// rare word, which its regular endings then give.
fn find_word(frames: &frames::Table, token: Token<'_>) -> Option<Word> {
    if let Some(joined) = hyphenated(frames, token) {
        return Some(joined);
    }
    let lemma = token.lemma();
    // "troops", "forces": a plural that is its own lemma is known by its singular, too.
    // "Demonstrators blocked …": nor is a plural a name where a sentence begins with it.
    let begins = token.xpos().as_str() == "NNPS" && token.sentence().tokens().start == token.id;
    if (begins || token.xpos().as_str() == "NNS") && token.text().eq_ignore_ascii_case(lemma) {
        if let Some(singular) = lemma.strip_suffix('s').and_then(|stem| frames.word(&stem.to_ascii_lowercase())) {
            return Some(singular);
        }
    }
    let known = match lemma.bytes().any(|b| b.is_ascii_uppercase()) {
        true => frames.word(&lemma.to_ascii_lowercase()),
        false => frames.word(lemma),
    };
    // A plural that only some sense names ("reserves") may be of a class by its singular.
    let bare = |w: &Word| frames.classes(*w).is_empty() && frames.senses(*w).is_empty();
    let plural = token.xpos().as_str() == "NNS" && lemma.ends_with('s') && known.as_ref().is_none_or(bare);
    if !plural && known.is_some() || !matches!(token.upos(), Upos::Verb | Upos::Noun | Upos::Adj) {
        return known;
    }
    let form = token.text().to_ascii_lowercase();
    regular(&form).into_iter().find_map(|stem| frames.word(&stem)).or(known)
}

/// "shoot-out" stands as three tokens in the tree; its first part carries the word.
fn hyphenated(frames: &frames::Table, token: Token<'_>) -> Option<Word> {
    let hyphen = token.next().filter(|h| h.text() == "-" && h.span().start == token.span().end)?;
    let last = hyphen.next().filter(|l| l.span().start == hyphen.span().end)?;
    let joined = |end: &str| frames.word(&format!("{}-{end}", token.text()).to_lowercase());
    joined(last.text()).or_else(|| joined(last.text().strip_suffix('s')?))
}

/// Stems that regular English endings may hide.
fn regular(form: &str) -> Vec<String> {
    let mut stems = Vec::new();
    for (ending, put) in
        [("ied", "y"), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("es", ""), ("s", "")]
    {
        let Some(stem) = form.strip_suffix(ending).filter(|s| s.len() >= 3) else { continue };
        stems.push(format!("{stem}{put}"));
        let mut ends = stem.bytes().rev();
        if put.is_empty() && ends.next() == ends.next() {
            stems.push(stem[..stem.len() - 1].to_owned());
        }
    }
    stems
}
