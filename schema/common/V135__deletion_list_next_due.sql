-- The last day on which the first of the studies that are not due has to be kept; null: of none that is known.
alter table deletion_list add column next_kept_until date;
