-- What becomes of a message that cannot be looked for: null and 'no-duplicate' leave it to a person.
alter table broadsheet.workspaces add column prefer text;
