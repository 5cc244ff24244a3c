-- Services: what was done or kept, how many pieces, and the fact that is charged. The price of a piece
-- stands in unit_rate, what it was done to in object_key. A fact is charged once.
alter table billing_ledger add column item varchar(64);
alter table billing_ledger add column quantity bigint;
alter table billing_ledger add column fact varchar(200);
alter table billing_ledger add constraint billing_ledger_fact unique (facility, type, fact);
