-- 0008: views of the ticket list that agents keep. Frozen: never edited after a release.

-- owner_id NULL: the shop's. query is text of the search language; ordering, grouping and columns are the list's names.
CREATE TABLE saved_view (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    deleted INTEGER NOT NULL DEFAULT 0,
    owner_id INTEGER REFERENCES agent(id),
    name TEXT NOT NULL,
    query TEXT NOT NULL DEFAULT '',
    ordering TEXT NOT NULL DEFAULT '',
    turned INTEGER NOT NULL DEFAULT 0,
    grouping TEXT NOT NULL DEFAULT '',
    columns TEXT NOT NULL DEFAULT '',
    sort INTEGER NOT NULL DEFAULT 0
) STRICT;
