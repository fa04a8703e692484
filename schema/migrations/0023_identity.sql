-- The zone that times are told in is remembered with what an account may do.
create trigger authorization_moved after update on foundation for each row when (old.time_zone is distinct from new.time_zone) execute function bump_authorization_of_foundation();
