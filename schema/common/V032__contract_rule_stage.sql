-- Changes of storage rules that wait for their day, or for somebody to activate them; gone when they are a version.
create sequence storage_rule_stage_seq start with 1 increment by 1;

create table storage_rule_stage (
  id          bigint not null primary key,
  ae          varchar(16) not null,
  name        varchar(64) not null,
  based_on    integer not null,
  rule_order  integer not null,
  rule_when   varchar(2000) not null,
  rule_then   varchar(500) not null,
  removed     boolean not null,
  active_from timestamp(6) with time zone,
  staged_at   timestamp(6) with time zone not null,
  staged_by   varchar(128) not null,
  problem     varchar(500) not null,
  unique (ae, name)
);
