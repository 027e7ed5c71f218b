-- How far the clearing up of what is old has come. An older release leaves it alone and keeps everything.
create table broadsheet.retention (
  only_one boolean primary key default true check (only_one),
  -- Sightings of earlier days are thinned; null = none yet.
  sightings_until date,
  -- Payloads of digests closed before are dropped.
  payloads_until timestamptz not null default '-infinity'
);
insert into broadsheet.retention default values;
-- Sightings come in the order of their time: a summary of each block's span is index enough, and nearly nothing to keep.
create index sightings_observed on broadsheet.sightings using brin (observed_at) with (pages_per_range = 32);
create index digests_closed on broadsheet.digests (closed_at) where status = 'closed';
