-- 0020: how far the remarks of all orders were weighed by the rules of now. Frozen: never edited after a release.

-- One row, or none before the first look: by the rules of which digest, and from which order's id on. Not journaled: it is
-- a bookmark of the desk's own work, and nobody would take it back.
CREATE TABLE remark_weighing (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    rules TEXT NOT NULL,
    down_to INTEGER NOT NULL
) STRICT;
