//! Accounts: one source's version of an incident, and what they agree on, contest and deny.
//!
//! An account is what one origin says: the last link of the chain of sources, the one nearest to the deed, through whatever
//! reports it comes. What nobody is quoted for is the reports' own narration. A source's later word takes the place of its
//! earlier one; within a camp (the sources of one country, and narration) a later and higher toll takes the place of a lower
//! one; between camps both stand and are contested.

use lexicon::Sector;
use rusqlite::{params, Connection, Result};
use serde::Serialize;

use crate::incidents::likeness::kilometres;
use crate::taking_part::ACTORS;
use crate::Range;

/// One source's version of an incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Account {
    /// Whose version; empty for the reports' own narration.
    pub by: Vec<String>,
    /// "assert" or "deny".
    pub stance: String,
    /// Ids of the reports that carry it.
    pub reports: Vec<String>,
    /// How many of them are no echoes of each other.
    pub independent: usize,
    /// Day of the first report.
    pub since: Option<String>,
    /// Who did it.
    pub actors: Vec<String>,
    /// To whom.
    pub recipients: Vec<String>,
    /// Where.
    pub place: Option<String>,
    /// When, EDTF.
    pub time: Option<String>,
    /// Dead.
    pub killed: Option<Range>,
    /// Wounded.
    pub wounded: Option<Range>,
}

/// An account with what it is compared by.
#[derive(Default)]
struct Heard {
    account: Account,
    /// The country of the source, or its name where it has none; `None` for narration.
    camp: Option<String>,
    /// Camps of those who did it, and of those to whom it was done.
    camps: [Vec<String>; 2],
    /// Day and id of the reports that the counts are from.
    killed_in: (Option<String>, String),
    wounded_in: (Option<String>, String),
    /// First and last day.
    span: Option<(String, String)>,
    /// Where, if it is told more exactly than by an area.
    point: Option<(f64, f64)>,
    /// Reports, or the firsts that they repeat.
    groups: Vec<i64>,
}

/// A field on which accounts differ, and since when.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
pub struct Contest {
    /// The field's name in the contract.
    pub field: String,
    /// Day of the report with which the dispute began.
    pub since: Option<String>,
}

/// One event of an incident, with who says it and where.
struct Voice {
    origin: Option<(String, Option<String>)>,
    report: String,
    published: Option<String>,
    /// The report, or the first that it repeats.
    group: i64,
    denied: bool,
    kind: String,
    mode: Option<String>,
    quad: String,
    intensity: f64,
    place: Option<i64>,
    place_name: Option<String>,
    precision: Option<String>,
    point: Option<(f64, f64)>,
    time: Option<String>,
    span: Option<(String, String)>,
    killed: Option<Range>,
    wounded: Option<Range>,
    actors: Vec<(String, Option<String>)>,
    recipients: Vec<(String, Option<String>)>,
}

/// Writes the accounts of an incident and what follows from them; an incident that nothing tells of any more is deleted.
pub(crate) fn write(db: &Connection, incident: i64) -> Result<()> {
    let voices = voices(db, incident)?;
    db.prepare_cached("DELETE FROM accounts WHERE incident = ?")?.execute([incident])?;
    if voices.is_empty() {
        db.prepare_cached("DELETE FROM incidents WHERE id = ?")?.execute([incident])?;
        return Ok(());
    }
    let accounts = of(&voices);
    for (position, account) in accounts.iter().enumerate() {
        account_row(db, incident, position, &account.account)?;
    }
    summary(db, incident, &voices, &accounts)
}

