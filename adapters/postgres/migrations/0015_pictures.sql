-- Whether a channel's digests carry a picture of the list, and under which address the picture of a digest is found.
alter table broadsheet.channels add column picture text not null default 'on' check (picture in ('on', 'off'));
alter table broadsheet.digests add column picture_id text;
create index digests_by_picture on broadsheet.digests (picture_id) where picture_id is not null;
