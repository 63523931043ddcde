-- 0013: who is asked in a note by name, and who watches a ticket. Frozen: never edited after a release.

-- A note that calls an agent by name: open until that agent is through with it (done_at NULL).
CREATE TABLE ticket_mention (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    event_id INTEGER NOT NULL REFERENCES ticket_event(id),
    agent_id INTEGER NOT NULL REFERENCES agent(id),
    at INTEGER NOT NULL,
    done_at INTEGER
) STRICT;

-- An agent who wants to hear of a ticket; what happened until seen_at (UTC ms) is no news.
CREATE TABLE ticket_watch (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    ticket_id INTEGER NOT NULL REFERENCES ticket(id),
    agent_id INTEGER NOT NULL REFERENCES agent(id),
    seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ticket_mention_open ON ticket_mention(agent_id, id) WHERE deleted = 0 AND done_at IS NULL;
CREATE INDEX ticket_mention_event ON ticket_mention(event_id) WHERE deleted = 0;
CREATE INDEX ticket_watch_ticket ON ticket_watch(ticket_id, id) WHERE deleted = 0;
CREATE INDEX ticket_watch_agent ON ticket_watch(agent_id, ticket_id) WHERE deleted = 0;
