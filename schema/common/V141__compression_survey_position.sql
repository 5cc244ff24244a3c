-- How far the stored studies are looked through. What there was follows from rules and libraries: made anew.
drop table compression_survey;
create table compression_survey (
  name        varchar(16) primary key,
  fingerprint varchar(64) not null,
  libraries   varchar(2000) not null,
  position    bigint not null,
  under_way   boolean not null
);
