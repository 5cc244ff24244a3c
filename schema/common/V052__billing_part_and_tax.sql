-- A charge for a part of a period, and what a record is taxed with. Records of before have neither.
alter table billing_ledger add column days integer;
alter table billing_ledger add column period_days integer;
alter table billing_ledger add column tax_rate numeric(6, 3);

-- The tax on a statement, one row for each rate.
create table billing_statement_tax (
  place bigint not null,
  rate  numeric(6, 3) not null,
  net   numeric(19, 4) not null,
  tax   numeric(19, 4) not null,
  primary key (place, rate)
);
