-- 0015: stand-ins for absent agents. Frozen: never edited after a release.

-- While now is in [from_at, until_at) (UTC ms) what is new, late or asked of agent_id stands with stand_in_id as well.
CREATE TABLE stand_in (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    agent_id INTEGER NOT NULL REFERENCES agent(id),
    stand_in_id INTEGER NOT NULL REFERENCES agent(id),
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;

-- When the ticket was given to its assignee (UTC ms); NULL where that was before this column or nobody has it.
ALTER TABLE ticket ADD COLUMN assigned_at INTEGER;

CREATE INDEX stand_in_until ON stand_in(until_at, id) WHERE deleted = 0;
CREATE INDEX stand_in_of ON stand_in(agent_id, until_at) WHERE deleted = 0;
CREATE INDEX stand_in_for ON stand_in(stand_in_id, until_at) WHERE deleted = 0;
CREATE INDEX ticket_given ON ticket(assignee_id, assigned_at, id)
    WHERE deleted = 0 AND closed_at IS NULL AND assigned_at IS NOT NULL;
