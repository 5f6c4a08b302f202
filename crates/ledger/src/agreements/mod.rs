//! Agreements over time: one agreement across reports, and what is said to be done about it by whom.

mod join;
mod load;

use std::collections::{BTreeMap, BTreeSet};

use lexicon::Lexicon;
use serde::Serialize;

use crate::listing::Period;
use crate::store::Ledger;
use crate::{days, wording, Error};

use load::{About, Loaded, Parties};

/// An agreement, as all reports together tell of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Its handle: that of its first mention, or of its name where it is well known.
    pub id: String,
    /// Its name, or what it is called most.
    pub name: String,
    /// ceasefire, treaty, accord, agreement, resolution.
    pub kind: String,
    /// EDTF date, where one is told.
    pub date: Option<String>,
    /// Between whom it is, by name.
    pub parties: Vec<String>,
    /// Codes of the states that the parties are or belong to, in the same order.
    pub countries: Vec<Option<String>>,
    /// Who mediated.
    pub mediators: Vec<String>,
    /// Reports that speak of it, echoes among them, by day of publication.
    pub reports: Vec<String>,
    /// Where it is spoken of: report, and the agreement's id in that report's reading.
    #[serde(skip)]
    pub mentions: Vec<(String, String)>,
    /// First and last day on which a report spoke of it.
    pub spoken_of: [Option<String>; 2],
    /// Alleged violations by side, echoes apart: what is affirmed, told as having happened.
    pub violations: Vec<SideClaims>,
    /// Statements that it is kept, by side.
    pub compliance: Vec<SideClaims>,
    /// Statements that it is not or was not broken, or that it is not kept.
    pub denials: usize,
    /// Withdrawals and suspensions, by side, announced ones too.
    pub withdrawals: Vec<SideClaims>,
    /// Extensions, by side, announced ones too.
    pub extensions: Vec<SideClaims>,
    /// Day of the last alleged violation.
    pub last_violation: Option<String>,
    /// Days from it to `as_of`.
    pub days_since: Option<i32>,
    /// The day as of which days are counted: the last of the period, or the ledger's last day of publication.
    pub as_of: Option<String>,
    /// Every claim of what is done about it, with its words, by day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<AgreementClaim>,
}

/// Claims about one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideClaims {
    /// A party, somebody else, or empty where nobody is named.
    pub side: String,
    /// How many claims.
    pub claims: usize,
    /// Reports that make them, echoes apart.
    pub reports: usize,
}

/// One claim of what is done about an agreement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementClaim {
    /// violation, compliance, withdrawal, extension, conclusion, end.
    pub kind: String,
    /// Who is said to do it.
    pub by: Vec<String>,
    /// The sides they belong to.
    pub sides: Vec<String>,
    /// Codes of the states they belong to.
    #[serde(skip)]
    codes: Vec<Option<String>>,
    /// affirmed, or negated where it is denied.
    pub polarity: String,
    /// actual, planned, possible and so on.
    pub modality: String,
    /// The chain of sources, the outermost first; empty for narration.
    pub sources: Vec<String>,
    /// The day it is said of, or of publication.
    pub day: Option<String>,
    /// The report.
    pub report: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its day of publication.
    pub published: Option<String>,
    /// The report that it repeats.
    pub echo_of: Option<String>,
    /// The incident that breaks the agreement.
    pub incident: Option<String>,
    /// Place in the text, in characters.
    pub span: [u32; 2],
    /// The words there.
    pub words: String,
}

impl AgreementClaim {
    /// Whether it says that this happened, in the words of a report that repeats no other.
    pub(crate) fn counts(&self) -> bool {
        self.polarity == "affirmed" && self.modality == "actual" && self.echo_of.is_none()
    }

    /// Whether it is of somebody of this name, or of this state.
    pub(crate) fn is_against(&self, side: &str) -> bool {
        self.by.iter().chain(&self.sides).chain(self.codes.iter().flatten()).any(|name| name == side)
    }
}

