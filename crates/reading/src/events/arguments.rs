//! The arguments of a trigger, by the tree: logical subject and object whatever the voice, what prepositions govern,
//! clauses; with what relative clauses, control and coordination leave unsaid put back.

mod nouns;
mod verbs;

use language::{Deprel, Token, TokenId, Upos};
use lexicon::frames::{LightVerb, Pos, SlotName};
use lexicon::ontology::EventType;

use nouns::{carrier, of_adjective, of_noun};
use verbs::{below_object, of_verb};

use super::misread::deed_above;
use super::scene::Scene;

/// How far chains of control and coordination are followed.
const LONGEST_CHAIN: usize = 8;
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
            Pos::Noun => {
                let noun = undertaking(scene, token);
                Self { list: of_noun(scene, noun), carrier: carrier(scene, noun), indirect: Vec::new() }
            }
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
            Deprel::Acl if is_infinitive(verb) && is_asked(scene, head) => return Some(head),
            Deprel::Acl | Deprel::AclRelcl if is_infinitive(verb) => return owner_of_noun(scene, head),
            // "issued a declaration demanding": whoever issued it demands.
            Deprel::Acl if scene.is_class(head.id, "MESSAGE") => return owner_of_noun(scene, head).or(Some(head)),
            Deprel::Acl | Deprel::AclRelcl => return Some(head),
            // "fled fighting in the north": it is others' fighting.
            Deprel::Xcomp if scene.is_class(head.id, "EVADING") && !is_infinitive(verb) => return None,
            Deprel::Xcomp => match controller(scene, head, verb) {
                Some(found) => return Some(found),
                None => verb = head,
            },
            // "denied that it had fled and *accused* the army": told outside what was said, so by whoever said it.
            Deprel::Conj if is_outside(scene, verb, head) => verb = clause_above(scene, head)?,
            Deprel::Advcl if is_put_to_object(scene, head, verb) => return controller(scene, head, verb),
            Deprel::Conj | Deprel::Advcl if head.upos().is_verbal() => verb = head,
            Deprel::Conj | Deprel::Advcl => {
                // The predicate may be a noun or adjective with a copula, or with a verb like one: "remained ready to strike".
                match head.children().find(|c| c.deprel().is_subject()) {
                    None if head.deprel() == Deprel::Xcomp => verb = head,
                    own => return own.map(referent),
                }
            }
            _ => return None,
        }
    }
    None
}

/// Whether a clause stands outside the statement that the clause it is coordinated with is the content of.
pub(super) fn is_outside(scene: &Scene<'_>, verb: Token<'_>, beside: Token<'_>) -> bool {
    let (own, other) = (scene.statement(verb.id), scene.statement(beside.id));
    own != other && beside.deprel() == Deprel::Ccomp && beside.head().is_some_and(|cue| scene.statement(cue.id) == own)
}

/// "accuses X of arming", "urged X to stop": an adverbial clause in the tree, though the object is to do it.
fn is_put_to_object(scene: &Scene<'_>, governor: Token<'_>, clause: Token<'_>) -> bool {
    let tie = |t: Token<'_>| matches!(t.deprel(), Deprel::Mark | Deprel::Case) && matches!(t.lemma(), "of" | "to");
    scene.usual_type(governor.id).is_some_and(|t| t.is_speech_act())
        && clause.id > governor.id
        && clause.children().take_while(|c| c.id < clause.id).any(tie)
        && governor.children().any(|c| matches!(c.deprel(), Deprel::Obj | Deprel::Iobj) && c.id < clause.id)
}

/// A subject, or an "it" that the tree takes for none: "it is willing to withdraw".
fn is_subject(token: Token<'_>) -> bool {
    token.deprel().is_subject() || token.deprel() == Deprel::Expl && token.lemma() == "it"
}

/// "asked the mission to withdraw": whether a noun is whoever is asked.
fn is_asked(scene: &Scene<'_>, noun: Token<'_>) -> bool {
    noun.deprel() == Deprel::Obj && noun.head().is_some_and(|v| scene.usual_type(v.id) == Some(EventType::Request))
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
    // "ordered the Chadian troops to fire": those who are named are their own.
    if scene.actor_mention(noun.id).is_some_and(|m| m.head == noun.id) {
        return Some(noun);
    }
    let owner = noun.children().find(|c| {
        c.deprel() == Deprel::NmodPoss
            || (matches!(c.deprel(), Deprel::Compound | Deprel::Amod) && scene.actor(c.id).is_some())
    });
    owner.or_else(|| {
        let verb = noun.head().filter(|h| h.upos().is_verbal() && matches!(noun.deprel(), Deprel::Obj))?;
        surface_subject(scene, verb)
    })
}

/// The noun whose arguments an event noun has: itself, or the undertaking that it only says more of ("a mediation effort").
fn undertaking<'d>(scene: &Scene<'d>, noun: Token<'d>) -> Token<'d> {
    let head = noun.head().filter(|h| noun.deprel() == Deprel::Compound && scene.is_class(h.id, "UNDERTAKING"));
    head.unwrap_or(noun)
}

/// The particle of a verb: `out` of "carry out".
pub(super) fn particle(scene: &Scene<'_>, verb: Token<'_>) -> Option<lexicon::frames::Word> {
    verb.children_by(Deprel::CompoundPrt).find_map(|p| scene.word(p.id))
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
    // "complained over two raids", "the injury of two more": the preposition may hang on the number, even as its adverb.
    let first = scene.token(child.subtree().start);
    let of_number = |a: &Token<'_>| a.head().is_some_and(|h| h.upos() == Upos::Num) && a.deprel() == Deprel::Case;
    let below = Some(first).filter(|a| bare && a.id < child.id && (a.deprel() == Deprel::Advmod || of_number(a)));
    for case in child.children_by(Deprel::Case).take(2).chain(below) {
        if let Some(word) = scene.word(case.id) {
            add_members(list, SlotName::Prep(word), referent(child));
        }
    }
}

/// Whether a participle stands right before its object.
fn is_bare(verb: Token<'_>) -> bool {
    verb.child(Deprel::Obj).is_some_and(|o| o.subtree().start.0 == verb.id.0 + 1)
}

fn add_adverbial(scene: &Scene<'_>, list: &mut Vec<Argument>, child: Token<'_>) {
    if is_infinitive(child) {
        add_clauses(list, SlotName::Inf, child);
        return;
    }
    let marks = child.children().filter(|c| matches!(c.deprel(), Deprel::Mark | Deprel::Case));
    // "from neighbouring Chad": an adjective that the tree takes for a verb with its object.
    let beside = child.child(Deprel::Obj).filter(|_| scene.is_class(child.id, "ADJACENT") && is_bare(child));
    for mark in marks.take(2) {
        if let Some(word) = scene.word(mark.id) {
            match beside {
                Some(noun) => add_members(list, SlotName::Prep(word), noun),
                None => add_clauses(list, SlotName::Prep(word), child),
            }
        }
    }
}
