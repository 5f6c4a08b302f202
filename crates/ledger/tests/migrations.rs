//! Ledgers of earlier versions are brought up to date with nothing lost.

use std::fs;
use std::path::PathBuf;

use ledger::{Dyad, Ledger};
use rusqlite::Connection;

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// A ledger as version 1 left it: one report, one event that breaks an agreement, one incident with its account.
const FILLED_1: &str = r#"BEGIN;
INSERT INTO codings (id, program, model, knowledge) VALUES (1, '0.1.0', 'm', 'k');
INSERT INTO reports (id, key, current) VALUES (1, 'a', 1);
INSERT INTO versions (id, report, number, published, language, text, coding, added)
VALUES (1, 1, 1, '2020-10-11', 'en', 'Troops of Arland shelled Tarn in breach of the truce.', 1, '2020-10-12T00:00:00Z');
INSERT INTO words (rowid, title, text) SELECT id, title, text FROM versions;
INSERT INTO actors (id, name, kind, country, sectors) VALUES (1, 'Troops of Arland', 'armed-group', 'ARL', 'MIL'),
  (2, 'Tarn', 'other', 'TRN', '');
INSERT INTO version_actors (version, local, actor, mentions) VALUES (1, 0, 1, '[[0,16]]'), (1, 1, 2, '[[25,29]]');
INSERT INTO agreements (id, name, kind) VALUES (1, 'truce', 'ceasefire');
INSERT INTO version_agreements (version, local, agreement, mentions) VALUES (1, 0, 1, '[[47,52]]');
INSERT INTO statements (id, version, local, start, "end", content, manner, stance)
VALUES (1, 1, 0, 0, 53, '[[0,53]]', 'narration', 'assert');
INSERT INTO incidents (id, handle, type, quad, intensity, first_day, last_day, day_inferred, independent, denied, agreed, contested)
VALUES (1, 'iaaaaaaaaaa', 'ASSAULT', 'material-conflict', -9.5, '2020-10-10', '2020-10-11', 1, 1, 0, '[]', '[]');
INSERT INTO tellings (id, version, number, handle, type, first_day, last_day, lead, features, incident)
VALUES (1, 1, 0, 'iaaaaaaaaaa', 'ASSAULT', 18545, 18546, 1, '{}', 1);
INSERT INTO events (id, version, local, statement, telling, start, "end", trigger_start, trigger_end, type, contexts, quad, intensity,
  polarity, modality, background, violates, confidence)
VALUES (1, 1, 0, 1, 1, 0, 52, 17, 24, 'ASSAULT', 'military', 'material-conflict', -9.5, 'affirmed', 'actual', 0, 1, 0.8);
INSERT INTO event_actors (event, role, position, actor) VALUES (1, 'actor', 0, 1), (1, 'recipient', 0, 2);
INSERT INTO accounts (incident, position, by, stance, reports, independent, actors, recipients)
VALUES (1, 0, '[]', 'assert', '["a"]', 1, '["Troops of Arland"]', '["Tarn"]');
INSERT INTO alarms (rule, cause, day, reason) VALUES ('r', 'c', '2020-10-11', '');
PRAGMA application_id = 1096041288; PRAGMA user_version = 1; COMMIT;
"#;

fn of_version_1(path: &PathBuf) {
    let db = Connection::open(path).expect("a file");
    db.execute_batch(include_str!("../src/schema/1.sql")).expect("the schema of version 1");
    db.execute_batch(FILLED_1).expect("its rows");
}

#[test]
fn an_older_ledger_gets_conduct_and_bearings_from_its_events() {
    let path = folder("from_version_1").join("a.db");
    of_version_1(&path);
    let ledger = Ledger::open_to_read(&path).expect("it is brought up to date");
    let dyad = Dyad { from: "ARL".into(), to: "Tarn".into() };
    let days = ledger.tension(&dyad, None, None).expect("a curve");
    assert_eq!(days[0].incidents, ["iaaaaaaaaaa"]);
    let found = ledger.agreements(&reading::bundled_lexicon(), &Default::default()).expect("agreements").agreements;
    assert_eq!(found.len(), 1);
    let claim = &found[0].claims[0];
    assert_eq!((claim.kind.as_str(), &claim.by[..]), ("violation", &["Troops of Arland".to_owned()][..]));
    assert_eq!(claim.incident.as_deref(), Some("iaaaaaaaaaa"));
    // No program of version 1 raised alarms; what stands in their table is nobody's.
    assert_eq!(ledger.raised_alerts(None, 10).expect("alarms"), []);
    assert_eq!(ledger.check().expect("it can be checked"), Vec::<String>::new());
}
