-- Who did what to which patient's data. Rows are only ever added.
create sequence audit_event_seq start with 1 increment by 100;

create table audit_event (
  id bigint not null primary key,
  happened_at timestamp(6) with time zone not null,
  kind varchar(16) not null,
  actor varchar(128) not null,
  peer varchar(64) not null,
  what varchar(64) not null,
  outcome varchar(16) not null,
  facility varchar(32) not null,
  subject varchar(256) not null,
  patient_id varchar(256) not null,
  study varchar(64) not null,
  objects bigint not null,
  detail varchar(2000) not null
);

create index audit_event_by_facility on audit_event (facility, id);
create index audit_event_by_time on audit_event (happened_at);
