//! Pronouns and "the country": whom they mean among those spoken of before.

use language::{Deprel, Token, TokenId, TokenSpan};
use lexicon::actors::Cue;

use super::finder::Finder;
use super::{ActorId, ActorKind, Evidence};

/// How many mentions back somebody may have been spoken of.
const REACH: usize = 40;
/// How many words up the tree the clause stands that a pronoun's clause is told in.
const CLAUSES: usize = 4;
/// How many sentences back.
const SENTENCES: u32 = 4;

/// What a pronoun can stand for.
#[derive(Clone, Copy, PartialEq)]
enum Stand {
    He,
    She,
    It,
    They,
}

impl Finder<'_> {
    /// The actor that a pronoun stands for; its mention is made the first time it is asked for.
    pub(super) fn pronoun(&mut self, token: TokenId) -> Option<ActorId> {
        // The words of a report are asked in order, but a role before may have asked for this one already.
        if let Some(made) = self.cast.mentions.iter().rev().take(8).find(|m| m.head == token) {
            return Some(made.actor);
        }
        let stand = match self.folded.word(token) {
            "he" | "his" | "him" | "himself" => Stand::He,
            "she" | "her" | "hers" | "herself" => Stand::She,
            "it" | "its" | "itself" => Stand::It,
            "they" | "their" | "them" | "themselves" => Stand::They,
            _ => return None,
        };
        let pronoun = self.doc.token(token);
        // "Armenia denied it" means what was said.
        let said = stand == Stand::It && pronoun.deprel() == Deprel::Obj;
        if said || matches!(pronoun.deprel(), Deprel::Expl) || stand == Stand::They && self.is_of_those(pronoun) {
            return None;
        }
        let best = self.best_antecedent(pronoun, |finder, actor| finder.agrees(actor, stand))?;
        let actor = self.cast.mentions[best].actor;
        let mention = self.cast.mention(self.doc, actor, TokenSpan::one(token), token, (Evidence::Pronoun, 0.6));
        self.cast.mentions[mention].antecedent = Some(best);
        let learnt = match stand {
            Stand::He => Some(false),
            Stand::She => Some(true),
            _ => None,
        };
        if self.cast.get(actor).kind == ActorKind::Person {
            let known = self.cast.known_mut(actor);
            known.feminine = known.feminine.or(learnt);
        }
        Some(actor)
    }

    /// "Both sides told the envoy that they would": they are those who speak, whom no name is known for, and nobody spoken of before.
    fn is_of_those(&self, pronoun: Token<'_>) -> bool {
        let above = pronoun.ancestors().skip(1).take(CLAUSES).filter(|t| t.upos().is_verbal());
        let who = above.filter_map(|verb| verb.child(Deprel::Nsubj)).find(|who| who.id < pronoun.id);
        who.is_some_and(|who| {
            matches!(who.xpos().as_str(), "NNS" | "NNPS")
                && !self.cast.mentions.iter().rev().take(REACH).any(|m| m.head == who.id)
        })
    }

    fn agrees(&self, actor: ActorId, stand: Stand) -> bool {
        let (kind, known) = (self.cast.get(actor).kind, self.cast.known(actor));
        match stand {
            Stand::He => kind == ActorKind::Person && known.feminine != Some(true),
            Stand::She => kind == ActorKind::Person && known.feminine != Some(false),
            Stand::It => {
                matches!(kind, ActorKind::State | ActorKind::Organisation | ActorKind::ArmedGroup) && !known.plural
            }
            Stand::They => kind != ActorKind::Person && kind != ActorKind::State,
        }
    }

    /// The best of the mentions before a word: near, a subject, not the same verb's other argument.
    fn best_antecedent(&self, from: Token<'_>, fits: impl Fn(&Self, ActorId) -> bool) -> Option<usize> {
        let sentence = from.sentence().id.0;
        let verb = from.head();
        let controller = verb.and_then(controller).filter(|_| from.deprel() != Deprel::NmodPoss);
        let mut best: Option<(i32, usize)> = None;
        for (i, mention) in self.cast.mentions.iter().enumerate().rev().take(REACH) {
            if mention.tokens.end > from.id {
                continue;
            }
            let head = self.doc.token(mention.head);
            let back = sentence - head.sentence().id.0;
            if back > SENTENCES {
                break;
            }
            if !fits(self, mention.actor) {
                continue;
            }
            let sibling = head.head().is_some() && head.head() == verb && from.deprel() != Deprel::NmodPoss;
            if sibling || controller == Some(head) {
                continue;
            }
            let weight = match head.deprel() {
                Deprel::Nsubj if head.head().is_some_and(|v| v.deprel() == Deprel::Root) => 8,
                Deprel::Nsubj => 6,
                Deprel::NsubjPass => 5,
                Deprel::Obj | Deprel::OblAgent | Deprel::Iobj | Deprel::Appos | Deprel::Root => 3,
                Deprel::Compound | Deprel::Amod | Deprel::NmodPoss => -2,
                _ => 1,
            };
            let own_clause = i32::from(back == 0 && from.deprel() == Deprel::NmodPoss) * 2;
            let score =
                weight + own_clause - 4 * back as i32 - 3 * i32::from(matches!(mention.evidence, Evidence::Adjective));
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, i));
            }
        }
        best.filter(|&(score, _)| score > -12).map(|(_, i)| i)
    }

    /// "the country", "both countries": the states that were last spoken of.
    pub(super) fn state_noun(&mut self, token: TokenId) -> Option<ActorId> {
        let noun = self.doc.token(token);
        let plural = noun.feat("Number") == Some("Plur");
        let before = noun.children().filter(|c| c.id < token);
        let mut definite = false;
        let mut both = false;
        for child in before {
            let word = self.folded.word(child.id);
            both |= self.table.is_cue(word, Cue::Both);
            definite |= self.table.is_cue(word, Cue::Definite);
        }
        if plural && !both || !plural && !definite || self.is_place(noun) {
            return None;
        }
        let is_state = |finder: &Self, actor: ActorId| finder.cast.get(actor).kind == ActorKind::State;
        let first = self.best_antecedent(noun, is_state)?;
        let first_actor = self.cast.mentions[first].actor;
        let tokens = TokenSpan::one(token);
        let mention = self.cast.mention(self.doc, first_actor, tokens, token, (Evidence::Description, 0.6));
        self.cast.mentions[mention].antecedent = Some(first);
        if plural {
            let other = self.best_antecedent(noun, |f, a| is_state(f, a) && a != first_actor);
            if let Some(second) = other {
                let actor = self.cast.mentions[second].actor;
                let mention = self.cast.mention(self.doc, actor, tokens, token, (Evidence::Description, 0.6));
                self.cast.mentions[mention].antecedent = Some(second);
            }
        }
        Some(first_actor)
    }

    /// "in the country" is somewhere.
    fn is_place(&self, noun: Token<'_>) -> bool {
        noun.child(Deprel::Case).is_some_and(|case| self.table.is_cue(self.folded.word(case.id), Cue::Locative))
    }
}

/// Who does what a verb without a subject tells: "*residents* freed the men two days after seizing them".
fn controller(verb: Token<'_>) -> Option<Token<'_>> {
    let bare = matches!(verb.deprel(), Deprel::Advcl | Deprel::Xcomp) && subject(verb).is_none();
    verb.head().filter(|_| bare).and_then(subject)
}

fn subject(verb: Token<'_>) -> Option<Token<'_>> {
    verb.children().find(|c| c.deprel().is_subject())
}
