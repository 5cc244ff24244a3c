-- Rows are only ever added: a change is a new version.
create sequence contract_version_seq start with 1 increment by 1;

create table contract_version (
  id bigint not null primary key,
  contract varchar(64) not null,
  version integer not null,
  facility varchar(32) not null,
  number integer not null,
  first_day date not null,
  last_day date not null,
  course varchar(16) not null,
  currency varchar(3) not null,
  unit_rate numeric(20, 4) not null,
  unit varchar(16) not null,
  capacity_bytes bigint not null,
  points_per_period integer not null,
  state varchar(16) not null,
  agreed_at timestamp(6) with time zone not null,
  agreed_by varchar(128) not null,
  unique (contract, version)
);

create index contract_version_by_facility on contract_version (facility);

create sequence storage_rule_version_seq start with 1 increment by 1;

create table storage_rule_version (
  id bigint not null primary key,
  ae varchar(16) not null,
  name varchar(64) not null,
  version integer not null,
  rule_order integer not null,
  rule_when varchar(2000) not null,
  rule_then varchar(500) not null,
  removed boolean not null,
  changed_at timestamp(6) with time zone not null,
  changed_by varchar(128) not null,
  unique (ae, name, version)
);
