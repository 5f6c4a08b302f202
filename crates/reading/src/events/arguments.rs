//! The arguments of a trigger, by the tree: logical subject and object whatever the voice, what prepositions govern,
//! clauses; with what relative clauses, control and coordination leave unsaid put back.

use language::{Deprel, Token, TokenId, Upos};
use lexicon::frames::{LightVerb, Pos, SlotName};

use super::misread::{
    deed_above, deed_meant, disguised, is_bounded_count, is_passive_of_headlines, speaker_above, suffers,
};
use super::scene::Scene;

/// How far chains of control and coordination are followed.
const LONGEST_CHAIN: usize = 8;
/// How many nouns below a verb's object are searched for what belongs to the verb.
const DEEPEST_OBJECT: usize = 3;
/// How many members of one coordination are taken.
const MOST_MEMBERS: usize = 24;

/// One argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    pub slot: SlotName,
    pub head: TokenId,
}

/// A light verb that carries the trigger.
#[derive(Clone, Debug)]
pub(super) struct Carrier {
    pub verb: TokenId,
    pub light: LightVerb,
    pub arguments: Vec<Argument>,
}

/// A trigger's arguments.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub list: Vec<Argument>,
    pub carrier: Option<Carrier>,
    /// What prepositions below a verb's object govern ("halted aid to Serbia"): the verb's own where it has none and its
    /// sense asks for one.
    pub indirect: Vec<Argument>,
}

impl Arguments {
    /// The arguments of `token` as a trigger of `pos`.
    pub fn of(scene: &Scene<'_>, token: Token<'_>, pos: Pos) -> Self {
        match pos {
            Pos::Verb => {
                let list = of_verb(scene, token);
                Self { indirect: below_object(scene, &list), list, carrier: None }
            }
            Pos::Noun => Self { list: of_noun(scene, token), carrier: carrier(scene, token), indirect: Vec::new() },
            Pos::Adjective => Self { list: of_adjective(scene, token), ..Self::default() },
        }
    }

    /// Heads of the arguments in one slot.
    pub fn in_slot(&self, slot: SlotName) -> impl Iterator<Item = TokenId> + '_ {
        self.list.iter().filter(move |a| a.slot == slot).map(|a| a.head)
    }
}

/// Whether a verb is in the passive.
pub(super) fn is_passive(token: Token<'_>) -> bool {
    if is_marked_passive(token) {
        return true;
    }
    let has = |rel| token.children().any(|c| c.deprel() == rel);
    if !matches!(token.xpos().as_str(), "VBN" | "VBD") || has(Deprel::Aux) || has(Deprel::Obj) {
        return false;
    }
    let past = token.xpos().as_str() == "VBD";
    match token.deprel() {
        Deprel::Acl | Deprel::Advcl | Deprel::Amod | Deprel::Xcomp => !past && !has(Deprel::Nsubj),
        // "A guard was shot and his brother stabbed": the auxiliary is left out.
        Deprel::Conj => token.head().is_some_and(is_marked_passive) && (!past || has(Deprel::Nsubj)),
        _ => false,
    }
}

pub(super) fn is_marked_passive(token: Token<'_>) -> bool {
    token.children().any(|c| matches!(c.deprel(), Deprel::NsubjPass | Deprel::AuxPass))
}

