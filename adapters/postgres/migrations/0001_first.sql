-- The one clock: every statement asks it, and tests replace it.
create function broadsheet.clock() returns timestamptz
  language sql volatile
  as $$ select clock_timestamp() $$;

create table broadsheet.papers (
  id text primary key,
  title text not null,
  abstract text not null,
  authors text[] not null,
  categories text[] not null,
  primary_category text,
  published_on date,
  first_listed_on date not null,
  ai_summary text,
  keywords text[] not null,
  organization text,
  code_url text,
  project_url text,
  thumbnail_url text,
  on_hugging_face boolean not null,
  comment text,
  text_source text not null,
  updated_at timestamptz not null
);
create index papers_listed on broadsheet.papers (first_listed_on);
create index papers_without_details on broadsheet.papers (first_listed_on) where primary_category is null;

create table broadsheet.sightings (
  id bigint generated always as identity primary key,
  paper_id text not null references broadsheet.papers on delete cascade,
  source text not null,
  list text not null,
  listed_on date,
  observed_at timestamptz not null,
  signals jsonb not null
);
create index sightings_of_paper on broadsheet.sightings (paper_id, observed_at);
create index sightings_daily on broadsheet.sightings (listed_on, paper_id) where list = 'daily';

create table broadsheet.channels (
  id bigint generated always as identity primary key,
  key text not null unique,
  platform text not null,
  workspace text not null,
  place text not null,
  local_time text not null,
  zone text not null,
  days smallint[] not null,
  count integer not null,
  layout text not null,
  empty text not null,
  pause_reason text,
  pause_by text,
  paused_at timestamptz,
  next_slot date not null,
  next_due_at timestamptz not null,
  created_at timestamptz not null
);
create index channels_due on broadsheet.channels (next_due_at) where paused_at is null;

create table broadsheet.topics (
  channel_id bigint not null references broadsheet.channels on delete cascade,
  position integer not null,
  name text not null,
  query text not null,
  primary key (channel_id, position)
);

-- A slot is a local date, or now:… for a digest asked for by hand. content and payload are json, not jsonb: what was
-- rendered is kept to the byte.
create table broadsheet.digests (
  id bigint generated always as identity primary key,
  channel_id bigint not null references broadsheet.channels on delete cascade,
  slot text not null,
  platform text not null,
  slot_at timestamptz not null,
  status text not null check (status in ('open', 'composed', 'closed')),
  outcome text,
  reason text,
  content json,
  created_at timestamptz not null,
  composed_at timestamptz,
  closed_at timestamptz,
  unique (channel_id, slot),
  check ((status = 'closed') = (outcome is not null))
);
create index digests_of_channel on broadsheet.digests (channel_id, slot_at);
create index digests_to_do on broadsheet.digests (slot_at) where status <> 'closed';

create table broadsheet.deliveries (
  key text primary key,
  digest_id bigint not null references broadsheet.digests on delete cascade,
  position integer not null,
  kind text not null,
  payload json not null,
  paper_ids text[] not null,
  state text not null check (state in ('pending', 'sending', 'sent', 'unknown', 'failed', 'skipped')),
  claim_token text,
  lease_until timestamptz,
  not_before timestamptz,
  first_send_at timestamptz,
  last_send_at timestamptz,
  attempts integer not null default 0,
  resends integer not null default 0,
  blind_looks integer not null default 0,
  parked boolean not null default false,
  remote_id text,
  last_error text,
  unique (digest_id, position)
);
create index deliveries_unsettled on broadsheet.deliveries (state) where state <> 'sent';

create table broadsheet.source_state (
  source text primary key,
  last_ok_at timestamptz,
  failing_since timestamptz,
  last_error text,
  not_before timestamptz,
  failures integer not null default 0
);

create table broadsheet.http_validators (
  url text primary key,
  etag text,
  last_modified text,
  stored_at timestamptz not null
);

create table broadsheet.paces (
  name text primary key,
  next_at timestamptz not null
);
