-- The oldest of a facility are forgotten first, so that one facility's rows cannot push out another's.
create index refused_arrival_by_facility_and_time on refused_arrival (facility, arrived);
drop index refused_arrival_by_time;
