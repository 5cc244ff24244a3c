-- Entries of packs that somebody decided to drop; compaction gives back their space. Not derived: outlives a rebuild of the
-- index, which leaves these entries out, and goes when the entry's bytes are gone.
create table dead_entry (
  pack             varchar(400) not null,
  pack_offset      bigint not null,
  volume           varchar(128) not null,
  facility         varchar(64) not null,
  sop_instance_uid varchar(64) not null,
  digest           varchar(128) not null,
  length           bigint not null,
  reason           varchar(16) not null,
  since            timestamp(6) with time zone not null,
  primary key (pack, pack_offset)
);
