-- What waits in quarantine may be stored in another form than it came, as instances are.
alter table quarantine add column stored_syntax_uid varchar(64) default '' not null;
alter table quarantine add column stored_digest varchar(128) default '' not null;
alter table quarantine add column original_length bigint default 0 not null;
alter table quarantine add column recipe varchar(200) default '' not null;

-- The turn in which an object came, among all of the node; 0: not known. A smaller form has the turn of its original.
alter table quarantine add column arrival_sequence bigint default 0 not null;
alter table instance add column arrival_sequence bigint default 0 not null;

-- Of the object of which a dead entry holds a smaller form, as it came; empty: the entry holds it as it came.
alter table dead_entry add column original_digest varchar(128) default '' not null;
