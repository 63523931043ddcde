-- 0019: refunds with their states, history and deadlines; level, coupons and other names of buyers. Frozen: never edited after a release.

-- told_due_at is the platform's own deadline as a file told it at told_at (UTC ms); due_at, due_from and due_rule what
-- counts. file_state is what a file said last ("" for none), ticket_id the ticket it is followed in.
ALTER TABLE refund ADD COLUMN kind TEXT NOT NULL DEFAULT 'refund_only';
ALTER TABLE refund ADD COLUMN buyer_id INTEGER REFERENCES buyer(id);
ALTER TABLE refund ADD COLUMN ticket_id INTEGER;
ALTER TABLE refund ADD COLUMN explanation TEXT NOT NULL DEFAULT '';
ALTER TABLE refund ADD COLUMN carrier TEXT NOT NULL DEFAULT '';
ALTER TABLE refund ADD COLUMN tracking TEXT NOT NULL DEFAULT '';
ALTER TABLE refund ADD COLUMN cs_status TEXT NOT NULL DEFAULT '';
ALTER TABLE refund ADD COLUMN file_state TEXT NOT NULL DEFAULT '';
ALTER TABLE refund ADD COLUMN told_due_at INTEGER;
ALTER TABLE refund ADD COLUMN told_at INTEGER;
ALTER TABLE refund ADD COLUMN due_from INTEGER;
ALTER TABLE refund ADD COLUMN due_rule TEXT NOT NULL DEFAULT '';
ALTER TABLE refund ADD COLUMN ended_at INTEGER;
ALTER TABLE refund ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

-- Append-only: act is one of domain.refunds.RefundAct, at when it was (UTC ms), proofs the SHA-256 of its files.
CREATE TABLE refund_event (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    refund_id INTEGER NOT NULL REFERENCES refund(id),
    act TEXT NOT NULL,
    agent_id INTEGER REFERENCES agent(id),
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    proofs TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX refund_event_refund ON refund_event(refund_id, id);
CREATE INDEX refund_number ON refund(number) WHERE deleted = 0 AND number <> '';
CREATE INDEX refund_due ON refund(COALESCE(due_at, 9223372036854775807), id) WHERE deleted = 0 AND ended_at IS NULL;
CREATE INDEX refund_state ON refund(state, COALESCE(due_at, 9223372036854775807), id)
    WHERE deleted = 0 AND ended_at IS NULL;
CREATE INDEX refund_ended ON refund(state, ended_at, id) WHERE deleted = 0 AND ended_at IS NOT NULL;
CREATE INDEX refund_recent ON refund(updated_at, id) WHERE deleted = 0;
CREATE INDEX refund_buyer ON refund(buyer_id, id) WHERE deleted = 0;
CREATE INDEX refund_ticket ON refund(ticket_id) WHERE deleted = 0 AND ticket_id IS NOT NULL;

ALTER TABLE buyer ADD COLUMN level TEXT NOT NULL DEFAULT '';
ALTER TABLE buyer ADD COLUMN membership TEXT NOT NULL DEFAULT '';

-- A coupon that a buyer has; valid up to until_at, used at used_at (UTC ms, NULL: never ends, not used).
CREATE TABLE buyer_coupon (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    buyer_id INTEGER NOT NULL REFERENCES buyer(id),
    title TEXT NOT NULL,
    amount_cents INTEGER,
    until_at INTEGER,
    used_at INTEGER
) STRICT;

-- A nickname by which a merged buyer was known: what comes in under it is the buyer's that it was merged into.
CREATE TABLE buyer_alias (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    buyer_id INTEGER NOT NULL REFERENCES buyer(id),
    nick TEXT NOT NULL
) STRICT;

CREATE INDEX buyer_coupon_buyer ON buyer_coupon(buyer_id, id) WHERE deleted = 0;
CREATE INDEX buyer_alias_nick ON buyer_alias(nick) WHERE deleted = 0;
CREATE INDEX buyer_alias_buyer ON buyer_alias(buyer_id, id) WHERE deleted = 0;
CREATE INDEX orders_mobile ON orders(mobile) WHERE deleted = 0 AND mobile <> '';
CREATE INDEX orders_receiver ON orders(receiver) WHERE deleted = 0 AND receiver <> '';
