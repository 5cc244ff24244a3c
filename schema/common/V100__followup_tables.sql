-- What storage rules have done besides keeping an object.
create sequence forward_item_seq start with 1 increment by 50;
create sequence rule_notice_seq start with 1 increment by 50;

-- An instance that an AE is to get, once: the row stays when it was sent, so that it is not sent again.
create table forward_item (
  id                 bigint primary key,
  facility           varchar(64) not null,
  destination        varchar(16) not null,
  study_instance_uid varchar(64) not null,
  sop_instance_uid   varchar(64) not null,
  calling_ae         varchar(16) not null,
  rule_name          varchar(64) not null,
  rule_version       integer not null,
  state              varchar(16) not null,
  attempts           integer not null,
  problem            varchar(200) not null,
  asked_at           timestamp(6) with time zone not null,
  ended_at           timestamp(6) with time zone,
  constraint forward_item_unique unique (sop_instance_uid, destination, facility)
);
create index forward_item_by_study on forward_item (study_instance_uid, facility, destination, id);
create index forward_item_by_state on forward_item (state, facility, destination);

-- What a rule tells operators: once for each study and version of the rule.
create table rule_notice (
  id                 bigint primary key,
  facility           varchar(64) not null,
  study_instance_uid varchar(64) not null,
  calling_ae         varchar(16) not null,
  rule_name          varchar(64) not null,
  rule_version       integer not null,
  message            varchar(200) not null,
  quarantined        boolean not null,
  first_at           timestamp(6) with time zone not null,
  last_at            timestamp(6) with time zone not null,
  constraint rule_notice_unique unique (study_instance_uid, facility, calling_ae, rule_name, rule_version)
);
create index rule_notice_by_facility on rule_notice (facility, id);
