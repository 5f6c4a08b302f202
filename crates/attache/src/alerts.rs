//! Alerts in words for people: a table, and each with its reasons.

use ledger::{Alert, AlertCause, AlertReason};
use lexicon::ontology::EventType;
use lexicon::Lexicon;

use crate::brief::wording::and;
use crate::brief::{written, Brief, Form, Item, Medium, Section};
use crate::columns::{table, Set};
use crate::terminal::{self, Paint};

/// Claims that are named beside an incident.
const CLAIMS: usize = 4;

/// A table, a line for each alert.
pub(crate) fn list(alerts: &[Alert], lexicon: &Lexicon) -> String {
    let heads = [
        ("day", Set::Left),
        ("alert", Set::Left),
        ("incident", Set::Left),
        ("rules", Set::Cut),
        ("about", Set::Cut),
        ("what", Set::Cut),
        ("says so", Set::Cut),
    ];
    let mut out = match alerts.len() {
        0 => return "No alert\n".into(),
        1 => "1 alert\n\n".to_owned(),
        n => format!("{n} alerts\n\n"),
    };
    let rows: Vec<Vec<String>> = alerts.iter().map(|alert| row(alert, lexicon)).collect();
    out += &table(&heads, &rows, Paint::of_stdout(), terminal::width());
    out + "\nattache alerts --why tells each with its reasons\n"
}

fn row(alert: &Alert, lexicon: &Lexicon) -> Vec<String> {
    let mut about: Vec<String> = alert.reasons.iter().map(about).filter(|a| !a.is_empty()).collect();
    about.dedup();
    let cause = cause(alert);
    vec![
        alert.day.clone(),
        alert.id.clone(),
        alert.incident.clone().unwrap_or_default(),
        alert.rules.join(", "),
        about.join("; "),
        cause.map(|c| what(c, lexicon)).unwrap_or_default(),
        cause.map(who).unwrap_or_default(),
    ]
}

/// What the alert's own incident is told to be.
fn cause(alert: &Alert) -> Option<&AlertCause> {
    let all = || alert.reasons.iter().flat_map(|r| &r.because);
    all().find(|c| c.incident == alert.incident).or_else(|| all().next())
}

/// Each alert with its reasons.
pub(crate) fn shown(alerts: &[Alert], lexicon: &Lexicon) -> String {
    let medium = Medium::Terminal(Paint::of_stdout(), terminal::width());
    let told: Vec<String> = alerts.iter().map(|alert| written(&brief(alert, lexicon), &medium)).collect();
    if told.is_empty() {
        return "No alert\n".into();
    }
    told.join("\n")
}

fn brief(alert: &Alert, lexicon: &Lexicon) -> Brief {
    let title = cause(alert).map(|c| what(c, lexicon)).unwrap_or_default();
    let why = alert.reasons.iter().map(|reason| Item {
        lead: format!("{}:", reason.rule),
        body: numbers(reason),
        ..Item::default()
    });
    let mut causes: Vec<&AlertCause> = Vec::new();
    for cause in alert.reasons.iter().flat_map(|r| &r.because) {
        if !causes.iter().any(|c| c.incident == cause.incident && c.claims == cause.claims) {
            causes.push(cause);
        }
    }
    let rests = causes.into_iter().map(|cause| item(cause, lexicon)).collect();
    Brief {
        title,
        about: [Some(alert.day.clone()), Some(alert.id.clone()), alert.incident.clone()]
            .into_iter()
            .flatten()
            .collect(),
        sections: vec![
            Section { heading: "Why", form: Form::Lines, items: why.collect() },
            Section { heading: "It rests on", form: Form::Lines, items: rests },
        ],
        nothing: "",
    }
}

fn about(reason: &AlertReason) -> String {
    let sides = match (&reason.from, &reason.to) {
        (Some(from), Some(to)) => format!("{from} → {to}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    };
    match &reason.agreement {
        Some(agreement) if sides.is_empty() => agreement.clone(),
        Some(agreement) => format!("{agreement}, {sides}"),
        None => sides,
    }
}

fn numbers(reason: &AlertReason) -> String {
    let value = reason.value.zip(reason.threshold);
    let told = match (reason.watch.as_str(), value) {
        ("toll", Some((dead, least))) => format!("at least {dead} killed; {least} raise it"),
        (_, Some((value, least))) => format!("{value:.2} on {}; {least:.2} raises it", reason.day),
        _ => format!("first on {}", reason.day),
    };
    let more = [
        Some(about(reason)).filter(|a| !a.is_empty()),
        Some(told),
        reason.bounds.map(|[low, high]| format!("bounds {low:.2} to {high:.2}")),
        reason.baseline.map(|baseline| format!("baseline {baseline:.2}")),
        reason.quiet_days.map(|days| format!("none told of in the {days} days before")),
    ];
    more.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn what(cause: &AlertCause, lexicon: &Lexicon) -> String {
    let kind = EventType::parse(&cause.r#type);
    let noun = kind.map(|kind| {
        let mode = cause.mode.as_deref().and_then(|mode| lexicon.ontology.mode(kind, mode));
        lexicon.ontology.wording(kind, mode).noun.to_owned()
    });
    let noun = noun.unwrap_or_else(|| "Alleged violation".into());
    let killed = cause.killed.map(|(low, high)| match high {
        Some(high) if high == low => format!("{low} killed"),
        Some(high) => format!("{low} to {high} killed"),
        None => format!("at least {low} killed"),
    });
    [Some(noun), cause.place.clone(), killed].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn who(cause: &AlertCause) -> String {
    let reports = match cause.independent {
        1 => "1 report".to_owned(),
        n => format!("{n} independent reports"),
    };
    let by = if cause.by.is_empty() { reports } else { format!("{} ({reports})", and(&cause.by)) };
    match &cause.denied_by[..] {
        [] if cause.denied => format!("{by}; denied"),
        [] => by,
        names => format!("{by}; denied by {}", and(names)),
    }
}

fn item(cause: &AlertCause, lexicon: &Lexicon) -> Item {
    let weight = cause.weight.zip(cause.share).map(|(w, share)| format!(": {w:.2}, {:.0}% of all", share * 100.0));
    let claims: Vec<String> = cause
        .claims
        .iter()
        .take(CLAIMS)
        .map(|c| c.event.as_ref().map_or_else(|| c.report.clone(), |event| format!("{} {event}", c.report)))
        .collect();
    let more = cause.claims.len().saturating_sub(CLAIMS);
    let notes = [
        cause.incident.clone(),
        (!claims.is_empty())
            .then(|| claims.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }),
    ];
    Item {
        lead: cause.day.clone().unwrap_or_else(|| "undated".into()),
        body: what(cause, lexicon) + &weight.unwrap_or_default(),
        source: format!("according to {}", who(cause)),
        notes: notes.into_iter().flatten().collect(),
        ..Item::default()
    }
}
