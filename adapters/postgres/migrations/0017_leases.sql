-- What one process of many does alone, as long as it says so again in time. An older release takes no lease and goes on as before.
create table broadsheet.leases (
  name text primary key,
  holder text not null,
  -- Host and process, for people.
  place text not null,
  ends_at timestamptz not null
);
