-- The ledger, version 4: alarms by their cause, so that none is raised twice for one.

DROP TABLE alarms;
CREATE TABLE alarms (
  id        INTEGER PRIMARY KEY,
  handle    TEXT NOT NULL UNIQUE,
  cause     TEXT NOT NULL,
  day       TEXT NOT NULL,
  raised    TEXT NOT NULL,
  withdrawn TEXT,
  alert     TEXT NOT NULL
) STRICT;
CREATE INDEX alarms_cause ON alarms (cause);
CREATE INDEX alarms_day ON alarms (day);

-- The rules that an alarm's cause meets, on what, and when.
CREATE TABLE alarm_reasons (
  alarm INTEGER NOT NULL REFERENCES alarms (id) ON DELETE CASCADE,
  rule  TEXT NOT NULL,
  about TEXT NOT NULL,
  day   TEXT NOT NULL,
  PRIMARY KEY (alarm, rule, about)
) STRICT, WITHOUT ROWID;
CREATE INDEX alarm_reasons_about ON alarm_reasons (rule, about);

CREATE VIEW v_alarms AS
SELECT a.handle AS alarm, a.day, a.cause, a.raised, a.withdrawn,
       (SELECT group_concat(rule || ' on ' || about, '; ') FROM (SELECT rule, about FROM alarm_reasons WHERE alarm = a.id ORDER BY rule, about)) AS reasons
FROM alarms a;
