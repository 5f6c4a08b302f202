//! Persons: names, the titles, offices and roles beside them, and who they are.

use language::{Deprel, EntityKind, TokenId, TokenSpan, Upos};
use lexicon::actors::{ActorRef, Cue, NameUse, OfficeKindRef, OfficeRef, PersonRef, RoleForm, Word};
use lexicon::{fold, Held};

use super::cast::{join, list, unlisted, Key, Known};
use super::finder::{Finder, DEEPEST};
use super::hits::{head_of, What};
use super::{ActorId, ActorKind, Country, Evidence, Sector};

/// How many words a description beside a name may be away.
const BESIDE: usize = 7;

/// A person's name in the text.
pub(super) struct PersonSpan {
    /// The name without titles.
    pub(super) name: TokenSpan,
    /// Hits that describe the person, the nearest first.
    beside: Vec<usize>,
    /// What leads the person's field after "who commands", "who speaks for".
    leads: Option<usize>,
    done: Option<ActorId>,
    busy: bool,
}

/// What the words beside a name say.
#[derive(Default)]
struct Role {
    office: Option<OfficeRef>,
    kind: Option<OfficeKindRef>,
    title: Option<String>,
    owner: Option<ActorId>,
    country: Option<Country>,
    sectors: Vec<Sector>,
    nouns: Vec<String>,
    feminine: Option<bool>,
    former: bool,
}

