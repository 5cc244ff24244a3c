-- Which patients and exams a contract's units keep, from when, and who or which rule said so. Rows are only ever added.
create sequence contract_backup_choice_seq start with 1 increment by 1;

create table contract_backup_choice (
  id         bigint not null primary key,
  contract   varchar(64) not null,
  unit       varchar(16) not null,
  object_key varchar(80) not null,
  chosen     boolean not null,
  from_day   date not null,
  rule_name  varchar(128) not null,
  made_at    timestamp(6) with time zone not null,
  made_by    varchar(128) not null
);

create index contract_backup_choice_by_object on contract_backup_choice (contract, unit, object_key, id);
