//! What a ledger tells, in words for people: lists of incidents, one incident from near, briefs of a period, search hits.
//!
//! The words are the same for each party, and every claim stands with those who make it.

use ledger::{Account, Brief as Told, Claim, Decided, Hit, Incident, Notice, Period, Range, Shown, TakenBack};
use lexicon::ontology::EventType;
use lexicon::Lexicon;

use crate::brief::wording::{and, count};
use crate::brief::{written, Brief, Form, Item, Medium, Section};
use crate::terminal::{self, Paint};

/// Names of sources or publishers that are told one by one.
const NAMED: usize = 6;

/// How much is told of one incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Its accounts and claims.
    Claims,
    /// And what speaks for its reports telling of one incident.
    Why,
}

/// Tells what a ledger holds, in the words of the ontology.
pub(crate) struct Teller {
    lexicon: Lexicon,
    paint: Paint,
    columns: usize,
}

impl Teller {
    /// For standard output.
    pub(crate) fn of_stdout() -> Self {
        Self { lexicon: reading::bundled_lexicon(), paint: Paint::of_stdout(), columns: terminal::width() }
    }

    /// Incidents, one under the other.
    pub(crate) fn list(&self, incidents: &[Incident]) -> String {
        let items: Vec<Item> = incidents.iter().map(|i| self.item(i)).collect();
        let title = match incidents.len() {
            1 => "1 incident".to_owned(),
            n => format!("{n} incidents"),
        };
        self.text(&made(title, Vec::new(), vec![("By day", Form::Lines, items)], "There is no such incident."))
    }

    /// One incident.
    pub(crate) fn shown(&self, shown: &Shown, detail: Detail) -> String {
        let incident = &shown.incident;
        let accounts = incident.accounts.iter().map(|a| Item { lead: by(a), body: version(a), ..Item::default() });
        let why = shown.why.iter().filter(|_| detail == Detail::Why).map(|w| Item {
            lead: format!("{:+.1}", w.score),
            body: format!("{} with {}", w.report, w.with),
            notes: w.reasons.iter().map(|(of, found, weight)| format!("{weight:+.1} {of}: {found}")).collect(),
            ..Item::default()
        });
        let decided = incident.decisions.iter().map(|d| Item { lead: analyst(d), ..Item::default() });
        let sections = vec![
            ("Accounts", Form::Lines, accounts.collect()),
            ("Claims", Form::Lines, shown.claims.iter().map(claim).collect()),
            ("Taken back, and counted nowhere", Form::Lines, shown.taken_back.iter().map(claim).collect()),
            ("Why these are one incident", Form::Lines, why.collect()),
            ("Analysts", Form::Lines, decided.collect()),
        ];
        let about =
            [vec![incident.id.clone()], disputes(incident), incident.notices.iter().map(notice).collect()].concat();
        self.text(&made(self.headline(incident), about, sections, ""))
    }

    /// A brief of a period.
    pub(crate) fn brief(&self, told: &Told, period: &Period) -> Brief {
        let days = match (&period.since, &period.until) {
            (Some(since), Some(until)) => format!("{since} to {until}"),
            (Some(since), None) => format!("since {since}"),
            (None, Some(until)) => format!("until {until}"),
            (None, None) => "all that the ledger holds".to_owned(),
        };
        let about = vec![
            days,
            counted(told.reports, "report", "reports"),
            format!("{} that count with their firsts", counted(told.echoes, "echo", "echoes")),
        ];
        let items = |incidents: &[Incident]| incidents.iter().map(|i| self.item(i)).collect();
        let sections = vec![
            ("Contested or denied", Form::Disputed, items(&told.contested)),
            ("Said to have happened", Form::Lines, items(&told.told)),
            ("Reports taken back, and counted nowhere", Form::Lines, told.taken_back.iter().map(taken_back).collect()),
        ];
        made("Brief".into(), about, sections, "Nothing of the kind is in the ledger.")
    }

    /// Reports that were found.
    pub(crate) fn hits(&self, hits: &[Hit]) -> String {
        let items = hits.iter().map(hit).collect();
        let title = format!("{} found", counted(hits.len(), "report", "reports"));
        self.text(&made(title, Vec::new(), vec![("Reports", Form::Lines, items)], "No report has these words."))
    }

    fn text(&self, brief: &Brief) -> String {
        written(brief, &Medium::Terminal(self.paint, self.columns))
    }

