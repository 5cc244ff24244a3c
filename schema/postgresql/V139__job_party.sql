-- Whom a job is about, where what waits for one is not to keep others waiting (a forward: the AE it goes to); empty: nobody.
-- In the order of its bytes, as H2 has it: the next party is looked for behind the last one and U+0001.
alter table job add column party varchar(160) collate "C" default '' not null;
