-- Of which object an instance has taken the place with a loss, and the digest of that as it came; empty: of none. Its length is
-- original_length, its turn arrival_sequence.
alter table instance add column predecessor_uid varchar(64) default '' not null;
alter table instance add column predecessor_digest varchar(128) default '' not null;
alter table quarantine add column predecessor_uid varchar(64) default '' not null;
alter table quarantine add column predecessor_digest varchar(128) default '' not null;

-- The digest of what an instance was before it lost something and kept its UID; empty: it lost nothing, or had another UID.
alter table destroyed_instance add column original_digest varchar(128) default '' not null;

-- They were found by their length.
drop index dead_entry_by_length;
