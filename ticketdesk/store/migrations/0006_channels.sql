-- 0006: the web page and the mail. Frozen: never edited after a release; see docs/decisions/0010-channels.md.

-- A channel may lead several conversations with one buyer (mail: one per thread); "" where it leads one.
ALTER TABLE conversation ADD COLUMN thread TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN subject TEXT NOT NULL DEFAULT '';

-- What follows is not journaled: nothing of it is an act, and nobody would take it back.

-- A visit of the web page: who holds the token whose SHA-256 this is speaks as this buyer in this conversation.
CREATE TABLE web_visit (
    id INTEGER NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL,
    nick TEXT NOT NULL,
    thread TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    lang TEXT NOT NULL
) STRICT;

-- Orders that a visit has proved to be the buyer's own.
CREATE TABLE web_proof (
    visit_id INTEGER NOT NULL REFERENCES web_visit(id),
    order_id INTEGER NOT NULL REFERENCES orders(id),
    at INTEGER NOT NULL,
    PRIMARY KEY (visit_id, order_id)
) STRICT;

-- Message-IDs of mails seen (side "in") and sent ("out"): what a mail answers, and that it was taken in already.
CREATE TABLE mail_ref (
    header_id TEXT NOT NULL PRIMARY KEY,
    thread TEXT NOT NULL,
    nick TEXT NOT NULL,
    message_id INTEGER,
    side TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Up to which mail of a folder everything is here.
CREATE TABLE mail_place (
    folder TEXT NOT NULL PRIMARY KEY,
    uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX web_visit_token ON web_visit(token_hash);
CREATE INDEX web_visit_nick ON web_visit(nick, id);
CREATE INDEX web_proof_order ON web_proof(order_id, visit_id);
CREATE INDEX mail_ref_thread ON mail_ref(thread, at);
CREATE INDEX conversation_thread ON conversation(buyer_id, channel, thread, id) WHERE deleted = 0;
