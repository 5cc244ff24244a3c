-- What was said last under a contract, without a look at all that was.
create index contract_backup_choice_latest on contract_backup_choice (contract, id desc);
