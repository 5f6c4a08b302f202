//! What the search for statements looks at: the document with its quotations, paragraphs and the extent of every
//! subtree, reckoned once.

use language::{ByteSpan, Deprel, Document, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::Table;

use super::quotes::{self, Quotation};
use super::Party;
use crate::actors::{ActorId, Actors};
use crate::dateline;
use crate::places::Places;
use crate::times::TimeMention;

/// A quotation in tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    pub tokens: TokenSpan,
    pub mark: Quotation,
    pub paragraph: usize,
}

/// Everything that is looked at.
pub(super) struct Scene<'a> {
    pub doc: &'a Document,
    pub actors: &'a Actors,
    pub places: &'a Places,
    pub times: &'a [TimeMention],
    pub cues: &'a Table,
    pub quotes: Vec<Quote>,
    /// First and one past the last token of each paragraph.
    pub paragraphs: Vec<TokenSpan>,
    /// For each token, one past its quotation's number, or 0.
    quote_of: Vec<u32>,
    extents: Vec<TokenSpan>,
    /// For each token, one past the number of the widest mention that it governs, or 0.
    mention_of: Vec<u32>,
}

impl<'a> Scene<'a> {
    pub fn new(
        doc: &'a Document,
        actors: &'a Actors,
        places: &'a Places,
        times: &'a [TimeMention],
        cues: &'a Table,
    ) -> Self {
        let spans = quotes::paragraphs(doc.text());
        let paragraphs: Vec<TokenSpan> = spans.iter().map(|&p| doc.tokens_in(p)).collect();
        let mut quote_of = vec![0; doc.len()];
        let mut found = Vec::new();
        for mark in quotes::find(doc.text(), &spans) {
            let tokens = doc.tokens_in(mark.span);
            let paragraph = spans.partition_point(|p| p.end <= mark.span.start);
            for id in tokens.iter() {
                quote_of[id.index()] = found.len() as u32 + 1;
            }
            found.push(Quote { tokens, mark, paragraph });
        }
        let mut mention_of: Vec<u32> = vec![0; doc.len()];
        for (i, mention) in actors.mentions.iter().enumerate() {
            let slot = &mut mention_of[mention.head.index()];
            if *slot == 0 || actors.mentions[*slot as usize - 1].tokens.len() < mention.tokens.len() {
                *slot = i as u32 + 1;
            }
        }
        let extents = extents(doc);
        Self { doc, actors, places, times, cues, quotes: found, paragraphs, quote_of, extents, mention_of }
    }

    /// The run from the first to the last token of a token's subtree.
    pub fn extent(&self, token: TokenId) -> TokenSpan {
        self.extents[token.index()]
    }

    /// The quotation that a token stands in.
    pub fn quote_at(&self, token: TokenId) -> Option<usize> {
        (self.quote_of[token.index()] as usize).checked_sub(1)
    }

    /// The paragraph that a token stands in.
    pub fn paragraph_of(&self, token: TokenId) -> usize {
        self.paragraphs.partition_point(|p| p.end <= token)
    }

    /// The actor whom a token stands for.
    pub fn actor_at(&self, token: TokenId) -> Option<ActorId> {
        let i = (self.mention_of[token.index()] as usize).checked_sub(1)?;
        Some(self.actors.mentions[i].actor)
    }

    /// The widest mention inside a run.
    pub fn actor_in(&self, span: TokenSpan) -> Option<ActorId> {
        let mentions = &self.actors.mentions;
        let from = mentions.partition_point(|m| m.tokens.start < span.start);
        let inside = mentions[from..].iter().take_while(|m| m.tokens.start < span.end);
        let widest = inside.filter(|m| m.tokens.end <= span.end).max_by_key(|m| m.tokens.len())?;
        Some(widest.actor)
    }