    /// "Air strike", with its place and day.
    fn headline(&self, incident: &Incident) -> String {
        let place = incident.place.as_ref().map(|p| match (&p.country, &p.disputed) {
            (_, Some(disputed)) => format!("{} ({disputed})", p.name),
            (Some(country), None) => format!("{} ({country})", p.name),
            (None, None) => p.name.clone(),
        });
        let parts = [Some(self.noun(incident)), place, incident.time.as_deref().map(day)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn noun(&self, incident: &Incident) -> String {
        let ontology = &self.lexicon.ontology;
        let Some(kind) = EventType::parse(&incident.r#type) else { return incident.r#type.clone() };
        let mode = incident.mode.as_deref().and_then(|name| ontology.mode(kind, name));
        ontology.wording(kind, mode).noun.to_owned()
    }

    fn item(&self, incident: &Incident) -> Item {
        let head = self.headline(incident);
        let (lead, rest) = head.split_once(", ").unwrap_or((&head, ""));
        let counts = [(incident.killed, "killed"), (incident.wounded, "wounded")];
        let counts = counts.into_iter().filter_map(|(range, what)| Some(count(range?, what)));
        let body: Vec<String> = std::iter::once(rest.to_owned()).filter(|r| !r.is_empty()).chain(counts).collect();
        let all = counted(incident.reports.len(), "report", "reports");
        let reports = match incident.reports.len() == incident.independent {
            true => all,
            false => format!("{all}, {} of them independent", incident.independent),
        };
        let accounts = incident.accounts.iter().map(|a| format!("{}: {}", by(a), version(a)));
        Item {
            lead: lead.to_owned(),
            body: body.join(", "),
            source: format!("{reports}; {}", incident.id),
            notes: disputes(incident)
                .into_iter()
                .chain(accounts)
                .chain(incident.notices.iter().map(notice))
                .chain(incident.decisions.iter().map(analyst))
                .collect(),
            ..Item::default()
        }
    }
}

/// "wire-18 corrects wire-17".
fn notice(n: &Notice) -> String {
    let does = if n.kind == "correction" { "corrects" } else { "takes back" };
    format!("{} {does} {}", n.report, n.of)
}

fn taken_back(t: &TakenBack) -> Item {
    let published = [t.publisher.clone(), t.published.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut body = format!("{} by {}", t.how, t.by);
    if let Some(reason) = &t.reason {
        body += &format!(": {reason}");
    }
    let notes = Some(published).filter(|p| !p.is_empty()).into_iter().collect();
    Item { lead: t.report.clone(), body, notes, ..Item::default() }
}

/// What an analyst decided: "R. Amadi, 2024-05-03: wire-17 E2, killed: 4 (read: 6); the agency's own count".
fn analyst(d: &Decided) -> String {
    let day = d.made.get(..10).unwrap_or(&d.made);
    let words = [Some(d.words.clone()).filter(|w| !w.is_empty()), d.note.clone()];
    let did = if d.kind == "note" { "note by" } else { "decided by" };
    format!("{did} {}, {day}: {}", d.by, words.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn claim(c: &Claim) -> Item {
    let published = [c.publisher.clone(), c.published.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let echo = c.echo_of.as_ref().map(|first| format!("repeats {first}"));
    Item {
        lead: format!("{} {}", c.report, c.event),
        body: format!("«{}»", c.words.split_whitespace().collect::<Vec<_>>().join(" ")),
        source: chain(&c.sources),
        notes: [Some(published).filter(|p| !p.is_empty()), echo].into_iter().flatten().collect(),
        ..Item::default()
    }
}

fn hit(hit: &Hit) -> Item {
    let about = [hit.publisher.clone(), hit.published.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let incidents = (!hit.incidents.is_empty()).then(|| format!("tells of {}", hit.incidents.join(", ")));
    let title = hit.title.clone().map(|t| format!("{t}: ")).unwrap_or_default();
    Item {
        lead: hit.report.clone(),
        body: format!("{title}{}", hit.snippet),
        notes: [Some(about).filter(|a| !a.is_empty()), incidents].into_iter().flatten().collect(),
        ..Item::default()
    }
}

type Sections = Vec<(&'static str, Form, Vec<Item>)>;

fn made(title: String, about: Vec<String>, sections: Sections, nothing: &'static str) -> Brief {
    let sections = sections.into_iter().filter(|(.., items)| !items.is_empty());
    let sections = sections.map(|(heading, form, items)| Section { heading, form, items }).collect();
    Brief { title, about, sections, nothing }
}

/// A day that no report tells stands as the day of the first report.
fn day(time: &str) -> String {
    match time.strip_suffix('~') {
        Some(day) => format!("reported {day}"),
        None => time.to_owned(),
    }
}

fn disputes(incident: &Incident) -> Vec<String> {
    let told = incident.disputes.iter().map(|d| {
        let since = d.since.as_ref().map(|s| format!(" since {s}")).unwrap_or_default();
        format!("contested{since}: {}", field(&d.field))
    });
    told.collect()
}

fn field(field: &str) -> &str {
    match field {
        "actors" => "who did it",
        "recipients" => "to whom",
        "place" => "where",
        "time" => "when",
        "killed" => "how many were killed",
        "wounded" => "how many were wounded",
        "polarity" => "whether it happened",
        other => other,
    }
}

fn by(account: &Account) -> String {
    match (account.by.is_empty(), account.stance.as_str()) {
        (true, "deny") => "Reports, denying".into(),
        (true, _) => "Reports".into(),
        (false, "deny") => format!("{} denies", names(&account.by)),
        (false, _) => names(&account.by),
    }
}

fn version(account: &Account) -> String {
    let range = |range: Option<Range>, what: &str| range.map(|r| count(r, what));
    let who = match (account.actors.is_empty(), account.recipients.is_empty()) {
        (false, false) => Some(format!("{} against {}", names(&account.actors), names(&account.recipients))),
        (false, true) => Some(format!("by {}", names(&account.actors))),
        (true, false) => Some(format!("against {}", names(&account.recipients))),
        (true, true) => None,
    };
    let carried = match account.independent {
        1 => account.reports.first().cloned(),
        n => Some(format!("{n} independent reports")),
    };
    let parts = [
        who,
        account.place.clone(),
        account.time.clone(),
        range(account.killed, "killed"),
        range(account.wounded, "wounded"),
        carried.map(|c| format!("({c})")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ").replace(", (", " (")
}

fn names(names: &[String]) -> String {
    if names.len() <= NAMED {
        return and(names);
    }
    format!("{} and {} more", names[..NAMED].join(", "), names.len() - NAMED)
}

fn chain(sources: &[String]) -> String {
    match sources {
        [] => String::new(),
        [one] => format!("according to {one}"),
        [first, rest @ ..] => format!("according to {first}, citing {}", rest.join(", citing ")),
    }
}
