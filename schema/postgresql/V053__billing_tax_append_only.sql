-- What is recorded stays: the database itself refuses changes.
create trigger billing_statement_tax_append_only before update or delete or truncate on billing_statement_tax
  for each statement execute function billing_refuse_change();
