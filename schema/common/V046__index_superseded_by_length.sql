-- The originals of what lost something are found by their length when their study is destroyed.
create index dead_entry_by_length on dead_entry (length, facility);
