-- 0018: what an order's remarks say against each other, and when its address was changed. Frozen: never edited after a release.

-- 0 they agree, 1 they contradict and the latest counts, 2 they contradict and time does not say which counts.
ALTER TABLE orders ADD COLUMN remark_conflict INTEGER NOT NULL DEFAULT 0;
-- When receiver, number or address last came to read otherwise (UTC ms), NULL for never since then.
ALTER TABLE orders ADD COLUMN readdressed_at INTEGER;
-- The newest remark of the order that a concluding one settled; NULL for an ordinary remark.
ALTER TABLE remark ADD COLUMN concludes INTEGER;

-- Two rights came with this: whoever holds all the others gets them. The journal's trigger, which is made anew, tells of acts only.
DROP TRIGGER IF EXISTS journal_role_update;
UPDATE role SET permissions = json_insert(permissions, '$[#]', 'order.price', '$[#]', 'order.override')
    WHERE key IN ('admin', 'lead');
UPDATE role SET permissions = json_insert(permissions, '$[#]', 'order.price') WHERE key = 'agent';

CREATE INDEX shipment_tracking ON shipment(tracking) WHERE deleted = 0 AND tracking <> '';
CREATE INDEX orders_contradicting ON orders(sort_at, id) WHERE deleted = 0 AND remark_conflict <> 0;
CREATE INDEX orders_on_their_way ON orders(shipped_at, id) WHERE deleted = 0 AND state = 'WAIT_BUYER_CONFIRM_GOODS';
