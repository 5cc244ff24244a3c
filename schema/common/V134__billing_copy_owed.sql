-- Examinations whose COPY waits for their second copy: the number of the STUDY record with which it came to be owed.
create table billing_copy_owed (
  study_record bigint primary key,
  facility     varchar(64) not null,
  study        varchar(64) not null,
  constraint billing_copy_owed_unique unique (study, facility)
);
