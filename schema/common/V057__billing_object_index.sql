-- What is recorded of one object: what compression has saved of a study is asked at each of its swaps.
create index billing_ledger_object on billing_ledger (facility, object_key);
