//! Neutral words for what was read, the same for every party. What deeds are called stands in `knowledge/ontology`.

use lexicon::ontology::{EventType, Table, Wording};
use reading::{CountRange, EventOut};

/// How an event is called.
pub(crate) fn of<'a>(ontology: &'a Table, event: &EventOut) -> Wording<'a> {
    let kind = EventType::parse(&event.kind).unwrap_or(EventType::Consult);
    ontology.wording(kind, event.mode.as_deref().and_then(|name| ontology.mode(kind, name)))
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

/// The word before a place of a precision.
pub(crate) fn preposition(precision: &str) -> &'static str {
    match precision {
        "near" => "near",
        "exact" => "at",
        _ => "in",
    }
}

/// What a precision says of the place.
pub(crate) fn precision(precision: &str) -> &str {
    match precision {
        "exact" => "point",
        "near" => "surroundings",
        "city" => "town",
        "admin2" => "district",
        "admin1" => "first-level area",
        other => other,
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
