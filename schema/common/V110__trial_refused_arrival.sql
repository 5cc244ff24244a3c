-- What was known of instances that were refused, so that other rules can be tried on them; for a limited time, at most so many.
create table refused_arrival (
  facility            varchar(64) not null,
  sop_instance_uid    varchar(64) not null,
  study_instance_uid  varchar(64) not null,
  sop_class_uid       varchar(64) not null,
  transfer_syntax_uid varchar(64) not null,
  calling_ae          varchar(16) not null,
  called_ae           varchar(16) not null,
  peer                varchar(64) not null,
  length              bigint not null,
  arrived             timestamp(6) with time zone not null,
  cause               varchar(16) not null,
  rule_name           varchar(64) not null,
  rule_version        integer not null,
  attributes          bytea not null,
  primary key (facility, sop_instance_uid)
);
create index refused_arrival_by_study on refused_arrival (facility, study_instance_uid);
create index refused_arrival_by_time on refused_arrival (arrived);
