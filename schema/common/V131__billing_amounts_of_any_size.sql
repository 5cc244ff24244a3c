-- What terms allow and bytes make due is recorded whatever it comes to: a step of bytes that somebody forgot the unit
-- of must not end the close of everybody else's month.
alter table billing_ledger alter column unit_rate set data type numeric(38, 4);
alter table billing_ledger alter column amount set data type numeric(38, 4);
alter table billing_statement alter column total set data type numeric(38, 4);
alter table billing_statement_tax alter column net set data type numeric(38, 4);
alter table billing_statement_tax alter column tax set data type numeric(38, 4);
alter table billing_statement_line alter column unit_rate set data type numeric(38, 4);
alter table billing_statement_line alter column amount set data type numeric(38, 4);
