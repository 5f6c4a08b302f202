-- The ledger, version 6: who takes part in an incident stands in its row.

-- Rows of the actors who do, suffer or tell something in it, an ascending list as JSON; derived, and kept up with the accounts.
ALTER TABLE incidents ADD COLUMN actors TEXT NOT NULL DEFAULT '[]';
UPDATE incidents SET actors = (
  SELECT json_group_array(actor) FROM (
    SELECT x.actor FROM tellings t JOIN events e ON e.telling = t.id JOIN event_actors x ON x.event = e.id
    WHERE t.incident = incidents.id
    UNION SELECT x.actor FROM tellings t JOIN events e ON e.telling = t.id JOIN sources x ON x.statement = e.statement
    WHERE t.incident = incidents.id ORDER BY 1));
