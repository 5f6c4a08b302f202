//! Facts that a careful analyst reads in a report, and whether a reading holds them.
//!
//! A fact is a JSON object: `says` in words, one of `actor`, `place`, `time`, `agreement`, `statement`, `event`,
//! `incident` with what is wanted of it, and `absent` where nothing may fit. Names are patterns (regular expressions,
//! found anywhere, whatever the case); lists of codes are written `A|B`; `within` is a literal stretch of the report which
//! the thing has to touch.

use regex_lite::RegexBuilder;
use serde_json::Value;

use super::mentions::{list, span_of};

/// Whether one fact holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The fact in words.
    pub says: String,
    /// What it is about: `actor`, `event` and so on; `soundness` for what no fact asked.
    pub about: &'static str,
    /// Whether the reading holds it.
    pub holds: bool,
}

/// Holds a reading, as the program writes it, against facts. What is unsound in the reading itself (an id that names
/// nothing, a span outside the text) is a fact that does not hold.
pub fn check(reading: &Value, facts: &Value) -> Result<Vec<Verdict>, String> {
    let text = reading["report"]["text"].as_str().ok_or("the reading has no report text")?;
    let checker = Checker { reading, text: text.chars().collect() };
    let mut verdicts = Vec::new();
    for fact in list(facts) {
        let says = fact["says"].as_str().unwrap_or("a fact without words").to_owned();
        let (about, holds) = checker.holds(fact).map_err(|problem| format!("{says}: {problem}"))?;
        verdicts.push(Verdict { says, about, holds });
    }
    verdicts.extend(checker.unsound().into_iter().map(|says| Verdict { says, about: "soundness", holds: false }));
    Ok(verdicts)
}

const KINDS: [(&str, &str); 7] = [
    ("actor", "actors"),
    ("event", "events"),
    ("statement", "statements"),
    ("agreement", "agreements"),
    ("incident", "incidents"),
    ("place", "places"),
    ("time", "times"),
];

type Found = Result<bool, String>;

struct Checker<'a> {
    reading: &'a Value,
    text: Vec<char>,
}

