//! Names that no file has, that the tagger holds for a person's or a body's, and that the words beside them make a place.

use std::collections::HashSet;

use language::{Deprel, EntityKind, TokenId, TokenSpan};
use lexicon::fold;
use lexicon::places::Cue;

use super::finder::Finder;
use super::hits::{head_of, What};

/// How far back the start of a list of places may lie, in words.
const LIST: u32 = 14;
/// Inhabitants from which on a town of the world's gazetteer is likely to be spoken of.
const LARGE: u32 = 5000;
/// How many towns of a name, and names of persons, are looked at.
const MOST_TOWNS: usize = 40;
const MOST_PERSONS: usize = 400;

impl Finder<'_> {
    /// Whether a name says where something is: "in Marib", "Barangay Taruk", "Kalguiwa village", "in Tovuz, Kokhanebi".
    pub(super) fn is_whereabouts(&self, name: TokenSpan) -> bool {
        let known = |t: TokenId| self.hits.over(t).is_some_and(|h| matches!(self.hits.get(h).what, What::Person(_)));
        !name.iter().any(known)
            && (self.follows_place_word(name)
                || self.is_small_place(name)
                || self.ends_list(name)
                || self.is_town_in_place(name))
    }

    /// Words right after prepositions that nobody's name follows.
    pub(super) fn find_told_places(&self) -> HashSet<String> {
        let told = self.doc.tokens().filter(|t| {
            let before = t.previous().filter(|p| p.sentence().id == t.sentence().id);
            t.text().starts_with(char::is_uppercase) && before.is_some_and(|p| self.is_site_cue(p.id, Cue::Whereabouts))
        });
        told.map(|t| self.folded.word(t.id).to_owned()).collect()
    }

    /// "inhabitants of Konna", "retook Gao": the name of a town of a state that the report speaks of, where towns are named
    /// and persons hardly are.
    fn is_town_in_place(&self, name: TokenSpan) -> bool {
        let personal = |t: TokenId| self.is_site_cue(t, Cue::Given) || self.is_site_cue(t, Cue::Family);
        if name.len() > 3 || name.iter().any(personal) || self.ends_full_name(name) {
            return false;
        }
        let told = name.len() == 1 && self.told_places.contains(self.folded.word(name.start));
        let way = self
            .word_before(name.start)
            .is_some_and(|t| [Cue::At, Cue::Near, Cue::Way].iter().any(|&c| self.is_site_cue(t, c)));
        let head = self.doc.token(head_of(self.doc, name));
        let taken = head.deprel() == Deprel::Obj
            && head.head().is_some_and(|h| self.table.is_cue(self.folded.lemma(h.id), lexicon::actors::Cue::PlaceVerb));
        (told || way || taken) && self.is_known_town(&fold(self.doc.words(name)))
    }

    fn is_known_town(&self, folded: &str) -> bool {
        self.atlases.iter().enumerate().any(|(i, atlas)| {
            atlas.find(folded).iter().take(MOST_TOWNS).any(|posting| {
                let site = atlas.site(posting.site);
                // Our own files have what conflict news are full of: they need no country beside them.
                let own = i == 0;
                let large = own || site.population >= LARGE;
                large && site.country.is_some_and(|c| self.context.mentions(c) || own && self.context.is_empty())
            })
        })
    }

    /// Whether a name is the end of somebody's fuller name elsewhere in the report.
    fn ends_full_name(&self, name: TokenSpan) -> bool {
        let last = self.folded.word(TokenId(name.end.0 - 1));
        let persons =
            self.doc.entities().iter().filter(|e| e.kind == EntityKind::Person && e.tokens.len() > name.len());
        persons.take(MOST_PERSONS).any(|e| self.folded.word(TokenId(e.tokens.end.0 - 1)) == last)
    }

    fn is_site_cue(&self, token: TokenId, cue: Cue) -> bool {
        self.sites.is(self.folded.word(token), cue)
    }

    fn word_before(&self, token: TokenId) -> Option<TokenId> {
        let before = self.doc.token(token).previous()?;
        (before.sentence().id == self.doc.token(token).sentence().id).then_some(before.id)
    }

    fn follows_place_word(&self, name: TokenSpan) -> bool {
        self.word_before(name.start).is_some_and(|t| self.is_site_cue(t, Cue::Whereabouts))
    }

    /// "Barangay Taruk", "Kalguiwa village", with a small letter.
    fn is_small_place(&self, name: TokenSpan) -> bool {
        let capital = |t: TokenId| self.doc.token(t).text().starts_with(char::is_uppercase);
        let inside = name.len() > 1 && self.is_site_cue(name.start, Cue::Hamlet);
        let before = self.word_before(name.start).is_some_and(|t| capital(t) && self.is_site_cue(t, Cue::Hamlet));
        let last = self.doc.token(TokenId(name.end.0 - 1));
        let after = last.next().filter(|n| n.sentence().id == last.sentence().id && !capital(n.id));
        let class = after.and_then(|n| self.sites.class(self.folded.word(n.id)));
        inside || before || class.is_some_and(|c| c.after && !c.kinds.is_empty())
    }

    /// The last names of "in A, B, C", none of them a subject.
    fn ends_list(&self, name: TokenSpan) -> bool {
        let head = self.doc.token(head_of(self.doc, name));
        if matches!(head.deprel(), Deprel::Nsubj | Deprel::NsubjPass) {
            return false;
        }
        let Some(comma) = self.word_before(name.start).filter(|&t| self.doc.token(t).text() == ",") else {
            return false;
        };
        let mut at = comma;
        while let Some(before) = self.word_before(at).filter(|b| comma.0 - b.0 < LIST) {
            let text = self.doc.token(before).text();
            if self.is_site_cue(before, Cue::Whereabouts) {
                return at != comma;
            }
            let of_name = text.starts_with(char::is_uppercase)
                || matches!(text, "," | "-")
                || self.table.is_cue(self.folded.word(before), lexicon::actors::Cue::NameParticle);
            if !of_name {
                return false;
            }
            at = before;
        }
        false
    }
}
