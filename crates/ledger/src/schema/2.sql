-- The ledger, version 2: what analysts decide takes effect; notices of correction and retraction; readings made anew.

ALTER TABLE decisions ADD COLUMN undone_by TEXT;

-- The tellings that a merge or a split is about. A merge brings the sides together; a split holds them apart and side 0 together.
CREATE TABLE decided_tellings (
  decision INTEGER NOT NULL REFERENCES decisions (id),
  side     INTEGER NOT NULL CHECK (side IN (0, 1)),
  handle   TEXT NOT NULL,
  PRIMARY KEY (decision, side, handle)
) STRICT, WITHOUT ROWID;
CREATE INDEX decided_tellings_handle ON decided_tellings (handle);
INSERT INTO decided_tellings SELECT id, 0, subject FROM decisions WHERE kind IN ('split', 'merge')
UNION SELECT id, 1, object FROM decisions WHERE kind IN ('split', 'merge') AND object IS NOT NULL;

-- Fields of events that stand as an analyst corrected them, with what was read there (JSON). Derived from decisions.
CREATE TABLE corrections (
  event    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  field    TEXT NOT NULL,
  was      TEXT NOT NULL,
  decision INTEGER NOT NULL REFERENCES decisions (id),
  PRIMARY KEY (event, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX corrections_decision ON corrections (decision);

-- A telling that takes no part: its report was taken back, or all its events were.
ALTER TABLE tellings ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;

-- Reports that say of themselves that they correct or take back an earlier one, and which one, where it is in the ledger.
CREATE TABLE notices (
  report INTEGER PRIMARY KEY REFERENCES reports (id),
  kind   TEXT NOT NULL CHECK (kind IN ('correction', 'retraction')),
  cue    TEXT NOT NULL,
  of     INTEGER REFERENCES reports (id),
  known_by TEXT,
  replaces INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX notices_of ON notices (of) WHERE of IS NOT NULL;

-- What came of reading kept texts again with a newer program, model or knowledge, by type of event.
CREATE TABLE recodings (
  coding  INTEGER NOT NULL REFERENCES codings (id),
  type    TEXT NOT NULL,
  same    INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  gained  INTEGER NOT NULL,
  lost    INTEGER NOT NULL,
  PRIMARY KEY (coding, type)
) STRICT, WITHOUT ROWID;

DROP VIEW v_reports;
CREATE VIEW v_reports AS
SELECT r.key AS report, v.title, v.publisher, v.published, v.url, v.number AS version, r.standing,
       f.key AS echo_of, r.adds, r.drops, v.text, c.program, c.model, c.knowledge, v.added,
       n.kind AS notice, o.key AS notice_of
FROM reports r JOIN versions v ON v.id = r.current JOIN codings c ON c.id = v.coding
LEFT JOIN reports f ON f.id = r.echo_of
LEFT JOIN notices n ON n.report = r.id LEFT JOIN reports o ON o.id = n.of;

DROP VIEW v_events;
CREATE VIEW v_events AS
SELECT r.key AS report, 'E' || (e.local + 1) AS event, 'S' || (s.local + 1) AS statement, i.handle AS incident,
       e.type, e.mode, e.contexts, e.cameo, e.quad, e.intensity, e.time, e.first_day, e.last_day,
       p.name AS place, p.country, p.lat, p.lon, p.precision,
       (SELECT group_concat(a.name, '; ') FROM event_actors x JOIN actors a ON a.id = x.actor
        WHERE x.event = e.id AND x.role = 'actor') AS actors,
       (SELECT group_concat(a.name, '; ') FROM event_actors x JOIN actors a ON a.id = x.actor
        WHERE x.event = e.id AND x.role = 'recipient') AS recipients,
       (SELECT group_concat(a.name, ' < ') FROM (SELECT actor FROM sources WHERE statement = s.id ORDER BY position) x
        JOIN actors a ON a.id = x.actor) AS sources,
       e.killed_low, e.killed_high, e.wounded_low, e.wounded_high, e.detained_low, e.detained_high,
       e.displaced_low, e.displaced_high, e.polarity, e.modality, e.background, e.confidence,
       e.start, e."end", substr(v.text, e.start + 1, e."end" - e.start) AS words,
       (SELECT group_concat(c.field || ' by ' || d.by, '; ') FROM corrections c JOIN decisions d ON d.id = c.decision
        WHERE c.event = e.id) AS corrected,
       (r.standing = 'retracted' OR ifnull(t.silent, 0)
        OR EXISTS (SELECT 1 FROM corrections c WHERE c.event = e.id AND c.field = 'event')) AS withdrawn
FROM events e JOIN versions v ON v.id = e.version JOIN reports r ON r.id = v.report AND r.current = v.id
JOIN statements s ON s.id = e.statement
LEFT JOIN tellings t ON t.id = e.telling LEFT JOIN incidents i ON i.id = t.incident
LEFT JOIN places p ON p.id = e.place;

CREATE VIEW v_decisions AS
SELECT id AS decision, kind, subject, object, field, value, note, by, made, undone, undone_by FROM decisions;

CREATE VIEW v_corrections AS
SELECT r.key AS report, 'E' || (e.local + 1) AS event, c.field, c.was, d.value AS stands, d.by, d.made, d.id AS decision
FROM corrections c JOIN decisions d ON d.id = c.decision JOIN events e ON e.id = c.event
JOIN versions v ON v.id = e.version JOIN reports r ON r.id = v.report;
