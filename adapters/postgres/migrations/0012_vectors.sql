-- Search by meaning: one vector for each paper, of whatever model is set. Plain types, so that no extension is needed.
-- What every search goes through is small and stands apart from what only the best few are read of.
create table broadsheet.paper_vectors (
  paper_id text primary key references broadsheet.papers on delete cascade,
  model text not null,
  -- Null: the endpoint does not take this text.
  dimensions integer,
  -- Which numbers of the vector are positive.
  signs varbit,
  text_hash text not null,
  -- papers.updated_at when the text was last looked at.
  paper_version timestamptz not null
);
create table broadsheet.paper_vector_numbers (
  paper_id text primary key references broadsheet.paper_vectors on delete cascade,
  -- One signed byte for each number.
  numbers bytea not null
);
alter table broadsheet.paper_vector_numbers alter column numbers set storage external;
