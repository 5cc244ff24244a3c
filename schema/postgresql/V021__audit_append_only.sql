-- The database itself refuses what the code never does.
create function audit_event_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'audit_event: rows are only ever added';
end
$$;

create trigger audit_event_append_only before update or delete or truncate on audit_event
  for each statement execute function audit_event_refuse();
