-- By code, as H2 and Java compare texts: pages of several contracts are merged by their objects.
alter table contract_backup_choice alter column object_key type varchar(80) collate "C";
