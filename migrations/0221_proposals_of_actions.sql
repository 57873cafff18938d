-- What one action proposed: the proposals of an import are shown together, and are few.
alter table proposals add column action_id uuid;
create index proposals_by_action on proposals (space_id, action_id, state) where action_id is not null;
