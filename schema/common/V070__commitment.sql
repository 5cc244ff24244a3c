-- Requests for storage commitment (PS3.4 Annex J) and what came of them. Not derivable from packs: each was acknowledged to its sender.
create sequence commitment_seq start with 1 increment by 50;

-- list_digest: of the list asked for; the same transaction with another list is a row of its own, whose instances all fail (0131H).
-- request: a line for each instance, SOP class and SOP instance; result: the same with the failure reason, 0 for none.
create table commitment (
  id              bigint primary key,
  facility        varchar(64) not null,
  ae_title        varchar(16) not null,
  transaction_uid varchar(64) not null,
  list_digest     varchar(64) not null,
  doubled         boolean not null,
  state           varchar(16) not null,
  requested_at    timestamp(6) with time zone not null,
  checked_at      timestamp(6) with time zone,
  ended_at        timestamp(6) with time zone,
  instances       integer not null,
  failed          integer not null,
  request         bytea not null,
  result          bytea not null,
  constraint commitment_unique unique (transaction_uid, ae_title, facility, list_digest)
);
create index commitment_by_facility on commitment (facility, id);
create index commitment_by_state on commitment (state, ended_at);