/// What a relative pronoun stands for; any other token stands for itself.
pub(super) fn referent(token: Token<'_>) -> Token<'_> {
    if !matches!(token.xpos().as_str(), "WDT" | "WP" | "WP$") {
        return token;
    }
    let clause = token.ancestors().take(LONGEST_CHAIN).find(|t| t.deprel() == Deprel::AclRelcl);
    clause.and_then(Token::head).unwrap_or(token)
}

/// A nominal and the members coordinated with it.
pub(super) fn members(token: Token<'_>) -> Vec<TokenId> {
    let mut all = vec![token.id];
    let mut next = 0;
    while let Some(&id) = all.get(next) {
        next += 1;
        for child in token.document().token(id).children() {
            let joined = child.deprel() == Deprel::Conj && !child.upos().is_verbal();
            if joined && all.len() < MOST_MEMBERS {
                all.push(child.id);
            }
        }
    }
    all
}

/// The clause that a word hangs on. "Rebels shelled the town, killing two, officials said": a participle after a reported
/// clause belongs to that clause, also where the tree hangs it on the verb of saying.
pub(super) fn clause_above<'d>(scene: &Scene<'_>, token: Token<'d>) -> Option<Token<'d>> {
    let head = token.head()?;
    // "killed 19, among them a nurse, and injured 24": a verb is coordinated with no noun.
    if token.deprel() == Deprel::Conj && token.upos() == Upos::Verb && head.upos().is_nominal() && head.id < token.id {
        let with_cc = token.child(Deprel::Cc).is_some() && head.child(Deprel::Cop).is_none();
        let verb = head.ancestors().take(LONGEST_CHAIN).find(|t| t.upos() == Upos::Verb && t.id < head.id);
        return verb.filter(|_| with_cc && token.child(Deprel::Obj).is_some()).or(Some(head));
    }
    if token.deprel() != Deprel::Advcl || token.xpos().as_str() != "VBG" {
        return Some(head);
    }
    let reported = head.children_by(Deprel::Ccomp).find(|c| c.id < token.id && token.id < head.id);
    Some(reported.or_else(|| deed_above(scene, token)).unwrap_or(head))
}

/// The subject that stands on the surface, one's own or shared, with its relation.
pub(super) fn surface_subject<'d>(scene: &Scene<'d>, verb: Token<'d>) -> Option<Token<'d>> {
    let mut verb = verb;
    for _ in 0..LONGEST_CHAIN {
        if let Some(own) = verb.children().find(|c| is_subject(*c)) {
            return Some(referent(own));
        }
        let head = clause_above(scene, verb)?;
        match verb.deprel() {
            Deprel::Acl | Deprel::AclRelcl if is_infinitive(verb) => return owner_of_noun(scene, head),
            Deprel::Acl | Deprel::AclRelcl => return Some(head),
            Deprel::Xcomp => match controller(scene, head, verb) {
                Some(found) => return Some(found),
                None => verb = head,
            },
            Deprel::Conj | Deprel::Advcl if head.upos().is_verbal() => verb = head,
            Deprel::Conj | Deprel::Advcl => {
                // The predicate may be a noun or adjective with a copula.
                let own = head.children().find(|c| c.deprel().is_subject());
                return own.map(referent);
            }
            _ => return None,
        }
    }
    None
}

/// A subject, or an "it" that the tree takes for none: "it is willing to withdraw".
fn is_subject(token: Token<'_>) -> bool {
    token.deprel().is_subject() || token.deprel() == Deprel::Expl && token.lemma() == "it"
}

fn is_infinitive(verb: Token<'_>) -> bool {
    verb.children().any(|c| c.deprel() == Deprel::Mark && c.lemma() == "to")
}

/// Who is to do what an open complement says: the object of asking, ordering, forcing; else `None`.
fn controller<'d>(scene: &Scene<'d>, governor: Token<'d>, complement: Token<'d>) -> Option<Token<'d>> {
    let object = governor.children().find(|c| matches!(c.deprel(), Deprel::Obj | Deprel::Iobj));
    if object.is_some() {
        return object.map(referent);
    }
    // "called on X to", "appealed to X to": only where the governor is an act of speech.
    if !scene.usual_type(governor.id).is_some_and(|t| t.is_speech_act()) {
        return None;
    }
    governor
        .children_by(Deprel::Obl)
        .take_while(|c| c.id < complement.id)
        .find(|c| c.children_by(Deprel::Case).any(|case| matches!(case.lemma(), "on" | "upon" | "to")))
}

/// Whose a noun is: its possessor, or the subject of the verb whose object it is.
fn owner_of_noun<'d>(scene: &Scene<'d>, noun: Token<'d>) -> Option<Token<'d>> {
    let owner = noun.children().find(|c| {
        c.deprel() == Deprel::NmodPoss
            || (matches!(c.deprel(), Deprel::Compound | Deprel::Amod) && scene.actor(c.id).is_some())
    });
    owner.or_else(|| {
        let verb = noun.head().filter(|h| h.upos().is_verbal() && matches!(noun.deprel(), Deprel::Obj))?;
        surface_subject(scene, verb)
    })
}

