-- What is recorded stays: the database itself refuses changes.
create trigger billing_statement_line_append_only before update, delete on billing_statement_line
  for each row call 'org.hokan.archive.billing.RefuseChange';
create trigger billing_seal_append_only before update, delete on billing_seal
  for each row call 'org.hokan.archive.billing.RefuseChange';
