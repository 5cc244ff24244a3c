-- H2's triggers are for each row, and TRUNCATE has none. It refuses to truncate what a foreign key leads to: nothing is
-- ever written to this table, it only refers to all that is recorded (see V051, V053, V056).
create table billing_guard (
  ledger_number  bigint  references billing_ledger (number),
  close_month    integer references billing_close (billing_month),
  seal_number    bigint  references billing_seal (number),
  place          bigint  references billing_statement (place),
  line           integer,
  tax_rate       numeric(6, 3),
  foreign key (place, line)     references billing_statement_line (place, line),
  foreign key (place, tax_rate) references billing_statement_tax (place, rate)
);
