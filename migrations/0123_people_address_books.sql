-- What address books know about a person beyond the fields of a contact: the id they use, by which the person is found when the
-- same card comes again, and the properties of a card that Kith has no field for, written again when it is exported.
alter table contacts
  add column vcard_uid text check (char_length(vcard_uid) between 1 and 255),
  add column vcard_extra jsonb not null default '[]' check (octet_length(vcard_extra::text) <= 65536);
create index contacts_by_vcard_uid on contacts (space_id, vcard_uid) where vcard_uid is not null;
