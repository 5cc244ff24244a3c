-- The subject of a forward is a facility's code, a study, and an AE title, which may have blanks.
update job set party = substring(
    substring(subject from position(' ' in subject) + 1)
    from position(' ' in substring(subject from position(' ' in subject) + 1)) + 1)
  where kind = 'forward';
-- What is due about each, in its order, however much waits about others; and what was given up, as before.
create index job_by_party on job (dead, kind, party, due_at, id);
drop index job_by_due;
drop index job_by_kind_due;
