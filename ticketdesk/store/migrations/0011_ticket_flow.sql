-- 0011: suspended tickets and departments. Frozen: never edited after a release.

-- When a suspended ticket comes back (NULL: it is not suspended), and the group of staff in whose queue it stands.
ALTER TABLE ticket ADD COLUMN resume_at INTEGER;
ALTER TABLE ticket ADD COLUMN group_id INTEGER REFERENCES agent_group(id);

CREATE INDEX ticket_resume ON ticket(resume_at, id) WHERE deleted = 0 AND resume_at IS NOT NULL;
CREATE INDEX ticket_group ON ticket(group_id, COALESCE(due_at, 9223372036854775807), id)
    WHERE deleted = 0 AND closed_at IS NULL;
