//! Everything that is said of agreements, out of the tables.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lexicon::{Country, Lexicon};
use rusqlite::{params, Result, Row};

use super::join::Mention;
use super::AgreementClaim;
use crate::days;
use crate::listing::Period;
use crate::store::Ledger;

/// Mentions with what is said beside them; both lists are of one length.
pub(super) struct Loaded {
    pub mentions: Vec<Mention>,
    pub about: Vec<About>,
    pub as_of: Option<String>,
}

/// Names, with the codes of their states.
pub(super) type Parties = BTreeMap<String, Option<String>>;

/// What is said beside a mention.
#[derive(Default)]
pub(super) struct About {
    pub date: Option<String>,
    pub published: Option<String>,
    pub parties: Parties,
    pub mediators: Parties,
    pub claims: Vec<AgreementClaim>,
}

/// A party as `knowledge/agreements` has it: a state by its code, others by name.
pub(super) fn party(lexicon: &Lexicon, party: &str) -> (String, Option<String>) {
    let state = Country::parse(party).and_then(|code| lexicon.actors.state(code));
    match state {
        Some(state) => (lexicon.actors.text(lexicon.actors.actor(state).name).to_owned(), Some(party.to_owned())),
        None => (party.to_owned(), None),
    }
}

/// Names and codes of states, side by side.
type Doers = (Vec<String>, Vec<Option<String>>);
/// Where a mention stands: the version of the report and its number there.
type At = (i64, i64);

impl Ledger {
    /// All mentions of agreements in current versions that were published in `period`.
    pub(super) fn load_agreements(&self, lexicon: &Lexicon, period: &Period) -> Result<Loaded> {
        let last = || {
            let sql = "SELECT max(v.published) FROM reports r JOIN versions v ON v.id = r.current";
            self.db.query_row(sql, [], |row| row.get::<_, Option<String>>(0))
        };
        let mut loaded = Loaded {
            mentions: Vec::new(),
            about: Vec::new(),
            as_of: match &period.until {
                Some(until) => Some(until.clone()),
                None => last()?,
            },
        };
        let at = self.load_mentions(&mut loaded, lexicon, period)?;
        self.load_parties(&mut loaded, &at)?;
        self.load_claims(&mut loaded, &at)?;
        for (mention, about) in loaded.mentions.iter_mut().zip(&loaded.about) {
            let well_known = mention.known.as_deref().and_then(|name| lexicon.agreements.named(name));
            let side = |(name, code): (&String, &Option<String>)| code.as_ref().unwrap_or(name).clone();
            let doers = about.claims.iter().flat_map(|c| c.by.iter().zip(&c.codes));
            mention.sides = match well_known {
                Some(known) => known.parties.iter().cloned().collect(),
                None if !about.parties.is_empty() => about.parties.iter().map(side).collect(),
                None => doers.map(side).collect(),
            };
        }
        Ok(loaded)
    }

    fn load_mentions(&self, loaded: &mut Loaded, lexicon: &Lexicon, period: &Period) -> Result<HashMap<At, usize>> {
        let mut find = self.db.prepare_cached(
            "SELECT x.version, x.local, r.key, v.published, g.name, g.kind, g.date
             FROM version_agreements x JOIN agreements g ON g.id = x.agreement
             JOIN versions v ON v.id = x.version JOIN reports r ON r.id = v.report AND r.current = v.id
             WHERE r.standing <> 'retracted' AND (?1 IS NULL OR v.published >= ?1) AND (?2 IS NULL OR v.published <= ?2)",
        )?;
        let mut rows = find.query(params![period.since, period.until])?;
        let mut at = HashMap::new();
        while let Some(row) = rows.next()? {
            let place: At = (row.get(0)?, row.get(1)?);
            let (key, published): (String, Option<String>) = (row.get(2)?, row.get(3)?);
            let (name, kind, date): (String, String, Option<String>) = (row.get(4)?, row.get(5)?, row.get(6)?);
            let span = date.as_deref().and_then(days::days).and_then(|(first, last)| first.zip(last));
            at.insert(place, loaded.mentions.len());
            loaded.mentions.push(Mention {
                order: (published.clone().unwrap_or_else(|| "9999".into()), key, place.1),
                published: published.as_ref().and_then(|d| d.parse().ok()).map(days::number),
                known: lexicon.agreements.named(&name).map(|k| k.name.clone()),
                days: span.map(|(first, last)| (days::number(first), days::number(last))),
                sides: BTreeSet::new(),
                name,
                kind,
            });
            loaded.about.push(About { date, published, ..About::default() });
        }
        Ok(at)
    }

