-- Erasure of a person reaches append-only rows. Texts about the person may be removed; figures,
-- times and keys never change.

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
      words := regexp_replace(
        words, '\m' || regexp_replace(each, '([^A-Za-z0-9 ])', '\\\1', 'g') || '\M', pseudonym, 'g'
      );
    end if;
  end loop;
  return words;
end
$body$;
grant execute on function redacted to linli_member;

-- Redacts the figures of a decision or an anomaly: the typed reason, and the certifier if named.
-- The rest has no text.
create function redacted_figures(figures jsonb, names text[], pseudonym text) returns jsonb
language plpgsql immutable set search_path = pg_catalog, public as $body$
begin
  if jsonb_typeof(figures -> 'reason') = 'string' then
    figures := jsonb_set(
      figures, '{reason}', to_jsonb(redacted(figures ->> 'reason', names, pseudonym))
    );
  end if;
  if figures ->> 'certifier' = any (names) then
    figures := jsonb_set(figures, '{certifier}', to_jsonb(pseudonym));
  end if;
  return figures;
end
$body$;
grant execute on function redacted_figures to linli_member;

-- Removes texts about a person from append-only rows of the session's foundation. `accounts` are
-- logins closed with the person; `visits` and `requests` are those that the person gave or
-- received; `subjects` are all other ids of the person: elder, volunteer, series, pairings, roles,
-- mandates.
create function erase_words(
  person uuid, accounts uuid[], visits uuid[], requests uuid[], subjects uuid[], names text[],
  pseudonym text
) returns void
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  tenant constant uuid := current_setting('app.foundation')::uuid;
begin
  perform set_config('app.redaction', 'on', true);
  -- An elder's words are erased with the elder; thanks are erased with the thanked volunteer.
  update visit_feedback set thanks = null, note = null, problems_solved = '{}'
    where foundation_id = tenant and elder_person_id = person;
  update visit_feedback set thanks = null, note = redacted(note, names, pseudonym),
      problems_solved = array(select redacted(each, names, pseudonym)
        from unnest(problems_solved) as each)
    where foundation_id = tenant and volunteer_person_id = person;
  update visit_feedback set actor_name = pseudonym
    where foundation_id = tenant and visit_id = any (visits) and actor_account_id = any (accounts);
  update evidence set note = null
    where foundation_id = tenant and visit_id = any (visits) and elder_person_id = person;
  update evidence set note = redacted(note, names, pseudonym),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and visit_id = any (visits);
  update evidence_withdrawal set reason = redacted(reason, names, pseudonym),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and visit_id = any (visits);
  update certification set reason = redacted(reason, names, pseudonym), trace = (
        select coalesce(jsonb_agg(
          case
            when step ? 'figures' then jsonb_set(step, '{figures}',
              redacted_figures(step -> 'figures', names, pseudonym))
            else step
          end order by place
        ), '[]')
        from jsonb_array_elements(trace) with ordinality as steps (step, place)),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and visit_id = any (visits);
  update no_show set reason = redacted(reason, names, pseudonym),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and visit_id = any (visits);
  update request_change set reason = redacted(reason, names, pseudonym),
      actor_name = case when actor_account_id = any (accounts) then pseudonym else actor_name end
    where foundation_id = tenant and request_id = any (requests);
  update request_decline set reason = redacted(reason, names, pseudonym)
    where foundation_id = tenant and volunteer_person_id = person;
  update disclosure set reason = redacted(reason, names, pseudonym)
    where foundation_id = tenant and person_id = person;
  update disclosure set account_name = pseudonym
    where foundation_id = tenant and account_id = any (accounts);
  update audit_entry set reason = redacted(reason, names, pseudonym)
    where foundation_id = tenant
      and subject_id = any (array[person] || visits || requests || subjects);
  update audit_entry set actor_name = pseudonym
    where foundation_id = tenant and actor_account_id = any (accounts);
  perform set_config('app.redaction', '', true);
end
$body$;
grant execute on function erase_words to linli_member;
