-- Retention of photos. Forward only.

alter table photo
  drop constraint photo_state_check,
  add constraint photo_state_check check (state in ('AWAITED', 'STORED', 'REFUSED', 'REMOVED')),
  -- When the photo and the remains of broken uploads are due for removal. Null: it stays.
  add column remove_at timestamptz,
  -- Keys of every file that was ever begun for it, so that none is left behind.
  add column file_keys text[] not null default '{}' check (cardinality(file_keys) <= 100);
update photo set file_keys = array_remove(array[storage_key, thumbnail_key], null),
  remove_at = case when state = 'STORED' then null else announced_at + interval '2 days' end;
create index photo_to_remove on photo (remove_at) where remove_at is not null;
grant select (foundation_id, id, remove_at) on photo to linli_relay;
