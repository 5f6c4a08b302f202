//! The closed sets that actors are described with.

use std::fmt;

use serde::{Deserialize, Serialize};

/// ISO 3166-1 alpha-3 code of a country.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Country([u8; 3]);

impl Country {
    /// The country written as `code`: three capital letters.
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The code: `UKR`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// PLOVER sector of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Sector {
    Gov,
    Mil,
    Cop,
    Spy,
    Jud,
    Leg,
    Pty,
    Prm,
    Reb,
    Uaf,
    Unk,
    Opp,
    Cvl,
    Eli,
    Crm,
    Bus,
    Lab,
    Agr,
    Edu,
    Jrn,
    Med,
    Ref,
    Rel,
    Soc,
    Pre,
    Igo,
    Ngo,
    Img,
}

impl Sector {
    /// Whether its people bear arms by trade: forces, police, rebels, militias, gangs.
    pub fn is_armed(self) -> bool {
        matches!(self, Self::Mil | Self::Cop | Self::Spy | Self::Prm | Self::Reb | Self::Uaf | Self::Crm | Self::Img)
    }

    /// Every sector, in the order of its number.
    pub const ALL: [Self; 28] = [
        Self::Gov,
        Self::Mil,
        Self::Cop,
        Self::Spy,
        Self::Jud,
        Self::Leg,
        Self::Pty,
        Self::Prm,
        Self::Reb,
        Self::Uaf,
        Self::Unk,
        Self::Opp,
        Self::Cvl,
        Self::Eli,
        Self::Crm,
        Self::Bus,
        Self::Lab,
        Self::Agr,
        Self::Edu,
        Self::Jrn,
        Self::Med,
        Self::Ref,
        Self::Rel,
        Self::Soc,
        Self::Pre,
        Self::Igo,
        Self::Ngo,
        Self::Img,
    ];

    /// As PLOVER writes it: `GOV`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gov => "GOV",
            Self::Mil => "MIL",
            Self::Cop => "COP",
            Self::Spy => "SPY",
            Self::Jud => "JUD",
            Self::Leg => "LEG",
            Self::Pty => "PTY",
            Self::Prm => "PRM",
            Self::Reb => "REB",
            Self::Uaf => "UAF",
            Self::Unk => "UNK",
            Self::Opp => "OPP",
            Self::Cvl => "CVL",
            Self::Eli => "ELI",
            Self::Crm => "CRM",
            Self::Bus => "BUS",
            Self::Lab => "LAB",
            Self::Agr => "AGR",
            Self::Edu => "EDU",
            Self::Jrn => "JRN",
            Self::Med => "MED",
            Self::Ref => "REF",
            Self::Rel => "REL",
            Self::Soc => "SOC",
            Self::Pre => "PRE",
            Self::Igo => "IGO",
            Self::Ngo => "NGO",
            Self::Img => "IMG",
        }
    }

    /// The sector that PLOVER writes as `code`.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == code)
    }
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum ActorKind {
    State,
    Organisation,
    ArmedGroup,
    Person,
    Population,
    Other,
}

impl ActorKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 6] =
        [Self::State, Self::Organisation, Self::ArmedGroup, Self::Person, Self::Population, Self::Other];

    /// As the contract writes it: `armed-group`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Organisation => "organisation",
            Self::ArmedGroup => "armed-group",
            Self::Person => "person",
            Self::Population => "population",
            Self::Other => "other",
        }
    }

    /// The kind that the contract writes as `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }
}
