-- A facility's code and a UID.
alter table job alter column subject set data type varchar(160);
