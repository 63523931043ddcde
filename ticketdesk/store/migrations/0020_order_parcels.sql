-- 0020: how far the remarks of all orders were weighed by the rules of now. Frozen: never edited after a release.

-- One row, or none before the first look: by the rules of which digest, and from which order's id on. Not journaled: it is
-- a bookmark of the desk's own work, and nobody would take it back.
CREATE TABLE remark_weighing (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    rules TEXT NOT NULL,
    down_to INTEGER NOT NULL
) STRICT;

-- Orders of one receiver that are to leave in one parcel have the same number here; NULL for an order by itself. Who of
-- them still can (same receiver, waiting) is asked when it counts.
ALTER TABLE orders ADD COLUMN parcel_group INTEGER;
-- Which items left in a parcel, as [[order_line.id, quantity], ...]; '' where nobody said: all of the order, or the rest.
ALTER TABLE shipment ADD COLUMN items TEXT NOT NULL DEFAULT '';

CREATE INDEX orders_parcel_group ON orders(parcel_group) WHERE deleted = 0 AND parcel_group IS NOT NULL;
CREATE INDEX orders_waiting_buyer ON orders(buyer_id, id) WHERE deleted = 0 AND state = 'WAIT_SELLER_SEND_GOODS';
