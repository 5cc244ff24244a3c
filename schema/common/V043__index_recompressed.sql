-- Instances that are stored in another form than they came: in which transfer syntax and with which digest, how long they were,
-- and how they are given back. Empty and 0: as they came.
alter table instance add column stored_syntax_uid varchar(64) default '' not null;
alter table instance add column stored_digest varchar(128) default '' not null;
alter table instance add column original_length bigint default 0 not null;
alter table instance add column recipe varchar(200) default '' not null;

-- How many of a facility's instances these are, and by how much shorter all of them.
alter table facility_usage add column recompressed bigint default 0 not null;
alter table facility_usage add column recompressed_bytes bigint default 0 not null;
alter table facility_usage add column saved_bytes bigint default 0 not null;