fn of_verb(scene: &Scene<'_>, verb: Token<'_>) -> Vec<Argument> {
    let passive = (is_passive(verb) && !suffers(scene, verb)) || is_passive_of_headlines(scene, verb);
    let mut list = Vec::new();
    let mut has_subject = false;
    let mut has_object = false;
    for child in verb.children() {
        match child.deprel() {
            // "killing two, officials said": what follows a verb and its object is another clause's subject.
            Deprel::Nsubj if has_object && !passive && child.id > verb.id => {}
            Deprel::Expl if child.lemma() == "it" => {
                has_subject = true;
                add_members(&mut list, SlotName::Subj, child);
            }
            Deprel::Nsubj if passive => {
                has_object = true;
                add_members(&mut list, SlotName::Obj, referent(child));
            }
            Deprel::Nsubj | Deprel::NsubjOuter => {
                has_subject = true;
                add_members(&mut list, SlotName::Subj, deed_meant(scene, verb, child).unwrap_or(referent(child)));
            }
            Deprel::NsubjPass => {
                has_object = true;
                add_members(&mut list, SlotName::Obj, referent(child));
            }
            // "threatened Monday to resume": a day is not acted on.
            Deprel::Obj if scene.is_time(child.id) && child.upos() == Upos::Propn => {}
            Deprel::Obj => {
                has_object = true;
                add_members(&mut list, SlotName::Obj, referent(child));
            }
            // "three were killed and five wounded": the number is all that is left of the object.
            Deprel::Nummod if passive => {
                has_object = true;
                add_members(&mut list, SlotName::Obj, child);
            }
            Deprel::Iobj => add_members(&mut list, SlotName::Iobj, referent(child)),
            Deprel::OblAgent => {
                has_subject = true;
                add_members(&mut list, SlotName::Subj, child);
                add_oblique(scene, &mut list, child);
            }
            // "arrested more than 100 people": what looks like a preposition belongs to the number.
            Deprel::Obl if is_bounded_count(scene, child) => match (passive, child.id < verb.id) {
                (false, true) => {
                    has_subject = true;
                    add_members(&mut list, SlotName::Subj, child);
                }
                _ => {
                    has_object = true;
                    add_members(&mut list, SlotName::Obj, child);
                }
            },
            Deprel::Obl => {
                add_oblique(scene, &mut list, child);
                let by = child.children_by(Deprel::Case).any(|c| c.lemma() == "by");
                let agentive = passive || is_bare_gerund(verb);
                // "by Friday", "by 20 points" and the like are no agents; classes sort that out later.
                if agentive && by && !has_subject {
                    has_subject = true;
                    add_members(&mut list, SlotName::Subj, child);
                }
            }
            Deprel::Xcomp => list.push(complement(child)),
            Deprel::Ccomp => add_clauses(&mut list, SlotName::That, child),
            Deprel::Advcl | Deprel::Acl => add_adverbial(scene, &mut list, child),
            Deprel::Advmod | Deprel::CompoundPrt => list.push(Argument { slot: SlotName::Adv, head: child.id }),
            _ => {}
        }
    }
    if verb.deprel() == Deprel::Amod {
        if let Some((noun, clause)) = disguised(verb) {
            let subject = if clause.upos().is_verbal() { surface_subject(scene, clause) } else { Some(clause) };
            subject.into_iter().for_each(|s| add_members(&mut list, SlotName::Subj, s));
            list.retain(|a| a.head != noun.id);
            list.push(Argument { slot: SlotName::Obj, head: noun.id });
        } else if let Some(noun) = verb.head() {
            let slot = if verb.xpos().as_str() == "VBG" { SlotName::Subj } else { SlotName::Obj };
            list.push(Argument { slot, head: noun.id });
        }
        return list;
    }
    // "warned Britain to brace": the only object, whatever the tree calls it.
    let asked = !has_object && list.iter().any(|a| a.slot == SlotName::Inf);
    for argument in list.iter_mut().filter(|a| asked && a.slot == SlotName::Iobj) {
        argument.slot = SlotName::Obj;
    }
    let own = if passive { has_object } else { has_subject };
    if !own {
        if let Some(subject) = speaker_above(scene, verb).or_else(|| surface_subject(scene, verb)) {
            add_members(&mut list, if passive { SlotName::Obj } else { SlotName::Subj }, subject);
        }
    }
    // "the town that they shelled": the gap is the object.
    if verb.deprel() == Deprel::AclRelcl && !passive && has_subject && !has_object {
        if let Some(noun) = verb.head().filter(|n| !list.iter().any(|a| a.head == n.id)) {
            list.push(Argument { slot: SlotName::Obj, head: noun.id });
        }
    }
    list
}

