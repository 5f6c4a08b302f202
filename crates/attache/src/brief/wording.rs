//! Neutral words for what was read. The same for every party.

use reading::{CountRange, EventOut};

/// How a type or mode is called, and which words join those who did it and those to whom it was done.
pub(crate) struct Wording {
    pub noun: &'static str,
    pub by: &'static str,
    pub to: &'static str,
}

/// Type, its noun, the words before who did it and before to whom.
const TYPES: [(&str, &str, &str, &str); 16] = [
    ("AGREE", "Agreement or offer", "by", "with"),
    ("CONSULT", "Talks", "of", "with"),
    ("SUPPORT", "Support", "by", "for"),
    ("COOPERATE", "Cooperation", "by", "with"),
    ("AID", "Aid", "by", "for"),
    ("CONCEDE", "Concession", "by", "to"),
    ("RETREAT", "Step back", "by", "towards"),
    ("REQUEST", "Request", "by", "to"),
    ("ACCUSE", "Accusation", "by", "against"),
    ("REJECT", "Refusal", "by", "towards"),
    ("THREATEN", "Warning or threat", "by", "to"),
    ("PROTEST", "Protest", "by", "against"),
    ("SANCTION", "Sanction", "by", "against"),
    ("MOBILIZE", "Movement of forces", "by", "towards"),
    ("COERCE", "Coercion", "by", "against"),
    ("ASSAULT", "Attack", "by", "on"),
];

/// Modes that have a noun of their own.
const MODES: [(&str, &str, &str); 49] = [
    ("CONSULT", "visit", "Visit"),
    ("CONSULT", "phone", "Telephone call"),
    ("CONSULT", "third-party", "Talks hosted by a third party"),
    ("CONSULT", "multilateral", "Multilateral talks"),
    ("RETREAT", "withdraw", "Withdrawal"),
    ("RETREAT", "release", "Release"),
    ("RETREAT", "disarm", "Disarmament"),
    ("RETREAT", "ceasefire", "Ceasefire kept"),
    ("RETREAT", "access", "Access granted"),
    ("RETREAT", "resign", "Resignation"),
    ("REQUEST", "assist", "Request for help"),
    ("REQUEST", "change", "Request for change"),
    ("REQUEST", "yield", "Request to yield"),
    ("REQUEST", "meet", "Request to meet"),
    ("ACCUSE", "disapprove", "Criticism"),
    ("ACCUSE", "investigate", "Investigation"),
    ("ACCUSE", "allege", "Allegation"),
    ("REJECT", "meet", "Refusal to meet"),
    ("REJECT", "assist", "Refusal to help"),
    ("PROTEST", "demo", "Demonstration"),
    ("PROTEST", "riot", "Riot"),
    ("PROTEST", "strike", "Strike"),
    ("PROTEST", "hunger", "Hunger strike"),
    ("PROTEST", "boycott", "Boycott"),
    ("PROTEST", "obstruct", "Blockade by protesters"),
    ("SANCTION", "convict", "Conviction"),
    ("SANCTION", "expel", "Expulsion"),
    ("SANCTION", "withdraw", "Withdrawal from relations"),
    ("SANCTION", "discontinue", "Relations or trade cut"),
    ("MOBILIZE", "troops", "Movement of troops"),
    ("MOBILIZE", "weapons", "Movement of weapons"),
    ("MOBILIZE", "police", "Deployment of police"),
    ("COERCE", "seize", "Seizure"),
    ("COERCE", "restrict", "Restriction"),
    ("COERCE", "censor", "Censorship"),
    ("COERCE", "curfew", "Curfew"),
    ("COERCE", "martial-law", "Martial law"),
    ("COERCE", "arrest", "Arrest"),
    ("COERCE", "deport", "Deportation"),
    ("COERCE", "cyber", "Cyberattack"),
    ("ASSAULT", "abduct", "Abduction or capture"),
    ("ASSAULT", "beat", "Beating"),
    ("ASSAULT", "torture", "Torture"),
    ("ASSAULT", "targeted", "Targeted killing"),
    ("ASSAULT", "explosives", "Explosion"),
    ("ASSAULT", "suicide-attack", "Suicide attack"),
    ("ASSAULT", "heavy-weapons", "Attack with heavy weapons"),
    ("ASSAULT", "aerial", "Air strike"),
    ("ASSAULT", "drone", "Drone attack"),
];

/// The wording of an event.
pub(crate) fn of(event: &EventOut) -> Wording {
    let (_, noun, by, to) = TYPES.into_iter().find(|t| t.0 == event.kind).unwrap_or(("", "Event", "by", "towards"));
    let mode = event.mode.as_deref().unwrap_or_default();
    let noun = MODES.into_iter().find(|m| m.0 == event.kind && m.1 == mode).map_or(noun, |m| m.2);
    Wording { noun, by, to }
}

/// What is said of an event that is not said to have happened.
pub(crate) fn reality(event: &EventOut) -> &'static str {
    match event.modality {
        "planned" => "announced",
        "possible" => "possible",
        "requested" => "asked for",
        "conditional" => "on a condition",
        "feared" => "feared",
        _ => "",
    }
}

/// "4 killed", "at least 4 killed", "20 to 30 killed".
pub(crate) fn count(range: CountRange, what: &str) -> String {
    match range {
        (low, Some(high)) if low == high => format!("{low} {what}"),
        (low, Some(high)) => format!("{low} to {high} {what}"),
        (low, None) => format!("at least {low} {what}"),
    }
}

/// "Kirby", "Kirby and Milley", "Kirby, Milley and Austin".
pub(crate) fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// How a source's saying is called by its stance.
pub(crate) fn stance(stance: &str) -> &'static str {
    match stance {
        "deny" => "Denied",
        "decline" => "Declined to comment",
        "accuse" => "Accused",
        "demand" => "Demanded",
        "promise" => "Promised",
        "threaten" => "Warned",
        "concern" => "Voiced concern",
        _ => "Said",
    }
}
