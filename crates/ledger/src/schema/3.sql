-- The ledger, version 3: what is said to be done about agreements, and which dyads an incident bears on.

-- A claim of what is done about an agreement; those of readings before this version are only the events that break one.
CREATE TABLE conduct (
  id        INTEGER PRIMARY KEY,
  version   INTEGER NOT NULL,
  local     INTEGER NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('violation', 'compliance', 'withdrawal', 'extension', 'conclusion', 'end')),
  statement INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  event     INTEGER REFERENCES events (id) ON DELETE SET NULL,
  start     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL,
  polarity  TEXT NOT NULL,
  modality  TEXT NOT NULL,
  FOREIGN KEY (version, local) REFERENCES version_agreements (version, local) ON DELETE CASCADE
) STRICT;
CREATE INDEX conduct_agreement ON conduct (version, local);
CREATE INDEX conduct_statement ON conduct (statement);
CREATE INDEX conduct_event ON conduct (event) WHERE event IS NOT NULL;

CREATE TABLE conduct_actors (
  conduct  INTEGER NOT NULL REFERENCES conduct (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  actor    INTEGER NOT NULL REFERENCES actors (id),
  PRIMARY KEY (conduct, position)
) STRICT, WITHOUT ROWID;

INSERT INTO conduct (version, local, kind, statement, event, start, "end", polarity, modality)
SELECT e.version, x.local, 'violation', e.statement, e.id, e.start, e."end", e.polarity, e.modality
FROM events e JOIN version_agreements x ON x.version = e.version AND x.agreement = e.violates WHERE e.type <> 'SANCTION'
ORDER BY e.id;
INSERT INTO conduct_actors (conduct, position, actor)
SELECT c.id, x.position, x.actor FROM conduct c JOIN events e ON e.id = c.event
JOIN event_actors x ON x.event = e.id AND x.role = iif(e.type = 'ACCUSE', 'recipient', 'actor');

-- Names of actors and codes of their states, as dyads name them.
CREATE TABLE sides (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Who is said to act towards whom in an incident, under each name and code; derived.
CREATE TABLE bearings (
  doer     INTEGER NOT NULL REFERENCES sides (id),
  target   INTEGER NOT NULL REFERENCES sides (id),
  day      TEXT NOT NULL,
  incident INTEGER NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  partisan INTEGER NOT NULL,
  PRIMARY KEY (doer, target, day, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX bearings_incident ON bearings (incident);
CREATE INDEX bearings_target ON bearings (target, day);

CREATE VIEW v_bearings AS
SELECT d.name AS doer, t.name AS target, b.day, i.handle AS incident, b.partisan
FROM bearings b JOIN sides d ON d.id = b.doer JOIN sides t ON t.id = b.target JOIN incidents i ON i.id = b.incident;

CREATE VIEW v_conduct AS
SELECT r.key AS report, 'G' || (c.local + 1) AS local, g.name AS agreement, g.kind AS agreement_kind, g.date AS agreement_date,
       c.kind, c.polarity, c.modality,
       (SELECT group_concat(a.name, '; ') FROM (SELECT actor FROM conduct_actors WHERE conduct = c.id ORDER BY position) x
        JOIN actors a ON a.id = x.actor) AS by,
       (SELECT group_concat(a.name, ' < ') FROM (SELECT actor FROM sources WHERE statement = c.statement ORDER BY position) x
        JOIN actors a ON a.id = x.actor) AS sources,
       c.start, c."end", substr(v.text, c.start + 1, c."end" - c.start) AS words
FROM conduct c JOIN versions v ON v.id = c.version JOIN reports r ON r.id = v.report AND r.current = v.id
JOIN version_agreements x ON x.version = c.version AND x.local = c.local JOIN agreements g ON g.id = x.agreement;
