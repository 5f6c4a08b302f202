-- The ledger, version 1. docs/ledger.md explains every table.

CREATE TABLE codings (
  id        INTEGER PRIMARY KEY,
  program   TEXT NOT NULL,
  model     TEXT NOT NULL,
  knowledge TEXT NOT NULL,
  UNIQUE (program, model, knowledge)
) STRICT;

CREATE TABLE reports (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  current  INTEGER REFERENCES versions (id) DEFERRABLE INITIALLY DEFERRED,
  echo_of  INTEGER REFERENCES reports (id),
  adds     TEXT,
  drops    TEXT,
  standing TEXT NOT NULL DEFAULT 'valid' CHECK (standing IN ('valid', 'corrected', 'retracted'))
) STRICT;
CREATE INDEX reports_echo ON reports (echo_of) WHERE echo_of IS NOT NULL;

CREATE TABLE versions (
  id        INTEGER PRIMARY KEY,
  report    INTEGER NOT NULL REFERENCES reports (id),
  number    INTEGER NOT NULL,
  title     TEXT,
  publisher TEXT,
  url       TEXT,
  published TEXT,
  language  TEXT NOT NULL,
  text      TEXT NOT NULL,
  coding    INTEGER NOT NULL REFERENCES codings (id),
  added     TEXT NOT NULL,
  UNIQUE (report, number)
) STRICT;
CREATE INDEX versions_published ON versions (published);

