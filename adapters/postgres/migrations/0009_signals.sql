-- When a source of signals was last asked about a paper or a repository, and what it noted for the next time.
create table broadsheet.asked (
  source text not null,
  subject text not null,
  asked_at timestamptz not null,
  note jsonb,
  primary key (source, subject)
);
create index asked_long_ago on broadsheet.asked (asked_at);
