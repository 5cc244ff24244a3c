-- A removal from quarantine says nothing about what is sent again after it. When the earlier ones were said is not known: what
-- they were about is dead by dead_entry, and what came since, and was in no list, is found when the index is made anew.
alter table quarantine_decision add column until_arrival timestamp(6) with time zone
  default timestamp with time zone '1970-01-01 00:00:00+00:00' not null;