/// Which agreements are wanted: all that meet every condition.
#[derive(Clone, Debug, Default)]
pub struct WantedAgreements {
    /// Spoken of in reports of this time.
    pub period: Period,
    /// Between these: parts of names, or codes of states; each of them.
    pub parties: Vec<String>,
    /// Of this kind.
    pub kind: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Agreements {
    /// The agreements, by date, undated ones last.
    pub agreements: Vec<Agreement>,
    /// Mentions that tell neither date nor sides nor a name, so that nobody can say which agreement they mean.
    pub vague: usize,
}

impl Ledger {
    /// The agreements that are wanted, with all their claims. The lexicon has the well-known ones, and the names of states.
    pub fn agreements(&self, lexicon: &Lexicon, wanted: &WantedAgreements) -> Result<Agreements, Error> {
        let loaded = self.load_agreements(lexicon, &wanted.period).map_err(|e| self.error(e))?;
        let (groups, vague) = join::groups(&loaded.mentions);
        let mut agreements: Vec<Agreement> =
            groups.iter().filter_map(|group| agreement(&loaded, group, lexicon)).filter(|a| wanted.takes(a)).collect();
        agreements.sort_by(|a, b| {
            let key = |a: &Agreement| (a.date.is_none(), a.date.clone(), a.id.clone());
            key(a).cmp(&key(b))
        });
        Ok(Agreements { agreements, vague: vague.len() })
    }

