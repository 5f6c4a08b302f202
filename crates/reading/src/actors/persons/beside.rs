//! What the words beside a name say: titles, offices and roles before it, appositions after it.

use language::{Deprel, TokenId, Upos};
use lexicon::actors::{Cue, OfficeKindRef, RoleForm, Word};

use super::{Role, BESIDE};
use crate::actors::cast::{join, list};
use crate::actors::finder::Finder;
use crate::actors::hits::What;
use crate::actors::ActorId;

impl Finder<'_> {
    /// Collects the hits before and after a name that say who it is.
    pub(super) fn describe(&mut self, person: usize) {
        let name = self.people[person].name;
        let mut beside = Vec::new();
        let mut at = name.start;
        while let Some(hit) = self.hits.ending_at(at) {
            let same =
                self.doc.token(self.hits.get(hit).head).sentence().id == self.doc.token(name.start).sentence().id;
            if !same || !self.words_of(hit).iter().any(|w| self.stands_before_name(*w)) {
                break;
            }
            beside.push(hit);
            at = self.hits.get(hit).tokens.start;
            if self.words_of(hit).iter().any(|w| !matches!(w, Word::Title(_) | Word::Cue(_))) && beside.len() > 1 {
                break;
            }
        }
        if beside.iter().all(|&h| self.only_title(h)) {
            beside.extend(self.apposed_before(at));
        }
        let (after, leads) = self.apposed_after(name.end);
        beside.extend(after);
        for &hit in &beside {
            self.describes[hit].get_or_insert(person);
        }
        beside.retain(|&h| self.describes[h] == Some(person));
        self.people[person].beside = beside;
        self.people[person].leads = leads;
    }

    fn only_title(&self, hit: usize) -> bool {
        self.words_of(hit).iter().all(|w| matches!(w, Word::Title(_) | Word::Cue(_)))
            || self.words_of(hit).iter().any(|w| matches!(w, Word::Title(_)))
                && !self.words_of(hit).iter().any(|w| matches!(w, Word::OfficeKind(_) | Word::Office(_)))
    }

    /// "the head of the Defence Force, Brigadier Omar Khan,": the office before a comma.
    fn apposed_before(&self, start: TokenId) -> Option<usize> {
        let comma = TokenId(start.0.checked_sub(1)?);
        if self.doc.token(comma).text() != "," {
            return None;
        }
        let sentence = self.doc.token(comma).sentence().tokens();
        let mut at = comma;
        for _ in 0..BESIDE {
            let before = TokenId(at.0.checked_sub(1)?);
            if !sentence.contains(before) {
                return None;
            }
            if let Some(hit) = self.hits.over(before) {
                if self.is_role_noun(hit) && self.is_singular(hit) {
                    return Some(hit);
                }
                at = self.hits.get(hit).tokens.start;
                continue;
            }
            let token = self.doc.token(before);
            if !matches!(token.upos(), Upos::Adp | Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
                && !self.is_possessive(before)
            {
                return None;
            }
            at = before;
        }
        None
    }

    pub(super) fn is_role_noun(&self, hit: usize) -> bool {
        self.words_of(hit).iter().any(|w| match *w {
            Word::OfficeKind(_) | Word::Office(_) => true,
            Word::Role(role) => matches!(self.table.role(role).form, RoleForm::Person | RoleForm::People),
            _ => false,
        }) && self.doc.token(self.hits.get(hit).head).upos().is_nominal()
    }

    pub(super) fn is_singular(&self, hit: usize) -> bool {
        self.doc.token(self.hits.get(hit).head).feat("Number") != Some("Plur")
    }

    /// ", the chief of the armed forces", ", who speaks for the coast guard", "of the Defence Force".
    fn apposed_after(&self, end: TokenId) -> (Option<usize>, Option<usize>) {
        let Some(next) = self.doc.get(i64::from(end.0)) else { return (None, None) };
        let sentence = self.doc.token(TokenId(end.0 - 1)).sentence().tokens();
        if !sentence.contains(end) {
            return (None, None);
        }
        if self.folded.word(end) == "of" {
            return (None, self.hit_soon(TokenId(end.0 + 1)));
        }
        if !matches!(next.text(), "," | "(" | "\u{2013}" | "\u{2014}") {
            return (None, None);
        }
        let mut at = TokenId(end.0 + 1);
        if sentence.contains(at) && self.folded.word(at) == "of" {
            return (None, self.hit_soon(TokenId(at.0 + 1)));
        }
        if sentence.contains(at) && self.doc.token(at).upos() == Upos::Pron && self.folded.word(at).starts_with("wh") {
            for offset in 1..4 {
                let verb = TokenId(at.0 + offset);
                if sentence.contains(verb) && self.table.is_cue(self.folded.lemma(verb), Cue::LeadVerb) {
                    return (None, self.hit_soon(TokenId(verb.0 + 1)));
                }
            }
            return (None, None);
        }
        for _ in 0..BESIDE {
            if !sentence.contains(at) {
                break;
            }
            if let Some(hit) = self.hits.starting_at(at) {
                if self.is_role_noun(hit) {
                    return (self.is_apposition(hit, end).then_some(hit), None);
                }
                at = self.hits.get(hit).tokens.end;
                continue;
            }
            let token = self.doc.token(at);
            let goes_on =
                matches!(token.upos(), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Adv)
                    || token.upos() == Upos::Pron && token.feat("Poss") == Some("Yes")
                    || self.is_possessive(at)
                    || token.text() == "-";
            if !goes_on || self.person_at[at.index()] != u32::MAX {
                break;
            }
            at = TokenId(at.0 + 1);
        }
        (None, None)
    }

    /// Whether a role after a name and a comma is said of that name and no new subject: "Kuleba, the minister, said", but
    /// not "after talks with Kuleba, the president said".
    fn is_apposition(&self, hit: usize, end: TokenId) -> bool {
        let head = self.doc.token(self.hits.get(hit).head);
        if head.feat("Number") == Some("Plur") {
            return false;
        }
        let name = self.doc.token(TokenId(end.0 - 1));
        match head.deprel() {
            Deprel::Appos => true,
            Deprel::Nsubj | Deprel::NsubjPass => {
                // The parser may make the apposition the subject; then no adposition governs the name, or a comma ends
                // the apposition.
                let governed = matches!(name_head(name).deprel(), Deprel::Obl | Deprel::Nmod | Deprel::Obj)
                    && !self.after_phrase(hit);
                !governed
            }
            Deprel::Conj => false,
            _ => true,
        }
    }

    fn after_phrase(&self, hit: usize) -> bool {
        let mut at = self.hits.get(hit).tokens.end;
        for _ in 0..BESIDE {
            let Some(token) = self.doc.get(i64::from(at.0)) else { return true };
            if matches!(token.text(), "," | "." | ")") {
                return true;
            }
            if token.upos().is_verbal() {
                return false;
            }
            at = TokenId(at.0 + 1);
        }
        false
    }

    /// The first hit in the noun phrase that starts at `at`.
    fn hit_soon(&self, at: TokenId) -> Option<usize> {
        let sentence = self.doc.get(i64::from(at.0))?.sentence().tokens();
        let mut at = at;
        let mut found = None;
        for _ in 0..BESIDE {
            if !sentence.contains(at) {
                break;
            }
            if let Some(hit) = self.hits.starting_at(at) {
                found = Some(hit);
                at = self.hits.get(hit).tokens.end;
                continue;
            }
            let token = self.doc.token(at);
            let inner = matches!(token.upos(), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
                || matches!(self.folded.word(at), "for" | "of" | "to");
            if !inner || found.is_some() && matches!(token.upos(), Upos::Adp | Upos::Punct) {
                break;
            }
            at = TokenId(at.0 + 1);
        }
        found
    }

    /// What stands beside a name.
    pub(super) fn role_beside(&mut self, person: usize, depth: u8) -> Role {
        let mut role = Role::default();
        for hit in self.people[person].beside.clone() {
            self.add_role(hit, &mut role, depth);
        }
        let start = self.people[person].name.start;
        if role.owner.is_none() && role.nouns.is_empty() && start.0 > 1 && self.is_possessive(TokenId(start.0 - 1)) {
            // "Brazil's Lula"
            if let Some(hit) = self.hits.ending_at(TokenId(start.0 - 1)) {
                role.owner = self.actor_of(hit, depth + 1);
                role.country = role.owner.and_then(|o| self.cast.get(o).country);
            }
        }
        if let Some(hit) = self.people[person].leads {
            if let Some(owner) = self.actor_of(hit, depth + 1) {
                role.owner = role.owner.or(Some(owner));
                role.country = role.country.or(self.cast.get(owner).country);
                join(&mut role.sectors, self.cast.get(owner).sectors.clone());
            }
        }
        role
    }

    fn add_role(&mut self, hit: usize, role: &mut Role, depth: u8) {
        let words = self.words_of(hit);
        let noun = self.folded.lemma(self.hits.get(hit).head).to_owned();
        let title_only = self.only_title(hit);
        for word in words {
            if let Word::Title(title) = *word {
                let title = self.table.title(title);
                join(&mut role.sectors, title.sectors.iter());
                role.feminine = role.feminine.or(title.gender.map(|g| g == lexicon::actors::Gender::Feminine));
            }
        }
        role.nouns.push(noun.clone());
        if title_only {
            return;
        }
        let whose = self.whose(hit, depth);
        role.former |= whose.former;
        let mut owner = whose.owner;
        let mut sectors = Vec::new();
        for word in words {
            match *word {
                Word::OfficeKind(kind) if role.kind.is_none() => {
                    role.kind = Some(kind);
                    sectors = list(self.table.office_kind(kind).sectors);
                    role.title.get_or_insert(self.table.text(self.table.office_kind(kind).title).to_owned());
                }
                Word::Office(office) if role.office.is_none() => {
                    role.office = Some(office);
                    let entry = self.table.office(office);
                    role.kind = role.kind.or(entry.kind);
                    sectors = list(entry.sectors);
                    role.title = Some(self.table.text(entry.title).to_owned());
                    let body = entry.body;
                    owner = owner.or_else(|| Some(self.cast.entry(self.table, body)));
                }
                Word::Role(r) if role.kind.is_none() && role.office.is_none() => {
                    let r = self.table.role(r).clone();
                    role.feminine = role.feminine.or(r.gender.map(|g| g == lexicon::actors::Gender::Feminine));
                    if self.table.is_cue(&noun, Cue::Counterpart) {
                        role.kind = self.kind_of_counterpart(hit);
                        role.title = role.kind.map(|k| self.table.text(self.table.office_kind(k).title).to_owned());
                        sectors = role.kind.map_or(Vec::new(), |k| list(self.table.office_kind(k).sectors));
                        owner = self.state_before(hit, depth).or(owner);
                        continue;
                    }
                    if let Some(owner) = owner {
                        role.office = self.office_by_noun(owner, &noun);
                        if r.inherits {
                            sectors = self.cast.get(owner).sectors.clone();
                        }
                    }
                    join(&mut sectors, whose.sectors.iter().copied());
                    join(&mut sectors, r.sectors.iter());
                    let text = match role.office {
                        Some(office) => Some(self.table.text(self.table.office(office).title).to_owned()),
                        None if r.form == RoleForm::Person => {
                            self.office_text(&noun, &whose).or_else(|| Some(noun.clone()))
                        }
                        None => None,
                    };
                    role.title = role.title.take().or(text);
                }
                _ => {}
            }
        }
        role.owner = role.owner.or(owner);
        role.country = role.country.or_else(|| owner.and_then(|o| self.cast.get(o).country));
        join(&mut sectors, std::mem::take(&mut role.sectors));
        role.sectors = sectors;
    }

    /// The state whose adjective stands before a hit: "his Iranian counterpart".
    pub(in crate::actors) fn state_before(&mut self, hit: usize, depth: u8) -> Option<ActorId> {
        let before = self.hits.ending_at(self.hits.get(hit).tokens.start)?;
        match self.hits.get(before).what {
            What::Name(_) => self.actor_of(before, depth + 1),
            _ => None,
        }
    }

    /// The office of whoever a counterpart is the counterpart of: the last person with one.
    pub(in crate::actors) fn kind_of_counterpart(&self, hit: usize) -> Option<OfficeKindRef> {
        let at = self.hits.get(hit).tokens.start;
        self.cast
            .mentions
            .iter()
            .rev()
            .take(60)
            .filter(|m| m.tokens.end <= at)
            .find_map(|m| self.cast.known(m.actor).office_kind)
    }
}

/// The first word of the name that a word of it hangs on.
fn name_head<'d>(word: language::Token<'d>) -> language::Token<'d> {
    let mut at = word;
    for _ in 0..6 {
        match at.head().filter(|_| matches!(at.deprel(), Deprel::Flat | Deprel::Compound)) {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}
