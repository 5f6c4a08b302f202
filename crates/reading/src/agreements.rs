//! Agreements that a report speaks of: ceasefires, treaties, accords, resolutions, by name ("Minsk II") or described ("the
//! July 2020 ceasefire", "the truce that took effect on Sunday").

use language::{ByteSpan, Deprel, Document, Token, TokenId, TokenSpan, Upos};
use lexicon::{agreements, Lexicon};

use crate::actors::{ActorId, Actors};
use crate::times::TimeMention;

/// Number of an agreement in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgreementId(pub u32);

/// One agreement.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Name: "July 2020 ceasefire".
    pub name: String,
    /// Kind: ceasefire, treaty, accord, resolution, agreement.
    pub kind: String,
    /// EDTF date, where it is known.
    pub date: Option<String>,
    /// Who made it.
    pub parties: Vec<ActorId>,
    /// Who mediated.
    pub mediators: Vec<ActorId>,
    /// Where it is spoken of: words, tokens, head.
    pub mentions: Vec<(ByteSpan, TokenSpan, TokenId)>,
}

/// One place of the text that speaks of an agreement, before it is known which.
struct Mention {
    tokens: TokenSpan,
    head: TokenId,
    kind: String,
    known: Option<u16>,
    date: Option<String>,
    /// Written with capitals: a name of its own.
    named: bool,
    definite: bool,
    mediators: Vec<ActorId>,
    parties: Vec<ActorId>,
}

/// Finds every agreement, one for each that the report tells apart.
pub fn find(doc: &Document, actors: &Actors, times: &[TimeMention], lexicon: &Lexicon) -> Vec<Agreement> {
    let finder = Finder::new(doc, actors, times, &lexicon.agreements);
    let mut found: Vec<Agreement> = Vec::new();
    let mut at = 0;
    while at < doc.len() {
        let token = doc.token(TokenId(at as u32));
        let Some(mention) = finder.known_name(token).or_else(|| finder.described(token)) else {
            at += 1;
            continue;
        };
        at = mention.tokens.end.index().max(at + 1);
        finder.place(mention, &mut found);
    }
    finder.mediations(&mut found);
    found
}

struct Finder<'a> {
    doc: &'a Document,
    actors: &'a Actors,
    times: &'a [TimeMention],
    table: &'a agreements::Table,
    /// Widest actor mention of each head.
    headed: Vec<Option<ActorId>>,
}

impl<'a> Finder<'a> {
    fn new(doc: &'a Document, actors: &'a Actors, times: &'a [TimeMention], table: &'a agreements::Table) -> Self {
        let mut headed = vec![None; doc.len()];
        let mut width = vec![0; doc.len()];
        for m in &actors.mentions {
            let i = m.head.index();
            if i < headed.len() && m.tokens.len() > width[i] {
                headed[i] = Some(m.actor);
                width[i] = m.tokens.len();
            }
        }
        Self { doc, actors, times, table, headed }
    }

    /// A name of a well-known agreement that starts at `token`.
    fn known_name(&self, token: Token<'_>) -> Option<Mention> {
        let first = token.text();
        if !first.starts_with(char::is_uppercase) && !first.starts_with("grain") {
            return None;
        }
        let lower = first.to_lowercase();
        let first_part = lower.split('-').next().unwrap_or_default();
        for (words, number) in self.table.names_from(first_part) {
            if let Some(tokens) = self.spells(token.id, words) {
                let known = self.table.known(*number);
                let last = self.doc.token(TokenId(tokens.end.0 - 1));
                return Some(Mention {
                    tokens,
                    head: self.head_of(tokens),
                    kind: known.kind.clone(),
                    known: Some(*number),
                    date: Some(known.date.clone()),
                    named: true,
                    definite: true,
                    mediators: self.mediators_of(last),
                    parties: Vec::new(),
                });
            }
        }
        None
    }

