-- What was given back for an object that was taken out is looked for under its reference at each close.
create index billing_ledger_reference on billing_ledger (reference);
