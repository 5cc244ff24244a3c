-- Whose word a choice is: AGREEMENT, PERSON or RULE. An agreement takes out only what one chose, so a person's is the safe one to take a row for.
alter table contract_backup_choice add column said_in varchar(16) default 'PERSON' not null;

update contract_backup_choice set said_in = 'RULE' where rule_name <> '';

update contract_backup_choice set said_in = 'AGREEMENT'
where rule_name = ''
  and chosen
  and (made_by = 'node'
    or exists (
      select 1 from contract_step s
      where s.contract = contract_backup_choice.contract
        and s.action = 'ACCEPT'
        and s.made_at = contract_backup_choice.made_at
        and s.made_by = contract_backup_choice.made_by));
