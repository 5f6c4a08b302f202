//! One deed told once in a sentence is one event, however many of its words could tell it alone: "four were killed and two
//! wounded because of shelling" is one deed with its toll, not three.

use language::{Deprel, Token, TokenId};
use lexicon::frames::{Pos, Role, Sense};
use lexicon::ontology::EventType;

use super::arguments::clause_above;
use super::reality::Reality;
use super::roles::{parties, Part};
use super::scene::Scene;
use super::{Modality, Polarity};
use crate::statements::{Party, StatementId};

/// How many candidates after it one is compared with: bounds the work in a sentence of thousands of words.
const WINDOW: usize = 12;
/// Longest path in the tree between two words of one deed.
const LONGEST_PATH: usize = 10;

/// An event in the making.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    pub trigger: TokenId,
    pub pos: Pos,
    pub sense: &'a Sense,
    pub kind: EventType,
    pub score: u32,
    pub rivals: u32,
    pub parts: Vec<Part>,
    /// The trigger, the verb that carries it, and the triggers merged into it: what circumstances hang on.
    pub anchors: Vec<TokenId>,
    /// Heads that the sense wanted: they tell no event of their own.
    pub consumed: Vec<TokenId>,
    pub statement: StatementId,
    pub reality: Reality,
}

impl Candidate<'_> {
    pub fn has(&self, role: Role) -> bool {
        self.parts.iter().any(|p| p.role == role)
    }

    pub fn heads(&self, role: Role) -> impl Iterator<Item = TokenId> + '_ {
        self.parts.iter().filter(move |p| p.role == role).map(|p| p.head)
    }

    /// Whether it tells how people fared rather than what was done to them.
    fn is_result(&self, scene: &Scene<'_>) -> bool {
        scene.frames.slots(self.sense).iter().any(|s| s.role.is_some_and(Role::is_toll))
    }
}

/// Joins the candidates of one sentence that tell one deed.
pub(super) fn merge<'a>(scene: &Scene<'a>, candidates: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
    let mut group: Vec<usize> = (0..candidates.len()).collect();
    for i in 0..candidates.len() {
        for j in i + 1..candidates.len().min(i + 1 + WINDOW) {
            if group[i] != group[j] && is_one_deed(scene, &candidates[i], &candidates[j]) {
                let (from, to) = (group[j].max(group[i]), group[j].min(group[i]));
                let window = candidates.len().min(j + 1 + WINDOW);
                group[from..window].iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    let mut merged: Vec<Candidate<'a>> = Vec::new();
    let mut number: Vec<Option<usize>> = vec![None; candidates.len()];
    for (i, candidate) in candidates.into_iter().enumerate() {
        match number[group[i]] {
            None => {
                number[group[i]] = Some(merged.len());
                merged.push(candidate);
            }
            Some(at) => join(scene, &mut merged[at], candidate),
        }
    }
    merged
}

/// Takes `other` into `kept`; the one that names the deed keeps the sense.
fn join<'a>(scene: &Scene<'a>, kept: &mut Candidate<'a>, mut other: Candidate<'a>) {
    let deed = kept.is_result(scene) && !other.is_result(scene);
    let higher = kept.is_result(scene) == other.is_result(scene)
        && depth(scene.token(other.trigger)) < depth(scene.token(kept.trigger))
        && kept.kind != EventType::Assault;
    if deed || higher {
        std::mem::swap(kept, &mut other);
    }
    for part in other.parts {
        if !kept.parts.iter().any(|p| p.head == part.head) || part.role.is_toll() {
            kept.parts.push(part);
        }
    }
    kept.anchors.extend(other.anchors);
    kept.consumed.extend(other.consumed);
}

/// Steps from a word to the root of its sentence.
pub(super) fn depth(token: Token<'_>) -> usize {
    token.ancestors().take(64).count()
}

fn is_one_deed(scene: &Scene<'_>, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    if a.kind != b.kind || a.statement != b.statement {
        return false;
    }
    let same_reality = a.reality.polarity == b.reality.polarity
        && (a.reality.modality == b.reality.modality || is_real(a.reality) == is_real(b.reality));
    if !same_reality {
        return false;
    }
    let Some(path) = path(scene, a.trigger, b.trigger) else { return false };
    if a.kind != EventType::Assault {
        // "reiterated its demand", "lifted the ban": one governs the other closely.
        return path.length <= 2 && path.joints == 0 && path.vertical;
    }
    let (result_a, result_b) = (a.is_result(scene), b.is_result(scene));
    if has_own_doer(a) && is_occasion_of(scene, b, a) || has_own_doer(b) && is_occasion_of(scene, a, b) {
        return false;
    }
    let carried = a.anchors.contains(&b.trigger) || b.anchors.contains(&a.trigger);
    match (result_a, result_b) {
        (false, false) => (carried || (path.joints == 0 && path.vertical)) && !at_odds(scene, a, b),
        (true, true) => path.joints <= 2 && !at_odds(scene, a, b),
        _ => path.joints <= 2 && !at_odds(scene, a, b),
    }
}

