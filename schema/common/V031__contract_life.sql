-- Terms are one text of their own form; what was written before keeps its columns, and is read as what it meant then.
alter table contract_version alter column first_day drop not null;
alter table contract_version alter column last_day drop not null;
alter table contract_version alter column course drop not null;
alter table contract_version alter column currency drop not null;
alter table contract_version alter column unit_rate drop not null;
alter table contract_version alter column unit drop not null;
alter table contract_version alter column capacity_bytes drop not null;
alter table contract_version alter column points_per_period drop not null;
alter table contract_version alter column state drop not null;
alter table contract_version add column side varchar(16);
alter table contract_version add column valid_from date;
alter table contract_version add column terms varchar(200000);

-- What was done to contracts. Rows are only ever added.
create sequence contract_step_seq start with 1 increment by 1;

create table contract_step (
  id bigint not null primary key,
  contract varchar(64) not null,
  facility varchar(32) not null,
  number integer not null,
  action varchar(16) not null,
  version integer not null,
  side varchar(16) not null,
  signed_by varchar(128) not null,
  on_day date,
  note varchar(500) not null,
  made_at timestamp(6) with time zone not null,
  made_by varchar(128) not null,
  unique (contract, number)
);

create index contract_step_by_facility on contract_step (facility);

-- What the calendar brought to contracts and was told.
create table contract_notice (
  id varchar(200) not null primary key,
  told_at timestamp(6) with time zone not null
);
