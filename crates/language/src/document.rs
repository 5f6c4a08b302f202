//! The text in layers. Tokens, sentences and entities are views with offsets into it, never copies.

use std::fmt;
use std::sync::Arc;

use crate::offset::{ByteSpan, CharSpan, OffsetMap};
use crate::tags::{Deprel, Upos, Xpos};
use crate::tongue::Foreign;

/// Number of a token in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u32);

impl TokenId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Number of a sentence in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceId(pub u32);

/// A run of tokens, `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenSpan {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
}

impl TokenSpan {
    /// The run `[start, end)`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: TokenId(start as u32), end: TokenId(end as u32) }
    }

    /// The single token.
    pub fn one(token: TokenId) -> Self {
        Self { start: token, end: TokenId(token.0 + 1) }
    }

    /// The tokens in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = TokenId> + Clone {
        (self.start.0..self.end.0).map(TokenId)
    }

    /// Whether `token` is inside.
    pub fn contains(self, token: TokenId) -> bool {
        self.start <= token && token < self.end
    }

    /// Whether the two have a token in common.
    pub fn touches(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        (self.end.0 - self.start.0) as usize
    }

    /// Whether there is no token.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// What a named entity is; GUM's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Organization,
    Place,
    Event,
    Object,
    Abstract,
    Time,
    Animal,
    Plant,
    Substance,
}

impl EntityKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Organization,
        Self::Place,
        Self::Event,
        Self::Object,
        Self::Abstract,
        Self::Time,
        Self::Animal,
        Self::Plant,
        Self::Substance,
    ];

    /// As GUM writes it: `organization`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Event => "event",
            Self::Object => "object",
            Self::Abstract => "abstract",
            Self::Time => "time",
            Self::Animal => "animal",
            Self::Plant => "plant",
            Self::Substance => "substance",
        }
    }
}

/// A named entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its tokens.
    pub tokens: TokenSpan,
    /// What it is.
    pub kind: EntityKind,
}

/// One token's layers, as a [`DocumentBuilder`] takes them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenData {
    pub span: ByteSpan,
    pub upos: Upos,
    pub xpos: Xpos,
    /// Index into the document's table of feature strings.
    pub feats: u16,
    /// Bytes of the lemma in the document's lemma text.
    pub lemma: (u32, u32),
    /// Head; itself for a root.
    pub head: TokenId,
    pub deprel: Deprel,
    pub sentence: SentenceId,
    /// Range in `Document::children`.
    children: (u32, u32),
}

/// A read text: the text itself and the layers over it. Immutable once built.
#[derive(Clone)]
pub struct Document {
    text: Arc<str>,
    chars: OffsetMap,
    tokens: Vec<TokenData>,
    children: Vec<TokenId>,
    sentences: Vec<TokenSpan>,
    entities: Vec<Entity>,
    mentions: Vec<Entity>,
    multiwords: Vec<TokenSpan>,
    foreign: Vec<Foreign>,
    lemmas: String,
    feats: Arc<[Box<str>]>,
}

impl Document {
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token `id`.
    pub fn token(&self, id: TokenId) -> Token<'_> {
        Token { doc: self, id }
    }

    /// The token `id`, or `None` past either end (`id` may come from arithmetic).
    pub fn get(&self, id: i64) -> Option<Token<'_>> {
        (0..self.tokens.len() as i64).contains(&id).then(|| self.token(TokenId(id as u32)))
    }

    /// All tokens in order.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = Token<'_>> + Clone {
        self.views(TokenSpan::new(0, self.tokens.len()))
    }

    /// The tokens of a run, in order.
    pub fn views(&self, span: TokenSpan) -> impl DoubleEndedIterator<Item = Token<'_>> + Clone {
        span.iter().map(|id| Token { doc: self, id })
    }

    /// All sentences in order.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = Sentence<'_>> + Clone {
        (0..self.sentences.len() as u32).map(|i| Sentence { doc: self, id: SentenceId(i) })
    }

    /// The sentence `id`.
    pub fn sentence(&self, id: SentenceId) -> Sentence<'_> {
        Sentence { doc: self, id }
    }

    /// Named entities, in order, not overlapping.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Named entities with all that belongs to their phrases, as annotators of entities mark them: relative clauses and what
    /// says where ("Aden, where talks began"). In order, of nested ones the outermost.
    pub fn mentions(&self) -> &[Entity] {
        &self.mentions
    }

    /// Runs of tokens that are written as one word ("don't" is "do" and "n't"), in order, not overlapping.
    pub fn multiwords(&self) -> &[TokenSpan] {
        &self.multiwords
    }

    /// Stretches that are not English and have no tokens, in order; empty where nobody looked for them.
    pub fn foreign(&self) -> &[Foreign] {
        &self.foreign
    }

    pub(crate) fn with_foreign(mut self, foreign: Vec<Foreign>) -> Self {
        self.foreign = foreign;
        self
    }

    /// The runs of [`Self::multiwords`] that lie in `span`.
    pub fn multiwords_in(&self, span: TokenSpan) -> &[TokenSpan] {
        let start = self.multiwords.partition_point(|run| run.start < span.start);
        let end = self.multiwords.partition_point(|run| run.end <= span.end);
        &self.multiwords[start..end.max(start)]
    }

    /// Bytes from the first token's start to the last token's end.
    pub fn span(&self, tokens: TokenSpan) -> ByteSpan {
        if tokens.is_empty() {
            return ByteSpan::default();
        }
        let first = self.tokens[tokens.start.index()].span;
        let last = self.tokens[tokens.end.index() - 1].span;
        ByteSpan { start: first.start, end: last.end }
    }

    /// The words of a run, as they stand in the text.
    pub fn words(&self, tokens: TokenSpan) -> &str {
        self.span(tokens).of(&self.text)
    }

    /// The tokens that a stretch of the text touches.
    pub fn tokens_in(&self, span: ByteSpan) -> TokenSpan {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        TokenSpan::new(start, end.max(start))
    }

    /// A byte span in Unicode scalar values.
    pub fn chars(&self, span: ByteSpan) -> CharSpan {
        self.chars.to_chars(&self.text, span)
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} tokens, {} sentences)", self.tokens.len(), self.sentences.len())
    }
}

