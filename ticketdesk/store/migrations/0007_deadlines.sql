-- 0007: chains of deadlines. Frozen: never edited after a release; see docs/decisions/0014-deadlines.md.

-- When the clock of due_at began, and the version of the pack of rules that the ticket began under ("": before packs).
ALTER TABLE ticket ADD COLUMN due_from INTEGER;
ALTER TABLE ticket ADD COLUMN rule_pack TEXT NOT NULL DEFAULT '';

-- What starts a clock or ends it in time, as it was noted and, where somebody corrected that, as it was.
CREATE TABLE ticket_start (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    ticket_id INTEGER NOT NULL REFERENCES ticket(id),
    event TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    corrected_at INTEGER,
    agent_id INTEGER REFERENCES agent(id)
) STRICT;

-- A moment that was agreed on or that the platform's file states; rule "" is of the step that ran when it was told.
CREATE TABLE ticket_term (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    ticket_id INTEGER NOT NULL REFERENCES ticket(id),
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    agent_id INTEGER REFERENCES agent(id)
) STRICT;

-- A lapse that the desk recorded; it stays, whatever is found out later.
CREATE TABLE ticket_lapse (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    ticket_id INTEGER NOT NULL REFERENCES ticket(id),
    rule TEXT NOT NULL,
    nth INTEGER NOT NULL,
    start_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    carried_out INTEGER NOT NULL
) STRICT;

CREATE INDEX ticket_start_ticket ON ticket_start(ticket_id, id) WHERE deleted = 0;
CREATE INDEX ticket_term_ticket ON ticket_term(ticket_id, id) WHERE deleted = 0;
CREATE INDEX ticket_lapse_ticket ON ticket_lapse(ticket_id, id) WHERE deleted = 0;
