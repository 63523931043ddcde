-- 0021: what an order costs to write: its indexes keep its id once. Frozen: never edited after a release.

-- Each entry of an index ends with the row's id as it is, and was found by it in these too: written out it stood there twice.
-- A third less of them is written for each order, and a shop of a million is 60 MB smaller. All are walked in the same order as before.
DROP INDEX orders_buyer;
DROP INDEX orders_recent;
DROP INDEX orders_state;
DROP INDEX orders_flag;
DROP INDEX orders_due;
DROP INDEX orders_paid;
DROP INDEX orders_amount;
CREATE INDEX orders_buyer ON orders(buyer_id, sort_at) WHERE deleted = 0;
CREATE INDEX orders_recent ON orders(sort_at) WHERE deleted = 0;
CREATE INDEX orders_state ON orders(state, sort_at) WHERE deleted = 0;
CREATE INDEX orders_flag ON orders(flag, sort_at) WHERE deleted = 0;
CREATE INDEX orders_due ON orders(due_at) WHERE deleted = 0 AND due_at IS NOT NULL;
CREATE INDEX orders_paid ON orders(paid_at) WHERE deleted = 0;
CREATE INDEX orders_amount ON orders(paid_cents) WHERE deleted = 0;
