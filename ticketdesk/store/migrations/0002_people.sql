-- 0002: people: who may sign in, and the seals that bind the rows of the journal. Frozen once it is released.

ALTER TABLE agent ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1;

-- Not journaled: a hash never stands in an image of the journal. hash = scrypt$n$r$p$salt$hash, '' for no password.
CREATE TABLE credential (
    agent_id INTEGER NOT NULL PRIMARY KEY REFERENCES agent(id),
    hash TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    failed_at INTEGER,
    signed_in_at INTEGER
) STRICT;

-- One row per committed transaction of an act, each bound to the one before: the changes up to last_seq are sealed.
CREATE TABLE seal (
    id INTEGER NOT NULL PRIMARY KEY,
    act INTEGER,
    last_seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    mac TEXT NOT NULL
) STRICT;
-- What an earlier version wrote was not sealed; sealing begins here.
INSERT INTO seal(id, act, last_seq, state, mac)
    SELECT 1, (SELECT MAX(id) FROM act), (SELECT COALESCE(MAX(seq), 0) FROM change), 'start', '';

CREATE INDEX act_command ON act(command, id);
CREATE INDEX act_command_agent ON act(command, agent_id, id);
CREATE INDEX act_reveal_order ON act(json_extract(args, '$.order_id'), id) WHERE command = 'RevealPersonalData';
CREATE INDEX act_reveal_buyer ON act(json_extract(args, '$.buyer_id'), id) WHERE command = 'RevealBuyer';