/// One token of a document.
#[derive(Clone, Copy)]
pub struct Token<'d> {
    doc: &'d Document,
    /// Its number in the document.
    pub id: TokenId,
}

impl<'d> Token<'d> {
    fn data(self) -> &'d TokenData {
        &self.doc.tokens[self.id.index()]
    }

    /// The document it belongs to.
    pub fn document(self) -> &'d Document {
        self.doc
    }

    /// Where it stands in the text.
    pub fn span(self) -> ByteSpan {
        self.data().span
    }

    /// The word as it stands in the text.
    pub fn text(self) -> &'d str {
        self.data().span.of(&self.doc.text)
    }

    /// Dictionary form: `say` of `said`.
    pub fn lemma(self) -> &'d str {
        let (start, end) = self.data().lemma;
        &self.doc.lemmas[start as usize..end as usize]
    }

    /// Universal part of speech.
    pub fn upos(self) -> Upos {
        self.data().upos
    }

    /// Penn Treebank part of speech.
    pub fn xpos(self) -> Xpos {
        self.data().xpos
    }

    /// Morphological features as CoNLL-U writes them; `_` where there are none.
    pub fn feats(self) -> &'d str {
        &self.doc.feats[self.data().feats as usize]
    }

    /// The value of one feature: `Past` for `Tense`.
    pub fn feat(self, name: &str) -> Option<&'d str> {
        self.feats().split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Head in the dependency tree, `None` at a root.
    pub fn head(self) -> Option<Token<'d>> {
        let head = self.data().head;
        (head != self.id).then_some(Token { doc: self.doc, id: head })
    }

    /// Relation to the head.
    pub fn deprel(self) -> Deprel {
        self.data().deprel
    }

    /// The sentence it stands in.
    pub fn sentence(self) -> Sentence<'d> {
        Sentence { doc: self.doc, id: self.data().sentence }
    }

    /// Direct dependents, in the order of the text.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Token<'d>> + Clone {
        let (start, end) = self.data().children;
        self.doc.children[start as usize..end as usize].iter().map(move |&id| Token { doc: self.doc, id })
    }

    /// Direct dependents that stand in one relation to it.
    pub fn children_by(self, rel: Deprel) -> impl DoubleEndedIterator<Item = Token<'d>> + Clone {
        self.children().filter(move |child| child.deprel() == rel)
    }

    /// The first direct dependent in one relation to it.
    pub fn child(self, rel: Deprel) -> Option<Token<'d>> {
        self.children_by(rel).next()
    }

    /// Its head, its head's head, and so on up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = Token<'d>> + Clone {
        std::iter::successors(self.head(), |t| t.head())
    }

    /// Whether `other` is the token itself or one of its ancestors.
    pub fn is_under(self, other: TokenId) -> bool {
        self.id == other || self.ancestors().any(|t| t.id == other)
    }

    /// The run from the first to the last token of its subtree (which may hold others, where the tree is not projective).
    pub fn subtree(self) -> TokenSpan {
        let (mut low, mut high) = (self.id, self.id);
        let mut open = vec![self];
        while let Some(token) = open.pop() {
            low = low.min(token.id);
            high = high.max(token.id);
            open.extend(token.children());
        }
        TokenSpan { start: low, end: TokenId(high.0 + 1) }
    }

    /// The next token of the document.
    pub fn next(self) -> Option<Token<'d>> {
        self.doc.get(i64::from(self.id.0) + 1)
    }

    /// The token before it in the document.
    pub fn previous(self) -> Option<Token<'d>> {
        self.doc.get(i64::from(self.id.0) - 1)
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}/{}/{}", self.id.0, self.text(), self.upos().as_str(), self.deprel().as_str())
    }
}

