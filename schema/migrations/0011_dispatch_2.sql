-- Sensitive notes are encrypted. Forward only.

-- The platform, which has the key, encrypts older notes in a scheduled task; then the text is
-- deleted.
alter table request_note
  alter column text drop not null,
  add column text_sealed bytea,
  add column is_sealed boolean generated always as (text is null) stored,
  add constraint request_note_once check (text is null or text_sealed is null);
create index request_note_unsealed on request_note (foundation_id, id) where not is_sealed;
grant select (foundation_id, id, is_sealed) on request_note to linli_relay;
