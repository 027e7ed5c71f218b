-- How far a pause by the platform reaches (null: this channel), and what was done about it. `…_for` holds the
-- `paused_at` of the pause that it was done for: a later pause is another one.
alter table broadsheet.channels
  add column name text,
  add column pause_scope text,
  add column noticed_for timestamptz,
  add column noticed_reason text,
  add column noticed_at timestamptz,
  add column checked_for timestamptz,
  add column checked_at timestamptz,
  add column seen_for timestamptz;

-- When a person asked for a message to be sent again; it is as fresh as if its slot were then.
alter table broadsheet.deliveries add column asked_at timestamptz;
