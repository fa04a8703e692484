-- The zone that times are told in is remembered with what an account may do.
create trigger rights_moved after update on foundation for each row when (old.time_zone is distinct from new.time_zone) execute function raise_rights_of_foundation();
