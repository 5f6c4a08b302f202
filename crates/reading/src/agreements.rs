//! Agreements that a report speaks of: ceasefires, treaties, accords, resolutions.

use language::{ByteSpan, Document, TokenId, TokenSpan};
use lexicon::Lexicon;

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

/// Finds every agreement, one for each that the report tells apart.
pub fn find(_doc: &Document, _actors: &Actors, _times: &[TimeMention], _lexicon: &Lexicon) -> Vec<Agreement> {
    Vec::new()
}
