-- Instances that could not be recompressed, or would not be smaller; so that they are not tried again and again.
create table compression_attempt (
  facility           varchar(64) not null,
  sop_instance_uid   varchar(64) not null,
  study_instance_uid varchar(64) not null,
  target_syntax_uid  varchar(64) not null,
  outcome            varchar(16) not null,
  attempts           integer not null,
  problem            varchar(1000) not null,
  tried_at           timestamp(6) with time zone not null,
  primary key (facility, sop_instance_uid)
);
create index compression_attempt_by_study on compression_attempt (study_instance_uid, facility);

-- For which rules, contracts and libraries everything stored was looked through last.
create table compression_survey (
  name        varchar(16) primary key,
  fingerprint varchar(64) not null
);
