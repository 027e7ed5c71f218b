-- Where a paper was saved, so that the channel's digest can learn from it. Null for what older releases stored, and
-- after the channel's taste was reset: the paper stays saved.
alter table broadsheet.saved_papers add column channel_key text;
create index saved_papers_of_channel on broadsheet.saved_papers (channel_key) where channel_key is not null;
