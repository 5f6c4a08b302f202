//! Why an event was read, or why nothing was: the words, the tree, the frame with its line, role by role, what the source
//! chain rests on.

use std::fmt::Write as _;

use language::{Token, TokenId, TokenSpan};
use lexicon::frames::{Role, Sense};
use lexicon::Lexicon;

use super::arguments::Arguments;
use super::scene::Scene;
use super::sense::choose;
use super::{Event, EventId, Mentions};
use crate::statements::Party;
use crate::Layers;

/// An account of one reading, as lines of text by topic.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// Topic and lines: "words", "tree", "frame", "roles", "reality", "sources".
    pub topics: Vec<(&'static str, Vec<String>)>,
}

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (topic, lines) in &self.topics {
            writeln!(f, "{topic}")?;
            for line in lines {
                writeln!(f, "  {line}")?;
            }
        }
        Ok(())
    }
}

/// Why an event of `layers` was read as it was; `None` where there is no such event.
pub fn explain(layers: &Layers, lexicon: &Lexicon, event: EventId) -> Option<Explanation> {
    let e = layers.events.get(event.0 as usize)?;
    let scene = scene(layers, lexicon);
    let doc = &layers.document;
    let words = vec![format!("“{}”", e.span.of(doc.text())), format!("told by “{}”", e.trigger.of(doc.text()))];
    Some(Explanation {
        topics: vec![
            ("words", words),
            ("tree", tree(&scene, e)),
            ("frame", frame(&scene, e)),
            ("roles", roles(&scene, layers, e)),
            ("circumstances", circumstances(layers, e)),
            ("reality", reality(&scene, e)),
            ("sources", sources(layers, e)),
        ],
    })
}

/// What was weighed in a stretch of the report, word by word: which senses fitted, and which arguments they had.
pub fn explain_stretch(layers: &Layers, lexicon: &Lexicon, stretch: TokenSpan) -> Explanation {
    let scene = scene(layers, lexicon);
    let mut lines = Vec::new();
    for token in layers.document.views(stretch) {
        let Some(word) = scene.word(token.id) else { continue };
        let senses = scene.frames.senses(word);
        let Some(pos) = scene.pos(token).filter(|_| !senses.is_empty()) else { continue };
        let arguments = Arguments::of(&scene, token, pos);
        let line = match choose(&scene, token.id, pos, &arguments) {
            Some(choice) => format!("{}: {}", word_line(token), sense_line(&scene, choice.sense)),
            None => format!("{}: none of its {} senses fits what stands around it", word_line(token), senses.len()),
        };
        lines.push(line);
        lines.push(format!("    {}", argument_line(&scene, &arguments)));
    }
    if lines.is_empty() {
        lines.push("no word of this stretch is a trigger of any frame".to_owned());
    }
    Explanation { topics: vec![("triggers", lines)] }
}

fn word_line(token: Token<'_>) -> String {
    let head = token.head().map_or("", Token::text);
    format!("“{}” ({} {}, {} of “{head}”)", token.text(), token.lemma(), token.upos().as_str(), token.deprel().as_str())
}

fn scene<'a>(layers: &'a Layers, lexicon: &'a Lexicon) -> Scene<'a> {
    let mentions =
        Mentions { actors: &layers.actors, places: &layers.places, times: &layers.times, counts: &layers.counts };
    Scene::new(&layers.document, mentions, &layers.statements, &layers.agreements, lexicon)
}

fn sense_line(scene: &Scene<'_>, sense: &Sense) -> String {
    let kind = sense.kind.map_or("no event", |k| k.as_str());
    format!("{kind}, {}", scene.frames.location(sense))
}

fn argument_line(scene: &Scene<'_>, arguments: &Arguments) -> String {
    let mut line = String::from("arguments:");
    for argument in &arguments.list {
        let token = scene.token(argument.head);
        let _ = write!(line, " {}={}", slot_name(scene, argument.slot), token.text());
    }
    line
}

