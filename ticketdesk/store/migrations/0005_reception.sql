-- 0005: the reception centre. Frozen: never edited after a release; see docs/decisions/0009-reception.md.

CREATE TABLE agent_group (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE agent_group_member (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    group_id INTEGER NOT NULL REFERENCES agent_group(id),
    agent_id INTEGER NOT NULL REFERENCES agent(id)
) STRICT;

CREATE TABLE buyer_tag (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    buyer_id INTEGER NOT NULL REFERENCES buyer(id),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE transfer (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    conversation_id INTEGER NOT NULL REFERENCES conversation(id),
    from_agent_id INTEGER REFERENCES agent(id),
    to_agent_id INTEGER REFERENCES agent(id),
    to_group_id INTEGER REFERENCES agent_group(id),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE ending (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    conversation_id INTEGER NOT NULL REFERENCES conversation(id),
    agent_id INTEGER REFERENCES agent(id),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    summary TEXT NOT NULL,
    confirmed INTEGER NOT NULL,
    invited_rating INTEGER NOT NULL,
    last_message_id INTEGER
) STRICT;

CREATE TABLE rating (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    conversation_id INTEGER NOT NULL REFERENCES conversation(id),
    score INTEGER NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE todo (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    buyer_id INTEGER NOT NULL REFERENCES buyer(id),
    conversation_id INTEGER REFERENCES conversation(id),
    text TEXT NOT NULL,
    creator_id INTEGER REFERENCES agent(id),
    assignee_id INTEGER REFERENCES agent(id),
    created_at INTEGER NOT NULL,
    due_at INTEGER,
    state TEXT NOT NULL,
    done_by INTEGER REFERENCES agent(id),
    done_at INTEGER
) STRICT;

CREATE TABLE reminder (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    agent_id INTEGER NOT NULL REFERENCES agent(id),
    conversation_id INTEGER REFERENCES conversation(id),
    ticket_id INTEGER REFERENCES ticket(id),
    text TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    repeat TEXT NOT NULL,
    state TEXT NOT NULL,
    done_at INTEGER
) STRICT;

CREATE TABLE auto_reply (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    scene TEXT NOT NULL,
    keywords TEXT NOT NULL,
    text TEXT NOT NULL,
    cooldown_ms INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    sort INTEGER NOT NULL
) STRICT;

CREATE TABLE wording_override (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER NOT NULL REFERENCES message(id),
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    agent_id INTEGER REFERENCES agent(id),
    at INTEGER NOT NULL
) STRICT;

-- Not journaled: using a phrase is no act, and counting it no step that anybody would take back.
CREATE TABLE phrase_use (
    phrase_id INTEGER NOT NULL PRIMARY KEY REFERENCES phrase(id),
    uses INTEGER NOT NULL,
    used_at INTEGER NOT NULL
) STRICT;

ALTER TABLE agent ADD COLUMN state_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE buyer ADD COLUMN blocked_at INTEGER;
ALTER TABLE buyer ADD COLUMN block_reason TEXT NOT NULL DEFAULT '';

ALTER TABLE conversation ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN pinned_at INTEGER;
ALTER TABLE conversation ADD COLUMN followed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN group_id INTEGER REFERENCES agent_group(id);
ALTER TABLE conversation ADD COLUMN seen_message_id INTEGER;
ALTER TABLE conversation ADD COLUMN escalated_at INTEGER;
ALTER TABLE conversation ADD COLUMN auto_answered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN reply_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN contact_at INTEGER NOT NULL DEFAULT 0;

-- quote_id names a message of the same table; references point up only.
ALTER TABLE message ADD COLUMN quote_id INTEGER;
ALTER TABLE message ADD COLUMN recalled_at INTEGER;
ALTER TABLE message ADD COLUMN send_at INTEGER;
ALTER TABLE message ADD COLUMN auto TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN client_key TEXT;

ALTER TABLE phrase ADD COLUMN owner_id INTEGER REFERENCES agent(id);
ALTER TABLE phrase ADD COLUMN valid_from INTEGER;
ALTER TABLE phrase ADD COLUMN valid_to INTEGER;
ALTER TABLE phrase ADD COLUMN attachment_id INTEGER REFERENCES attachment(id);

CREATE INDEX agent_group_member_group ON agent_group_member(group_id, agent_id) WHERE deleted = 0;
CREATE INDEX agent_group_member_agent ON agent_group_member(agent_id, group_id) WHERE deleted = 0;
CREATE INDEX buyer_tag_buyer ON buyer_tag(buyer_id, text) WHERE deleted = 0;
CREATE INDEX buyer_tag_text ON buyer_tag(text, buyer_id) WHERE deleted = 0;
CREATE INDEX buyer_blocked ON buyer(blocked_at, id) WHERE deleted = 0 AND blocked_at IS NOT NULL;
CREATE INDEX conversation_contact ON conversation(contact_at, id) WHERE deleted = 0;
CREATE INDEX conversation_pinned ON conversation(pinned_at, id) WHERE deleted = 0 AND pinned_at IS NOT NULL;
CREATE INDEX conversation_starred ON conversation(last_at, id) WHERE deleted = 0 AND starred <> 0;
CREATE INDEX conversation_followed ON conversation(last_at, id) WHERE deleted = 0 AND followed <> 0;
CREATE INDEX conversation_auto_answered ON conversation(last_at, id) WHERE deleted = 0 AND auto_answered <> 0;
CREATE INDEX conversation_served ON conversation(agent_id, state, last_at, id) WHERE deleted = 0;
CREATE INDEX conversation_unserved ON conversation(waiting_since, id)
    WHERE deleted = 0 AND waiting_since IS NOT NULL AND agent_id IS NULL;
CREATE INDEX conversation_group ON conversation(group_id, id) WHERE deleted = 0 AND group_id IS NOT NULL;
CREATE INDEX message_due ON message(send_at, id) WHERE state = 'counting' AND deleted = 0;
CREATE INDEX message_queued ON message(conversation_id, id) WHERE state IN ('counting', 'queued') AND deleted = 0;
CREATE INDEX message_auto ON message(conversation_id, auto, id) WHERE auto <> '' AND deleted = 0;
CREATE UNIQUE INDEX message_client_key ON message(conversation_id, client_key) WHERE deleted = 0;
CREATE INDEX transfer_conversation ON transfer(conversation_id, id);
CREATE INDEX transfer_from ON transfer(from_agent_id, id) WHERE deleted = 0;
CREATE INDEX ending_conversation ON ending(conversation_id, id);
CREATE INDEX rating_conversation ON rating(conversation_id, id);
CREATE INDEX todo_buyer ON todo(buyer_id, id);
CREATE INDEX todo_open ON todo(COALESCE(due_at, 9223372036854775807), id) WHERE deleted = 0 AND state = 'open';
CREATE INDEX reminder_due ON reminder(agent_id, due_at, id) WHERE deleted = 0 AND state = 'open';
CREATE INDEX reminder_conversation ON reminder(conversation_id, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX auto_reply_sort ON auto_reply(sort, id) WHERE deleted = 0;
CREATE INDEX wording_override_message ON wording_override(message_id, id);

-- Badges that count rows of before: the triggers go on from here.
INSERT INTO counter(name, key, n)
    SELECT 'conversation.agent', COALESCE(agent_id, 0), COUNT(*) FROM conversation
    WHERE deleted = 0 AND state = 'open' GROUP BY 2;
INSERT INTO counter(name, key, n)
    SELECT 'conversation.waiting_agent', COALESCE(agent_id, 0), COUNT(*) FROM conversation
    WHERE deleted = 0 AND waiting_since IS NOT NULL GROUP BY 2;
