-- The SOP Instance UID of the original, where what stands in the entry had lost something of it and another UID; empty: the
-- entry's own. Its digest is original_digest. The entry is dropped once that original is found to be whole.
alter table dead_entry add column original_uid varchar(64) default '' not null;
create index dead_entry_by_original on dead_entry (original_uid);
