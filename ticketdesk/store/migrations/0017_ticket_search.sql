-- 0017: searches of tickets that one index answers, or that read no rows. Frozen: never edited after a release.

-- By last change, ended tickets apart from open ones: the open ones, all new, stood before all that had ended.
DROP INDEX ticket_type_changed;
DROP INDEX ticket_assignee_changed;
DROP INDEX ticket_creator_changed;
CREATE INDEX ticket_type_changed ON ticket(type, closed_at IS NULL, updated_at, id) WHERE deleted = 0;
CREATE INDEX ticket_assignee_changed ON ticket(assignee_id, closed_at IS NULL, updated_at, id) WHERE deleted = 0;
CREATE INDEX ticket_creator_changed ON ticket(creator_id, closed_at IS NULL, updated_at, id) WHERE deleted = 0;
CREATE INDEX ticket_group_changed ON ticket(group_id, closed_at IS NULL, updated_at, id)
    WHERE deleted = 0 AND group_id IS NOT NULL;

-- All by last change, with the opening, so that tickets of a time that is long past are found without their rows.
DROP INDEX ticket_recent;
CREATE INDEX ticket_recent ON ticket(updated_at, id, opened_at) WHERE deleted = 0;

-- Which tickets have a note or a reply.
CREATE INDEX ticket_event_spoken ON ticket_event(kind, ticket_id) WHERE deleted = 0 AND kind IN ('note', 'reply');
