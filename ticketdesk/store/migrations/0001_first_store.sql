-- 0001: the first store. Frozen: never edited after a release; see docs/decisions/0005-store.md.

CREATE TABLE shop (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE role (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL
) STRICT;

CREATE TABLE agent (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    role_id INTEGER NOT NULL REFERENCES role(id),
    account TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE buyer (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    nick TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    region TEXT NOT NULL,
    note TEXT NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conversation (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    buyer_id INTEGER NOT NULL REFERENCES buyer(id),
    channel TEXT NOT NULL,
    agent_id INTEGER REFERENCES agent(id),
    state TEXT NOT NULL,
    waiting_since INTEGER,
    last_at INTEGER NOT NULL,
    last_message_id INTEGER,
    last_text TEXT NOT NULL,
    last_side TEXT NOT NULL,
    first_response_ms INTEGER,
    ended_at INTEGER
) STRICT;

CREATE TABLE attachment (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ticket_id INTEGER,
    event_id INTEGER
) STRICT;

CREATE TABLE orders (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    number TEXT NOT NULL,
    number_reversed TEXT NOT NULL,
    platform TEXT NOT NULL,
    buyer_id INTEGER REFERENCES buyer(id),
    buyer_nick TEXT NOT NULL,
    state TEXT NOT NULL,
    state_source TEXT NOT NULL,
    flag INTEGER NOT NULL,
    created_at INTEGER,
    paid_at INTEGER,
    shipped_at INTEGER,
    finished_at INTEGER,
    due_at INTEGER,
    goods_cents INTEGER,
    postage_cents INTEGER,
    total_cents INTEGER,
    paid_cents INTEGER,
    refund_cents INTEGER,
    settled_cents INTEGER,
    currency TEXT NOT NULL,
    receiver TEXT NOT NULL,
    phone TEXT NOT NULL,
    mobile TEXT NOT NULL,
    address TEXT NOT NULL,
    shipping_method TEXT NOT NULL,
    titles TEXT NOT NULL,
    kinds INTEGER,
    pieces INTEGER,
    carrier TEXT NOT NULL,
    tracking TEXT NOT NULL,
    buyer_message TEXT NOT NULL,
    payment_number TEXT NOT NULL,
    payment_detail TEXT NOT NULL,
    shop_name TEXT NOT NULL,
    close_reason TEXT NOT NULL,
    invoice_title TEXT NOT NULL,
    extra TEXT NOT NULL,
    edited TEXT NOT NULL,
    last_remark TEXT NOT NULL,
    last_remark_by TEXT NOT NULL,
    last_remark_at INTEGER,
    sort_at INTEGER NOT NULL
) STRICT;

CREATE TABLE message (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    conversation_id INTEGER NOT NULL REFERENCES conversation(id),
    side TEXT NOT NULL,
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    agent_id INTEGER REFERENCES agent(id),
    text TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    attachment_id INTEGER REFERENCES attachment(id),
    order_id INTEGER REFERENCES orders(id),
    source TEXT NOT NULL,
    read INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT;

CREATE TABLE order_line (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    order_id INTEGER NOT NULL REFERENCES orders(id),
    position INTEGER NOT NULL,
    sub_number TEXT NOT NULL,
    title TEXT NOT NULL,
    attributes TEXT NOT NULL,
    price_cents INTEGER,
    quantity INTEGER,
    outer_code TEXT NOT NULL,
    merchant_code TEXT NOT NULL,
    package TEXT NOT NULL,
    remark TEXT NOT NULL,
    state TEXT NOT NULL,
    payable_cents INTEGER,
    paid_cents INTEGER,
    refund_state TEXT NOT NULL,
    refund_cents INTEGER
) STRICT;

CREATE TABLE refund (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    order_id INTEGER NOT NULL REFERENCES orders(id),
    line_id INTEGER REFERENCES order_line(id),
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    amount_cents INTEGER,
    reason TEXT NOT NULL,
    applied_at INTEGER,
    due_at INTEGER
) STRICT;

CREATE TABLE shipment (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    order_id INTEGER NOT NULL REFERENCES orders(id),
    carrier TEXT NOT NULL,
    tracking TEXT NOT NULL,
    shipped_at INTEGER
) STRICT;

CREATE TABLE remark (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    order_id INTEGER NOT NULL REFERENCES orders(id),
    agent_id INTEGER REFERENCES agent(id),
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    flag INTEGER,
    at INTEGER NOT NULL,
    source TEXT NOT NULL
) STRICT;

CREATE TABLE ticket (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    buyer_id INTEGER REFERENCES buyer(id),
    order_id INTEGER REFERENCES orders(id),
    conversation_id INTEGER REFERENCES conversation(id),
    assignee_id INTEGER REFERENCES agent(id),
    creator_id INTEGER REFERENCES agent(id),
    contact TEXT NOT NULL,
    product TEXT NOT NULL,
    description TEXT NOT NULL,
    demand TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    due_at INTEGER,
    due_rule TEXT NOT NULL,
    closed_at INTEGER,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket_event (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    ticket_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    agent_id INTEGER REFERENCES agent(id),
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE phrase (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    grouping TEXT NOT NULL,
    initials TEXT NOT NULL,
    sort INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    value TEXT NOT NULL
) STRICT;


CREATE TABLE act (
    id INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    agent_id INTEGER,
    command TEXT NOT NULL,
    args TEXT NOT NULL,
    state TEXT NOT NULL,
    undoes INTEGER REFERENCES act(id),
    root INTEGER REFERENCES act(id),
    undoable INTEGER NOT NULL,
    block_end INTEGER NOT NULL,
    summary TEXT NOT NULL DEFAULT '',
    mac TEXT NOT NULL
) STRICT;
CREATE INDEX act_agent ON act(agent_id, id);
CREATE INDEX act_root ON act(root) WHERE root IS NOT NULL;
CREATE INDEX act_summary ON act(summary) WHERE summary <> '';
CREATE INDEX act_open ON act(state) WHERE state = 'open';

-- before = the old row as JSON, NULL for an insert; rows are written by triggers only.
CREATE TABLE change (
    seq INTEGER NOT NULL PRIMARY KEY,
    act INTEGER NOT NULL,
    tbl TEXT NOT NULL,
    key INTEGER NOT NULL,
    before TEXT
) STRICT;
CREATE INDEX change_act ON change(act);
CREATE INDEX change_row ON change(tbl, key, act);

-- One row; the triggers read the running act from here. No running act: no write.
CREATE TABLE current_act (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    act INTEGER
) STRICT;
INSERT INTO current_act(one, act) VALUES (1, NULL);

-- Badges, kept by triggers in the same transaction.
CREATE TABLE counter (
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;

-- Human numbers: the last one given out; never lowered.
CREATE TABLE number_seq (
    name TEXT NOT NULL PRIMARY KEY,
    n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Unsent words of this computer; not part of the journal.
CREATE TABLE draft (
    key TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE fts_message USING fts5(body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE fts_order USING fts5(body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE fts_ticket USING fts5(body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE fts_buyer USING fts5(body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE fts_remark USING fts5(body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");

CREATE UNIQUE INDEX buyer_nick ON buyer(nick) WHERE deleted = 0;
CREATE INDEX buyer_seen ON buyer(last_seen_at, id) WHERE deleted = 0;
CREATE INDEX conversation_buyer ON conversation(buyer_id, id);
CREATE INDEX conversation_waiting ON conversation(waiting_since, id) WHERE deleted = 0 AND waiting_since IS NOT NULL;
CREATE INDEX conversation_open ON conversation(state, last_at, id) WHERE deleted = 0;
CREATE INDEX conversation_recent ON conversation(last_at, id) WHERE deleted = 0;
CREATE INDEX message_conversation ON message(conversation_id, id);
CREATE INDEX message_outbox ON message(state) WHERE state = 'outbox' AND deleted = 0;
CREATE UNIQUE INDEX orders_number ON orders(platform, number) WHERE deleted = 0;
CREATE INDEX orders_tail ON orders(number_reversed) WHERE deleted = 0;
CREATE INDEX orders_buyer ON orders(buyer_id, sort_at, id) WHERE deleted = 0;
CREATE INDEX orders_recent ON orders(sort_at, id) WHERE deleted = 0;
CREATE INDEX orders_state ON orders(state, sort_at, id) WHERE deleted = 0;
CREATE INDEX orders_flag ON orders(flag, sort_at, id) WHERE deleted = 0;
CREATE INDEX orders_due ON orders(due_at, id) WHERE deleted = 0 AND due_at IS NOT NULL;
CREATE INDEX order_line_order ON order_line(order_id, position);
CREATE INDEX refund_order ON refund(order_id);
CREATE INDEX shipment_order ON shipment(order_id);
CREATE INDEX remark_order ON remark(order_id, at, id);
CREATE UNIQUE INDEX ticket_number ON ticket(number);
CREATE INDEX ticket_due ON ticket(COALESCE(due_at, 9223372036854775807), id) WHERE deleted = 0 AND closed_at IS NULL;
CREATE INDEX ticket_assignee ON ticket(assignee_id, COALESCE(due_at, 9223372036854775807), id) WHERE deleted = 0 AND closed_at IS NULL;
CREATE INDEX ticket_type ON ticket(type, COALESCE(due_at, 9223372036854775807), id) WHERE deleted = 0 AND closed_at IS NULL;
CREATE INDEX ticket_state ON ticket(state, COALESCE(due_at, 9223372036854775807), id) WHERE deleted = 0 AND closed_at IS NULL;
CREATE INDEX ticket_closed ON ticket(state, updated_at, id) WHERE deleted = 0 AND closed_at IS NOT NULL;
CREATE INDEX ticket_recent ON ticket(updated_at, id) WHERE deleted = 0;
CREATE INDEX ticket_buyer ON ticket(buyer_id, id);
CREATE INDEX ticket_order ON ticket(order_id, id);
CREATE INDEX ticket_conversation ON ticket(conversation_id, id);
CREATE INDEX ticket_event_ticket ON ticket_event(ticket_id, id);
CREATE INDEX attachment_ticket ON attachment(ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX attachment_hash ON attachment(sha256);
CREATE UNIQUE INDEX setting_key ON setting(key) WHERE deleted = 0;