fn voices(db: &Connection, incident: i64) -> Result<Vec<Voice>> {
    let mut find = db.prepare_cached(
        "SELECT e.id, e.type, e.mode, e.quad, e.intensity, e.polarity, e.place, p.name, p.lat, p.lon, p.precision, e.time,
                e.first_day, e.last_day, e.killed_low, e.killed_high, e.wounded_low, e.wounded_high,
                r.key, v.published,
                coalesce(r.echo_of, (SELECT ifnull(o.echo_of, o.id) FROM notices n JOIN reports o ON o.id = n.of WHERE n.report = r.id), r.id),
                s.stance,
                (SELECT x.actor FROM sources x WHERE x.statement = s.id ORDER BY x.position DESC LIMIT 1)
         FROM tellings t JOIN events e ON e.telling = t.id JOIN versions v ON v.id = e.version
         JOIN reports r ON r.id = v.report JOIN statements s ON s.id = e.statement
         LEFT JOIN places p ON p.id = e.place
         WHERE t.incident = ? AND r.standing <> 'retracted' AND e.modality = 'actual'
         ORDER BY ifnull(v.published, '9999'), r.key, e.local",
    )?;
    let mut rows = find.query([incident])?;
    let mut voices = Vec::new();
    while let Some(row) = rows.next()? {
        let event: i64 = row.get(0)?;
        let range = |low: usize| -> Result<Option<Range>> {
            let (low, high): (Option<u64>, Option<u64>) = (row.get(low)?, row.get(low + 1)?);
            Ok(low.map(|low| (low, high)))
        };
        let source: Option<i64> = row.get(22)?;
        let origin = match source {
            Some(actor) => Some(name(db, actor)?),
            None => None,
        };
        let (polarity, stance): (String, String) = (row.get(5)?, row.get(21)?);
        voices.push(Voice {
            origin,
            report: row.get(18)?,
            published: row.get(19)?,
            group: row.get(20)?,
            denied: polarity == "negated" || stance == "deny",
            kind: row.get(1)?,
            mode: row.get(2)?,
            quad: row.get(3)?,
            intensity: row.get(4)?,
            place: row.get(6)?,
            place_name: row.get(7)?,
            point: row.get::<_, Option<f64>>(8)?.zip(row.get(9)?),
            precision: row.get(10)?,
            time: row.get(11)?,
            span: row.get::<_, Option<String>>(12)?.zip(row.get(13)?),
            killed: range(14)?,
            wounded: range(16)?,
            actors: parties(db, event, "actor")?,
            recipients: parties(db, event, "recipient")?,
        });
    }
    Ok(voices)
}

fn name(db: &Connection, actor: i64) -> Result<(String, Option<String>)> {
    db.prepare_cached("SELECT name, country FROM actors WHERE id = ?")?
        .query_row([actor], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Names of parties, and of which camp each is, where that is known.
fn parties(db: &Connection, event: i64, role: &str) -> Result<Vec<(String, Option<String>)>> {
    db.prepare_cached(
        "SELECT a.name, a.country, a.sectors FROM event_actors x JOIN actors a ON a.id = x.actor
         WHERE x.event = ? AND x.role = ? ORDER BY x.position",
    )?
    .query_map(params![event, role], |row| {
        let (country, sectors): (Option<String>, String) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, country.map(|country| camp(country, &sectors))))
    })?
    .collect()
}

/// The camp of a party: its state, or those who bear arms in it against the state or for themselves.
fn camp(country: String, sectors: &str) -> String {
    let first = sectors.split(' ').next().and_then(Sector::parse);
    match first {
        Some(Sector::Reb | Sector::Uaf | Sector::Img | Sector::Crm) => format!("{country} armed groups"),
        _ => country,
    }
}

/// The accounts behind the voices of one incident: named sources in the order in which they were first heard, narration first.
fn of(voices: &[Voice]) -> Vec<Heard> {
    let mut accounts: Vec<Heard> = Vec::new();
    for voice in voices {
        let by: Vec<String> = voice.origin.iter().map(|(name, _)| name.clone()).collect();
        let stance = if voice.denied { "deny" } else { "assert" };
        let at = accounts.iter().position(|a| a.account.by == by && a.account.stance == stance).unwrap_or_else(|| {
            let camp = voice.origin.as_ref().map(|(name, country)| country.clone().unwrap_or_else(|| name.clone()));
            let account = Account { by, stance: stance.into(), since: voice.published.clone(), ..Account::default() };
            accounts.push(Heard { account, camp, ..Heard::default() });
            accounts.len() - 1
        });
        accounts[at].hear(voice);
    }
    accounts.sort_by_key(|a| !a.account.by.is_empty());
    accounts
}

impl Heard {
    /// Takes in what a voice says; voices come in the order of publication, and the later word holds.
    fn hear(&mut self, voice: &Voice) {
        if !self.account.reports.contains(&voice.report) {
            self.account.reports.push(voice.report.clone());
        }
        if !self.groups.contains(&voice.group) {
            self.groups.push(voice.group);
            self.account.independent = self.groups.len();
        }
        let told_in = (voice.published.clone(), voice.report.clone());
        let later = |old: Option<Range>, (on, _): &(Option<String>, String), new: Range| {
            // Of two counts in one day's reports the larger holds: the other is a part of it.
            old.is_none_or(|old| *on < voice.published || old.0 <= new.0)
        };
        if let Some(new) = voice.killed.filter(|&new| later(self.account.killed, &self.killed_in, new)) {
            self.account.killed = Some(new);
            self.killed_in = told_in.clone();
        }
        if let Some(new) = voice.wounded.filter(|&new| later(self.account.wounded, &self.wounded_in, new)) {
            self.account.wounded = Some(new);
            self.wounded_in = told_in;
        }
        for (i, (list, told)) in
            [(&mut self.account.actors, &voice.actors), (&mut self.account.recipients, &voice.recipients)]
                .into_iter()
                .enumerate()
        {
            for (name, camp) in told {
                if !list.contains(name) {
                    list.push(name.clone());
                    self.camps[i].extend(camp.clone());
                }
            }
        }
        if voice.place_name.is_some() && self.account.place.is_none() {
            self.account.place.clone_from(&voice.place_name);
            self.point = voice.point.filter(|_| {
                voice
                    .precision
                    .as_deref()
                    .is_some_and(|p| crate::tellings::coarseness(p) < crate::tellings::coarseness("admin1"))
            });
        }
        if voice.span.is_some() && self.span.is_none() {
            self.account.time.clone_from(&voice.time);
            self.span.clone_from(&voice.span);
        }
    }
}