    /// Who is named by a phrase with this head.
    pub fn party(&self, head: TokenId, phrase: TokenSpan) -> Party {
        // A short phrase that one mention fills but whose head no mention claims still names that actor.
        let filled = || (phrase.len() <= 3).then(|| self.actor_in(phrase)).flatten();
        match self.actor_at(head).or_else(filled) {
            Some(actor) => Party::Actor(actor),
            None => Party::Words(self.doc.span(phrase)),
        }
    }

    pub fn token(&self, id: TokenId) -> Token<'a> {
        self.doc.token(id)
    }

    /// Whether a line break stands before a token.
    pub fn starts_line(&self, id: TokenId) -> bool {
        let end = self.doc.span(TokenSpan::one(id)).start as usize;
        let start = id.0.checked_sub(1).map_or(0, |before| self.doc.span(TokenSpan::one(TokenId(before))).end as usize);
        self.doc.text()[start..end].contains('\n')
    }

    /// A run without punctuation and conjunctions at its edges; marks that belong to its words are kept.
    pub fn trimmed(&self, span: TokenSpan) -> TokenSpan {
        let (mut start, mut end) = (span.start.0, span.end.0);
        let drop = |id: u32, keep: &[char]| {
            let token = self.token(TokenId(id));
            let only_marks = !token.text().contains(char::is_alphanumeric);
            only_marks && !token.text().starts_with(keep) && !matches!(token.upos(), Upos::Sym if token.text() == "$")
        };
        let joins = |id: u32| {
            let token = self.token(TokenId(id));
            token.deprel() == Deprel::Cc && self.quote_of[id as usize] == 0
        };
        while start < end
            && (drop(start, &['“', '"', '\'', '‘', '«', '„', '`', '(', '[', '$']) || joins(start) && end - start > 1)
        {
            start += 1;
        }
        while start < end
            && (drop(end - 1, &['”', '"', '\'', '’', '»', '?', '!', ')', ']', '%'])
                || (self.token(TokenId(end - 1)).deprel() == Deprel::Cc && end - start > 1))
        {
            end -= 1;
        }
        TokenSpan { start: TokenId(start), end: TokenId(end.max(start)) }
    }

    /// Whether a run has no word, only marks.
    pub fn is_blank(&self, span: TokenSpan) -> bool {
        !self.doc.views(span).any(|t| t.text().contains(char::is_alphanumeric))
    }

    /// The phrase that a nominal governs, without what introduces it and without `cut`, on the side of `cut` where its
    /// head stands.
    pub fn phrase(&self, head: Token<'_>, cut: TokenId) -> TokenSpan {
        let mut span = self.extent(head.id);
        if span.contains(cut) {
            if head.id < cut {
                span.end = cut;
            } else {
                span.start = TokenId(cut.0 + 1);
            }
        }
        for child in head.children().take_while(|c| c.id < head.id) {
            if matches!(child.deprel(), Deprel::Case | Deprel::Mark | Deprel::Cc) && child.id >= span.start {
                let end = self.extent(child.id).end;
                if self.is_blank(TokenSpan { start: span.start, end: child.id }) {
                    span.start = end.min(head.id);
                }
            }
        }
        self.trimmed(self.bare(self.on_one_side(span, head.id), head.id))
    }

    /// A run without the dateline that it starts with: "GENEVA, May 3 (Agency) -- …".
    pub fn after_dateline(&self, span: TokenSpan) -> TokenSpan {
        let dateline = dateline::around(self.doc, span.start).filter(|d| !span.is_empty() && d.end <= span.end);
        let start = dateline.map_or(span.start, |d| d.end);
        TokenSpan { start, end: span.end.max(start) }
    }

    /// A noun phrase without what trees hang on it though it belongs to the clause: a phrase or adverb before it ("In May,
    /// *the army*"; "even *the army*"), a day after it ("*the council* on Friday"), a prepositional phrase after a comma
    /// ("*the envoy*, under fire for his remarks").
    fn bare(&self, span: TokenSpan, head: TokenId) -> TokenSpan {
        let mut span = match self.after_dateline(span) {
            after if after.contains(head) => after,
            _ => span,
        };
        let first = self.token(span.start);
        if matches!(first.upos(), Upos::Adp | Upos::Sconj | Upos::Adv) && first.id < head {
            let comma = TokenSpan { start: span.start, end: head };
            match comma.iter().rev().find(|&id| self.token(id).text() == ",") {
                Some(comma) => span.start = TokenId(comma.0 + 1),
                None if first.upos() == Upos::Adv && first.head().is_some_and(|h| h.id == head) => {
                    span.start = TokenId(first.id.0 + 1);
                }
                None => {}
            }
        }
        let after = TokenSpan { start: TokenId(head.0 + 1), end: span.end };
        let loose = after.iter().find(|&id| {
            let comma = self.token(id).text() == ",";
            let next = self.doc.get(i64::from(id.0) + 1).filter(|t| t.id < span.end);
            comma && next.is_some_and(|t| t.upos() == Upos::Adp && t.lemma() != "of" && self.reaches(t, span.end))
        });
        span.end = loose.unwrap_or(span.end);
        let from = self.times.partition_point(|t| t.tokens.end <= head);
        let day = self.times[from..].iter().take_while(|t| t.tokens.start < span.end).find(|t| {
            let dated = self.token(t.head);
            t.tokens.start > head && t.tokens.end == span.end && dated.head().is_some_and(|h| h.id == head)
        });
        if let Some(day) = day {
            let case = self.doc.get(i64::from(day.tokens.start.0) - 1).filter(|t| t.upos() == Upos::Adp && t.id > head);
            span.end = case.map_or(day.tokens.start, |t| t.id);
        }
        span
    }

    /// Whether the phrase that a preposition introduces goes on to `end`.
    fn reaches(&self, case: Token<'_>, end: TokenId) -> bool {
        case.head().is_some_and(|h| self.extent(h.id).end.0 + 1 >= end.0)
    }

    /// The part of a run that stands in the same quotation as `anchor`, or outside of all as it does.
    fn on_one_side(&self, span: TokenSpan, anchor: TokenId) -> TokenSpan {
        let of = |id: u32| self.quote_of[id as usize];
        if self.quotes.is_empty() {
            return span;
        }
        let side = of(anchor.0);
        let (mut start, mut end) = (anchor.0, anchor.0 + 1);
        // A short quotation inside a phrase ("the “people's” council") belongs to it.
        let belongs = |id: u32| {
            let other = of(id);
            other == side || (side == 0 && self.quotes[other as usize - 1].tokens.len() <= 8)
        };
        while start > span.start.0 && belongs(start - 1) {
            start -= 1;
        }
        while end < span.end.0 && belongs(end) {
            end += 1;
        }
        TokenSpan { start: TokenId(start), end: TokenId(end) }
    }

    /// A run in bytes.
    pub fn bytes(&self, span: TokenSpan) -> ByteSpan {
        self.doc.span(span)
    }
}

/// The extent of every subtree, from the leaves up.
fn extents(doc: &Document) -> Vec<TokenSpan> {
    let mut extents: Vec<TokenSpan> = doc.tokens().map(|t| TokenSpan::one(t.id)).collect();
    let mut order = Vec::with_capacity(doc.len());
    order.extend(doc.tokens().filter(|t| t.head().is_none()).map(|t| t.id));
    let mut next = 0;
    while let Some(&id) = order.get(next) {
        next += 1;
        order.extend(doc.token(id).children().map(|c| c.id));
    }
    for &id in order.iter().rev() {
        if let Some(head) = doc.token(id).head() {
            let inner = extents[id.index()];
            let outer = &mut extents[head.id.index()];
            outer.start = outer.start.min(inner.start);
            outer.end = outer.end.max(inner.end);
        }
    }
    extents
}