impl PartialEq for Token<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.doc, other.doc)
    }
}

/// One sentence of a document.
#[derive(Clone, Copy)]
pub struct Sentence<'d> {
    doc: &'d Document,
    /// Its number in the document.
    pub id: SentenceId,
}

impl<'d> Sentence<'d> {
    /// Its tokens as a run.
    pub fn tokens(self) -> TokenSpan {
        self.doc.sentences[self.id.0 as usize]
    }

    /// Its tokens as views, in order.
    pub fn views(self) -> impl DoubleEndedIterator<Item = Token<'d>> + Clone {
        self.doc.views(self.tokens())
    }

    /// Where it stands in the text.
    pub fn span(self) -> ByteSpan {
        self.doc.span(self.tokens())
    }

    /// Its words as they stand in the text.
    pub fn text(self) -> &'d str {
        self.doc.words(self.tokens())
    }

    /// The root of its tree.
    pub fn root(self) -> Token<'d> {
        self.views().find(|t| t.head().is_none()).unwrap_or_else(|| self.doc.token(self.tokens().start))
    }
}

/// Collects the layers and makes a [`Document`] of them.
pub struct DocumentBuilder {
    doc: Document,
}

impl DocumentBuilder {
    /// A document over `text` with no tokens yet; `feats` is the table that [`Self::token`]'s features index.
    pub fn new(text: Arc<str>, feats: Arc<[Box<str>]>) -> Self {
        let chars = OffsetMap::new(&text);
        Self {
            doc: Document {
                text,
                chars,
                tokens: Vec::new(),
                children: Vec::new(),
                sentences: Vec::new(),
                entities: Vec::new(),
                mentions: Vec::new(),
                multiwords: Vec::new(),
                foreign: Vec::new(),
                lemmas: String::new(),
                feats,
            },
        }
    }

    /// Adds the next token. `head` counts within the sentence; a root is its own head.
    #[allow(clippy::too_many_arguments)]
    pub fn token(
        &mut self,
        span: ByteSpan,
        upos: Upos,
        xpos: Xpos,
        feats: u16,
        lemma: &str,
        head: usize,
        deprel: Deprel,
    ) {
        let start = self.doc.sentences.last().map_or(0, |s| s.end.0);
        let from = self.doc.lemmas.len() as u32;
        self.doc.lemmas.push_str(lemma);
        self.doc.tokens.push(TokenData {
            span,
            upos,
            xpos,
            feats,
            lemma: (from, self.doc.lemmas.len() as u32),
            head: TokenId(start + head as u32),
            deprel,
            sentence: SentenceId(self.doc.sentences.len() as u32),
            children: (0, 0),
        });
    }

    /// Ends the sentence that the tokens since the last one make.
    pub fn end_sentence(&mut self) {
        let start = self.doc.sentences.last().map_or(0, |s| s.end.index());
        if start < self.doc.tokens.len() {
            self.doc.sentences.push(TokenSpan::new(start, self.doc.tokens.len()));
        }
    }

    /// Adds a named entity, in the order of the text.
    pub fn entity(&mut self, tokens: TokenSpan, kind: EntityKind) {
        self.doc.entities.push(Entity { tokens, kind });
    }

    /// Adds a named entity with all that belongs to its phrase, in the order of the text.
    pub fn mention(&mut self, tokens: TokenSpan, kind: EntityKind) {
        self.doc.mentions.push(Entity { tokens, kind });
    }

    /// Notes that a run of tokens is written as one word, in the order of the text.
    pub fn multiword(&mut self, tokens: TokenSpan) {
        self.doc.multiwords.push(tokens);
    }

    /// The finished document.
    pub fn build(mut self) -> Document {
        self.end_sentence();
        let tokens = &mut self.doc.tokens;
        let mut counts = vec![0u32; tokens.len() + 1];
        for (i, token) in tokens.iter().enumerate() {
            if token.head.index() != i {
                counts[token.head.index()] += 1;
            }
        }
        let mut at = 0;
        for (token, count) in tokens.iter_mut().zip(&counts) {
            token.children = (at, at);
            at += count;
        }
        let mut children = vec![TokenId(0); at as usize];
        for i in 0..tokens.len() {
            let head = tokens[i].head.index();
            if head != i {
                children[tokens[head].children.1 as usize] = TokenId(i as u32);
                tokens[head].children.1 += 1;
            }
        }
        self.doc.children = children;
        self.doc
    }
}
