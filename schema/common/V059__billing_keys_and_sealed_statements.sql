-- A close reads a facility's patients and studies in pages, each in the order of its key; no query asks for those of a contract alone.
create index billing_ledger_patient on billing_ledger (facility, patient);
drop index billing_ledger_contract_study;
drop index billing_ledger_contract_patient;

-- The last statement made before a seal, which the seal's key then vouches for. Seals of before name none.
alter table billing_seal add column statement_place bigint;
alter table billing_seal add column statement_hash varchar(64);
