-- What is recorded stays: the database itself refuses changes.
create function billing_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%: % refused (append-only; a correction is a new record)', tg_table_name, tg_op
    using errcode = '45000';
end $$;

create trigger billing_ledger_append_only before update or delete or truncate on billing_ledger
  for each statement execute function billing_refuse_change();
create trigger billing_statement_append_only before update or delete or truncate on billing_statement
  for each statement execute function billing_refuse_change();
create trigger billing_close_append_only before update or delete or truncate on billing_close
  for each statement execute function billing_refuse_change();
