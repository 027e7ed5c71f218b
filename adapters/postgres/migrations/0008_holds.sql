-- A rate limit that one process met holds up the same calls of every other. Null: nothing is held up.
alter table broadsheet.turns add column held_until timestamptz;

-- Requests that a platform refused, of all processes, by the minute: for too many it bans an address.
-- Of no worth after a crash: not logged.
create unlogged table broadsheet.refusals (
  platform text not null,
  minute timestamptz not null,
  count int not null,
  primary key (platform, minute)
);
