-- What somebody had with anybody, newest first: the timeline of the whole space.
create index interactions_by_time on interactions (space_id, at desc, id desc);