/// "the shelling by X", where the tree has a verb: a gerund without subject or object of its own.
fn is_bare_gerund(verb: Token<'_>) -> bool {
    let owned = verb.children().any(|c| c.deprel() == Deprel::Obj || c.deprel().is_subject());
    verb.xpos().as_str() == "VBG" && !owned
}

/// What prepositions within a verb's objects govern, "of" and what names a place in a list apart.
fn below_object(scene: &Scene<'_>, list: &[Argument]) -> Vec<Argument> {
    let mut found = Vec::new();
    let of = scene.frames.word("of");
    let mut level: Vec<TokenId> = list.iter().filter(|a| a.slot == SlotName::Obj).map(|a| a.head).collect();
    for _ in 0..DEEPEST_OBJECT {
        let below = level.iter().flat_map(|id| scene.token(*id).children());
        let below: Vec<Token<'_>> =
            below.filter(|c| matches!(c.deprel(), Deprel::Nmod | Deprel::Conj)).take(MOST_MEMBERS).collect();
        for child in below.iter().filter(|c| c.deprel() == Deprel::Nmod) {
            add_oblique(scene, &mut found, *child);
        }
        level = below.iter().map(|c| c.id).collect();
    }
    found.retain(|a| !matches!(a.slot, SlotName::Prep(word) if Some(word) == of));
    found
}

fn complement(child: Token<'_>) -> Argument {
    let clausal = child.upos() == Upos::Verb || is_infinitive(child);
    Argument { slot: if clausal { SlotName::Inf } else { SlotName::Comp }, head: child.id }
}

fn add_members(list: &mut Vec<Argument>, slot: SlotName, token: Token<'_>) {
    for head in members(token) {
        if !list.contains(&Argument { slot, head }) {
            list.push(Argument { slot, head });
        }
    }
}

fn add_clauses(list: &mut Vec<Argument>, slot: SlotName, clause: Token<'_>) {
    list.push(Argument { slot, head: clause.id });
    for other in clause.children_by(Deprel::Conj) {
        list.push(Argument { slot, head: other.id });
    }
}

/// What a preposition (or two: "out of") governs.
fn add_oblique(scene: &Scene<'_>, list: &mut Vec<Argument>, child: Token<'_>) {
    let bare = child.child(Deprel::Case).is_none();
    // "complained over two raids": a tagger may see an adverb of the number in the preposition.
    let adverb = child.children_by(Deprel::Advmod).filter(|a| bare && a.id < child.id).take(1);
    for case in child.children_by(Deprel::Case).take(2).chain(adverb) {
        if let Some(word) = scene.word(case.id) {
            add_members(list, SlotName::Prep(word), referent(child));
        }
    }
}

fn add_adverbial(scene: &Scene<'_>, list: &mut Vec<Argument>, child: Token<'_>) {
    if is_infinitive(child) {
        add_clauses(list, SlotName::Inf, child);
        return;
    }
    let marks = child.children().filter(|c| matches!(c.deprel(), Deprel::Mark | Deprel::Case));
    for mark in marks.take(2) {
        if let Some(word) = scene.word(mark.id) {
            add_clauses(list, SlotName::Prep(word), child);
        }
    }
}

fn of_noun(scene: &Scene<'_>, noun: Token<'_>) -> Vec<Argument> {
    let mut list = Vec::new();
    let by = scene.frames.word("by");
    for child in noun.children() {
        match child.deprel() {
            Deprel::Nmod | Deprel::Obl | Deprel::OblAgent => {
                add_oblique(scene, &mut list, child);
                if by.is_some() && child.children_by(Deprel::Case).any(|c| scene.word(c.id) == by) {
                    add_members(&mut list, SlotName::Subj, child);
                }
            }
            Deprel::NmodPoss => {
                add_members(&mut list, SlotName::Subj, referent(child));
                list.push(Argument { slot: SlotName::Mod, head: child.id });
            }
            Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::NmodUnmarked => {
                list.push(Argument { slot: SlotName::Mod, head: child.id });
                if scene.actor(child.id).is_some() || scene.is_class(child.id, "ARMED") {
                    add_members(&mut list, SlotName::Subj, child);
                }
            }
            Deprel::Acl if is_infinitive(child) => add_clauses(&mut list, SlotName::Inf, child),
            Deprel::Acl | Deprel::Ccomp | Deprel::Advcl => {
                add_adverbial(scene, &mut list, child);
                list.push(Argument { slot: SlotName::That, head: child.id });
            }
            // "is a threat" says what the subject is, "is on alert" what it does.
            Deprel::Nsubj if noun.child(Deprel::Case).is_some() => {
                add_members(&mut list, SlotName::Subj, referent(child))
            }
            Deprel::Nsubj => add_members(&mut list, SlotName::Comp, referent(child)),
            _ => {}
        }
    }
    list
}

