-- Readers by mail. The address is sealed; address_hash finds it again. All of it goes with the channel.
create table broadsheet.subscribers (
  id text primary key,
  channel_id bigint not null unique references broadsheet.channels on delete cascade,
  address text not null,
  address_hash text not null unique,
  confirmed_at timestamptz not null
);

-- Letters about subscriptions, sent and unsent, and with one of them what was asked for. mailbox_hash is the same for all
-- spellings of one mailbox, so that nobody gets more than a few letters a day.
create table broadsheet.letters (
  id text primary key,
  kind text not null check (kind in ('confirm', 'known')),
  address text not null,
  address_hash text not null,
  mailbox_hash text not null,
  settings json not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null check (state in ('pending', 'sending', 'sent', 'failed')),
  attempts integer not null default 0,
  resends integer not null default 0,
  not_before timestamptz,
  claim_token text,
  lease_until timestamptz,
  last_error text
);
create index letters_of_mailbox on broadsheet.letters (mailbox_hash, asked_at);
create index letters_of_address on broadsheet.letters (address_hash);
create index letters_to_do on broadsheet.letters (asked_at) where state in ('pending', 'sending');
