-- Whom a job is about, where what waits for one is not to keep others waiting (a forward: the AE it goes to); empty: nobody.
alter table job add column party varchar(160) default '' not null;
