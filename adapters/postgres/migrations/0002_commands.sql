alter table broadsheet.channels add column managers text, add column set_up_by text;

-- Interactions that somebody has taken to answer.
create table broadsheet.answers (
  id text primary key,
  claimed_at timestamptz not null
);
create index answers_old on broadsheet.answers (claimed_at);

-- Lists that people page through.
create table broadsheet.views (
  id text primary key,
  body json not null,
  created_at timestamptz not null
);
create index views_old on broadsheet.views (created_at);

-- A person is an HMAC of platform, workspace and user id.
create table broadsheet.saved_papers (
  person text not null,
  paper_id text not null references broadsheet.papers on delete cascade,
  saved_at timestamptz not null,
  primary key (person, paper_id)
);

create table broadsheet.feedback (
  channel_key text not null,
  person text not null,
  paper_id text not null references broadsheet.papers on delete cascade,
  verdict text not null check (verdict in ('more', 'less')),
  given_at timestamptz not null,
  primary key (channel_key, person, paper_id)
);
create index feedback_of_person on broadsheet.feedback (person);

create table broadsheet.workspaces (
  platform text not null,
  workspace text not null,
  unfurl boolean not null,
  primary key (platform, workspace)
);

-- Small facts that outlive a process: the sealed pepper, the hash of what was registered.
create table broadsheet.facts (
  name text primary key,
  value text not null,
  stored_at timestamptz not null
);
