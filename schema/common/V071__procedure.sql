-- Modality Performed Procedure Steps (PS3.4 Annex F). Not derivable from packs: each was acknowledged to its sender.
create sequence performed_procedure_step_seq start with 1 increment by 50;

-- attributes: as received, what was set merged into what was created. instances, missing: of an ended step, how many it lists and
-- how many of them are not here.
create table performed_procedure_step (
  id               bigint primary key,
  facility         varchar(64) not null,
  sop_instance_uid varchar(64) not null,
  status           varchar(16) not null,
  calling_ae       varchar(16) not null,
  created_at       timestamp(6) with time zone not null,
  ended_at         timestamp(6) with time zone,
  attributes       bytea not null,
  instances        integer not null,
  missing          integer not null,
  constraint performed_procedure_step_unique unique (sop_instance_uid, facility)
);
create index performed_procedure_step_by_facility on performed_procedure_step (facility, id);
create index performed_procedure_step_by_missing on performed_procedure_step (missing, id);

create table performed_procedure_study (
  step_id            bigint not null references performed_procedure_step (id),
  facility           varchar(64) not null,
  study_instance_uid varchar(64) not null,
  primary key (step_id, study_instance_uid)
);
create index performed_procedure_study_by_uid on performed_procedure_study (study_instance_uid, facility);
