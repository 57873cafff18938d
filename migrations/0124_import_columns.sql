-- How the columns of a table were read, for the preview: [{column, field}], field null for a column that is left out.
alter table imports add column columns jsonb not null default '[]';
