create table facility (
  code varchar(32) not null primary key,
  name varchar(128) not null,
  issuer varchar(64) not null unique,
  time_zone varchar(64),
  version integer not null
);

create table application_entity (
  title varchar(16) not null primary key,
  facility varchar(32) not null references facility (code),
  may varchar(64) not null,
  host varchar(255),
  port integer,
  allowed_from varchar(2000) not null,
  version integer not null
);

create index application_entity_by_facility on application_entity (facility);

-- One row, counted up by every change: a node reads it to learn whether its snapshot is old.
create table ae_revision (
  id integer not null primary key check (id = 1),
  revision bigint not null
);

insert into ae_revision (id, revision) values (1, 1);
