-- The time zone is cached with an account's access.
create trigger authorization_moved after update on foundation for each row when (old.time_zone is distinct from new.time_zone) execute function bump_authorization_of_foundation();