impl Finder<'_> {
    /// Finds every person's name and the hits that describe the person.
    pub(super) fn find_people(&mut self) {
        let mut spans: Vec<TokenSpan> = Vec::new();
        for entity in self.doc.entities().iter().filter(|e| e.kind == EntityKind::Person) {
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

    fn stands_before_name(&self, word: Word) -> bool {
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

    /// Collects the hits before and after a name that say who it is.
    fn describe(&mut self, person: usize) {
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

    fn is_role_noun(&self, hit: usize) -> bool {
        self.words_of(hit).iter().any(|w| match *w {
            Word::OfficeKind(_) | Word::Office(_) => true,
            Word::Role(role) => matches!(self.table.role(role).form, RoleForm::Person | RoleForm::People),
            _ => false,
        }) && self.doc.token(self.hits.get(hit).head).upos().is_nominal()
    }

    fn is_singular(&self, hit: usize) -> bool {
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

    /// Who a person is; the mention of the name is made the first time.
    pub(super) fn person(&mut self, person: usize, depth: u8) -> Option<ActorId> {
        if let Some(actor) = self.people[person].done {
            return Some(actor);
        }
        if self.people[person].busy || depth > DEEPEST {
            return None;
        }
        self.people[person].busy = true;
        let name = self.people[person].name;
        let role = self.role_beside(person, depth);
        let (actor, found, antecedent) = self.identify(name, &role);
        self.enrich(actor, &role);
        let known = self.cast.get(actor);
        if known.country.is_none()
            && self.cast.known(actor).person.is_none()
            && role.owner.is_none()
            && role.title.is_some()
        {
            // "President X" whom no file knows: of the country that the report is about here.
            let country = self.context.at(self.doc, name.start).filter(|c| c.1 >= 0.4).map(|c| c.0);
            self.cast.actor_mut(actor).country = country;
        }
        let head = head_of(self.doc, name);
        let mention = self.cast.mention(self.doc, actor, name, head, found);
        self.cast.mentions[mention].antecedent = antecedent;
        self.people[person].done = Some(actor);
        self.people[person].busy = false;
        self.remember(actor, name, mention, &role);
        Some(actor)
    }

    fn remember(&mut self, actor: ActorId, name: TokenSpan, mention: usize, role: &Role) {
        let mut surnames = vec![self.surname(name)];
        if let Some(person) = self.cast.known(actor).person {
            let full = fold(self.table.text(self.table.person(person).name));
            surnames.extend(full.rsplit(' ').next().map(str::to_owned));
        }
        for surname in surnames {
            let known = self.by_surname.entry(surname).or_default();
            if !known.contains(&actor) {
                known.push(actor);
            }
        }
        for noun in &role.nouns {
            self.by_noun.insert(noun.clone(), (actor, mention));
        }
        let kinds = [role.kind, self.cast.known(actor).office_kind];
        for kind in kinds.into_iter().flatten() {
            self.by_office.insert(kind, (actor, mention));
            if let Some(organ) = self.table.office_kind(kind).organ {
                self.note_organ(actor, organ, mention);
            }
        }
    }

    /// "the ministry" after a foreign minister is that minister's.
    fn note_organ(&mut self, actor: ActorId, organ: lexicon::actors::OrganKindRef, mention: usize) {
        let Some(state) = self.state_of(actor) else { return };
        let state = self.cast.entry(self.table, state);
        if let Some(body) = self.organ_of(state, organ) {
            let noun = self.table.text(self.table.organ_kind(organ).short).to_owned();
            self.by_noun.insert(noun, (body, mention));
        }
    }

    /// The last word of a name, folded; suffixes such as Jr. and particles left out.
    fn surname(&self, name: TokenSpan) -> String {
        let mut words = name.iter().rev().map(|t| self.folded.word(t)).filter(|w| !w.is_empty());
        let last = words.find(|w| !self.table.is_cue(w, Cue::NameSuffix)).unwrap_or_default();
        last.rsplit(' ').next().unwrap_or_default().to_owned()
    }

    /// What stands beside a name.
    fn role_beside(&mut self, person: usize, depth: u8) -> Role {
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
    pub(super) fn state_before(&mut self, hit: usize, depth: u8) -> Option<ActorId> {
        let before = self.hits.ending_at(self.hits.get(hit).tokens.start)?;
        match self.hits.get(before).what {
            What::Name(_) => self.actor_of(before, depth + 1),
            _ => None,
        }
    }

    /// The office of whoever a counterpart is the counterpart of: the last person with one.
    pub(super) fn kind_of_counterpart(&self, hit: usize) -> Option<OfficeKindRef> {
        let at = self.hits.get(hit).tokens.start;
        self.cast
            .mentions
            .iter()
            .rev()
            .take(60)
            .filter(|m| m.tokens.end <= at)
            .find_map(|m| self.cast.known(m.actor).office_kind)
    }

    /// Who bears a name: the report's own earlier person, a person of the files, or somebody new.
    fn identify(&mut self, name: TokenSpan, role: &Role) -> (ActorId, (Evidence, f32), Option<usize>) {
        if let Some((actor, antecedent)) = self.named_before(name, role) {
            return (actor, (Evidence::ShortForm, 0.9), antecedent);
        }
        if let Some((person, found)) = self.person_by_name(name, role) {
            return (self.known_person_in_office(person, role), found, None);
        }
        let text = self.doc.words(name).to_owned();
        let evidence = if role.title.is_some() || !role.sectors.is_empty() {
            (Evidence::RoleBeside, 0.8)
        } else {
            (Evidence::PersonOnly, 0.5)
        };
        let actor = self.cast.of(Key::Named(fold(&text)), || {
            (unlisted(text, ActorKind::Person, None, Vec::new()), Known { feminine: role.feminine, ..Known::default() })
        });
        (actor, evidence, None)
    }

    /// A person of the report whose name this is, or is short for.
    fn named_before(&self, name: TokenSpan, role: &Role) -> Option<(ActorId, Option<usize>)> {
        let known = self.by_surname.get(&self.surname(name))?;
        let words: Vec<&str> = name.iter().map(|t| self.folded.word(t)).filter(|w| !w.is_empty()).collect();
        let fits = |&&actor: &&ActorId| {
            let other = self.cast.get(actor);
            let country = role.country.is_none() || other.country.is_none() || role.country == other.country;
            let full = fold(&other.name);
            country && words.iter().all(|w| full.split(' ').any(|f| f == *w || is_initial(w, f)) || w.len() <= 2)
        };
        let mut fitting = known.iter().rev().filter(fits);
        let &actor = fitting.next()?;
        // Two of one surname: the short form alone decides nothing.
        if words.len() == 1 && fitting.next().is_some() && role.title.is_none() {
            return None;
        }
        let antecedent = self.cast.mentions.iter().rposition(|m| m.actor == actor);
        Some((actor, antecedent))
    }

    /// A person of the files.
    fn person_by_name(&self, name: TokenSpan, role: &Role) -> Option<(PersonRef, (Evidence, f32))> {
        let full = fold(self.doc.words(name));
        let mut exact: Vec<PersonRef> = self
            .table
            .names()
            .get(&full)
            .iter()
            .filter(|t| t.usage == NameUse::Person)
            .filter_map(|t| t.person())
            .collect();
        if exact.len() > 1 {
            let best = exact.iter().map(|&p| self.support(p, role)).max()?;
            exact.retain(|&p| self.support(p, role) == best);
        }
        if let [person] = exact[..] {
            if role.country.is_none() || self.country_fits(person, role) {
                return Some((person, (Evidence::PersonName, 0.95)));
            }
        }
        if let Some(person) = self.holder_like(&full, role) {
            return Some((person, (Evidence::Likeness, 0.85)));
        }
        self.person_by_surname(name, &full, role)
    }

    fn country_fits(&self, person: PersonRef, role: &Role) -> bool {
        let country = self.table.person(person).country;
        country.is_none()
            || role.country.is_none()
            || country == role.country
            || self
                .table
                .held_by(person)
                .any(|h| self.table.actor(self.table.office(h.office).body).country == role.country)
    }

    /// The holder of the office beside a name, where the name is written much like that holder's.
    fn holder_like(&self, name: &str, role: &Role) -> Option<PersonRef> {
        let office = self.office_of_role(role)?;
        let holders = self.table.holders(office);
        let mut best: Option<(f32, PersonRef)> = None;
        for holder in holders {
            let held = self.day.map_or(Held::Maybe, |day| holder.period.holds(day));
            if held == Held::No && !role.former {
                continue;
            }
            let other = fold(self.table.text(self.table.person(holder.person).name));
            let alike = self.likeness(name, &other);
            if best.is_none_or(|(known, _)| alike > known) {
                best = Some((alike, holder.person));
            }
        }
        best.filter(|&(alike, _)| alike >= 0.72).map(|(_, person)| person)
    }

    fn office_of_role(&self, role: &Role) -> Option<OfficeRef> {
        if role.office.is_some() {
            return role.office;
        }
        let kind = role.kind?;
        match role.owner {
            Some(owner) => self.office_of(owner, kind),
            None => self.table.office_of(self.table.state(role.country?)?, kind),
        }
    }

    /// How much two names are alike, 0 to 1, over transliterations; a surname alone is held against the other's surname.
    fn likeness(&self, a: &str, b: &str) -> f32 {
        let (a_last, b_last) = (a.rsplit(' ').next().unwrap_or(a), b.rsplit(' ').next().unwrap_or(b));
        let surname = closeness(&self.table.skeleton(a_last), &self.table.skeleton(b_last));
        let whole = closeness(&self.table.skeleton(a), &self.table.skeleton(b));
        if a.contains(' ') {
            whole.max((surname * 2.0 + whole) / 3.0)
        } else {
            surname
        }
    }

    fn person_by_surname(&self, name: TokenSpan, full: &str, role: &Role) -> Option<(PersonRef, (Evidence, f32))> {
        let surname = self.surname(name);
        let given = full.rsplit_once(' ').map(|(given, _)| given);
        let short =
            self.table.names().get(full).iter().filter(|t| t.usage == NameUse::Short).filter_map(|t| t.person());
        let exact =
            self.table.names().get(&surname).iter().filter(|t| t.usage == NameUse::Short).filter_map(|t| t.person());
        let alike = self.table.persons_like(&surname).iter().copied();
        let mut found: Vec<(i32, PersonRef)> = Vec::new();
        for person in short.chain(exact).chain(alike).take(200) {
            if found.iter().any(|f| f.1 == person) || !self.country_fits(person, role) {
                continue;
            }
            let entry = fold(self.table.text(self.table.person(person).name));
            let same_given = given.is_none_or(|given| self.given_fits(given, &entry));
            if !same_given {
                continue;
            }
            let support = self.support(person, role);
            let needed = if given.is_some() { 2 } else { 3 };
            if support >= needed {
                found.push((support, person));
            }
        }
        found.sort_by_key(|f| (std::cmp::Reverse(f.0), f.1));
        match found[..] {
            [(best, person)] => Some((person, (Evidence::Likeness, if best > 3 { 0.85 } else { 0.7 }))),
            [(best, person), (next, _), ..] if best > next => Some((person, (Evidence::Likeness, 0.65))),
            [] if given.is_none() => self.only_holder(&surname, role),
            _ => None,
        }
    }

    /// The only person of a surname who leads something on the report's day.
    fn only_holder(&self, surname: &str, role: &Role) -> Option<(PersonRef, (Evidence, f32))> {
        let day = self.day?;
        let leads = |&person: &PersonRef| {
            self.table.held_by(person).any(|h| h.period.holds(day) == Held::Yes && self.table.office(h.office).single)
        };
        let named = self.table.names().get(surname).iter().filter(|t| t.usage == NameUse::Short);
        let mut leaders = named.filter_map(|t| t.person()).filter(leads).filter(|&p| self.country_fits(p, role));
        let only = leaders.next()?;
        leaders.next().is_none().then_some((only, (Evidence::Likeness, 0.6)))
    }

    /// Whether given names are the same, one an initial of the other, or written alike.
    fn given_fits(&self, given: &str, full: &str) -> bool {
        given.split(' ').all(|g| {
            full.split(' ').any(|f| {
                f == g
                    || is_initial(g, f)
                    || is_initial(f, g)
                    || closeness(&self.table.skeleton(g), &self.table.skeleton(f)) >= 0.75
            })
        })
    }

    /// How much speaks for a person: an office on that day, the country's being spoken of, the same office beside the name.
    fn support(&self, person: PersonRef, role: &Role) -> i32 {
        let mut support = 0;
        if let Some(country) = self.table.person(person).country {
            support += 2 * i32::from(self.context.mentions(country)) + 2 * i32::from(role.country == Some(country));
        }
        let mut in_office = false;
        for holder in self.table.held_by(person) {
            let office = self.table.office(holder.office);
            let held = self.day.map_or(Held::Maybe, |day| holder.period.holds(day));
            in_office |= held != Held::No;
            if role.office == Some(holder.office) || role.kind.is_some() && role.kind == office.kind {
                support += if held == Held::No { 1 } else { 3 };
            }
        }
        support + i32::from(in_office)
    }

    fn known_person_in_office(&mut self, person: PersonRef, role: &Role) -> ActorId {
        let actor = self.known_person(person);
        if self.cast.get(actor).office.is_none() {
            let office = self.office_on_day(person, role);
            self.in_office(actor, office);
        }
        actor
    }

    /// The office that a person holds on the report's day; the one that the report names first, then the latest.
    fn office_on_day(&self, person: PersonRef, role: &Role) -> Option<OfficeRef> {
        let weight = |h: &lexicon::actors::Holder| {
            let office = self.table.office(h.office);
            let named = role.office == Some(h.office) || role.kind.is_some() && role.kind == office.kind;
            let held = self.day.map_or(Held::No, |day| h.period.holds(day));
            (named && (held != Held::No || self.day.is_none()), held, h.period.from.map_or(0, |b| b.first))
        };
        self.table
            .held_by(person)
            .filter(|h| weight(h).0 || weight(h).1 != Held::No)
            .max_by_key(|h| weight(h))
            .map(|h| h.office)
    }

    /// Writes an office into an actor.
    pub(super) fn in_office(&mut self, actor: ActorId, office: Option<OfficeRef>) {
        let person = self.cast.known(actor).person;
        let Some(office) = office else {
            let left = person.is_some_and(|p| {
                self.day.is_some_and(|day| {
                    self.table.held_by(p).next().is_some()
                        && self.table.held_by(p).all(|h| h.period.holds(day) == Held::No)
                })
            });
            if left && self.cast.get(actor).sectors.is_empty() {
                self.cast.actor_mut(actor).sectors.push(Sector::Eli);
            }
            return;
        };
        let entry = self.table.office(office).clone();
        let body: ActorRef = entry.body;
        let body_id = self.cast.entry(self.table, body);
        let body_country = self.cast.get(body_id).country;
        let mut sectors = list(entry.sectors);
        if sectors.is_empty() {
            sectors = self.cast.get(body_id).sectors.clone();
        }
        let international =
            self.table.actor(body).country.is_none() && self.table.actor(body).kind == ActorKind::Organisation;
        let title = self.table.text(entry.title).to_owned();
        let a = self.cast.actor_mut(actor);
        a.office.get_or_insert(title);
        a.member_of.get_or_insert(body_id);
        join(&mut a.sectors, sectors);
        if international {
            a.country = None;
        } else {
            a.country = body_country.or(a.country);
        }
        let known = self.cast.known_mut(actor);
        known.office_kind = known.office_kind.or(entry.kind);
    }

    /// Adds what the words beside a name say to what is known.
    fn enrich(&mut self, actor: ActorId, role: &Role) {
        if role.office.is_some() && self.cast.known(actor).person.is_none() && !role.former {
            self.in_office(actor, role.office);
        }
        let known = self.cast.known_mut(actor);
        known.office_kind = known.office_kind.or(role.kind.filter(|_| !role.former));
        known.feminine = known.feminine.or(role.feminine);
        for noun in &role.nouns {
            if !known.nouns.contains(noun) {
                known.nouns.push(noun.clone());
            }
        }
        let listed = known.person.is_some();
        let owner = role.owner.filter(|&o| o != actor);
        let a = self.cast.actor_mut(actor);
        if role.former {
            if a.sectors.is_empty() || !listed {
                a.sectors = vec![Sector::Eli];
            }
            a.office = a.office.take().filter(|_| listed);
        } else {
            if a.office.is_none() {
                a.office.clone_from(&role.title);
            }
            if !listed || a.sectors.is_empty() {
                join(&mut a.sectors, role.sectors.iter().copied());
            }
        }
        a.country = a.country.or(role.country);
        a.member_of = a.member_of.or(owner);
    }

    /// A surname alone, not tagged as a person: "Kirby went on".
    pub(super) fn surname_alone(&mut self, token: TokenId) -> bool {
        if self.doc.token(token).upos() != Upos::Propn {
            return false;
        }
        if !self.by_surname.contains_key(self.folded.word(token)) {
            return self.leader_alone(token);
        }
        let name = TokenSpan::one(token);
        let Some((actor, antecedent)) = self.named_before(name, &Role::default()) else { return false };
        let mention = self.cast.mention(self.doc, actor, name, token, (Evidence::ShortForm, 0.85));
        self.cast.mentions[mention].antecedent = antecedent;
        true
    }

    /// "Zelenskiy urged": a leader's surname that the tagger did not see, alone among words that are no names.
    fn leader_alone(&mut self, token: TokenId) -> bool {
        let name = |t: Option<language::Token<'_>>| {
            t.is_some_and(|t| t.upos() == Upos::Propn && t.text().starts_with(char::is_uppercase))
        };
        let word = self.doc.token(token);
        let tagged = self.doc.entities().iter().skip(self.doc.entities().partition_point(|e| e.tokens.end <= token));
        let other = tagged.take(1).any(|e| e.tokens.contains(token) && e.kind != EntityKind::Person);
        if other || name(word.previous()) || name(word.next()) {
            return false;
        }
        let span = TokenSpan::one(token);
        let role = Role::default();
        let Some((person, found)) = self.person_by_surname(span, self.folded.word(token), &role) else { return false };
        let actor = self.known_person_in_office(person, &role);
        let mention = self.cast.mention(self.doc, actor, span, token, found);
        self.remember(actor, span, mention, &role);
        true
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

fn is_initial(short: &str, long: &str) -> bool {
    short.len() == 1 && long.starts_with(short)
}

/// 1 less the share of letters that must be changed to make one of the other.
fn closeness(a: &str, b: &str) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    1.0 - row[b.len()] as f32 / longest as f32
}

#[cfg(test)]
mod tests {
    use super::closeness;

    #[test]
    fn closeness_is_the_share_of_letters_that_stay() {
        for (a, b, wanted) in [("mili", "mili", 1.0), ("abcd", "abce", 0.75), ("", "", 1.0), ("ab", "cd", 0.0)] {
            assert!((closeness(a, b) - wanted).abs() < 1e-6, "{a} {b}");
        }
    }
}
