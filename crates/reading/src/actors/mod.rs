//! Actors: states, organisations, groups and persons, and every place of the text that speaks of them.

mod cast;
mod context;
mod coreference;
mod finder;
mod hits;
mod misspelt;
mod persons;
mod roles;
mod seats;
mod text;
mod whereabouts;
mod whose;

use language::{ByteSpan, Document, TokenId, TokenSpan};
use lexicon::Lexicon;

use crate::Report;

pub use lexicon::{ActorKind, Country, Sector};

/// Number of an actor in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(pub u32);

/// One actor of a report.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Canonical name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// The state that it is of.
    pub country: Option<Country>,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<Sector>,
    /// Office held at the time of the report.
    pub office: Option<String>,
    /// State or organisation that it belongs to.
    pub member_of: Option<ActorId>,
    /// Id in the lexicon, where it was found there.
    pub lexicon_id: Option<String>,
}

/// One place of the text that speaks of an actor.
#[derive(Clone, Debug)]
pub struct ActorMention {
    /// Who is meant.
    pub actor: ActorId,
    /// The words, without determiner: "Ukrainian soldiers", "John Kirby", "Moscow".
    pub tokens: TokenSpan,
    /// The same in bytes.
    pub span: ByteSpan,
    /// The token that governs the mention's tokens.
    pub head: TokenId,
    /// For pronouns, short forms and definite descriptions: which mention it leans on.
    pub antecedent: Option<usize>,
    /// How it was resolved, for people who ask why.
    pub evidence: Evidence,
    /// How sure that is, 0 to 1.
    pub score: f32,
}

/// By what a mention was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The name is in the knowledge files.
    Name,
    /// The initials are, and they are written just so.
    Initials,
    /// The report itself says what the initials stand for.
    DefinedInitials,
    /// An adjective of a state.
    Adjective,
    /// The name of a state's people.
    People,
    /// A capital that acts, speaks, or is acted on as a government.
    Capital,
    /// A building or street that stands for who sits there.
    Seat,
    /// A kind of organ, of a state that the words beside it name.
    Organ,
    /// A kind of organ, of the state that the report is about at this point.
    OrganByContext,
    /// An office, held on the day by a person whom the knowledge files name.
    OfficeByDate,
    /// Whoever holds an office, not known by name.
    Office,
    /// A person's name from the knowledge files, and nothing in the report against it.
    PersonName,
    /// A name that is written much like that of the holder of the office beside it.
    Likeness,
    /// A state's name that is written with one letter amiss.
    Misspelt,
    /// A person's name, with the role that the words beside it tell.
    RoleBeside,
    /// A person's name and nothing more.
    PersonOnly,
    /// A noun that tells a role, with whose it is.
    Role,
    /// A name that the report has used in full elsewhere.
    ShortForm,
    /// A pronoun.
    Pronoun,
    /// A description of somebody named before.
    Description,
    /// Somebody's equal in another state.
    Counterpart,
    /// A name that the tagger holds for one.
    Tagged,
}

impl Evidence {
    /// The evidence in words.
    pub fn explain(self) -> &'static str {
        match self {
            Self::Name => "its name is in the knowledge files",
            Self::Initials => "its initials are in the knowledge files",
            Self::DefinedInitials => "the report says what the initials stand for",
            Self::Adjective => "an adjective of the state",
            Self::People => "the name of the state's people",
            Self::Capital => "the capital stands for the government, which acts or is spoken to here",
            Self::Seat => "the building or street stands for who sits there",
            Self::Organ => "an organ of the state that is named beside it",
            Self::OrganByContext => "an organ of the state that the report is about here",
            Self::OfficeByDate => "held this office on the day of the report",
            Self::Office => "whoever holds this office",
            Self::PersonName => "a person of the knowledge files by name",
            Self::Likeness => "the name is much like that of the holder of the office beside it",
            Self::Misspelt => "a state's name with one letter amiss",
            Self::RoleBeside => "a name with its role beside it",
            Self::PersonOnly => "a person's name",
            Self::Role => "a role, with whose it is",
            Self::ShortForm => "short for a name that the report gives in full",
            Self::Pronoun => "a pronoun for an actor named before",
            Self::Description => "a description of an actor named before",
            Self::Counterpart => "the equal, in the state that is named, of an actor named before",
            Self::Tagged => "tagged as a name",
        }
    }
}

/// All actors of a report and all mentions, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// The actors; an [`ActorId`] is an index.
    pub list: Vec<Actor>,
    /// Their mentions, ordered by first token, longer ones first. Mentions can nest ("Ukraine" in "Armed Forces of
    /// Ukraine", "Ukrainian" in "Ukrainian soldiers").
    pub mentions: Vec<ActorMention>,
    /// Numbers of mentions by their head; of mentions with one head, the widest first.
    by_head: Vec<(TokenId, u32)>,
}

impl Actors {
    /// Actors and their mentions, which are put in order.
    pub fn new(list: Vec<Actor>, mentions: Vec<ActorMention>) -> Self {
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|&i| {
            let tokens = mentions[i].tokens;
            (tokens.start, std::cmp::Reverse(tokens.end), mentions[i].actor)
        });
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(to, &from)| places[from] = to);
        let mentions: Vec<ActorMention> = order
            .iter()
            .map(|&i| ActorMention { antecedent: mentions[i].antecedent.map(|a| places[a]), ..mentions[i].clone() })
            .collect();
        let mut by_head: Vec<(TokenId, u32)> = mentions.iter().enumerate().map(|(i, m)| (m.head, i as u32)).collect();
        by_head.sort_by_key(|&(head, i)| (head, std::cmp::Reverse(mentions[i as usize].tokens.len()), i));
        Self { list, mentions, by_head }
    }

    /// The actor `id`.
    pub fn get(&self, id: ActorId) -> &Actor {
        &self.list[id.0 as usize]
    }

    /// The widest mention whose head is `token`.
    pub fn headed_by(&self, token: TokenId) -> Option<&ActorMention> {
        let at = self.by_head.partition_point(|&(head, _)| head < token);
        self.by_head.get(at).filter(|&&(head, _)| head == token).map(|&(_, i)| &self.mentions[i as usize])
    }

    /// Every mention whose head is `token`, the widest first: several where one word speaks of several ("both countries",
    /// "Hungarian and Romanian officials").
    pub fn all_headed_by(&self, token: TokenId) -> impl Iterator<Item = &ActorMention> {
        let at = self.by_head.partition_point(|&(head, _)| head < token);
        self.by_head[at..].iter().take_while(move |&&(head, _)| head == token).map(|&(_, i)| &self.mentions[i as usize])
    }

    /// Mentions inside a run of tokens.
    pub fn within(&self, tokens: TokenSpan) -> impl Iterator<Item = &ActorMention> {
        let start = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
        self.mentions[start..]
            .iter()
            .take_while(move |m| m.tokens.start < tokens.end)
            .filter(move |m| m.tokens.end <= tokens.end)
    }
}

/// Finds every actor: by name, by role, by composition ("Russian mercenaries", "a senior US official"), by seat
/// ("Moscow said"), by pronoun and definite description.
pub fn find(doc: &Document, report: &Report, lexicon: &Lexicon) -> Actors {
    let folded = text::Folded::new(doc);
    let day = report.published.map(|d| d.year() as u32 * 10_000 + d.month() as u32 * 100 + d.day() as u32);
    finder::Finder::new(doc, &folded, lexicon, day).run()
}
