-- Legal holds: nothing of a held study, or of a held patient's studies, is destroyed. Rows stay when a hold is released.
create sequence legal_hold_seq start with 1 increment by 1;

create table legal_hold (
  id                 bigint primary key,
  facility           varchar(64) not null,
  kind               varchar(16) not null,
  object_key         varchar(200) not null,
  reason             varchar(1000) not null,
  placed_by          varchar(128) not null,
  placed_at          timestamp(6) with time zone not null,
  release_reason     varchar(1000),
  released_by        varchar(128),
  released_at        timestamp(6) with time zone
);
create index legal_hold_by_object on legal_hold (facility, kind, object_key);

-- Lists of studies that nothing keeps any longer. Nothing is destroyed that does not stand in an approved one.
create sequence deletion_list_seq start with 1 increment by 1;

-- scanned: id of the last study that was looked at while the list was made. occasion: of a list that the node made by itself.
create table deletion_list (
  id           bigint primary key,
  facility     varchar(64) not null,
  state        varchar(16) not null,
  note         varchar(1000) not null,
  occasion     varchar(80) unique,
  proposed_by  varchar(128) not null,
  proposed_at  timestamp(6) with time zone not null,
  scanned      bigint not null,
  studies      bigint not null,
  images       bigint not null,
  bytes        bigint not null,
  held         bigint not null,
  decided_by   varchar(128) not null,
  decided_at   timestamp(6) with time zone,
  run_by       varchar(128) not null,
  ended_at     timestamp(6) with time zone
);
create index deletion_list_by_facility on deletion_list (facility, id);

create table deletion_approval (
  list        bigint not null references deletion_list (id),
  person_key  varchar(128) not null,
  person      varchar(128) not null,
  approved_at timestamp(6) with time zone not null,
  primary key (list, person_key)
);

create table deletion_item (
  list               bigint not null references deletion_list (id),
  place              bigint not null,
  study_instance_uid varchar(64) not null,
  patient_id         varchar(200) not null,
  images             bigint not null,
  bytes              bigint not null,
  last_arrival       timestamp(6) with time zone not null,
  kept_until         date not null,
  why                varchar(1000) not null,
  state              varchar(16) not null,
  problem            varchar(1000) not null,
  certificate        bigint,
  primary key (list, place)
);
create index deletion_item_by_state on deletion_item (list, state, place);
