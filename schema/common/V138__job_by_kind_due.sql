-- What is due of one kind, in its order: however many wait of others.
create index job_by_kind_due on job (kind, dead, due_at, id);
