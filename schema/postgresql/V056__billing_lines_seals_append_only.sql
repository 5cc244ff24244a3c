-- What is recorded stays: the database itself refuses changes.
create trigger billing_statement_line_append_only before update or delete or truncate on billing_statement_line
  for each statement execute function billing_refuse_change();
create trigger billing_seal_append_only before update or delete or truncate on billing_seal
  for each statement execute function billing_refuse_change();
