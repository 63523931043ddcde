-- 0003: indexes for the lists of buyers and orders. Frozen: never edited after a release.

CREATE INDEX buyer_noted ON buyer(id) WHERE deleted = 0 AND note <> '';
CREATE INDEX orders_paid ON orders(paid_at, id) WHERE deleted = 0;
CREATE INDEX orders_amount ON orders(paid_cents, id) WHERE deleted = 0;
CREATE INDEX orders_refunded ON orders(sort_at, id) WHERE deleted = 0 AND refund_cents > 0;
CREATE INDEX orders_readdressed ON orders(sort_at, id)
    WHERE deleted = 0 AND (instr(edited, '"address"') OR instr(edited, '"mobile"') OR instr(edited, '"receiver"'));
CREATE INDEX order_line_refund ON order_line(order_id)
    WHERE deleted = 0 AND refund_state NOT IN ('', '无退款申请', '没有申请退款');
