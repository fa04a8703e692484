import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import type { ErasedPerson } from '../../platform/privacy/data-subject-handler.ts';

/**
 * Erases a person from certificates. A volunteer's own certificates lose their content. On those of
 * others the elder, the recorder and the person in charge lose their names.
 */
export async function eraseCertificates(
  tx: MutationTransaction,
  { personId, pseudonym, names, accountIds }: ErasedPerson,
  visitIds: readonly string[],
): Promise<void> {
  await tx.rows(emptyOwn, { personId, pseudonym, stateSince: tx.caller.now() });
  await tx.rows(hideServed, { personId, visitIds });
  await tx.rows(renameOthers, { visitIds, names, pseudonym, accountIds });
}

const emptyOwn = statement(
  'certification.emptyOwn',
  `update service_certificate set state = 'ERASED', state_since = :stateSince, state_reason = null,
     content = jsonb_build_object('foundation', content -> 'foundation', 'timeZone', content -> 'timeZone', 'volunteer', :pseudonym::text,
       'stars', 0, 'categories', '[]'::jsonb, 'lines', '[]'::jsonb)
   where foundation_id = :foundationId and volunteer_person_id = :personId`,
);
/**
 * Masks the elder's name in the lines of the elder's visits. Lines are in the order of visit_ids.
 * The name had been shortened to its first character.
 */
const hideServed = statement(
  'certification.hideServed',
  `update service_certificate c set content = jsonb_set(c.content, '{lines}', (
     select coalesce(jsonb_agg(
       case when v.id is null then line else jsonb_set(line, '{personServed}', '"**"') end order by place), '[]')
     from jsonb_array_elements(c.content -> 'lines') with ordinality as l (line, place)
     left join visit v on v.foundation_id = :foundationId and v.id = c.visit_ids[place] and v.elder_person_id = :personId))
   where c.foundation_id = :foundationId and c.visit_ids && :visitIds::uuid[] and c.state <> 'ERASED'`,
);
/**
 * Covers the person in charge of a visit and its recorder. All else on another volunteer's
 * certificate is that volunteer's, or a place.
 */
const renameOthers = statement(
  'certification.renameOthers',
  `update service_certificate set content = jsonb_set(content, '{lines}', (
       select coalesce(jsonb_agg(line
         || case when line ->> 'personInCharge' = any (:names) then jsonb_build_object('personInCharge', :pseudonym::text) else '{}' end
         || case when line ->> 'recorder' = any (:names) then jsonb_build_object('recorder', :pseudonym::text) else '{}' end order by place), '[]')
       from jsonb_array_elements(content -> 'lines') with ordinality as l (line, place))),
     actor_name = case when actor_account_id = any (:accountIds) then :pseudonym else actor_name end
   where foundation_id = :foundationId and (visit_ids && :visitIds::uuid[] or actor_account_id = any (:accountIds)) and state <> 'ERASED'`,
);
