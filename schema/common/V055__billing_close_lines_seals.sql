-- A close that is under way: what is recorded meanwhile belongs to the next month. Null: none is.
alter table billing_head add column closing_month integer;
alter table billing_head add column closing_at timestamp(3) with time zone;
alter table billing_head add column closing_by varchar(128);

-- Who bills whom, and the seal over what is billed. Statements of before have none of it.
alter table billing_statement add column provider varchar(200);
alter table billing_statement add column provider_number varchar(14);
alter table billing_statement add column provider_address varchar(400);
alter table billing_statement add column recipient varchar(200);
alter table billing_statement add column issued date;
alter table billing_statement add column due date;
alter table billing_statement add column seal bigint;

-- The lines of a statement: its records with a price, by contract, kind and price.
create table billing_statement_line (
  place       bigint         not null,
  line        integer        not null,
  contract_id varchar(64)    not null,
  type        varchar(16)    not null,
  unit        varchar(16)    not null,
  item        varchar(64)    not null,
  unit_rate   numeric(19, 4) not null,
  quantity    bigint         not null,
  records     bigint         not null,
  amount      numeric(19, 4) not null,
  tax_rate    numeric(6, 3),
  primary key (place, line)
);

-- Signed Merkle roots over the hashes of records, each from where the one before ends.
create table billing_seal (
  number       bigint                      primary key,
  sealed_day   date                        not null,
  first_record bigint                      not null,
  last_record  bigint                      not null,
  root         varchar(64)                 not null,
  sealed_at    timestamp(3) with time zone not null,
  public_key   varchar(64)                 not null,
  signature    varchar(88)                 not null
);
