//! Agreements in words for people: a table of all, one in full with its claims.

use ledger::{Agreement, AgreementClaim, Agreements, SideClaims};

use crate::brief::wording::and;
use crate::brief::{written, Brief, Form, Item, Medium, Section};
use crate::columns::{table, Set};
use crate::terminal::{self, Paint};

/// What stands where a side is not named.
const NOBODY: &str = "nobody named";

/// A table, a line for each agreement.
pub(crate) fn list(found: &Agreements) -> String {
    let heads = [
        ("id", Set::Left),
        ("agreement", Set::Cut),
        ("made", Set::Left),
        ("between", Set::Cut),
        ("reports", Set::Right),
        ("broken by", Set::Cut),
        ("days", Set::Right),
        ("kept", Set::Right),
        ("left", Set::Right),
    ];
    let mut out = match found.agreements.first().and_then(|a| a.as_of.as_ref()) {
        Some(day) => format!(
            "{}; breaches are alleged ones, days those since the last, up to {day}\n\n",
            counted(found.agreements.len(), "agreement")
        ),
        None => format!("{}\n", counted(found.agreements.len(), "agreement")),
    };
    if !found.agreements.is_empty() {
        let rows: Vec<Vec<String>> = found.agreements.iter().map(row).collect();
        out += &table(&heads, &rows, Paint::of_stdout(), terminal::width());
    }
    let vague = match found.vague {
        0 => return out,
        1 => "1 mention tells neither when nor between whom and stands under none of them".to_owned(),
        n => format!("{n} mentions tell neither when nor between whom and stand under none of them"),
    };
    out += &format!("\n{vague}.\n");
    out
}

fn row(a: &Agreement) -> Vec<String> {
    let total = |list: &[SideClaims]| list.iter().map(|s| s.claims).sum::<usize>();
    let number = |n: usize| if n == 0 { String::new() } else { n.to_string() };
    vec![
        a.id.clone(),
        a.name.clone(),
        a.date.clone().unwrap_or_default(),
        a.parties.iter().map(|party| short(a, party)).collect::<Vec<_>>().join(", "),
        a.reports.len().to_string(),
        a.violations.iter().map(|s| format!("{} {}", short(a, side(&s.side)), s.claims)).collect::<Vec<_>>().join(", "),
        a.days_since.map(|d| d.to_string()).unwrap_or_default(),
        number(total(&a.compliance)),
        number(total(&a.withdrawals)),
    ]
}

/// A party by the code of its state where it is a state, so that a line has room for all.
fn short(a: &Agreement, party: &str) -> String {
    let code = a.parties.iter().position(|p| p == party).and_then(|i| a.countries[i].clone());
    let alone = |code: &String| a.countries.iter().flatten().filter(|c| *c == code).count() == 1;
    code.filter(alone).unwrap_or_else(|| party.to_owned())
}

fn side(name: &str) -> &str {
    if name.is_empty() {
        NOBODY
    } else {
        name
    }
}

/// One agreement with every claim.
pub(crate) fn shown(a: &Agreement) -> String {
    written(&brief(a), &Medium::Terminal(Paint::of_stdout(), terminal::width()))
}

fn brief(a: &Agreement) -> Brief {
    let about = [
        Some(a.kind.clone()),
        a.date.as_ref().map(|d| format!("made {d}")),
        Some(counted(a.reports.len(), "report")),
        Some(a.id.clone()),
    ];
    let claims = |heading, wanted: &dyn Fn(&AgreementClaim) -> bool, form| {
        let items: Vec<Item> = a.claims.iter().filter(|c| wanted(c)).map(item).collect();
        Section { heading, form, items }
    };
    let of = |kind: &'static str| move |c: &AgreementClaim| c.kind == kind && c.polarity == "affirmed";
    let sections = [
        Section { heading: "Between", form: Form::Names, items: names(&a.parties) },
        Section { heading: "Mediated by", form: Form::Names, items: names(&a.mediators) },
        Section { heading: "In short", form: Form::Lines, items: summary(a) },
        claims("Said to have been made", &of("conclusion"), Form::Lines),
        claims("Said to have been broken", &of("violation"), Form::Disputed),
        claims("Said to be kept", &of("compliance"), Form::Lines),
        claims("Denied", &|c| c.polarity == "negated", Form::Disputed),
        claims("Left or suspended", &of("withdrawal"), Form::Lines),
        claims("Made to last longer", &of("extension"), Form::Lines),
        claims("Ended", &of("end"), Form::Lines),
    ];
    Brief {
        title: a.name.clone(),
        about: about.into_iter().flatten().collect(),
        sections: sections.into_iter().filter(|s| !s.items.is_empty()).collect(),
        nothing: "",
    }
}

fn summary(a: &Agreement) -> Vec<Item> {
    let line = |lead: &str, list: &[SideClaims]| {
        let told = list
            .iter()
            .map(|s| format!("{}: {} in {}", side(&s.side), counted(s.claims, "claim"), counted(s.reports, "report")));
        let body = told.collect::<Vec<_>>().join("; ");
        (!list.is_empty()).then(|| Item { lead: format!("{lead}:"), body, ..Item::default() })
    };
    let last = a.last_violation.as_ref().zip(a.days_since).zip(a.as_of.as_ref()).map(|((day, days), now)| Item {
        lead: "Last said to have been broken:".into(),
        body: format!("{day}, {} before {now}", counted(days.unsigned_abs() as usize, "day")),
        ..Item::default()
    });
    let all = [
        line("Alleged violations", &a.violations),
        last,
        line("Said to keep it", &a.compliance),
        line("Withdrawals", &a.withdrawals),
        line("Extensions", &a.extensions),
    ];
    all.into_iter().flatten().collect()
}

fn item(c: &AgreementClaim) -> Item {
    let who = if c.by.is_empty() { NOBODY.to_owned() } else { and(&c.by) };
    let reality = match (c.polarity.as_str(), c.modality.as_str()) {
        ("negated", _) => format!(" ({} denied)", c.kind),
        (_, "actual") => String::new(),
        (_, "planned") => " (announced)".to_owned(),
        (_, other) => format!(" ({other})"),
    };
    let source = match &c.sources[..] {
        [] => "the report itself".to_owned(),
        [first] => format!("according to {first}"),
        [first, rest @ ..] => format!("according to {first}, citing {}", rest.join(", citing ")),
    };
    let published = [Some(c.report.clone()), c.publisher.clone(), c.published.clone()];
    let published = published.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let notes = [
        Some(format!("«{}»", c.words.split_whitespace().collect::<Vec<_>>().join(" "))),
        Some(published),
        c.echo_of.as_ref().map(|first| format!("repeats {first}")),
        c.incident.as_ref().map(|i| format!("incident {i}")),
    ];
    Item {
        lead: c.day.clone().unwrap_or_else(|| "undated".into()),
        body: format!("{who}{reality}"),
        source,
        notes: notes.into_iter().flatten().collect(),
        ..Item::default()
    }
}

fn names(list: &[String]) -> Vec<Item> {
    list.iter().map(|name| Item { lead: name.clone(), ..Item::default() }).collect()
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
