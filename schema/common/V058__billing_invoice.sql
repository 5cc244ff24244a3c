-- What an invoice prints besides, as it was at the close. Statements of before have none of it.
alter table billing_statement add column provider_electronic varchar(64);
alter table billing_statement add column bank varchar(400);
alter table billing_statement add column recipient_address varchar(400);
alter table billing_statement add column recipient_electronic varchar(64);
alter table billing_statement add column seal_root varchar(64);
