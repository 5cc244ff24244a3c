-- The append-only ledger. Rows are inserted and never change: see V051, which refuses anything else.
create table billing_ledger (
  number           bigint                      primary key,
  type             varchar(16)                 not null,
  billing_month    integer                     not null,
  facility         varchar(32)                 not null,
  contract_id      varchar(64)                 not null,
  contract_version integer                     not null,
  -- STUDY
  study            varchar(64),
  patient          varchar(256),
  images           bigint,
  bytes            bigint,
  first_arrival    timestamp(3) with time zone,
  last_arrival     timestamp(3) with time zone,
  ae               varchar(16),
  rule_name        varchar(128),
  refers_to        bigint,
  -- PERIOD
  unit             varchar(16),
  object_key       varchar(256),
  period_from      date,
  period_until     date,
  points           integer,
  periods          integer,
  units            integer,
  unit_rate        numeric(19, 4),
  -- ADJUSTMENT
  reason           varchar(1000),
  reference        varchar(200),
  -- all
  currency         varchar(3)                  not null,
  amount           numeric(19, 4)              not null,
  recorded_at      timestamp(3) with time zone not null,
  recorded_by      varchar(128)                not null,
  previous_hash    varchar(64)                 not null,
  hash             varchar(64)                 not null,
  -- One charge for each object and period of a contract.
  constraint billing_ledger_charge unique (contract_id, unit, object_key, period_from)
);
create index billing_ledger_month on billing_ledger (billing_month, facility);
create index billing_ledger_study on billing_ledger (facility, study);
create index billing_ledger_contract_study on billing_ledger (contract_id, study);
create index billing_ledger_contract_patient on billing_ledger (contract_id, patient);

create table billing_statement (
  place         bigint                      primary key,
  number        varchar(32)                 not null unique,
  billing_month integer                     not null,
  facility      varchar(32)                 not null,
  records       bigint                      not null,
  images        bigint                      not null,
  bytes         bigint                      not null,
  currency      varchar(3)                  not null,
  total         numeric(19, 4)              not null,
  closed_at     timestamp(3) with time zone not null,
  closed_by     varchar(128)                not null,
  previous_hash varchar(64)                 not null,
  hash          varchar(64)                 not null,
  constraint billing_statement_facility unique (billing_month, facility, currency)
);

create table billing_close (
  billing_month  integer                     primary key,
  previous_month integer                     not null,
  ledger_number  bigint                      not null,
  ledger_hash    varchar(64)                 not null,
  closed_at      timestamp(3) with time zone not null,
  closed_by      varchar(128)                not null
);

-- Where ledger and statements end; its lock is held by whoever appends.
create table billing_head (
  id              integer     primary key,
  ledger_number   bigint      not null,
  ledger_hash     varchar(64) not null,
  statement_place bigint      not null,
  statement_hash  varchar(64) not null,
  closed_month    integer     not null
);
insert into billing_head values (
  1,
  0, '0000000000000000000000000000000000000000000000000000000000000000',
  0, '0000000000000000000000000000000000000000000000000000000000000000',
  0
);