fn account_row(db: &Connection, incident: i64, position: usize, a: &Account) -> Result<()> {
    let json = |list: &Vec<String>| serde_json::to_string(list).unwrap_or_default();
    let low = |range: Option<Range>| range.map(|r| r.0 as i64);
    let high = |range: Option<Range>| range.and_then(|r| r.1).map(|n| n as i64);
    db.prepare_cached("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
        params![
            incident,
            position as i64,
            json(&a.by),
            a.stance,
            json(&a.reports),
            a.independent as i64,
            a.since,
            json(&a.actors),
            json(&a.recipients),
            a.place,
            a.time,
            low(a.killed),
            high(a.killed),
            low(a.wounded),
            high(a.wounded)
        ],
    )?;
    Ok(())
}

/// A count with the day and the report that it is from.
type Counted<'a> = (Range, &'a (Option<String>, String));

/// The counts that stand. A camp's higher number takes the place of a lower one, and so does anyone's with the reports' own
/// narration, if it comes later or from the same report: tolls grow, and what is less in one report is a part.
fn standing<'a>(accounts: &'a [Heard], count: impl Fn(&Heard) -> Option<Counted<'_>> + 'a) -> Vec<(&'a Heard, Range)> {
    let asserting = || accounts.iter().filter(|a| a.account.stance == "assert");
    let outdone = |a: &Heard, (range, told_in): Counted<'_>| {
        asserting()
            .filter(|b| a.camp == b.camp || a.camp.is_none() || b.camp.is_none())
            .filter_map(&count)
            .any(|(other, later)| other.0 > range.0 && (later.0 > told_in.0 || later.1 == told_in.1))
    };
    let told = asserting().filter_map(|a| count(a).map(|counted| (a, counted)));
    told.filter(|(a, counted)| !outdone(a, *counted)).map(|(a, (range, _))| (a, range)).collect()
}

fn killed(heard: &Heard) -> Option<Counted<'_>> {
    heard.account.killed.map(|range| (range, &heard.killed_in))
}

fn wounded(heard: &Heard) -> Option<Counted<'_>> {
    heard.account.wounded.map(|range| (range, &heard.wounded_in))
}

/// The range that holds all counts that stand.
fn hull(counts: &[(&Heard, Range)]) -> Option<Range> {
    let low = counts.iter().map(|(_, range)| range.0).min()?;
    let high = counts.iter().map(|(_, range)| range.1).max_by_key(|high| high.unwrap_or(u64::MAX))?;
    Some((low, high))
}

/// What the fields of an incident are, by what its accounts say.
#[derive(Default)]
struct Fields {
    agreed: Vec<&'static str>,
    contested: Vec<Contest>,
}

impl Fields {
    /// Files a field: nothing where fewer than two accounts tell it.
    fn file<'a, T: 'a>(&mut self, field: &'static str, told: &[(&'a Heard, T)], meet: impl Fn(&T, &T) -> bool) {
        if told.len() < 2 {
            return;
        }
        let clash = told
            .iter()
            .enumerate()
            .flat_map(|(i, a)| told[..i].iter().map(move |b| (a, b)))
            .filter(|(a, b)| !meet(&a.1, &b.1));
        let since = clash.map(|(a, b)| a.0.account.since.clone().max(b.0.account.since.clone())).min();
        match since {
            Some(since) => self.contested.push(Contest { field: field.into(), since }),
            None => self.agreed.push(field),
        }
    }
}

fn meet(a: &Range, b: &Range) -> bool {
    a.0 <= b.1.unwrap_or(u64::MAX) && b.0 <= a.1.unwrap_or(u64::MAX)
}

