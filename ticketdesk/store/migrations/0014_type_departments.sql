-- 0014: the department of a type of tickets. Frozen: never edited after a release.

-- The group of staff in whose queue a new ticket of this type stands (NULL: in none).
ALTER TABLE ticket_form ADD COLUMN group_id INTEGER REFERENCES agent_group(id);
