-- Which backup object a line of periods is about. Null: lines of before, other kinds, and units with many objects.
alter table billing_statement_line add column object_key varchar(256);