    /// The tokens that spell the words of a name; a hyphen in the text parts words like a space.
    fn spells(&self, start: TokenId, words: &[String]) -> Option<TokenSpan> {
        let mut wanted = words.iter();
        let mut at = i64::from(start.0);
        let mut next = wanted.next();
        while let Some(word) = next {
            let token = self.doc.get(at)?;
            if token.text() == "-" && at > i64::from(start.0) {
                at += 1;
                continue;
            }
            let mut pieces = token.text().split('-').filter(|p| !p.is_empty());
            let first = pieces.next()?;
            if first.to_lowercase() != *word {
                return None;
            }
            next = wanted.next();
            for piece in pieces {
                if next.is_none_or(|w| piece.to_lowercase() != *w) {
                    return None;
                }
                next = wanted.next();
            }
            at += 1;
        }
        Some(TokenSpan { start, end: TokenId(at as u32) })
    }

    /// The token of a run that is governed from outside it.
    fn head_of(&self, tokens: TokenSpan) -> TokenId {
        let outside = |t: &Token<'_>| t.head().is_none_or(|h| !tokens.contains(h.id));
        self.doc.views(tokens).find(outside).map_or(TokenId(tokens.end.0 - 1), |t| t.id)
    }

    /// An agreement that is described by its kind and its date, number, parties or the article.
    fn described(&self, token: Token<'_>) -> Option<Mention> {
        // The noun may end the phrase: look from its first word.
        let head = self.noun_ahead(token)?;
        let noun = self.doc.token(head);
        let kind = self.kind(noun)?;
        let dates = self.date_of(noun);
        let named = is_named(noun);
        let number = number_of(noun);
        let definite = is_definite(noun);
        if kind == "resolution" && number.is_none() {
            return None;
        }
        let statement = noun.lemma().eq_ignore_ascii_case("statement");
        if noun.children_by(Deprel::Det).any(|d| d.lemma() == "no") || (statement && kind != "ceasefire") {
            return None;
        }
        let parties = self.parties_of(noun);
        let told =
            dates.is_some() || named || number.is_some() || definite && kind == "ceasefire" || !parties.is_empty();
        if !told {
            return None;
        }
        let start = token.id.min(head);
        let tokens = TokenSpan { start, end: TokenId(self.end_of(noun).0 + 1) };
        let known = dates.as_deref().filter(|d| d.len() >= 7).and_then(|date| self.table.dated(&kind, date));
        Some(Mention {
            tokens,
            head,
            kind,
            known,
            date: dates,
            named,
            definite,
            mediators: self.mediators_of(noun),
            parties,
        })
    }

    /// The agreement noun whose phrase starts at `token`: itself, or within a few words of modifiers.
    fn noun_ahead(&self, token: Token<'_>) -> Option<TokenId> {
        if self.table.kind_of(&token.lemma().to_ascii_lowercase()).is_some() && token.upos().is_nominal() {
            return Some(token.id);
        }
        if !token.upos().is_nominal() && token.upos() != Upos::Num && token.upos() != Upos::Adj {
            return None;
        }
        let head = self
            .doc
            .token(token.id)
            .ancestors()
            .take(3)
            .find(|t| t.upos().is_nominal() && self.table.kind_of(&t.lemma().to_ascii_lowercase()).is_some())?;
        let modifier = head.id > token.id && head.id.0 - token.id.0 <= 6;
        let between = TokenSpan { start: token.id, end: head.id };
        let unbroken = self.doc.views(between).all(|t| {
            !matches!(t.upos(), Upos::Verb | Upos::Aux | Upos::Adp | Upos::Punct | Upos::Det | Upos::Pron | Upos::Sconj)
        });
        (modifier && unbroken).then_some(head.id)
    }

    /// The kind of an agreement: its noun's, or what it is said to be about.
    fn kind(&self, noun: Token<'_>) -> Option<String> {
        let own = self.table.kind_of(&noun.lemma().to_ascii_lowercase())?;
        if own == "ceasefire" || own == "resolution" || own == "treaty" {
            return Some(own.to_owned());
        }
        let below = self.making(noun).unwrap_or(noun).subtree();
        let truce = self
            .doc
            .views(below)
            .take(60)
            .any(|t| t.id != noun.id && self.table.kind_of(&t.lemma().to_ascii_lowercase()) == Some("ceasefire"));
        Some(if truce { "ceasefire".to_owned() } else { own.to_owned() })
    }

