//! Where persons' names stand: by the tagger, by the titles and roles beside them, by the files.

use language::{Deprel, EntityKind, Token, TokenId, TokenSpan, Upos};
use lexicon::actors::{Cue, NameUse, RoleForm, Word};
use lexicon::fold;

use super::{PersonSpan, BESIDE};
use crate::actors::finder::Finder;
use crate::actors::hits::{head_of, What};

impl Finder<'_> {
    /// Finds every person's name and the hits that describe the person.
    pub(in crate::actors) fn find_people(&mut self) {
        let mut spans: Vec<TokenSpan> = Vec::new();
        let people = self.doc.entities().iter().filter(|e| e.kind == EntityKind::Person);
        for entity in people.filter(|e| !self.is_known_group(e.tokens)) {
            let name = self.name_within(entity.tokens);
            spans.extend(name.filter(|&s| !self.is_named_thing(s) && !self.is_whereabouts(s)));
        }
        for i in 0..self.hits.len() {
            let hit = self.hits.get(i);
            match hit.what {
                What::Person(_) => spans.push(hit.tokens),
                What::Word(words) if words.iter().any(|w| self.stands_before_name(*w)) => {
                    let name = self.name_after(hit.tokens.end).or_else(|| self.name_after_comma(i));
                    spans.extend(name.filter(|&s| !self.is_named_thing(s) && !self.modifies_noun(s)));
                    spans.extend(self.name_apposed_to(i).filter(|&s| !self.is_named_thing(s)));
                }
                _ => {}
            }
        }
        spans.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
        for span in spans {
            let taken = span.iter().any(|t| self.person_at[t.index()] != u32::MAX);
            if taken {
                continue;
            }
            for token in span.iter() {
                self.person_at[token.index()] = self.people.len() as u32;
            }
            self.people.push(PersonSpan { name: span, beside: Vec::new(), leads: None, done: None, busy: false });
        }
        for person in 0..self.people.len() {
            self.describe(person);
        }
    }

    /// "The Taliban": a known name behind an article is no person's.
    fn is_known_group(&self, entity: TokenSpan) -> bool {
        let rest = TokenSpan { start: TokenId(entity.start.0 + 1), end: entity.end };
        let article = self.doc.token(entity.start).upos() == Upos::Det;
        let hit = self.hits.over(rest.start).filter(|_| article && !rest.is_empty()).map(|h| self.hits.get(h));
        hit.is_some_and(|h| matches!(h.what, What::Name(_)) && h.tokens == rest)
    }

    pub(super) fn stands_before_name(&self, word: Word) -> bool {
        match word {
            Word::Title(_) | Word::OfficeKind(_) | Word::Office(_) => true,
            Word::Role(role) => matches!(self.table.role(role).form, RoleForm::Person | RoleForm::People),
            _ => false,
        }
    }

    /// "Shushan Stepanian, the spokeswoman of ...": the capitalised run that a role stands in apposition to.
    fn name_apposed_to(&self, hit: usize) -> Option<TokenSpan> {
        let role = self.doc.token(self.hits.get(hit).head);
        if role.deprel() != Deprel::Appos || !self.is_role_noun(hit) || !self.is_singular(hit) {
            return None;
        }
        let head = role.head().filter(|h| h.upos() == Upos::Propn && h.id < role.id)?;
        let free =
            |t: TokenId| self.is_name_word(t) && self.doc.token(t).upos() == Upos::Propn && self.hits.over(t).is_none();
        let sentence = head.sentence().tokens();
        let (mut start, mut end) = (head.id, TokenId(head.id.0 + 1));
        while start > sentence.start && free(TokenId(start.0 - 1)) {
            start = TokenId(start.0 - 1);
        }
        while sentence.contains(end) && free(end) {
            end = TokenId(end.0 + 1);
        }
        let comma = sentence.contains(end) && self.doc.token(end).text() == ",";
        (comma && free(head.id) && (2..6).contains(&(end.0 - start.0))).then_some(TokenSpan { start, end })
    }

    /// Whether a capitalised run is the name of a vessel or a part of a known name of something else.
    fn is_named_thing(&self, name: TokenSpan) -> bool {
        let over = |t: TokenId| self.hits.over(t).filter(|&h| matches!(self.hits.get(h).what, What::Name(_)));
        let foreign = name.iter().filter_map(over).any(|h| self.hits.get(h).tokens.len() > 1);
        let vessel = |t: TokenId| {
            let text = self.doc.token(t).text();
            text.chars().all(char::is_uppercase) && self.table.is_cue(self.folded.word(t), Cue::Vessel)
        };
        foreign || name.iter().any(vessel) || name.iter().all(|t| over(t).is_some()) || self.follows_vessel(name.start)
    }

    /// "the frigate X", "M/L X": a vessel's name.
    fn follows_vessel(&self, start: TokenId) -> bool {
        let from = start.0.saturating_sub(3);
        (from..start.0).any(|first| {
            let words = self.doc.words(TokenSpan { start: TokenId(first), end: start });
            !words.contains(' ') && self.table.is_cue(&fold(words), Cue::Vessel)
        })
    }

    /// "the General Santander school": a name that only says which.
    fn modifies_noun(&self, name: TokenSpan) -> bool {
        let head = self.doc.token(head_of(self.doc, name));
        let next = self.doc.get(i64::from(name.end.0)).filter(|t| t.sentence().id == head.sentence().id);
        next.is_some_and(|t| t.upos() == Upos::Noun && t.text().starts_with(char::is_lowercase))
            && matches!(head.deprel(), Deprel::Compound | Deprel::NmodDesc | Deprel::Amod)
    }

    /// "the ambassador in Manila, MaryKay Carlson,": a name of two words or more between commas.
    fn name_after_comma(&self, hit: usize) -> Option<TokenSpan> {
        if !self.is_role_noun(hit) || !self.is_singular(hit) {
            return None;
        }
        let mut at = self.hits.get(hit).tokens.end;
        let sentence = self.doc.token(self.hits.get(hit).head).sentence().tokens();
        for _ in 0..BESIDE {
            if !sentence.contains(at) {
                return None;
            }
            if self.doc.token(at).text() == "," {
                let name = self.name_after(TokenId(at.0 + 1))?;
                let closed = sentence.contains(name.end) && self.doc.token(name.end).text() == ",";
                return (name.len() > 1 && closed).then_some(name);
            }
            if let Some(inner) = self.hits.starting_at(at) {
                at = self.hits.get(inner).tokens.end;
                continue;
            }
            if !matches!(self.doc.token(at).upos(), Upos::Adp | Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn) {
                return None;
            }
            at = TokenId(at.0 + 1);
        }
        None
    }

    /// The name in a tagged stretch, before its first comma where it has one: its last run of capitalised words that no title, office or country has.
    fn name_within(&self, tokens: TokenSpan) -> Option<TokenSpan> {
        let comma = tokens.iter().find(|&t| self.doc.token(t).text() == ",");
        let tokens = TokenSpan { start: tokens.start, end: comma.filter(|&c| c > tokens.start).unwrap_or(tokens.end) };
        let mut end = tokens.end;
        while end > tokens.start && !self.is_name_word(TokenId(end.0 - 1)) {
            end = TokenId(end.0 - 1);
        }
        let mut start = end;
        while start > tokens.start {
            let before = TokenId(start.0 - 1);
            let first = start == end;
            let blocked = self.hits.over(before).is_some_and(|h| !self.may_be_name(h, first));
            if blocked || !(self.is_name_word(before) || self.is_particle(before)) {
                break;
            }
            start = before;
        }
        while start < end && self.is_particle(start) && !self.doc.token(start).text().starts_with(char::is_uppercase) {
            start = TokenId(start.0 + 1);
        }
        (start < end).then_some(TokenSpan { start, end })
    }

    /// Whether a hit in a tagged name may be a part of the name.
    fn may_be_name(&self, hit: usize, last: bool) -> bool {
        match self.hits.get(hit).what {
            What::Person(_) => true,
            // A person may be called Jordan or Georgia; the tagger saw the whole name.
            What::Name(targets) => {
                last && targets.iter().all(|t| matches!(t.usage, NameUse::Name | NameUse::Capital | NameUse::Weak))
            }
            What::Word(words) => !words.iter().any(|w| {
                matches!(w, Word::Title(_) | Word::OfficeKind(_) | Word::Office(_) | Word::Role(_) | Word::Organ(_))
            }),
        }
    }

    fn is_name_word(&self, token: TokenId) -> bool {
        let token = self.doc.token(token);
        let text = token.text();
        text.starts_with(char::is_uppercase)
            && text.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}' | '.'))
            || text.len() > 3 && text.starts_with("al-")
            || self.ends_given_name(token)
    }

    /// "Cho Chang-*rae*": the second half of a given name, which is written small.
    fn ends_given_name(&self, token: Token<'_>) -> bool {
        let Some((hyphen, first)) = token.previous().and_then(|h| Some((h, h.previous()?))) else { return false };
        hyphen.text() == "-"
            && hyphen.span().end == token.span().start
            && first.span().end == hyphen.span().start
            && first.text().starts_with(char::is_uppercase)
            && [first, token].iter().all(|t| t.upos() == Upos::Propn)
    }

    fn is_particle(&self, token: TokenId) -> bool {
        self.table.is_cue(self.folded.word(token), Cue::NameParticle) || self.doc.token(token).text() == "-"
    }

    /// The run of capitalised words after a title or office.
    fn name_after(&self, start: TokenId) -> Option<TokenSpan> {
        let sentence = self.doc.get(i64::from(start.0))?.sentence().tokens();
        let previous = TokenId(start.0 - 1);
        if !sentence.contains(previous) {
            return None;
        }
        let mut end = start;
        while sentence.contains(end) && end.0 - start.0 < 5 {
            let token = self.doc.token(end);
            let free = self.hits.over(end).is_none_or(|h| matches!(self.hits.get(h).what, What::Person(_)));
            let name = self.is_name_word(end) && matches!(token.upos(), Upos::Propn | Upos::Noun | Upos::X | Upos::Adj);
            let particle = end > start
                && self.is_particle(end)
                && sentence.contains(TokenId(end.0 + 1))
                && self.is_name_word(TokenId(end.0 + 1));
            if !free || !(name || particle) {
                break;
            }
            end = TokenId(end.0 + 1);
        }
        (end > start).then_some(TokenSpan { start, end })
    }
}
