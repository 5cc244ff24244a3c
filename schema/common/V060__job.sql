-- Work that must be done, also after a restart: what, when next, and who is at it.
create sequence job_seq start with 1 increment by 50;

-- One row for each kind and subject; gone when the work is done. A claim holds until lease_until, unless renewed.
-- revision counts how often it was asked for: what was asked for again while it was done is done once more.
create table job (
  id          bigint primary key,
  kind        varchar(32) not null,
  subject     varchar(128) not null,
  revision    integer not null,
  asked_at    timestamp(6) with time zone not null,
  due_at      timestamp(6) with time zone not null,
  give_up_at  timestamp(6) with time zone not null,
  attempts    integer not null,
  dead        boolean not null,
  claimed_by  varchar(64) not null,
  lease_until timestamp(6) with time zone,
  problem     varchar(1000) not null,
  constraint job_unique unique (kind, subject)
);
create index job_by_due on job (dead, due_at);
