-- What was learned of papers' attention: the latest model, replaced every night. One row.
create table broadsheet.attention_model (
  id smallint primary key default 1 check (id = 1),
  learned_at timestamptz not null,
  skill json not null,
  model text not null
);
