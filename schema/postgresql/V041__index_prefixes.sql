-- Byte order, so that "starts with" uses the index; H2 compares so by itself.
alter table patient alter column patient_id type varchar(200) collate "C";
alter table patient_name alter column name type varchar(200) collate "C";
alter table study alter column accession_number type varchar(200) collate "C";
alter table study alter column study_date type varchar(8) collate "C";