fn slot_name(scene: &Scene<'_>, slot: lexicon::frames::SlotName) -> String {
    match slot {
        lexicon::frames::SlotName::Prep(word) => scene.frames.text(word).to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// The path from each word that the event rests on to the trigger.
fn tree(scene: &Scene<'_>, e: &Event) -> Vec<String> {
    let parts = e.evidence.parts.iter().map(|p| p.head);
    let anchors = e.evidence.anchors.iter().copied().filter(|a| *a != e.trigger_token);
    let mut heads: Vec<TokenId> = parts.chain(anchors).collect();
    heads.sort_unstable();
    heads.dedup();
    heads.into_iter().map(|head| path(scene.token(head), e)).collect()
}

fn path(token: Token<'_>, e: &Event) -> String {
    let mut line = token.text().to_owned();
    let mut at = token;
    while let Some(head) = at.head() {
        let _ = write!(line, " ←{}– {}", at.deprel().as_str(), head.text());
        if head.id == e.trigger_token || e.evidence.anchors.contains(&head.id) {
            break;
        }
        at = head;
    }
    line
}

fn frame(scene: &Scene<'_>, e: &Event) -> Vec<String> {
    let mode = e.mode.as_deref().map_or(String::new(), |m| format!(" {m}"));
    let cameo = e.cameo.as_deref().unwrap_or("none");
    let (score, rivals) = e.evidence.score;
    let mut lines = vec![
        format!("{}{mode} (CAMEO {cameo}, intensity {})", e.kind, e.intensity),
        format!("by {}: {score} points, {rivals} other senses of the word fitted less", e.frame),
    ];
    if let Some(means) = e.evidence.means {
        lines.push(format!("mode by the means “{}”", scene.token(means).text()));
    }
    lines
}

fn roles(scene: &Scene<'_>, layers: &Layers, e: &Event) -> Vec<String> {
    let doc = &layers.document;
    let mut lines: Vec<String> = e
        .evidence
        .parts
        .iter()
        .map(|part| {
            let token = scene.token(part.head);
            let resolved = scene
                .actor_mention(part.head)
                .map_or(String::new(), |m| format!(" = {} ({:?})", layers.actors.get(m.actor).name, m.evidence));
            format!("{}: “{}”{resolved}", part.role.as_str(), doc.words(super::roles::phrase(token)))
        })
        .collect();
    for (role, list) in [(Role::Actor, &e.actors), (Role::Recipient, &e.recipients)] {
        let names: Vec<&str> = list.iter().map(|p| name(layers, *p)).collect();
        let names = if names.is_empty() { "nobody is named".to_owned() } else { names.join(", ") };
        lines.push(format!("{}s: {names}", role.as_str()));
    }
    for (what, toll) in [("killed", e.killed), ("wounded", e.wounded), ("detained", e.detained)] {
        if let Some((low, high)) = toll {
            let high = high.map_or("more".to_owned(), |h| h.to_string());
            lines.push(format!("{what}: {low} to {high}"));
        }
    }
    lines
}

fn circumstances(layers: &Layers, e: &Event) -> Vec<String> {
    let place = e.place.map(|p| format!("place: {}", layers.places.get(p).name));
    let time = e.time.map(|t| format!("time: {}", layers.times[t.0 as usize].value));
    let broken = e.violates.map(|g| format!("said to break: {}", layers.agreements[g.0 as usize].name));
    place.into_iter().chain(time).chain(broken).collect()
}

fn reality(scene: &Scene<'_>, e: &Event) -> Vec<String> {
    let because = e.evidence.reality.map_or(String::new(), |t| format!(", by “{}”", scene.token(t).text()));
    vec![format!("{}, {}{because}; confidence {:.2}", e.polarity.as_str(), e.modality.as_str(), e.confidence)]
}

fn sources(layers: &Layers, e: &Event) -> Vec<String> {
    let statement = &layers.statements[e.statement.0 as usize];
    let number = e.statement.0 + 1;
    if statement.sources.is_empty() {
        return vec![format!("S{number}: the report's own narration, nobody is quoted")];
    }
    let text = layers.document.text();
    statement
        .sources
        .iter()
        .map(|source| {
            let cue = source.cue.map_or("no cue of its own".to_owned(), |c| format!("cue “{}”", c.of(text)));
            format!("S{number}: {} ({cue})", name(layers, source.who))
        })
        .collect()
}

fn name(layers: &Layers, party: Party) -> &str {
    match party {
        Party::Actor(id) => &layers.actors.get(id).name,
        Party::Words(span) => span.of(layers.document.text()),
        Party::Unknown => "somebody who is not named",
    }
}
