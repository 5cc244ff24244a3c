-- Derived from the packs; `hokan index rebuild` makes all of it anew, except quarantine_decision.

create sequence patient_seq start with 1 increment by 50;
create sequence study_seq start with 1 increment by 50;
create sequence series_seq start with 1 increment by 50;
create sequence instance_seq start with 1 increment by 500;
create sequence patient_name_seq start with 1 increment by 50;
create sequence study_sop_class_seq start with 1 increment by 50;
create sequence quarantine_seq start with 1 increment by 50;

-- Unique keys begin with the identifier, so that lists of identifiers find their rows by index on H2, too.
-- patient_key: P + patient ID, or S + Study Instance UID where the ID is empty, or H + digest of an ID that is too long.
create table patient (
  id             bigint primary key,
  facility       varchar(64) not null,
  patient_key    varchar(200) not null,
  patient_id     varchar(200) not null,
  attributes     bytea not null,
  study_count    bigint not null,
  series_count   bigint not null,
  instance_count bigint not null,
  constraint patient_unique unique (patient_key, facility)
);
create index patient_by_id on patient (patient_id, facility);
create index patient_by_facility on patient (facility, id);

-- One row for each component group of the name, folded as NameFolding does; for narrowing by prefix.
create table patient_name (
  id         bigint primary key,
  patient_id bigint not null references patient (id),
  facility   varchar(64) not null,
  name       varchar(200) not null
);
create index patient_name_by_name on patient_name (facility, name);
create index patient_name_by_patient on patient_name (patient_id);

create table study (
  id                 bigint primary key,
  patient_id         bigint not null references patient (id),
  facility           varchar(64) not null,
  study_instance_uid varchar(64) not null,
  study_date         varchar(8),
  accession_number   varchar(200),
  attributes         bytea not null,
  series_count       bigint not null,
  instance_count     bigint not null,
  bytes              bigint not null,
  first_arrival      timestamp(6) with time zone not null,
  last_arrival       timestamp(6) with time zone not null,
  unsettled_since    timestamp(6) with time zone,
  calling_ae         varchar(16) not null,
  storage_class      varchar(64) not null,
  contract_id        varchar(64) not null,
  contract_version   integer not null,
  rule_name          varchar(64) not null,
  rule_version       integer not null,
  constraint study_unique unique (study_instance_uid, facility)
);
create index study_by_patient on study (patient_id);
create index study_by_facility on study (facility, id);
create index study_by_date on study (facility, study_date);
create index study_by_accession on study (accession_number, facility);
create index study_unsettled on study (unsettled_since);

create table study_sop_class (
  id            bigint primary key,
  study_id      bigint not null references study (id),
  sop_class_uid varchar(64) not null,
  constraint study_sop_class_unique unique (study_id, sop_class_uid)
);

create table series (
  id                  bigint primary key,
  study_id            bigint not null references study (id),
  facility            varchar(64) not null,
  series_instance_uid varchar(64) not null,
  modality            varchar(16),
  attributes          bytea not null,
  instance_count      bigint not null,
  bytes               bigint not null,
  constraint series_unique unique (series_instance_uid, study_id)
);
create index series_by_study on series (study_id);
create index series_by_facility on series (facility, id);

create table instance (
  id                  bigint primary key,
  series_id           bigint not null references series (id),
  facility            varchar(64) not null,
  sop_instance_uid    varchar(64) not null,
  sop_class_uid       varchar(64) not null,
  transfer_syntax_uid varchar(64) not null,
  attributes          bytea not null,
  digest              varchar(128) not null,
  volume              varchar(128) not null,
  pack                varchar(400) not null,
  pack_offset         bigint not null,
  length              bigint not null,
  arrived             timestamp(6) with time zone not null,
  calling_ae          varchar(16) not null,
  called_ae           varchar(16) not null,
  peer                varchar(128) not null,
  storage_class       varchar(64) not null,
  contract_id         varchar(64) not null,
  contract_version    integer not null,
  rule_name           varchar(64) not null,
  rule_version        integer not null,
  retention           varchar(32) not null,
  compression         varchar(64) not null,
  constraint instance_unique unique (sop_instance_uid, facility)
);
create index instance_by_series on instance (series_id, id);

create table facility_usage (
  facility          varchar(64) primary key,
  patients          bigint not null,
  studies           bigint not null,
  series            bigint not null,
  instances         bigint not null,
  bytes             bigint not null,
  quarantined       bigint not null,
  quarantined_bytes bigint not null
);

create table pack_mark (
  pack       varchar(400) primary key,
  end_offset bigint not null
);

create table quarantine (
  id                  bigint primary key,
  facility            varchar(64) not null,
  sop_instance_uid    varchar(64) not null,
  sop_class_uid       varchar(64) not null,
  transfer_syntax_uid varchar(64) not null,
  study_instance_uid  varchar(64) not null,
  patient_id          varchar(200) not null,
  attributes          bytea not null,
  digest              varchar(128) not null,
  volume              varchar(128) not null,
  pack                varchar(400) not null,
  pack_offset         bigint not null,
  length              bigint not null,
  arrived             timestamp(6) with time zone not null,
  calling_ae          varchar(16) not null,
  called_ae           varchar(16) not null,
  peer                varchar(128) not null,
  storage_class       varchar(64) not null,
  contract_id         varchar(64) not null,
  contract_version    integer not null,
  rule_name           varchar(64) not null,
  rule_version        integer not null,
  retention           varchar(32) not null,
  compression         varchar(64) not null,
  reason              varchar(32) not null,
  reason_text         varchar(400) not null,
  constraint quarantine_unique unique (sop_instance_uid, facility, digest)
);
create index quarantine_by_study on quarantine (facility, study_instance_uid);

-- What an operator decided; outlives a rebuild of the index, which then decides the same again.
create table quarantine_decision (
  facility         varchar(64) not null,
  sop_instance_uid varchar(64) not null,
  digest           varchar(128) not null,
  decision         varchar(16) not null,
  primary key (facility, sop_instance_uid, digest)
);