    /// Agreements whose handle is `name`, or any of whose names has it in it, with their claims.
    pub fn agreements_named(&self, lexicon: &Lexicon, name: &str, period: &Period) -> Result<Vec<Agreement>, Error> {
        let loaded = self.load_agreements(lexicon, period).map_err(|e| self.error(e))?;
        let (groups, _) = join::groups(&loaded.mentions);
        let part = name.to_lowercase();
        let called = |m: usize| {
            let mention = &loaded.mentions[m];
            mention.name.to_lowercase().contains(&part) || handle(&loaded, m) == name
        };
        let found = groups.iter().filter(|g| g.iter().any(|&m| called(m)));
        Ok(found.filter_map(|group| agreement(&loaded, group, lexicon)).collect())
    }
}

impl WantedAgreements {
    /// Whether an agreement is of the parties and the kind that are wanted.
    pub fn takes(&self, agreement: &Agreement) -> bool {
        let party = |wanted: &String| {
            let part = wanted.to_lowercase();
            agreement.parties.iter().any(|name| name.to_lowercase().contains(&part))
                || agreement.countries.iter().flatten().any(|code| code.eq_ignore_ascii_case(wanted))
        };
        self.parties.iter().all(party) && self.kind.as_ref().is_none_or(|k| k.eq_ignore_ascii_case(&agreement.kind))
    }
}

/// The handle of a mention's agreement were it the first of it.
fn handle(loaded: &Loaded, m: usize) -> String {
    let mention = &loaded.mentions[m];
    match &mention.known {
        Some(name) => wording::handle('g', name.as_bytes()),
        None => wording::handle('g', format!("{}\0{}", mention.order.1, mention.order.2).as_bytes()),
    }
}

fn agreement(loaded: &Loaded, group: &join::Group, lexicon: &Lexicon) -> Option<Agreement> {
    let first = *group.first()?;
    let known = group.iter().find_map(|&m| lexicon.agreements.named(loaded.mentions[m].known.as_deref()?));
    let head = group.iter().copied().find(|&m| loaded.mentions[m].known.is_some()).unwrap_or(first);
    let exact = group.iter().filter_map(|&m| Some((loaded.mentions[m].days?, &loaded.about[m].date)));
    let date = exact.min_by_key(|((first, last), _)| (last - first, *first)).and_then(|(_, date)| date.clone());
    let of_all = |who: fn(&About) -> &Parties| -> Parties {
        let all = group.iter().flat_map(|&m| who(&loaded.about[m]));
        all.map(|(name, code)| (name.clone(), code.clone())).collect()
    };
    let (mut parties, mut mediators) = (of_all(|a| &a.parties), of_all(|a| &a.mediators));
    if let Some(known) = known {
        parties = known.parties.iter().map(|p| load::party(lexicon, p)).collect();
        mediators = known.mediators.iter().map(|p| load::party(lexicon, p)).collect();
    }
    parties.retain(|name, _| !mediators.contains_key(name));
    let claims = claims(loaded, group, &parties);
    let reports: Vec<String> = group.iter().map(|&m| loaded.mentions[m].order.1.clone()).collect();
    let last_violation =
        claims.iter().filter(|c| c.kind == "violation" && c.counts()).filter_map(|c| c.day.clone()).max();
    let number = |day: &String| day.parse().ok().map(days::number);
    let days_since = last_violation.as_ref().zip(loaded.as_of.as_ref());
    let spoken: Vec<&String> = group.iter().filter_map(|&m| loaded.about[m].published.as_ref()).collect();
    Some(Agreement {
        id: handle(loaded, head),
        name: known.map_or_else(|| name(loaded, group, &date), |k| k.name.clone()),
        kind: known.map_or_else(|| loaded.mentions[first].kind.clone(), |k| k.kind.clone()),
        date: known.map(|k| k.date.clone()).or(date),
        countries: parties.values().cloned().collect(),
        parties: parties.into_keys().collect(),
        mediators: mediators.into_keys().collect(),
        reports: distinct(reports),
        mentions: group
            .iter()
            .map(|&m| &loaded.mentions[m].order)
            .map(|(_, r, n)| (r.clone(), format!("G{}", n + 1)))
            .collect(),
        spoken_of: [spoken.iter().min().map(|d| (*d).clone()), spoken.iter().max().map(|d| (*d).clone())],
        violations: by_side(&claims, |c| c.kind == "violation" && c.counts()),
        compliance: by_side(&claims, |c| c.kind == "compliance" && c.counts()),
        denials: claims
            .iter()
            .filter(|c| c.kind == "violation" && c.polarity == "negated" && c.echo_of.is_none())
            .count(),
        withdrawals: by_side(&claims, |c| c.kind == "withdrawal" && is_told(c)),
        extensions: by_side(&claims, |c| c.kind == "extension" && is_told(c)),
        days_since: days_since.and_then(|(last, now)| Some(number(now)? - number(last)?)),
        last_violation,
        as_of: loaded.as_of.clone(),
        claims,
    })
}

/// What is announced counts as what is done.
fn is_told(claim: &AgreementClaim) -> bool {
    claim.polarity == "affirmed" && claim.echo_of.is_none() && matches!(claim.modality.as_str(), "actual" | "planned")
}

/// The name that is used most of those that are names, else the kind with the date.
fn name(loaded: &Loaded, group: &join::Group, date: &Option<String>) -> String {
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for &m in group {
        let name = loaded.mentions[m].name.as_str();
        if join::is_named(name) {
            *used.entry(name).or_default() += 1;
        }
    }
    let most = used.into_iter().max_by_key(|(name, uses)| (*uses, std::cmp::Reverse(*name)));
    let kind = &loaded.mentions[group[0]].kind;
    match (most, date) {
        (Some((name, _)), _) => name.to_owned(),
        (None, Some(date)) => format!("{kind} of {date}"),
        (None, None) => loaded.mentions[group[0]].name.clone(),
    }
}

fn claims(loaded: &Loaded, group: &join::Group, parties: &Parties) -> Vec<AgreementClaim> {
    let mut claims: Vec<AgreementClaim> =
        group.iter().flat_map(|&m| loaded.about[m].claims.iter().map(|c| with_sides(c, parties))).collect();
    claims.sort_by(|a, b| {
        let key = |c: &AgreementClaim| (c.day.clone(), c.published.clone(), c.report.clone(), c.span);
        key(a).cmp(&key(b))
    });
    claims
}

/// A claim with the sides of those who do it: the parties that they are or belong to, else themselves.
fn with_sides(claim: &AgreementClaim, parties: &Parties) -> AgreementClaim {
    let side = |(name, code): (&String, &Option<String>)| {
        let state = || parties.iter().find(|(_, other)| code.is_some() && *other == code).map(|(party, _)| party);
        let party = parties.contains_key(name).then_some(name).or_else(state);
        party.unwrap_or(name).clone()
    };
    let sides: BTreeSet<String> = claim.by.iter().zip(&claim.codes).map(side).collect();
    AgreementClaim { sides: sides.into_iter().collect(), ..claim.clone() }
}

fn by_side(claims: &[AgreementClaim], wanted: impl Fn(&AgreementClaim) -> bool) -> Vec<SideClaims> {
    let mut sides: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for claim in claims.iter().filter(|c| wanted(c)) {
        let nobody = claim.sides.is_empty().then_some("");
        for side in claim.sides.iter().map(String::as_str).chain(nobody) {
            let told = sides.entry(side).or_default();
            told.0 += 1;
            told.1.insert(&claim.report);
        }
    }
    let mut list: Vec<SideClaims> = sides
        .into_iter()
        .map(|(side, (claims, reports))| SideClaims { side: side.to_owned(), claims, reports: reports.len() })
        .collect();
    list.sort_by(|a, b| (b.claims, &a.side).cmp(&(a.claims, &b.side)));
    list
}

/// Each once, in the order in which they come.
fn distinct(list: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    list.into_iter().filter(|x| seen.insert(x.clone())).collect()
}
