//! What the actor files hold, a record a line.

use serde::Deserialize;

/// The values of a cell, parted by `|`.
pub(super) fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|v| !v.is_empty())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StateRow {
    pub id: String,
    pub country: String,
    pub name: String,
    pub aliases: String,
    pub adjectives: String,
    pub people: String,
    pub capital: String,
    pub status: String,
    pub sectors: String,
    pub from: String,
    pub to: String,
    pub note: String,
    pub source: String,
}

/// Organisations, armed groups and organs of states.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyRow {
    pub id: String,
    pub name: String,
    pub aliases: String,
    pub acronyms: String,
    pub weak: String,
    pub kind: String,
    pub country: String,
    pub sectors: String,
    pub parent: String,
    pub from: String,
    pub to: String,
    #[allow(dead_code)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeatRow {
    pub name: String,
    pub aliases: String,
    pub actor: String,
    #[allow(dead_code)]
    pub note: String,
    #[allow(dead_code)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonRow {
    pub id: String,
    pub name: String,
    pub short: String,
    pub aliases: String,
    pub country: String,
    pub gender: String,
    #[allow(dead_code)]
    pub source: String,
}

/// A kind of organ that every state may have: its defence ministry, its army.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganKindRow {
    pub id: String,
    pub name: String,
    pub nouns: String,
    pub short: String,
    pub kind: String,
    pub sectors: String,
    pub headed_by: String,
}

/// A kind of office that every state, or every organisation, may have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeKindRow {
    pub id: String,
    pub title: String,
    pub aliases: String,
    pub sectors: String,
    pub holders: String,
    pub organ: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeRow {
    pub id: String,
    pub title: String,
    pub aliases: String,
    pub body: String,
    pub sectors: String,
    pub holders: String,
    #[allow(dead_code)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolderRow {
    pub office: String,
    pub person: String,
    pub from: String,
    pub to: String,
    #[allow(dead_code)]
    pub source: String,
}

/// A noun that makes an actor of whoever it is said of: soldier, rebel, spokesman.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleRow {
    pub nouns: String,
    pub form: String,
    pub sectors: String,
    pub inherits: String,
    pub gender: String,
    pub alone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleRow {
    pub titles: String,
    pub sectors: String,
    pub gender: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CueRow {
    pub words: String,
    pub class: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FoldRow {
    pub from: String,
    pub to: String,
}