impl Checker<'_> {
    /// What the fact is about, and whether it holds.
    fn holds(&self, fact: &Value) -> Result<(&'static str, bool), String> {
        let (kind, plural) =
            KINDS.iter().find(|(kind, _)| fact.get(kind).is_some()).ok_or("it names nothing to look for")?;
        let mut found = false;
        for thing in list(&self.reading[plural]) {
            found |= self.fits(kind, thing, &fact[kind])?;
        }
        Ok((kind, found != fact["absent"].as_bool().unwrap_or(false)))
    }

    fn fits(&self, kind: &str, thing: &Value, want: &Value) -> Found {
        match kind {
            "actor" => self.actor(thing, want),
            "event" => self.event(thing, want),
            "statement" => self.statement(thing, want),
            "agreement" => self.agreement(thing, want),
            "incident" => self.incident(thing, want),
            "place" => self.place(thing, want),
            _ => Ok(matches_pattern(&want["value"], &thing["value"])? && self.mentioned(thing, want)?),
        }
    }

    fn by_id(&self, id: &Value) -> &Value {
        let wanted = id.as_str().unwrap_or_default();
        let lists = KINDS.iter().flat_map(|(_, plural)| list(&self.reading[plural]));
        lists.into_iter().find(|x| x["id"] == wanted).unwrap_or(&Value::Null)
    }

    /// The stretch of the report that a fact names.
    fn region(&self, within: &Value) -> Result<[u32; 2], String> {
        let words: Vec<char> = within.as_str().unwrap_or_default().chars().collect();
        let at = self.text.windows(words.len().max(1)).position(|w| w == words);
        let at = at.ok_or_else(|| format!("the stretch {within} is not in the report"))?;
        Ok([at as u32, (at + words.len()) as u32])
    }

    fn mentioned(&self, thing: &Value, want: &Value) -> Found {
        if want["within"].is_null() {
            return Ok(true);
        }
        let region = self.region(&want["within"])?;
        Ok(list(&thing["mentions"]).iter().any(|m| touch(m, region)))
    }

    fn words(&self, span: &Value) -> String {
        span_of(span)
            .and_then(|s| self.text.get(s[0] as usize..s[1] as usize))
            .map(String::from_iter)
            .unwrap_or_default()
    }

    fn actor(&self, actor: &Value, want: &Value) -> Found {
        let plain = pattern_fits(actor, want, &["name", "office"])?
            && one_of(actor, want, &["kind", "country"])
            && self.mentioned(actor, want)?;
        let sectors = want["sector"]
            .as_str()
            .map(|w| list(&actor["sectors"]).iter().any(|s| w.split('|').any(|code| *s == code)));
        let mut mention = want["mention"].is_null();
        for span in list(&actor["mentions"]) {
            mention = mention || matches_pattern(&want["mention"], &Value::String(self.words(span)))?;
        }
        Ok(plain && sectors.unwrap_or(true) && mention)
    }

    fn any_actor<'v>(&self, ids: impl IntoIterator<Item = &'v Value>, want: &Value) -> Found {
        for id in ids {
            let actor = self.by_id(id);
            if !actor.is_null() && self.actor(actor, want)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn statement(&self, statement: &Value, want: &Value) -> Found {
        if !want["within"].is_null() {
            let region = self.region(&want["within"])?;
            let mut parts = list(&statement["content"]).iter().chain([&statement["span"]]);
            if !parts.any(|p| touch(p, region)) {
                return Ok(false);
            }
        }
        let chain = list(&statement["sources"]);
        if !one_of(statement, want, &["manner", "stance"])
            || (want["narration"] == true && !chain.is_empty())
            || !self.time_fits(statement, want)?
        {
            return Ok(false);
        }
        if !want["source"].is_null() && !self.any_actor(chain.iter().map(|x| &x["actor"]), &want["source"])? {
            return Ok(false);
        }
        let links = list(&want["chain"]);
        if chain.len() < links.len() {
            return Ok(false);
        }
        for (link, want) in chain.iter().zip(links) {
            if !self.any_actor([&link["actor"]], want)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn time_fits(&self, thing: &Value, want: &Value) -> Found {
        if want["time"].is_null() {
            return Ok(true);
        }
        matches_pattern(&want["time"], &self.by_id(&thing["time"])["value"])
    }

    fn event(&self, event: &Value, want: &Value) -> Found {
        if !want["within"].is_null() && !touch(&event["span"], self.region(&want["within"])?) {
            return Ok(false);
        }
        if !one_of(event, want, &["type", "mode", "polarity", "modality", "quad"]) {
            return Ok(false);
        }
        for side in ["actors", "recipients"] {
            if !want[side].is_null() && !self.any_actor(list(&event[side]), &want[side])? {
                return Ok(false);
            }
        }
        for party in list(&want["both"]) {
            if !self.any_actor(list(&event["actors"]).iter().chain(list(&event["recipients"])), party)? {
                return Ok(false);
            }
        }
        let counts = ["killed", "wounded", "detained"].iter().all(|c| want.get(c).is_none() || event[c] == want[c]);
        if !counts || !self.time_fits(event, want)? {
            return Ok(false);
        }
        for (key, field) in [("place", "place"), ("statement", "statement"), ("agreement", "violates")] {
            let wanted = &want[field];
            if wanted.is_null() {
                continue;
            }
            let thing = self.by_id(&event[field]);
            if thing.is_null() || !self.fits(key, thing, wanted)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn agreement(&self, agreement: &Value, want: &Value) -> Found {
        Ok(one_of(agreement, want, &["kind"])
            && pattern_fits(agreement, want, &["name", "date"])?
            && (want["mediator"].is_null() || self.any_actor(list(&agreement["mediators"]), &want["mediator"])?))
    }

    fn place(&self, place: &Value, want: &Value) -> Found {
        let within = want["within_deg"].as_f64().unwrap_or(0.5);
        let near = |axis: &str| match (want[axis].as_f64(), place[axis].as_f64()) {
            (None, _) => true,
            (Some(w), Some(p)) => (w - p).abs() <= within,
            (Some(_), None) => false,
        };
        let points = want["lat"].is_null() || (near("lat") && near("lon"));
        Ok(points && pattern_fits(place, want, &["name"])? && one_of(place, want, &["country", "precision"]))
    }

    fn incident(&self, incident: &Value, want: &Value) -> Found {
        for joined in list(&want["joins"]) {
            let mut any = false;
            for id in list(&incident["events"]) {
                any = any || self.event(self.by_id(id), joined)?;
            }
            if !any {
                return Ok(false);
            }
        }
        let contested = &want["contested"];
        if contested.is_null() {
            return Ok(true);
        }
        let fields: Vec<&Value> =
            list(&incident["contested"]).iter().filter(|c| one_of(c, contested, &["field"])).collect();
        for account in list(&contested["accounts"]) {
            let mut any = false;
            for told in fields.iter().flat_map(|c| list(&c["accounts"])) {
                any = any
                    || (self.any_actor(list(&told["by"]), &account["by"])?
                        && (account["value"].is_null() || self.any_actor(list(&told["value"]), &account["value"])?));
            }
            if !any {
                return Ok(false);
            }
        }
        Ok(!fields.is_empty())
    }

    /// What may not be in any reading.
    fn unsound(&self) -> Vec<String> {
        let inside = |span: &Value| span_of(span).is_some_and(|s| s[0] < s[1] && s[1] as usize <= self.text.len());
        let mut out = Vec::new();
        for plural in ["actors", "places", "times", "agreements"] {
            for thing in list(&self.reading[plural]) {
                let outside = list(&thing["mentions"]).iter().filter(|m| !inside(m));
                out.extend(outside.map(|m| format!("{}: mention {m} is outside the text", thing["id"])));
            }
        }
        for event in list(&self.reading["events"]) {
            if self.by_id(&event["statement"]).is_null() {
                out.push(format!("{}: no statement behind it", event["id"]));
            }
            if !inside(&event["span"]) {
                out.push(format!("{}: bad span {}", event["id"], event["span"]));
            }
            let parties = list(&event["actors"]).iter().chain(list(&event["recipients"]));
            let unknown = parties.filter(|id| self.by_id(id).is_null());
            out.extend(unknown.map(|id| format!("{}: names {id}, which is not there", event["id"])));
        }
        for statement in list(&self.reading["statements"]) {
            let unknown = list(&statement["sources"]).iter().filter(|x| self.by_id(&x["actor"]).is_null());
            out.extend(unknown.map(|x| format!("{}: source {} is not there", statement["id"], x["actor"])));
        }
        out
    }
}

fn touch(span: &Value, region: [u32; 2]) -> bool {
    span_of(span).is_some_and(|s| s[0] < region[1] && region[0] < s[1])
}

/// Whether every field that `want` gives as `A|B` is one of them in `thing`.
fn one_of(thing: &Value, want: &Value, fields: &[&str]) -> bool {
    fields.iter().all(|field| want[*field].as_str().is_none_or(|w| w.split('|').any(|code| thing[*field] == code)))
}

fn pattern_fits(thing: &Value, want: &Value, fields: &[&str]) -> Found {
    for field in fields {
        if !want[*field].is_null() && !matches_pattern(&want[*field], &thing[*field])? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn matches_pattern(pattern: &Value, value: &Value) -> Found {
    let (Some(pattern), Some(value)) = (pattern.as_str(), value.as_str()) else { return Ok(false) };
    let compiled = RegexBuilder::new(pattern).case_insensitive(true).build();
    Ok(compiled.map_err(|e| format!("{pattern:?} is no pattern: {e}"))?.is_match(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reading() -> Value {
        json!({
            "report": {"text": "Ali said four men died."},
            "actors": [{"id": "A1", "name": "Ali Reza", "kind": "person", "country": "IRN", "sectors": ["GOV"],
                        "mentions": [[0, 3]]}],
            "times": [{"id": "T1", "value": "2021-03-26", "mentions": [[4, 8]]}],
            "statements": [{"id": "S1", "span": [0, 23], "content": [[9, 22]], "manner": "indirect",
                            "stance": "assert", "sources": [{"actor": "A1"}]}],
            "events": [{"id": "E1", "statement": "S1", "span": [9, 22], "type": "ASSAULT", "killed": [4, 4],
                        "actors": [], "recipients": [], "time": "T1"}],
        })
    }

    fn holds(fact: Value) -> bool {
        let verdicts = check(&reading(), &json!([fact])).expect("a sound fact");
        assert_eq!(verdicts.len(), 1, "{verdicts:?}");
        verdicts[0].holds
    }

    #[test]
    fn facts_hold_where_everything_that_they_want_is_there() {
        assert!(holds(json!({"actor": {"name": "^ali", "country": "USA|IRN", "sector": "GOV|MIL", "mention": "ali"}})));
        assert!(!holds(json!({"actor": {"name": "Ali", "country": "USA"}})));
        assert!(holds(json!({"event": {"within": "four men", "type": "ASSAULT", "killed": [4, 4],
                                       "time": "^2021-03", "statement": {"source": {"name": "Ali"}}}})));
        assert!(!holds(json!({"event": {"within": "Ali", "type": "ASSAULT"}})));
        assert!(!holds(json!({"event": {"killed": [4, null]}})));
        assert!(holds(json!({"absent": true, "event": {"wounded": [1, 1]}})));
        assert!(holds(json!({"statement": {"within": "died", "chain": [{"kind": "person"}]}})));
        assert!(!holds(json!({"statement": {"narration": true}})));
        assert!(holds(json!({"time": {"value": "2021", "within": "said"}})));
    }

    #[test]
    fn an_unsound_reading_and_an_unsound_fact_are_told() {
        let mut reading = reading();
        reading["events"][0]["actors"] = json!(["A9"]);
        let verdicts = check(&reading, &json!([])).expect("facts are sound");
        assert_eq!(verdicts.len(), 1);
        assert!(!verdicts[0].holds && verdicts[0].says.contains("A9"), "{verdicts:?}");
        assert!(check(&reading, &json!([{"event": {"within": "five men"}}])).is_err());
        assert!(check(&reading, &json!([{"says": "nothing"}])).is_err());
    }
}