-- Hashes by which reports of like wording are found; of current versions only.
CREATE TABLE bands (
  hash    INTEGER NOT NULL,
  version INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  PRIMARY KEY (hash, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX bands_version ON bands (version);

CREATE VIRTUAL TABLE words USING fts5 (
  title, text, content = 'versions', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE actors (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  country   TEXT,
  sectors   TEXT NOT NULL,
  office    TEXT,
  member_of INTEGER REFERENCES actors (id)
) STRICT;
CREATE UNIQUE INDEX actors_are_one ON actors (name, kind, ifnull(country, ''), sectors, ifnull(office, ''), ifnull(member_of, 0));

CREATE TABLE places (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  country   TEXT,
  admin1    TEXT,
  lat       REAL,
  lon       REAL,
  precision TEXT NOT NULL,
  disputed  TEXT
) STRICT;
CREATE UNIQUE INDEX places_are_one ON places
  (name, ifnull(country, ''), ifnull(admin1, ''), ifnull(lat, 999), ifnull(lon, 999), precision, ifnull(disputed, ''));

CREATE TABLE agreements (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  date TEXT
) STRICT;
CREATE UNIQUE INDEX agreements_are_one ON agreements (name, kind, ifnull(date, ''));

-- What one version of a report speaks of, and where: mentions are [[start, end], ...] in characters of the text.
CREATE TABLE version_actors (
  version  INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  local    INTEGER NOT NULL,
  actor    INTEGER NOT NULL REFERENCES actors (id),
  mentions TEXT NOT NULL,
  PRIMARY KEY (version, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_actors_actor ON version_actors (actor);

CREATE TABLE version_places (
  version  INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  local    INTEGER NOT NULL,
  place    INTEGER NOT NULL REFERENCES places (id),
  mentions TEXT NOT NULL,
  PRIMARY KEY (version, local)
) STRICT, WITHOUT ROWID;

CREATE TABLE version_times (
  version  INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  local    INTEGER NOT NULL,
  value    TEXT NOT NULL,
  mentions TEXT NOT NULL,
  PRIMARY KEY (version, local)
) STRICT, WITHOUT ROWID;

CREATE TABLE version_agreements (
  version   INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  local     INTEGER NOT NULL,
  agreement INTEGER NOT NULL REFERENCES agreements (id),
  mentions  TEXT NOT NULL,
  PRIMARY KEY (version, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_agreements_agreement ON version_agreements (agreement);

CREATE TABLE agreement_parties (
  version INTEGER NOT NULL,
  local   INTEGER NOT NULL,
  role    TEXT NOT NULL CHECK (role IN ('party', 'mediator')),
  actor   INTEGER NOT NULL REFERENCES actors (id),
  PRIMARY KEY (version, local, role, actor),
  FOREIGN KEY (version, local) REFERENCES version_agreements (version, local) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE statements (
  id         INTEGER PRIMARY KEY,
  version    INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  local      INTEGER NOT NULL,
  start      INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  content    TEXT NOT NULL,
  time       INTEGER,
  place      INTEGER,
  medium     TEXT,
  manner     TEXT NOT NULL,
  stance     TEXT NOT NULL,
  UNIQUE (version, local)
) STRICT;

-- The chain behind a statement, the outermost first.
CREATE TABLE sources (
  statement INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  actor     INTEGER NOT NULL REFERENCES actors (id),
  mention   TEXT,
  cue       TEXT,
  verb      TEXT,
  PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX sources_actor ON sources (actor);

CREATE TABLE incidents (
  id            INTEGER PRIMARY KEY,
  handle        TEXT NOT NULL UNIQUE,
  type          TEXT NOT NULL,
  mode          TEXT,
  quad          TEXT NOT NULL,
  intensity     REAL NOT NULL,
  first_day     TEXT,
  last_day      TEXT,
  day_inferred  INTEGER NOT NULL,
  place         INTEGER REFERENCES places (id),
  killed_low    INTEGER,
  killed_high   INTEGER,
  wounded_low   INTEGER,
  wounded_high  INTEGER,
  independent   INTEGER NOT NULL,
  denied        INTEGER NOT NULL,
  agreed        TEXT NOT NULL,
  contested     TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_day ON incidents (first_day);

-- What one report tells of one happening.
CREATE TABLE tellings (
  id           INTEGER PRIMARY KEY,
  version      INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  number       INTEGER NOT NULL,
  handle       TEXT NOT NULL UNIQUE,
  type         TEXT NOT NULL,
  first_day    INTEGER,
  last_day     INTEGER,
  country      TEXT,
  lead         INTEGER NOT NULL,
  repeats      INTEGER REFERENCES tellings (id) ON DELETE SET NULL,
  features     TEXT NOT NULL,
  incident     INTEGER REFERENCES incidents (id) ON DELETE SET NULL,
  UNIQUE (version, number)
) STRICT;
CREATE INDEX tellings_near ON tellings (type, first_day);
CREATE INDEX tellings_incident ON tellings (incident);
CREATE INDEX tellings_repeats ON tellings (repeats) WHERE repeats IS NOT NULL;

-- Pairs of tellings that may be of one happening, with what speaks for it.
CREATE TABLE links (
  a     INTEGER NOT NULL REFERENCES tellings (id) ON DELETE CASCADE,
  b     INTEGER NOT NULL REFERENCES tellings (id) ON DELETE CASCADE,
  score REAL NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_b ON links (b);

CREATE TABLE events (
  id            INTEGER PRIMARY KEY,
  version       INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  local         INTEGER NOT NULL,
  statement     INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  telling       INTEGER REFERENCES tellings (id) ON DELETE SET NULL,
  start         INTEGER NOT NULL,
  "end"         INTEGER NOT NULL,
  trigger_start INTEGER NOT NULL,
  trigger_end   INTEGER NOT NULL,
  type          TEXT NOT NULL,
  mode          TEXT,
  contexts      TEXT NOT NULL,
  cameo         TEXT,
  quad          TEXT NOT NULL,
  intensity     REAL NOT NULL,
  place         INTEGER REFERENCES places (id),
  time          TEXT,
  first_day     TEXT,
  last_day      TEXT,
  killed_low    INTEGER, killed_high    INTEGER,
  wounded_low   INTEGER, wounded_high   INTEGER,
  detained_low  INTEGER, detained_high  INTEGER,
  displaced_low INTEGER, displaced_high INTEGER,
  polarity      TEXT NOT NULL,
  modality      TEXT NOT NULL,
  background    INTEGER NOT NULL,
  violates      INTEGER REFERENCES agreements (id),
  confidence    REAL NOT NULL,
  UNIQUE (version, local)
) STRICT;
CREATE INDEX events_statement ON events (statement);
CREATE INDEX events_telling ON events (telling);
CREATE INDEX events_violates ON events (violates) WHERE violates IS NOT NULL;

CREATE TABLE event_actors (
  event    INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
  role     TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  position INTEGER NOT NULL,
  actor    INTEGER NOT NULL REFERENCES actors (id),
  PRIMARY KEY (event, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_actors_actor ON event_actors (actor);

-- One source's version of an incident.
CREATE TABLE accounts (
  incident     INTEGER NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  position     INTEGER NOT NULL,
  by           TEXT NOT NULL,
  stance       TEXT NOT NULL,
  reports      TEXT NOT NULL,
  independent  INTEGER NOT NULL,
  since        TEXT,
  actors       TEXT NOT NULL,
  recipients   TEXT NOT NULL,
  place        TEXT,
  time         TEXT,
  killed_low   INTEGER, killed_high  INTEGER,
  wounded_low  INTEGER, wounded_high INTEGER,
  PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;

-- What analysts decided, apart from what was read. Undone entries stay, with the day they were undone.
CREATE TABLE decisions (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL CHECK (kind IN ('split', 'merge', 'correct', 'note', 'retract', 'restore')),
  subject TEXT NOT NULL,
  object  TEXT,
  field   TEXT,
  value   TEXT,
  note    TEXT,
  by      TEXT NOT NULL,
  made    TEXT NOT NULL,
  undone  TEXT
) STRICT;
CREATE INDEX decisions_subject ON decisions (subject);

-- Alarms that were raised, so that none is raised twice for one cause.
CREATE TABLE alarms (
  rule   TEXT NOT NULL,
  cause  TEXT NOT NULL,
  day    TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (rule, cause)
) STRICT, WITHOUT ROWID;

-- Views for plain SQL: these keep their names and columns from one version of the ledger to the next.
CREATE VIEW v_reports AS
SELECT r.key AS report, v.title, v.publisher, v.published, v.url, v.number AS version, r.standing,
       f.key AS echo_of, r.adds, r.drops, v.text, c.program, c.model, c.knowledge, v.added
FROM reports r JOIN versions v ON v.id = r.current JOIN codings c ON c.id = v.coding
LEFT JOIN reports f ON f.id = r.echo_of;

CREATE VIEW v_statements AS
SELECT r.key AS report, 'S' || (s.local + 1) AS statement, s.manner, s.stance,
       (SELECT group_concat(a.name, ' < ') FROM (SELECT actor FROM sources WHERE statement = s.id ORDER BY position) x
        JOIN actors a ON a.id = x.actor) AS sources,
       s.start, s."end", substr(v.text, s.start + 1, s."end" - s.start) AS words
FROM statements s JOIN versions v ON v.id = s.version JOIN reports r ON r.id = v.report AND r.current = v.id;

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
       e.start, e."end", substr(v.text, e.start + 1, e."end" - e.start) AS words
FROM events e JOIN versions v ON v.id = e.version JOIN reports r ON r.id = v.report AND r.current = v.id
JOIN statements s ON s.id = e.statement
LEFT JOIN tellings t ON t.id = e.telling LEFT JOIN incidents i ON i.id = t.incident
LEFT JOIN places p ON p.id = e.place;

CREATE VIEW v_incidents AS
SELECT i.handle AS incident, i.type, i.mode, i.quad, i.intensity, i.first_day, i.last_day, i.day_inferred,
       p.name AS place, p.country, p.admin1, p.lat, p.lon, p.precision, p.disputed,
       i.killed_low, i.killed_high, i.wounded_low, i.wounded_high, i.independent, i.denied, i.agreed, i.contested
FROM incidents i LEFT JOIN places p ON p.id = i.place;

CREATE VIEW v_accounts AS
SELECT i.handle AS incident, a.position, a.by, a.stance, a.reports, a.independent, a.since, a.actors, a.recipients,
       a.place, a.time, a.killed_low, a.killed_high, a.wounded_low, a.wounded_high
FROM accounts a JOIN incidents i ON i.id = a.incident;

CREATE VIEW v_agreements AS
SELECT g.id, g.name, g.kind, g.date, count(DISTINCT x.version) AS reports
FROM agreements g JOIN version_agreements x ON x.agreement = g.id GROUP BY g.id;