    /// The date that belongs to an agreement: beside it, or under it in the tree.
    fn date_of(&self, noun: Token<'_>) -> Option<String> {
        let sentence = noun.sentence().tokens();
        let first = self.times.partition_point(|t| t.tokens.end <= sentence.start);
        let here = self.times[first..].iter().take_while(|t| t.tokens.start < sentence.end);
        let making = self.making(noun).map(|verb| verb.id);
        let mut best: Option<(u32, &TimeMention)> = None;
        for time in here {
            let Some(rank) = self.nearness(noun, making, time) else { continue };
            if best.as_ref().is_none_or(|b| rank < b.0) {
                best = Some((rank, time));
            }
        }
        best.map(|(_, t)| t.value.clone()).filter(|v| !v.starts_with('X'))
    }

    /// How near a time is to an agreement, whose making `making` tells; the less, the nearer.
    fn nearness(&self, noun: Token<'_>, making: Option<TokenId>, time: &TimeMention) -> Option<u32> {
        let words_between = TokenSpan { start: time.tokens.end, end: noun.id };
        let one_phrase = || self.doc.views(words_between).all(|t| t.upos().is_nominal() || t.upos() == Upos::Adj);
        if time.tokens.end <= noun.id && time.tokens.end.0 + 2 >= noun.id.0 && one_phrase() {
            return Some(0);
        }
        // "the treaty of 1951", "signed a ceasefire in May 1994"; but "left the treaty in May" tells when it was left.
        let gap = time.tokens.start.0.checked_sub(noun.id.0 + 1);
        let between = gap.filter(|g| *g == 1).and_then(|_| noun.next());
        if between
            .is_some_and(|p| p.lemma() == "of" || matches!(p.lemma(), "in" | "on" | "from") && !self.is_acted_on(noun))
        {
            return Some(1);
        }
        let token = self.doc.token(time.head);
        let mut steps = 0;
        for above in token.ancestors().take(4) {
            steps += 1;
            if above.id == noun.id || Some(above.id) == making {
                return Some(1 + steps);
            }
        }
        None
    }