fn of_adjective(scene: &Scene<'_>, adjective: Token<'_>) -> Vec<Argument> {
    let mut list = Vec::new();
    for child in adjective.children() {
        match child.deprel() {
            Deprel::Nsubj | Deprel::NsubjOuter => add_members(&mut list, SlotName::Subj, referent(child)),
            Deprel::Expl if child.lemma() == "it" => add_members(&mut list, SlotName::Subj, child),
            Deprel::Obl => add_oblique(scene, &mut list, child),
            Deprel::Xcomp | Deprel::Advcl | Deprel::Acl if is_infinitive(child) => {
                add_clauses(&mut list, SlotName::Inf, child);
            }
            Deprel::Advcl | Deprel::Xcomp => add_adverbial(scene, &mut list, child),
            Deprel::Ccomp => add_clauses(&mut list, SlotName::That, child),
            _ => {}
        }
    }
    if list.iter().all(|a| a.slot != SlotName::Subj) {
        let subject = match (adjective.deprel(), adjective.head()) {
            (Deprel::Amod, head) => head,
            (Deprel::Xcomp, Some(verb)) => {
                let object = verb.children().find(|c| c.deprel() == Deprel::Obj);
                object.or_else(|| surface_subject(scene, verb))
            }
            (Deprel::Conj | Deprel::Acl, _) => surface_subject(scene, adjective),
            _ => None,
        };
        if let Some(subject) = subject {
            add_members(&mut list, SlotName::Subj, subject);
        }
    }
    list
}

/// The particle of a verb: `out` of "carry out".
pub(super) fn particle(scene: &Scene<'_>, verb: Token<'_>) -> Option<lexicon::frames::Word> {
    verb.children_by(Deprel::CompoundPrt).find_map(|p| scene.word(p.id))
}

/// The light verb that carries an event noun: above it ("carried out an attack") or below ("the attack launched by").
fn carrier(scene: &Scene<'_>, noun: Token<'_>) -> Option<Carrier> {
    let mut top = noun;
    for _ in 0..LONGEST_CHAIN {
        match top.head() {
            Some(head) if top.deprel() == Deprel::Conj && !head.upos().is_verbal() => top = head,
            // "launched dozens of raids", "a wave of attacks was reported"
            Some(head) if top.deprel() == Deprel::Nmod && scene.is_class(head.id, "PARTITIVE") => top = head,
            _ => break,
        }
    }
    let above = top.head().filter(|h| h.upos() == Upos::Verb);
    let below = noun.children().filter(|c| {
        matches!(c.deprel(), Deprel::Acl | Deprel::AclRelcl) && c.upos() == Upos::Verb && !is_infinitive(*c)
    });
    above.into_iter().chain(below).find_map(|verb| carried_by(scene, verb, noun, top))
}

fn carried_by(scene: &Scene<'_>, verb: Token<'_>, noun: Token<'_>, top: Token<'_>) -> Option<Carrier> {
    let word = scene.word(verb.id)?;
    let arguments = of_verb(scene, verb);
    let particle = particle(scene, verb);
    let places = arguments.iter().filter(|a| a.head == noun.id || a.head == top.id);
    let light = places
        .filter(|a| matches!(a.slot, SlotName::Obj | SlotName::Subj | SlotName::Prep(_)))
        .find_map(|a| scene.frames.light_verb(word, particle, a.slot))?;
    let arguments = arguments.into_iter().filter(|a| a.head != noun.id && a.head != top.id).collect();
    Some(Carrier { verb: verb.id, light, arguments })
}
