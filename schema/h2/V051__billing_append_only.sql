-- What is recorded stays: the database itself refuses changes.
create trigger billing_ledger_append_only before update, delete on billing_ledger
  for each row call 'org.hokan.archive.billing.RefuseChange';
create trigger billing_statement_append_only before update, delete on billing_statement
  for each row call 'org.hokan.archive.billing.RefuseChange';
create trigger billing_close_append_only before update, delete on billing_close
  for each row call 'org.hokan.archive.billing.RefuseChange';