    /// The verb that tells the making of an agreement: "the treaty was signed on 5 May", "the accord reached in Riga" where the tree
    /// makes a clause of it.
    fn making<'d>(&self, noun: Token<'d>) -> Option<Token<'d>> {
        let verb = noun.head().filter(|_| noun.deprel().is_subject())?;
        let conduct =
            self.table.conduct(verb.lemma(), "v", "obj", |beside| verb.children().any(|c| c.lemma() == beside));
        (conduct == Some(agreements::Conduct::Conclusion)).then_some(verb)
    }

    /// Whether something else than its making is told of an agreement: that it was broken, kept, left.
    fn is_acted_on(&self, noun: Token<'_>) -> bool {
        let Some(above) = noun.head().filter(|h| h.upos() == Upos::Verb) else { return false };
        let cases = noun.children_by(Deprel::Case).map(|c| c.lemma().to_owned());
        let told = cases.chain(["obj".to_owned()]).find_map(|slot| {
            self.table.conduct(above.lemma(), "v", &slot, |beside| above.children().any(|c| c.lemma() == beside))
        });
        told.is_some_and(|conduct| conduct != agreements::Conduct::Conclusion)
    }

    /// Where the words of a described agreement end: with the date or number that belongs to it.
    fn end_of(&self, noun: Token<'_>) -> TokenId {
        let after = noun.next().filter(|t| matches!(t.lemma(), "of" | "no." | "number"));
        let Some(of) = after else {
            return noun.next().filter(|n| n.upos() == Upos::Num).map_or(noun.id, |n| n.id);
        };
        let time = self.times.iter().find(|t| t.tokens.start.0 == of.id.0 + 1);
        time.map_or(noun.id, |t| TokenId(t.tokens.end.0 - 1))
    }

    /// Who is named as having made it: "between A and B", "the Israel–Hamas truce", "with Chad".
    fn parties_of(&self, noun: Token<'_>) -> Vec<ActorId> {
        let mut all = Vec::new();
        for child in noun.children() {
            let between = child.deprel() == Deprel::Nmod
                && child.children_by(Deprel::Case).any(|c| matches!(c.lemma(), "between" | "with" | "among"));
            let before = matches!(child.deprel(), Deprel::Compound | Deprel::Amod | Deprel::NmodPoss);
            if between || before {
                let others = child.children_by(Deprel::Conj);
                let heads = std::iter::once(child).chain(others);
                all.extend(heads.filter_map(|t| self.headed[t.id.index()]));
            }
        }
        all.dedup();
        all
    }

    /// Who mediated, as the words below an agreement say: "brokered by", "reached under the auspices of".
    fn mediators_of(&self, noun: Token<'_>) -> Vec<ActorId> {
        let mut all = Vec::new();
        for child in noun.children().filter(|c| matches!(c.deprel(), Deprel::Acl | Deprel::AclRelcl)) {
            self.brokers_below(child, &mut all);
        }
        // "Norway, which brokered the truce"
        let verb = noun.head().filter(|v| noun.deprel() == Deprel::Obj && self.table.is_broker(v.lemma()));
        if let Some(verb) = verb {
            let own = verb.children().filter(|c| c.deprel() == Deprel::Nsubj && !c.xpos().as_str().starts_with('W'));
            own.for_each(|subject| all.extend(self.named_with(subject)));
            let described = verb.head().filter(|_| verb.deprel() == Deprel::AclRelcl);
            all.extend(described.into_iter().flat_map(|name| self.named_with(name)));
        }
        // "the Egyptian-brokered truce"
        for child in noun.children_by(Deprel::Amod) {
            if self.table.is_broker(child.lemma())
                || child.text().ends_with("-brokered")
                || child.text().ends_with("-mediated")
            {
                all.extend(child.children().filter_map(|c| self.headed[c.id.index()]));
                all.extend(self.headed[child.id.index()]);
            }
        }
        all
    }

    fn brokers_below(&self, verb: Token<'_>, all: &mut Vec<ActorId>) {
        let own = self.table.is_broker(verb.lemma());
        for child in verb.children() {
            let by = child.children_by(Deprel::Case).any(|c| c.lemma() == "by");
            if own && by {
                all.extend(self.named_with(child));
            }
            if self.table.is_broker(child.lemma()) {
                let owners = child.children().filter(|c| {
                    matches!(c.deprel(), Deprel::Nmod | Deprel::NmodPoss | Deprel::Amod | Deprel::Compound)
                });
                owners.for_each(|o| all.extend(self.named_with(o)));
            }
        }
    }

    fn named_with(&self, token: Token<'_>) -> Vec<ActorId> {
        let others = token.children_by(Deprel::Conj);
        std::iter::once(token).chain(others).filter_map(|t| self.headed[t.id.index()]).collect()
    }

    /// Puts a mention to the agreement that it speaks of, or makes a new one.
    fn place(&self, mention: Mention, found: &mut Vec<Agreement>) {
        let known = mention.known.map(|n| self.table.known(n));
        let date = mention.date.clone().or_else(|| known.map(|k| k.date.clone()));
        let same = found.iter().rposition(|a| {
            a.kind == mention.kind
                && match (&a.date, &date) {
                    (Some(a), Some(b)) => a.starts_with(b.as_str()) || b.starts_with(a.as_str()),
                    (_, None) => !mention.named && mention.definite,
                    (None, Some(_)) => !mention.named,
                }
        });
        let words = (self.doc.span(mention.tokens), mention.tokens, mention.head);
        let at = same.unwrap_or_else(|| {
            let name = known.map_or_else(|| self.doc.words(mention.tokens).to_owned(), |k| k.name.clone());
            found.push(Agreement {
                name,
                kind: mention.kind.clone(),
                date: None,
                parties: Vec::new(),
                mediators: Vec::new(),
                mentions: Vec::new(),
            });
            found.len() - 1
        });
        let agreement = &mut found[at];
        agreement.mentions.push(words);
        if agreement.date.as_ref().is_none_or(|d| date.as_ref().is_some_and(|new| new.len() > d.len())) {
            agreement.date = date.or_else(|| agreement.date.clone());
        }
        let mut parties = mention.parties;
        let mut mediators = mention.mediators;
        if let Some(known) = known {
            parties.extend(known.parties.iter().filter_map(|p| self.actor_called(p)));
            mediators.extend(known.mediators.iter().filter_map(|p| self.actor_called(p)));
        }
        add_new(&mut agreement.parties, parties);
        add_new(&mut agreement.mediators, mediators);
    }

    /// An actor of the report by code or name; agreements bring no actors of their own into a report.
    fn actor_called(&self, name: &str) -> Option<ActorId> {
        let by_code = lexicon::Country::parse(name);
        let fits = |a: &&crate::actors::Actor| match by_code {
            Some(code) => a.kind == lexicon::ActorKind::State && a.country == Some(code),
            None => a.name == name || a.name.split(['(', ')']).any(|part| part.trim() == name),
        };
        let position = self.actors.list.iter().position(|a| fits(&a));
        position.map(|i| ActorId(i as u32))
    }

    /// Mediation that is told apart from the agreement, but of the same date: "achieved with the mediation of X in July
    /// 2020".
    fn mediations(&self, found: &mut [Agreement]) {
        for token in self.doc.tokens().filter(|t| self.table.is_broker(t.lemma())) {
            let mut mediators = Vec::new();
            for child in token.children().filter(|c| {
                matches!(
                    c.deprel(),
                    Deprel::Nmod | Deprel::NmodPoss | Deprel::Amod | Deprel::OblAgent | Deprel::Obl | Deprel::Compound
                )
            }) {
                let of = child.children_by(Deprel::Case).next().map(|c| c.lemma().to_owned());
                if of.as_deref().is_none_or(|c| matches!(c, "of" | "by" | "'s")) {
                    mediators.extend(self.named_with(child));
                }
            }
            if mediators.is_empty() {
                continue;
            }
            let sentence = token.sentence().tokens();
            let first = self.times.partition_point(|t| t.tokens.end <= sentence.start);
            let here = self.times[first..].iter().take_while(|t| t.tokens.start < sentence.end);
            for time in here {
                let same = found.iter_mut().find(|a| {
                    a.date.as_ref().is_some_and(|d| d.starts_with(&time.value) || time.value.starts_with(d.as_str()))
                });
                if let Some(agreement) = same {
                    add_new(&mut agreement.mediators, mediators.clone());
                }
            }
        }
    }
}

fn add_new(list: &mut Vec<ActorId>, more: Vec<ActorId>) {
    for actor in more {
        if !list.contains(&actor) {
            list.push(actor);
        }
    }
}

/// "the", "this", "a ceasefire of 1994" has a date instead.
fn is_definite(noun: Token<'_>) -> bool {
    noun.children().any(|c| {
        (c.deprel() == Deprel::Det && matches!(c.lemma(), "the" | "this" | "that")) || c.deprel() == Deprel::NmodPoss
    })
}

/// "Geneva Agreement", "Mutual Defense Treaty": the noun and a word before it have capitals.
fn is_named(noun: Token<'_>) -> bool {
    let capital = |t: Token<'_>| t.text().starts_with(char::is_uppercase);
    let before = noun.previous().filter(|p| p.sentence().id == noun.sentence().id);
    capital(noun)
        && before.is_some_and(|p| capital(p) && (p.upos().is_nominal() || p.upos() == Upos::Adj) && p.is_under(noun.id))
}

/// "Resolution 1701".
fn number_of(noun: Token<'_>) -> Option<&str> {
    let next = noun.next().filter(|n| n.upos() == Upos::Num)?;
    next.text().bytes().all(|b| b.is_ascii_digit()).then(|| next.text())
}
