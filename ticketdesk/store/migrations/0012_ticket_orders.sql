-- 0012: tickets of a type, an assignee, a creator by last change; ended ones by their end. Frozen: never edited after a release.

CREATE INDEX ticket_type_changed ON ticket(type, updated_at, id) WHERE deleted = 0;
CREATE INDEX ticket_assignee_changed ON ticket(assignee_id, updated_at, id) WHERE deleted = 0;
CREATE INDEX ticket_creator_changed ON ticket(creator_id, updated_at, id) WHERE deleted = 0;
CREATE INDEX ticket_ended ON ticket(closed_at, id) WHERE deleted = 0 AND closed_at IS NOT NULL;