fn has_own_doer(candidate: &Candidate<'_>) -> bool {
    candidate.has(Role::Actor) || candidate.has(Role::Both)
}

/// "Police killed four in a search launched after a tanker was blown up": the clause or noun behind "after" is another deed
/// than the one that has its doer.
fn is_occasion_of(scene: &Scene<'_>, occasion: &Candidate<'_>, of: &Candidate<'_>) -> bool {
    let token = scene.token(occasion.trigger);
    let up = std::iter::once(token).chain(token.ancestors()).take(LONGEST_PATH).take_while(|t| t.id != of.trigger);
    // "in retaliation for an attack": the noun says it as well as a preposition would, wherever the tree hangs the attack.
    let mut marks = up.flat_map(|t| {
        let own = t.children().filter(|c| matches!(c.deprel(), Deprel::Mark | Deprel::Case));
        let before = own.clone().filter_map(Token::previous);
        std::iter::once(t).chain(before).filter(|t| t.upos().is_nominal()).chain(own)
    });
    let below = token.ancestors().take(LONGEST_PATH).any(|t| t.id == of.trigger);
    below && marks.any(|c| scene.word(c.id).is_some_and(|w| scene.frames.is_occasion(w)))
}

fn is_real(reality: Reality) -> bool {
    reality.polarity == Polarity::Affirmed && reality.modality == Modality::Actual
}

/// Whether both name doers, and others, or one's doers are the other's victims.
fn at_odds(scene: &Scene<'_>, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let named = |c: &Candidate<'_>, roles: &[Role]| -> Vec<Party> {
        c.parts.iter().filter(|p| roles.contains(&p.role)).flat_map(|p| parties(scene, p.head)).collect()
    };
    let doers = [Role::Actor, Role::Both];
    let (x, y) = (named(a, &doers), named(b, &doers));
    if !x.is_empty() && !y.is_empty() && !x.iter().any(|p| y.contains(p)) {
        return true;
    }
    let victims = [Role::Killed, Role::Wounded, Role::Recipient];
    let crossed = |doers: &[Party], other: &[Party]| doers.iter().any(|p| other.contains(p));
    (!a.has(Role::Both) && !b.has(Role::Both)) && (crossed(&x, &named(b, &victims)) || crossed(&y, &named(a, &victims)))
}

/// The way in the tree from one word to another.
struct Path {
    length: usize,
    /// Edges of coordination.
    joints: usize,
    /// Whether one stands above the other, or what stands above both only links them ("resulted in").
    vertical: bool,
}

/// The way between two words of a sentence; `None` where it leaves a reported clause or is too long.
fn path(scene: &Scene<'_>, a: TokenId, b: TokenId) -> Option<Path> {
    let chain = |t: Token<'_>| -> Vec<(TokenId, Deprel)> {
        std::iter::successors(Some(t), |x| clause_above(scene, *x))
            .take(LONGEST_PATH + 1)
            .map(|x| (x.id, x.deprel()))
            .collect()
    };
    let (up, down) = (chain(scene.token(a)), chain(scene.token(b)));
    let (i, j) = up
        .iter()
        .enumerate()
        .find_map(|(i, (id, _))| down.iter().position(|(other, _)| other == id).map(|j| (i, j)))?;
    if i + j > LONGEST_PATH {
        return None;
    }
    let edges = up[..i].iter().chain(&down[..j]).map(|(_, rel)| *rel);
    let mut joints = 0;
    let mut clauses = 0;
    for edge in edges {
        match edge {
            Deprel::Ccomp | Deprel::Parataxis | Deprel::List => return None,
            Deprel::Conj => joints += 1,
            Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl => clauses += 1,
            _ => {}
        }
    }
    // "killed in an operation that was launched after a tanker was blown up" tells of two deeds.
    if clauses > 1 {
        return None;
    }
    let top = up[i].0;
    let vertical = i == 0 || j == 0 || links(scene, top);
    Some(Path { length: i + j, joints, vertical })
}

/// Whether a verb only ties what stands below it: causes and light verbs.
fn links(scene: &Scene<'_>, verb: TokenId) -> bool {
    let Some(word) = scene.word(verb) else { return false };
    let token = scene.token(verb);
    let mut slots = token.children().flat_map(|c| {
        let prep = c.children_by(Deprel::Case).filter_map(|m| scene.word(m.id)).map(lexicon::frames::SlotName::Prep);
        std::iter::once(lexicon::frames::SlotName::Obj).chain(prep)
    });
    slots.any(|slot| scene.frames.is_link(word, slot))
}
