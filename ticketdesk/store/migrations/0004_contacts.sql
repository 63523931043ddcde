-- 0004: who was spoken to last, without reading a conversation's row. Frozen: never edited after a release.

CREATE INDEX conversation_last ON conversation(last_at, id, buyer_id) WHERE deleted = 0;
CREATE INDEX conversation_of_buyer ON conversation(buyer_id, last_at, id) WHERE deleted = 0;
