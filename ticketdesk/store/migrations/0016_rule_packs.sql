-- 0016: packs of deadline rules that the shop took in. Frozen: never edited after a release.

-- name is the pack's version, body its TOML as it was taken in, from_at (UTC ms) since when new tickets begin under it.
-- A row whose act was taken back still tells the rules of the tickets that were opened under it.
CREATE TABLE rule_pack (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    from_at INTEGER NOT NULL
) STRICT;

CREATE INDEX rule_pack_name ON rule_pack(name, id);
CREATE INDEX rule_pack_force ON rule_pack(from_at, id) WHERE deleted = 0;
