-- When a close was begun, and the day up to which a statement charges of a month that had not ended then: what a close
-- that was broken off and finished later cannot be asked any more. Closes and statements of before have neither.
alter table billing_close add column begun_at timestamp(3) with time zone;
alter table billing_statement add column charged_until date;
