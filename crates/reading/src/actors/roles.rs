//! Organs, offices and groups that the files do not list, made of a noun and whose it is.

use language::{Deprel, TokenSpan, Upos};
use lexicon::actors::{ActorRef, Cue, OfficeKindRef, OfficeRef, OrganKindRef, RoleForm, RoleRef, Word};

use super::cast::{join, list, unlisted, Key, Known};
use super::finder::Finder;
use super::whose::{Start, Whose};
use super::{ActorId, ActorKind, Evidence, Sector};

impl Finder<'_> {
    /// An organ, an office or a role.
    pub(super) fn word(&mut self, hit: usize, words: &[Word], depth: u8) -> Option<usize> {
        let at = self.hits.get(hit);
        let last = self.doc.token(at.head);
        if !(last.upos().is_nominal() || last.upos() == Upos::Adj || last.upos() == Upos::X) {
            return None;
        }
        if let Some(person) = self.describes[hit] {
            let actor = self.person(person, depth + 1)?;
            let whose = self.whose(hit, depth);
            let mention = self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::RoleBeside, 0.9));
            return Some(mention);
        }
        for &word in words {
            let found = match word {
                Word::Organ(kind) => self.organ(hit, kind, depth),
                Word::OfficeKind(kind) if last.upos().is_nominal() => self.office(hit, Some(kind), None, depth),
                Word::Office(office) if last.upos().is_nominal() => {
                    self.office(hit, self.table.office(office).kind, Some(office), depth)
                }
                Word::Role(role) if last.upos().is_nominal() || stands_as_noun(last) => self.role(hit, role, depth),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// "the Russian Defence Ministry", "Armed Forces of Ukraine", "the army".
    fn organ(&mut self, hit: usize, kind: OrganKindRef, depth: u8) -> Option<usize> {
        let at = self.hits.get(hit);
        let whose = self.whose(hit, depth);
        let modifies = self.modifies(hit);
        if let Some(owner) = whose.owner {
            let actor = self.organ_of(owner, kind)?;
            if let Some(second) = whose.second {
                if let Some(other) = self.organ_of(second, kind) {
                    self.cast.mention(self.doc, other, whose.tokens, at.head, (Evidence::Organ, 0.85));
                }
            }
            let mention = self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::Organ, 0.95));
            self.note_nouns(actor, mention);
            self.bind_initials(actor, whose.tokens);
            return Some(mention);
        }
        if whose.unknown {
            return None;
        }
        // "a court" is any; "a court in Kenya" is Kenya's.
        let any = whose.start == Start::Indefinite && whose.place.is_none();
        if modifies && !self.modifies_role(hit) || any || last_is_adjective(self, hit) {
            return None;
        }
        let short = self.table.text(self.table.organ_kind(kind).short).to_owned();
        let generic = self.folded.lemma(at.head) == short && at.tokens.len() == 1;
        if generic {
            if let Some(&(actor, antecedent)) = self.by_noun.get(&short) {
                let here = whose.place.is_none() || whose.place == self.cast.get(actor).country;
                if here && self.cast.mentions[antecedent].tokens.end <= at.tokens.start {
                    let mention =
                        self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::Description, 0.7));
                    self.cast.mentions[mention].antecedent = Some(antecedent);
                    return Some(mention);
                }
            }
        }
        let (country, sure) = match whose.place.or_else(|| self.place_of_speech(hit)) {
            Some(country) => (country, 0.9),
            None => self.context.at(self.doc, at.tokens.start)?,
        };
        let state = self.table.state(country)?;
        let state = self.cast.entry(self.table, state);
        let actor = self.organ_of(state, kind)?;
        let mention = self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::OrganByContext, 0.8 * sure));
        self.note_nouns(actor, mention);
        Some(mention)
    }

    /// The organ of a kind that belongs to a state, or to a group that governs.
    pub(super) fn organ_of(&mut self, owner: ActorId, kind: OrganKindRef) -> Option<ActorId> {
        let organ = self.table.organ_kind(kind).clone();
        let short = self.table.text(organ.short).to_owned();
        // An organisation or armed group that is no state's may have organs of its own: "the Houthi government".
        let kind_of = self.cast.get(owner).kind;
        let own = matches!(kind_of, ActorKind::Organisation | ActorKind::ArmedGroup) && !self.is_under_state(owner);
        let state = if own { None } else { self.state_of(owner) };
        if state.is_none() && !own {
            return None;
        }
        if let Some(state) = state {
            if let Some(entry) = self.table.organ_of(state, kind) {
                return Some(self.cast.entry(self.table, entry));
            }
            let owner = self.cast.entry(self.table, state);
            return Some(self.composed(owner, kind, self.table.organ_name(state, kind), short));
        }
        let name = format!("{} {}", self.cast.get(owner).name, self.noun_of(kind));
        Some(self.composed(owner, kind, name, short))
    }

    fn is_under_state(&self, actor: ActorId) -> bool {
        let above = std::iter::successors(Some(actor), |&a| self.cast.get(a).member_of).take(8);
        above.into_iter().any(|a| self.cast.get(a).kind == ActorKind::State)
    }

    fn noun_of(&self, kind: OrganKindRef) -> String {
        let pattern = self.table.text(self.table.organ_kind(kind).name);
        pattern.replace("{adjective} ", "").replace(" of {country}", "").to_lowercase()
    }

    fn composed(&mut self, owner: ActorId, kind: OrganKindRef, name: String, short: String) -> ActorId {
        let country = self.cast.get(owner).country;
        let sectors = list(self.table.organ_kind(kind).sectors);
        self.cast.of(Key::Organ(owner, kind), || {
            let mut actor = unlisted(name, ActorKind::Organisation, country, sectors);
            actor.member_of = Some(owner);
            (actor, Known { organ: Some(kind), nouns: vec![short], ..Known::default() })
        })
    }

    /// Whether a hit stands before a noun that it says more of.
    fn modifies(&self, hit: usize) -> bool {
        let at = self.hits.get(hit);
        let head = self.doc.token(at.head);
        matches!(head.deprel(), Deprel::Compound | Deprel::Amod | Deprel::NmodDesc)
            || self.doc.get(i64::from(at.tokens.end.0)).is_some_and(|next| {
                next.upos().is_nominal() && next.sentence().id == head.sentence().id && head.deprel() == Deprel::Dep
            })
    }

    fn modifies_role(&self, hit: usize) -> bool {
        let end = self.hits.get(hit).tokens.end;
        if end.index() >= self.doc.len() {
            return false;
        }
        self.hits.starting_at(end).is_some_and(|next| {
            self.words_of(next).iter().any(|w| match *w {
                Word::Role(role) => self.table.role(role).inherits,
                Word::OfficeKind(_) => true,
                _ => false,
            })
        })
    }

    /// "the military said in Manila": the country of the place where a verb's subject speaks.
    fn place_of_speech(&self, hit: usize) -> Option<super::Country> {
        let subject = self.doc.token(self.hits.get(hit).head);
        if !matches!(subject.deprel(), Deprel::Nsubj | Deprel::NsubjPass) {
            return None;
        }
        let verb = subject.head()?;
        verb.children_by(Deprel::Obl).find_map(|place| {
            let case = place.child(Deprel::Case)?;
            if self.folded.word(case.id) != "in" {
                return None;
            }
            let hit = self.hits.over(place.id)?;
            match self.hits.get(hit).what {
                super::hits::What::Name(targets) => {
                    let (target, _) = self.choose(hit, targets)?;
                    self.table.actor(target.actor()?).country
                }
                _ => None,
            }
        })
    }

    /// "the defence minister said": whoever holds it, or somebody who does.
    fn office(&mut self, hit: usize, kind: Option<OfficeKindRef>, own: Option<OfficeRef>, depth: u8) -> Option<usize> {
        let at = self.hits.get(hit);
        let mut whose = self.whose(hit, depth);
        if self.modifies(hit) && whose.owner.is_none() {
            return None;
        }
        if let Some(office) = own {
            let body = self.table.office(office).body;
            whose.owner = Some(self.cast.entry(self.table, body));
        }
        let plural = self.doc.token(at.head).feat("Number") == Some("Plur");
        let definite = whose.start != Start::Indefinite && !plural && !whose.former;
        if definite {
            if let Some(mention) = self.spoken_of(hit, kind, &whose) {
                return Some(mention);
            }
            if let Some(mention) = self.holder(hit, kind, own, &whose) {
                return Some(mention);
            }
        }
        self.somebody(hit, kind, &whose, plural)
    }

    /// The person of this office whom the report has named.
    fn spoken_of(&mut self, hit: usize, kind: Option<OfficeKindRef>, whose: &Whose) -> Option<usize> {
        let &(actor, antecedent) = self.by_office.get(&kind?)?;
        let at = self.hits.get(hit);
        if let Some(owner) = whose.owner {
            if self.cast.get(owner).country != self.cast.get(actor).country {
                return None;
            }
        }
        let mention = self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::Description, 0.75));
        self.cast.mentions[mention].antecedent = Some(antecedent);
        Some(mention)
    }

    /// The person whom the files have in this office on the report's day.
    fn holder(
        &mut self,
        hit: usize,
        kind: Option<OfficeKindRef>,
        own: Option<OfficeRef>,
        whose: &Whose,
    ) -> Option<usize> {
        let at = self.hits.get(hit);
        let (office, sure) = match (own, whose.owner) {
            (Some(office), _) => (office, 1.0),
            (None, Some(owner)) => (self.office_of(owner, kind?)?, 1.0),
            (None, None) => {
                let (country, sure) = match whose.place {
                    Some(country) => (country, 0.8),
                    None => self.context.at(self.doc, at.tokens.start)?,
                };
                if sure < 0.5 {
                    return None;
                }
                // "The mayor" of a state that has many is none of those in the files.
                let office = self.table.office_of(self.table.state(country)?, kind?)?;
                (Some(office).filter(|&o| self.table.office(o).single)?, sure)
            }
        };
        let person = self.table.holder_on(office, self.day?)?;
        let actor = self.known_person(person);
        self.in_office(actor, Some(office));
        let mention = self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::OfficeByDate, 0.9 * sure));
        if let Some(kind) = self.table.office(office).kind {
            self.by_office.insert(kind, (actor, mention));
        }
        Some(mention)
    }

    /// The office of a kind that a state or a body has.
    pub(super) fn office_of(&self, owner: ActorId, kind: OfficeKindRef) -> Option<OfficeRef> {
        if let Some(entry) = self.cast.known(owner).entry {
            if let Some(office) = self.table.office_of(entry, kind) {
                return Some(office);
            }
        }
        // An organ's officer is the state's: "the chief of the Ukrainian armed forces".
        let organ = self.cast.get(owner).kind == ActorKind::State || self.cast.known(owner).organ.is_some();
        organ.then(|| self.table.office_of(self.state_of(owner)?, kind))?
    }

    /// The holder of an office whom nobody names.
    fn somebody(&mut self, hit: usize, kind: Option<OfficeKindRef>, whose: &Whose, plural: bool) -> Option<usize> {
        let at = self.hits.get(hit);
        let mut sectors = kind.map_or(Vec::new(), |k| list(self.table.office_kind(k).sectors));
        if whose.former {
            sectors = vec![Sector::Eli];
        }
        let country = self.country_of(whose, at.tokens.start);
        let title = kind.map_or(String::new(), |k| self.table.text(self.table.office_kind(k).title).to_owned());
        let name = self.doc.words(whose.tokens).to_owned();
        let key = if whose.start == Start::Indefinite || kind.is_none() {
            Key::Single(at.head)
        } else {
            Key::Role(
                whose.owner,
                format!("{title}{}{}", if plural { "s" } else { "" }, if whose.former { ", former" } else { "" }),
            )
        };
        let kind_of = if plural { ActorKind::Population } else { ActorKind::Person };
        let actor = self.cast.of(key, || {
            let mut actor = unlisted(name, kind_of, country, sectors);
            actor.office = (!plural && !whose.former && !title.is_empty()).then_some(title);
            actor.member_of = whose.owner;
            (actor, Known { office_kind: kind, plural, ..Known::default() })
        });
        let mention = self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::Office, 0.7));
        if let (Some(kind), false, false) = (kind, plural, whose.former) {
            self.by_office.insert(kind, (actor, mention));
        }
        self.second(hit, whose, plural);
        Some(mention)
    }

    /// The other actor of "Hungarian and Romanian officials".
    fn second(&mut self, hit: usize, whose: &Whose, plural: bool) {
        let (Some(owner), true) = (whose.second, plural) else { return };
        let at = self.hits.get(hit);
        let country = self.cast.get(owner).country;
        let noun = self.doc.words(at.tokens).to_owned();
        let name = format!("{} {noun}", self.adjective(owner));
        let first = self.cast.mentions.last().map(|m| m.actor);
        let (kind, sectors) = first
            .map_or((ActorKind::Population, Vec::new()), |a| (self.cast.get(a).kind, self.cast.get(a).sectors.clone()));
        let actor = self.cast.of(Key::Role(Some(owner), self.folded.lemma(at.head).to_owned()), || {
            let mut actor = unlisted(name, kind, country, sectors);
            actor.member_of = Some(owner);
            (actor, Known { plural, ..Known::default() })
        });
        self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::Role, 0.8));
    }

    fn adjective(&self, owner: ActorId) -> String {
        match self.cast.known(owner).entry.map(|e| self.table.text(self.table.actor(e).adjective)) {
            Some(adjective) if !adjective.is_empty() => adjective.to_owned(),
            _ => self.cast.get(owner).name.clone(),
        }
    }

    fn country_of(&self, whose: &Whose, at: language::TokenId) -> Option<super::Country> {
        if let Some(owner) = whose.owner {
            return self.cast.get(owner).country;
        }
        whose.place.or_else(|| self.context.only()).or_else(|| {
            let (country, sure) = self.context.at(self.doc, at)?;
            (sure > 0.75).then_some(country)
        })
    }

    /// "Russian mercenaries", "a spokesman for the rebels", "villagers", "the group".
    fn role(&mut self, hit: usize, role: RoleRef, depth: u8) -> Option<usize> {
        let at = self.hits.get(hit);
        let role = self.table.role(role).clone();
        let whose = self.whose(hit, depth);
        let head = self.doc.token(at.head);
        let plural = head.feat("Number") == Some("Plur");
        if self.modifies(hit) && (whose.owner.is_none() || !self.modifies_role(hit)) {
            return None;
        }
        let vague = matches!(role.form, RoleForm::Body | RoleForm::Group) && !role.alone;
        if vague && whose.owner.is_some_and(|o| self.cast.get(o).kind == ActorKind::Population) {
            // "movement of troops", "group of tourists": the noun says how many or what they do.
            return None;
        }
        if let Some(mention) = self.described(hit, &whose, plural) {
            return Some(mention);
        }
        if let Some(mention) = self.proper_body(hit, &role, &whose) {
            return Some(mention);
        }
        if !role.alone && whose.owner.is_none() && whose.sectors.is_empty() && whose.place.is_none() {
            return None;
        }
        if !plural && self.table.is_cue(self.folded.lemma(at.head), Cue::Counterpart) {
            if let Some(mention) = self.counterpart(hit, &whose, depth) {
                return Some(mention);
            }
        }
        if let Some(mention) = self.holder_by_noun(hit, &whose, plural) {
            return Some(mention);
        }
        let mut sectors = whose.sectors.clone();
        if role.inherits {
            if let Some(owner) = whose.owner {
                join(&mut sectors, self.cast.get(owner).sectors.iter().copied());
            }
        }
        join(&mut sectors, role.sectors.iter());
        if whose.former {
            sectors = vec![Sector::Eli];
        }
        if !role.inherits && role.sectors.is_empty() && sectors.is_empty() {
            if let Some(owner) = whose.owner {
                join(&mut sectors, self.cast.get(owner).sectors.iter().copied());
            }
        }
        // "rebel commander": the noun before says whose side, the rank's own sector yields.
        let kind = match (role.form, plural) {
            (RoleForm::Person | RoleForm::People | RoleForm::Fighters, false) => ActorKind::Person,
            (RoleForm::Person | RoleForm::People | RoleForm::Crowd, _) => ActorKind::Population,
            (RoleForm::Fighters | RoleForm::Group, _) => ActorKind::ArmedGroup,
            (RoleForm::Body, _) => ActorKind::Organisation,
            (RoleForm::Equipment, _) => ActorKind::Other,
        };
        let country = self.country_of(&whose, at.tokens.start);
        let words = self.doc.words(whose.tokens);
        let noun = self.table.text(role.noun).to_owned();
        let single = kind == ActorKind::Person;
        let key = if single {
            Key::Single(at.head)
        } else {
            Key::Role(whose.owner, if whose.owner.is_some() { noun.clone() } else { lexicon::fold(words) })
        };
        let name = words.to_owned();
        let feminine = role.gender.map(|g| g == lexicon::actors::Gender::Feminine);
        let office =
            (role.form == RoleForm::Person && single && whose.owner.is_some()).then(|| self.office_text(&noun, &whose));
        let actor = self.cast.of(key, || {
            let mut actor = unlisted(name, kind, country, sectors);
            actor.member_of = whose.owner;
            actor.office = office.flatten();
            (actor, Known { nouns: vec![noun], feminine, plural, ..Known::default() })
        });
        let mention = self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::Role, 0.8));
        self.note_nouns(actor, mention);
        self.second(hit, &whose, plural);
        Some(mention)
    }

    /// "the group", "the Mission", "the general": somebody spoken of before.
    fn described(&mut self, hit: usize, whose: &Whose, plural: bool) -> Option<usize> {
        let at = self.hits.get(hit);
        if whose.owner.is_some() || whose.start == Start::Indefinite || whose.place.is_some() {
            return None;
        }
        let capital = self.doc.token(at.head).text().starts_with(char::is_uppercase);
        if whose.start == Start::Bare && !capital {
            return None;
        }
        let noun = self.folded.lemma(at.head);
        let &(actor, antecedent) = self.by_noun.get(noun)?;
        if self.cast.known(actor).plural != plural && self.cast.get(actor).kind == ActorKind::Person {
            return None;
        }
        let mention = self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::Description, 0.7));
        self.cast.mentions[mention].antecedent = Some(antecedent);
        self.by_noun.insert(noun.to_owned(), (actor, mention));
        Some(mention)
    }

    /// "the Trilateral Contact Group", "the Mission": a body or group whose name is written with capitals.
    fn proper_body(&mut self, hit: usize, role: &lexicon::actors::Role, whose: &Whose) -> Option<usize> {
        let kind = match role.form {
            RoleForm::Group => ActorKind::ArmedGroup,
            RoleForm::Body => ActorKind::Organisation,
            _ => return None,
        };
        let at = self.hits.get(hit);
        let capital = |t| self.doc.token(t).text().starts_with(char::is_uppercase);
        let first = self.doc.token(at.head).sentence().tokens().start;
        if !at.tokens.iter().all(capital) || at.tokens.start == first && at.tokens.len() == 1 {
            return None;
        }
        let mut start = at.tokens.start;
        while start > whose.tokens.start && capital(language::TokenId(start.0 - 1)) {
            start = language::TokenId(start.0 - 1);
        }
        let tokens = TokenSpan { start, end: at.tokens.end };
        // "the West Bank" is no bank.
        if tokens.len() > 1 && !self.atlases[0].find(&lexicon::fold(self.doc.words(tokens))).is_empty() {
            return None;
        }
        let mut sectors = list(role.sectors);
        if sectors.is_empty() {
            sectors = whose.sectors.clone();
        }
        if tokens.len() == 1 {
            // The knowledge files may have it by the initials or the full name that the report uses elsewhere.
            if let Some(entry) = self.entry_by_noun(self.folded.lemma(at.head)) {
                let actor = self.cast.entry(self.table, entry);
                let mention = self.cast.mention(self.doc, actor, tokens, at.head, (Evidence::ShortForm, 0.75));
                self.note_nouns(actor, mention);
                return Some(mention);
            }
        }
        if tokens.len() == 1 && whose.start != Start::Definite {
            return None;
        }
        let mention = self.named_body(tokens, kind, sectors, 0.7);
        let actor = self.cast.mentions[mention].actor;
        if let Some(owner) = whose.owner {
            let country = self.cast.get(owner).country;
            let body = self.cast.actor_mut(actor);
            body.member_of = body.member_of.or(Some(owner)).filter(|&m| m != actor);
            body.country = body.country.or(country);
        }
        Some(mention)
    }

    /// The only body that the report names anywhere and whose name ends with a noun.
    fn entry_by_noun(&self, noun: &str) -> Option<ActorRef> {
        let mut found = None;
        for i in 0..self.hits.len().min(400) {
            let super::hits::What::Name(targets) = self.hits.get(i).what else { continue };
            let Some((target, _)) = self.choose(i, targets) else { continue };
            let Some(actor) = target.actor() else { continue };
            let named = self.table.text(self.table.actor(actor).subkind) == noun
                || self.table.names_of(actor).any(|n| lexicon::fold(n).ends_with(noun));
            if named && found != Some(actor) {
                if found.is_some() {
                    return None;
                }
                found = Some(actor);
            }
        }
        found
    }

    /// "met his Russian counterpart": whoever holds the office of the person before, in the state that is named.
    fn counterpart(&mut self, hit: usize, whose: &Whose, depth: u8) -> Option<usize> {
        let at = self.hits.get(hit);
        let state = self.state_before(hit, depth)?;
        let office = self.office_of(state, self.kind_of_counterpart(hit)?)?;
        let person = self.table.holder_on(office, self.day?)?;
        let actor = self.known_person(person);
        self.in_office(actor, Some(office));
        Some(self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::Counterpart, 0.8)))
    }

    /// "the leader of Hezbollah", "the head of NATO": whoever leads it on the report's day.
    fn holder_by_noun(&mut self, hit: usize, whose: &Whose, plural: bool) -> Option<usize> {
        if plural || whose.former || whose.start == Start::Indefinite {
            return None;
        }
        let at = self.hits.get(hit);
        let office = self.office_by_noun(whose.owner?, self.folded.lemma(at.head))?;
        let person = self.table.holder_on(office, self.day?)?;
        let actor = self.known_person(person);
        self.in_office(actor, Some(office));
        Some(self.cast.mention(self.doc, actor, whose.tokens, at.head, (Evidence::OfficeByDate, 0.85)))
    }

    /// The office by which a body is headed, where a noun such as "leader" or "chief" names it.
    pub(super) fn office_by_noun(&self, owner: ActorId, noun: &str) -> Option<OfficeRef> {
        if !self.table.is_cue(noun, Cue::HeadNoun) {
            return None;
        }
        if let Some(organ) = self.cast.known(owner).organ {
            let kind = self.table.organ_kind(organ).headed_by?;
            return self.table.office_of(self.state_of(owner)?, kind);
        }
        let entry = self.cast.known(owner).entry.filter(|&e| self.table.actor(e).kind != ActorKind::State)?;
        let mut offices = self.table.offices_of(entry).filter(|&o| self.table.office(o).single);
        offices.next()
    }

    /// What an office that the files do not have is called: "Pentagon spokesman".
    pub(super) fn office_text(&self, noun: &str, whose: &Whose) -> Option<String> {
        let owner = whose.owner?;
        let known = self.cast.get(owner);
        Some(match known.kind {
            ActorKind::State => format!("{} {noun}", self.adjective(owner)),
            ActorKind::Person => format!("{noun} of {}", known.name),
            _ => match self.seat_name(whose.tokens) {
                Some(seat) => format!("{seat} {noun}"),
                None => format!("{} {noun}", known.name),
            },
        })
    }

    /// The seat by which the words call a body: "Pentagon".
    fn seat_name(&self, tokens: TokenSpan) -> Option<&str> {
        let hit = tokens.iter().find_map(|t| self.hits.starting_at(t))?;
        match self.hits.get(hit).what {
            super::hits::What::Name(targets) => {
                let seat = targets.iter().any(|t| t.usage == lexicon::actors::NameUse::Seat);
                seat.then(|| self.doc.words(self.hits.get(hit).tokens))
            }
            _ => None,
        }
    }
}

fn last_is_adjective(finder: &Finder<'_>, hit: usize) -> bool {
    let at = finder.hits.get(hit);
    finder.doc.token(at.head).upos() == Upos::Adj
}

/// "a Serbian *official*", where the tagger sees an adjective.
fn stands_as_noun(word: language::Token<'_>) -> bool {
    let described = word.children().any(|c| matches!(c.deprel(), Deprel::Det | Deprel::Amod));
    let argument = word.deprel().is_subject() || matches!(word.deprel(), Deprel::Obj | Deprel::Iobj | Deprel::Obl);
    word.upos() == Upos::Adj && described && argument
}