fn fields(accounts: &[Heard]) -> Fields {
    let mut fields = Fields::default();
    let told = || accounts.iter().filter(|a| a.account.stance == "assert");
    for (i, field) in ["actors", "recipients"].into_iter().enumerate() {
        let sides: Vec<(&Heard, &Vec<String>)> =
            told().filter(|a| !a.camps[i].is_empty()).map(|a| (a, &a.camps[i])).collect();
        fields.file(field, &sides, |x, y| x.iter().any(|c| y.contains(c)));
    }
    let spans: Vec<_> = told().filter_map(|a| Some((a, a.span.clone()?))).collect();
    fields.file("time", &spans, |x, y| x.0 <= y.1 && y.0 <= x.1);
    let points: Vec<_> = told().filter_map(|a| Some((a, a.point?))).collect();
    fields.file("place", &points, |x, y| kilometres(*x, *y) <= crate::weights::Weights::bundled().place.near_km);
    fields.file("killed", &standing(accounts, killed), meet);
    fields.file("wounded", &standing(accounts, wounded), meet);
    let stances: Vec<_> = accounts.iter().map(|a| (a, a.account.stance.clone())).collect();
    fields.file("polarity", &stances, |x, y| x == y);
    fields
}

fn summary(db: &Connection, incident: i64, voices: &[Voice], accounts: &[Heard]) -> Result<()> {
    let most = |key: &dyn Fn(&Voice) -> Option<String>| most_told(voices, key);
    let kind = most(&|v| Some(v.kind.clone())).unwrap_or_default();
    let of_kind = |v: &Voice| v.kind == kind;
    let mode = most(&|v| v.mode.clone().filter(|_| of_kind(v)));
    let same = voices.iter().find(|v| of_kind(v) && v.mode == mode).or_else(|| voices.iter().find(|v| of_kind(v)));
    let (quad, intensity) = same.map_or((String::new(), 0.0), |v| (v.quad.clone(), v.intensity));
    let span =
        most(&|v| v.span.as_ref().map(|(a, b)| format!("{:09}{a} {b}", length(a, b))).filter(|_| v.time.is_some()));
    let told = span.as_deref().and_then(|s| s.get(9..)?.split_once(' ')).map(|(a, b)| (a.to_owned(), b.to_owned()));
    let inferred = voices.iter().filter_map(|v| v.published.clone()).min().map(|day| (day.clone(), day));
    let day_inferred = told.is_none();
    let (first, last) = told.or(inferred).unzip();
    let coarse = |v: &Voice| v.precision.as_deref().map_or(7, crate::tellings::coarseness);
    let finest = voices.iter().filter(|v| v.place.is_some()).map(coarse).min();
    let name = most(&|v| v.place_name.clone().filter(|_| Some(coarse(v)) == finest));
    let place = voices.iter().find(|v| v.place_name == name && Some(coarse(v)) == finest).and_then(|v| v.place);
    let (dead, hurt) = (hull(&standing(accounts, killed)), hull(&standing(accounts, wounded)));
    let mut groups: Vec<i64> = voices.iter().map(|v| v.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let fields = fields(accounts);
    let low = |range: Option<Range>| range.map(|r| r.0 as i64);
    let high = |range: Option<Range>| range.and_then(|r| r.1).map(|n| n as i64);
    db.prepare_cached(&format!(
        "UPDATE incidents AS i SET type = ?, mode = ?, quad = ?, intensity = ?, first_day = ?, last_day = ?, day_inferred = ?, place = ?,
         killed_low = ?, killed_high = ?, wounded_low = ?, wounded_high = ?, independent = ?, denied = ?, agreed = ?, contested = ?,
         actors = {ACTORS} WHERE id = ?",
    ))?
    .execute(params![
        kind,
        mode,
        quad,
        intensity,
        first,
        last,
        day_inferred,
        place,
        low(dead),
        high(dead),
        low(hurt),
        high(hurt),
        groups.len() as i64,
        accounts.iter().any(|a| a.account.stance == "deny"),
        serde_json::to_string(&fields.agreed).unwrap_or_default(),
        serde_json::to_string(&fields.contested).unwrap_or_default(),
        incident
    ])?;
    Ok(())
}

/// Days from `a` to `b`, for the shorter of two stretches.
fn length(a: &str, b: &str) -> i64 {
    let day = |s: &str| s.parse::<jiff::civil::Date>().map_or(0, crate::days::number);
    i64::from(day(b) - day(a))
}

/// The value that most reports tell, echoes counted once; of two told alike the smaller.
fn most_told(voices: &[Voice], key: &dyn Fn(&Voice) -> Option<String>) -> Option<String> {
    let mut told: std::collections::BTreeMap<String, std::collections::BTreeSet<i64>> = Default::default();
    for voice in voices {
        if let Some(value) = key(voice) {
            told.entry(value).or_default().insert(voice.group);
        }
    }
    let most = told.values().map(std::collections::BTreeSet::len).max()?;
    told.into_iter().find(|(_, groups)| groups.len() == most).map(|(value, _)| value)
}
