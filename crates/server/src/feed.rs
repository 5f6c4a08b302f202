//! The Atom feed of alerts (RFC 4287).

use std::fmt::Write;

use ledger::{AlertCause, AlertReason, RaisedAlert};
use lexicon::ontology::EventType;
use lexicon::{Country, Lexicon};

pub(crate) const ATOM: &str = "application/atom+xml; charset=utf-8";
/// Entries of the feed.
pub(crate) const ENTRIES: usize = 100;

/// The feed, the last raised first. Links lead into the page beside it.
pub(crate) fn atom(alerts: &[RaisedAlert], lexicon: &Lexicon) -> String {
    let updated = alerts.iter().map(|a| a.withdrawn.as_ref().unwrap_or(&a.raised).as_str()).max();
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let _ = write!(
        out,
        "<id>urn:attache:alerts</id>\n<title>Attaché: alerts</title>\n<updated>{}</updated>\n\
         <author><name>Attaché</name></author>\n<link rel=\"self\" href=\"/alerts.atom\"/>\n<link href=\"/#/alerts\"/>\n",
        escaped(updated.unwrap_or("1970-01-01T00:00:00Z"))
    );
    for alert in alerts {
        entry(&mut out, alert, lexicon);
    }
    out + "</feed>\n"
}

fn entry(out: &mut String, RaisedAlert { alert, raised, withdrawn }: &RaisedAlert, lexicon: &Lexicon) {
    let reasons: Vec<String> = alert.reasons.iter().map(|reason| reason_in_words(reason, lexicon)).collect();
    let withdrawn_title = if withdrawn.is_some() { "Withdrawn: " } else { "" };
    let title = format!("{withdrawn_title}{}", reasons.first().map_or("alert", String::as_str));
    let to = alert.incident.as_ref().map_or_else(|| "/#/alerts".to_owned(), |id| format!("/#/incident/{id}"));
    let _ = write!(
        out,
        "<entry>\n<id>urn:attache:alert:{}</id>\n<title>{}</title>\n<published>{}</published>\n<updated>{}</updated>\n\
         <link href=\"{}\"/>\n<content type=\"text\">{}</content>\n</entry>\n",
        escaped(&alert.id),
        escaped(&title),
        escaped(raised),
        escaped(withdrawn.as_ref().unwrap_or(raised)),
        escaped(&to),
        escaped(&reasons.join("\n"))
    );
}

/// A rule that is met, with what it rests on and who says so.
fn reason_in_words(reason: &AlertReason, lexicon: &Lexicon) -> String {
    let name = |side: &Option<String>| side.as_deref().map(|s| state(s, lexicon));
    let sides = match (name(&reason.from), name(&reason.to)) {
        (Some(from), Some(to)) => format!(", {from} towards {to}"),
        (Some(one), None) | (None, Some(one)) => format!(", {one}"),
        (None, None) => String::new(),
    };
    let value = match (reason.value, reason.threshold) {
        (Some(value), Some(least)) => format!(" ({value:.1}, from {least:.1} on)"),
        _ => String::new(),
    };
    let because: Vec<String> = reason.because.iter().take(3).map(|cause| cause_in_words(cause, lexicon)).collect();
    format!("{}{sides}{value}: {}", reason.rule, because.join("; "))
}

fn cause_in_words(cause: &AlertCause, lexicon: &Lexicon) -> String {
    let ontology = &lexicon.ontology;
    let kind = EventType::parse(&cause.r#type);
    let mode = kind.and_then(|kind| ontology.mode(kind, cause.mode.as_deref()?));
    let mut words = kind.map_or_else(|| cause.r#type.clone(), |kind| ontology.wording(kind, mode).noun.to_owned());
    for more in [&cause.place, &cause.day].into_iter().flatten() {
        words += &format!(", {more}");
    }
    if let Some((low, high)) = cause.killed {
        words += &match high {
            Some(high) if high == low => format!(", {low} killed"),
            Some(high) => format!(", {low} to {high} killed"),
            None => format!(", at least {low} killed"),
        };
    }
    let by = if cause.by.is_empty() { "reports in their own words".to_owned() } else { cause.by.join(", ") };
    let denied = if cause.denied { ", denied by a source" } else { "" };
    format!("{words}, according to {by}{denied}")
}

/// The name of a state, or what else stands for it.
fn state(code: &str, lexicon: &Lexicon) -> String {
    let actors = &lexicon.actors;
    let state = Country::parse(code).and_then(|code| actors.state(code));
    state.map_or_else(|| code.to_owned(), |state| actors.text(actors.actor(state).name).to_owned())
}

/// Text that is no markup; characters that XML has no room for are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_report_is_no_markup() {
        assert_eq!(escaped("<b a=\"x\">&\u{0}\u{1b}\n</b>"), "&lt;b a=&quot;x&quot;&gt;&amp;\n&lt;/b&gt;");
    }
}
