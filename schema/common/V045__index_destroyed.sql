-- Studies that were destroyed: what, when, why and by whom. Not derived: a certificate stays for ever, and an index that is made
-- anew leaves out what it names.
create sequence destroyed_study_seq start with 1 increment by 1;

-- again_at: when something of the study came again, and a new one was begun.
create table destroyed_study (
  id                 bigint primary key,
  facility           varchar(64) not null,
  study_instance_uid varchar(64) not null,
  patient_id         varchar(200) not null,
  study_date         varchar(8) not null,
  contract_id        varchar(64) not null,
  images             bigint not null,
  bytes              bigint not null,
  first_arrival      timestamp(6) with time zone not null,
  last_arrival       timestamp(6) with time zone not null,
  destroyed_at       timestamp(6) with time zone not null,
  reason             varchar(1000) not null,
  proposed_by        varchar(128) not null,
  approved_by        varchar(1000) not null,
  destroyed_by       varchar(128) not null,
  deletion           bigint not null,
  again_at           timestamp(6) with time zone
);
create index destroyed_study_by_uid on destroyed_study (study_instance_uid, facility);
create index destroyed_study_by_facility on destroyed_study (facility, id);

-- digest: of the object as it came. until_arrival: entries of it that arrived later are another object's.
create table destroyed_instance (
  certificate         bigint not null references destroyed_study (id),
  sop_instance_uid    varchar(64) not null,
  facility            varchar(64) not null,
  series_instance_uid varchar(64) not null,
  sop_class_uid       varchar(64) not null,
  digest              varchar(128) not null,
  length              bigint not null,
  until_arrival       timestamp(6) with time zone not null,
  primary key (certificate, sop_instance_uid)
);
create index destroyed_instance_by_uid on destroyed_instance (sop_instance_uid, facility);

-- Which dead entries are of an object that is destroyed.
create index dead_entry_by_uid on dead_entry (sop_instance_uid, facility);
