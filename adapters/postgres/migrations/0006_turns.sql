-- Turns of calls to the platforms, shared by all processes. Of no worth after a crash: not logged.
create unlogged table broadsheet.turns (
  key text primary key,
  next_at timestamptz not null
);
