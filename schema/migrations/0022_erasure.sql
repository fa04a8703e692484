-- Erasure reaches append-only rows. Texts about a person may be removed; figures, times and keys
-- never change.

-- Names before corrections, so that an erasure finds them in texts by others.
alter table person add column former_names text[] not null default '{}';
create function keep_former_name() returns trigger
language plpgsql set search_path = pg_catalog, public as $body$
begin
  new.former_names := case when new.erased_at is null then array(select distinct unnest(old.former_names || old.name)) else '{}' end;
  return new;
end
$body$;
create function keep_former_display_name() returns trigger
language plpgsql set search_path = pg_catalog, public as $body$
begin
  update person p set former_names = array(select distinct unnest(p.former_names || old.display_name))
    where p.foundation_id = new.foundation_id and p.id = new.person_id and p.erased_at is null;
  return null;
end
$body$;
revoke all on function keep_former_name(), keep_former_display_name() from public;
create trigger former_name before update on person for each row when (old.name is distinct from new.name) execute function keep_former_name();
create trigger former_name after update on elder for each row when (old.display_name is distinct from new.display_name)
  execute function keep_former_display_name();
create trigger former_name after update on volunteer for each row when (old.display_name is distinct from new.display_name)
  execute function keep_former_display_name();

-- Text with each of several names replaced. Names of one character, or without a letter, stay: they
-- occur inside too many other words and figures. A name in Latin letters is replaced as a whole
-- word.
create function redacted(words text, names text[], pseudonym text) returns text
language plpgsql immutable set search_path = pg_catalog as $body$
declare
  each text;
begin
  foreach each in array names loop
    if each ~ '[^[:ascii:]]' and char_length(each) > 1 then
      words := replace(words, each, pseudonym);
    elsif each ~ '[A-Za-z]' and char_length(each) > 1 then
      words := regexp_replace(words, '\m' || regexp_replace(each, '([^A-Za-z0-9 ])', '\\\1', 'g') || '\M', pseudonym, 'g');
    end if;
  end loop;
  return words;
end
$body$;

-- Redacts the figures of a decision or an anomaly: the typed reason, and the certifier if named.
-- The rest has no text.
create function redacted_figures(figures jsonb, names text[], pseudonym text) returns jsonb
language plpgsql immutable set search_path = pg_catalog, public as $body$
begin
  if jsonb_typeof(figures -> 'reason') = 'string' then
    figures := jsonb_set(figures, '{reason}', to_jsonb(redacted(figures ->> 'reason', names, pseudonym)));
  end if;
  if figures ->> 'certifier' = any (names) then figures := jsonb_set(figures, '{certifier}', to_jsonb(pseudonym)); end if;
  return figures;
end
$body$;
revoke all on function redacted(text, text[], text), redacted_figures(jsonb, text[], text) from public;
grant execute on function redacted(text, text[], text), redacted_figures(jsonb, text[], text) to linli_member;

-- The only exception to append-only is erase_words() below: it runs as the owner, sets a flag, and
-- may change nothing but texts.
create or replace function refuse_change() returns trigger
language plpgsql set search_path = pg_catalog as $body$
declare
  changed text[];
begin
  if tg_op = 'UPDATE' and current_user = 'linli_owner' and current_setting('app.redaction', true) = 'on' then
    select coalesce(array_agg(n.key), '{}') into changed
    from jsonb_each(to_jsonb(new)) as n where n.value is distinct from to_jsonb(old) -> n.key;
    if changed <@ array['note', 'thanks', 'problems_solved', 'reason', 'trace', 'actor_name', 'account_name'] then return new; end if;
  end if;
  raise exception 'append-only: % on % is refused; write a correcting row instead', tg_op, tg_table_name using errcode = '42501';
end
$body$;

-- The owner sees these rows only during an erasure, and only those of one foundation.
do $body$
declare
  relation text;
  rule constant text := 'foundation_id = current_setting(''app.foundation'')::uuid and current_setting(''app.redaction'', true) = ''on''';
begin
  foreach relation in array array['visit_feedback', 'evidence', 'evidence_withdrawal', 'certification', 'no_show', 'request_change',
    'request_decline', 'disclosure', 'audit_entry'] loop
    execute format('create policy redaction on %I to linli_owner using (%s) with check (%s)', relation, rule, rule);
  end loop;
end
$body$;

-- Removes texts about a person from append-only rows of the session's foundation. `accounts` are
-- logins closed with the person; `visits` and `requests` are those that the person gave or
-- received; `subjects` are all other ids of the person: elder, volunteer, series, pairings, roles,
-- mandates.
create function erase_words(person uuid, accounts uuid[], visits uuid[], requests uuid[], subjects uuid[], names text[], pseudonym text) returns void
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  tenant constant uuid := current_setting('app.foundation')::uuid;
begin
  perform set_config('app.redaction', 'on', true);
  -- An elder's words are erased with the elder; thanks are erased with the thanked volunteer.
  update visit_feedback set thanks = null, note = null, problems_solved = '{}'
    where foundation_id = tenant and elder_person_id = person;
  update visit_feedback set thanks = null, note = redacted(note, names, pseudonym),
      problems_solved = array(select redacted(each, names, pseudonym) from unnest(problems_solved) as each)
    where foundation_id = tenant and volunteer_person_id = person;
  update visit_feedback set actor_name = pseudonym
    where foundation_id = tenant and visit_id = any (visits) and actor_account_id = any (accounts);
  update evidence set note = null where foundation_id = tenant and visit_id = any (visits) and elder_person_id = person;
  update evidence set note = redacted(note, names, pseudonym),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and visit_id = any (visits);
  update evidence_withdrawal set reason = redacted(reason, names, pseudonym),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and visit_id = any (visits);
  update certification set reason = redacted(reason, names, pseudonym), trace = (
        select coalesce(jsonb_agg(case when step ? 'figures' then jsonb_set(step, '{figures}', redacted_figures(step -> 'figures', names, pseudonym)) else step end order by place), '[]')
        from jsonb_array_elements(trace) with ordinality as steps (step, place)),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and visit_id = any (visits);
  update no_show set reason = redacted(reason, names, pseudonym),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and visit_id = any (visits);
  update request_change set reason = redacted(reason, names, pseudonym),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and request_id = any (requests);
  update request_decline set reason = redacted(reason, names, pseudonym) where foundation_id = tenant and volunteer_person_id = person;
  update disclosure set reason = redacted(reason, names, pseudonym) where foundation_id = tenant and person_id = person;
  update disclosure set account_name = pseudonym where foundation_id = tenant and account_id = any (accounts);
  update audit_entry set reason = redacted(reason, names, pseudonym)
    where foundation_id = tenant and subject_id = any (array[person] || visits || requests || subjects);
  update audit_entry set actor_name = pseudonym where foundation_id = tenant and actor_account_id = any (accounts);
  perform set_config('app.redaction', '', true);
end
$body$;
revoke all on function erase_words(uuid, uuid[], uuid[], uuid[], uuid[], text[], text) from public;
grant execute on function erase_words(uuid, uuid[], uuid[], uuid[], uuid[], text[], text) to linli_member;

-- The certificate of an erased person has no content any more.
alter table service_certificate drop constraint service_certificate_state_check;
alter table service_certificate add constraint service_certificate_state_check
  check (state in ('VALID', 'CORRECTED', 'REVOKED', 'ERASED'));
