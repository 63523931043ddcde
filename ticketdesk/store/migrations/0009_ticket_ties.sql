-- 0009: what ties tickets to each other, and their checklists. Frozen; see docs/decisions/0015-ticket-ties.md.

-- The ticket that this one was merged into; its lines stay its own and are read with those of the winner.
ALTER TABLE ticket ADD COLUMN merged_into INTEGER;

-- parent: from_id is a child of to_id; related: no direction is meant.
CREATE TABLE ticket_link (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    from_id INTEGER NOT NULL REFERENCES ticket(id),
    to_id INTEGER NOT NULL REFERENCES ticket(id),
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket_check (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    ticket_id INTEGER NOT NULL REFERENCES ticket(id),
    text TEXT NOT NULL,
    done_at INTEGER,
    done_by INTEGER REFERENCES agent(id)
) STRICT;

CREATE INDEX ticket_merged ON ticket(merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ticket_link_from ON ticket_link(from_id, id) WHERE deleted = 0;
CREATE INDEX ticket_link_to ON ticket_link(to_id, id) WHERE deleted = 0;
CREATE INDEX ticket_check_ticket ON ticket_check(ticket_id, id) WHERE deleted = 0;
