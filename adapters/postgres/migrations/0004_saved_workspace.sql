-- Where a paper was saved, `slack:TEAM`, so that forgetting a workspace reaches what its people saved. Null on Discord,
-- where a person is the same everywhere, and for what older releases stored.
alter table broadsheet.saved_papers add column workspace text;
create index saved_papers_of_workspace on broadsheet.saved_papers (workspace) where workspace is not null;