    fn load_parties(&self, loaded: &mut Loaded, at: &HashMap<At, usize>) -> Result<()> {
        let mut find = self.db.prepare_cached(
            "SELECT p.version, p.local, p.role, a.name, a.country FROM agreement_parties p JOIN actors a ON a.id = p.actor
             ORDER BY a.name",
        )?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let Some(&i) = at.get(&(row.get(0)?, row.get(1)?)) else { continue };
            let about = &mut loaded.about[i];
            let list = if row.get::<_, String>(2)? == "mediator" { &mut about.mediators } else { &mut about.parties };
            list.insert(row.get(3)?, row.get(4)?);
        }
        Ok(())
    }

    fn load_claims(&self, loaded: &mut Loaded, at: &HashMap<At, usize>) -> Result<()> {
        let mut doers: HashMap<i64, Doers> = HashMap::new();
        let mut find = self.db.prepare_cached(
            "SELECT x.conduct, a.name, a.country FROM conduct_actors x JOIN actors a ON a.id = x.actor
             ORDER BY x.conduct, x.position",
        )?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let of_claim = doers.entry(row.get(0)?).or_default();
            of_claim.0.push(row.get(1)?);
            of_claim.1.push(row.get(2)?);
        }
        let mut find = self.db.prepare_cached(
            "SELECT c.version, c.local, c.id, c.kind, c.polarity, c.modality, c.start, c.\"end\",
                    substr(v.text, c.start + 1, c.\"end\" - c.start), r.key, v.publisher, v.published, f.key, c.statement,
                    ifnull(e.first_day, v.published), i.handle, s.stance
             FROM conduct c JOIN versions v ON v.id = c.version JOIN reports r ON r.id = v.report AND r.current = v.id
             JOIN statements s ON s.id = c.statement
             LEFT JOIN reports f ON f.id = r.echo_of LEFT JOIN events e ON e.id = c.event
             LEFT JOIN tellings t ON t.id = e.telling LEFT JOIN incidents i ON i.id = t.incident
             WHERE NOT ifnull(t.silent, 0)
               AND NOT EXISTS (SELECT 1 FROM corrections x WHERE x.event = e.id AND x.field = 'event')
               AND (NOT EXISTS (SELECT 1 FROM notices n WHERE n.of = r.id AND n.replaces)
                    OR EXISTS (SELECT 1 FROM decisions d WHERE d.subject = r.key AND d.kind = 'restore' AND d.undone IS NULL))
             ORDER BY c.id",
        )?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let Some(&i) = at.get(&(row.get(0)?, row.get(1)?)) else { continue };
            let by = doers.remove(&row.get(2)?).unwrap_or_default();
            let claim = self.claim_of(row, by)?;
            loaded.about[i].claims.push(claim);
        }
        Ok(())
    }

    fn claim_of(&self, row: &Row<'_>, (by, codes): Doers) -> Result<AgreementClaim> {
        // A denial may stand in the verb of saying alone.
        let denied = row.get::<_, String>(16)? == "deny";
        let polarity: String = row.get(4)?;
        Ok(AgreementClaim {
            kind: row.get(3)?,
            by,
            sides: Vec::new(),
            codes,
            polarity: if denied { "negated".into() } else { polarity },
            modality: row.get(5)?,
            sources: self.chain(row.get(13)?)?,
            day: row.get(14)?,
            report: row.get(9)?,
            publisher: row.get(10)?,
            published: row.get(11)?,
            echo_of: row.get(12)?,
            incident: row.get(15)?,
            span: [row.get(6)?, row.get(7)?],
            words: row.get(8)?,
        })
    }
}
