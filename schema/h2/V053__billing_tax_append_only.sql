-- What is recorded stays: the database itself refuses changes.
create trigger billing_statement_tax_append_only before update, delete on billing_statement_tax
  for each row call 'org.hokan.archive.billing.RefuseChange';
