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
  await tx.rows(emptyOwn, [tx.foundationId, personId, pseudonym, tx.caller.now()]);
  await tx.rows(hideServed, [tx.foundationId, personId, visitIds]);
  await tx.rows(renameOthers, [tx.foundationId, visitIds, names, pseudonym, accountIds]);
}

const emptyOwn = statement(
  `update service_certificate set state = 'ERASED', state_since = $4, state_reason = null,
     content = jsonb_build_object('foundation', content -> 'foundation', 'timeZone', content -> 'timeZone', 'volunteer', $3::text,
       'stars', 0, 'categories', '[]'::jsonb, 'lines', '[]'::jsonb)
   where foundation_id = $1 and volunteer_person_id = $2`,
);
/**
 * Masks the elder's name in the lines of the elder's visits. Lines are in the order of visit_ids.
 * The name had been shortened to its first character.
 */
const hideServed = statement(
  `update service_certificate c set content = jsonb_set(c.content, '{lines}', (
     select coalesce(jsonb_agg(
       case when v.id is null then line else jsonb_set(line, '{personServed}', '"**"') end order by place), '[]')
     from jsonb_array_elements(c.content -> 'lines') with ordinality as l (line, place)
     left join visit v on v.foundation_id = $1 and v.id = c.visit_ids[place] and v.elder_person_id = $2))
   where c.foundation_id = $1 and c.visit_ids && $3::uuid[] and c.state <> 'ERASED'`,
);
/**
 * Covers the person in charge of a visit and its recorder. All else on another volunteer's
 * certificate is that volunteer's, or a place.
 */
const renameOthers = statement(
  `update service_certificate set content = jsonb_set(content, '{lines}', (
       select coalesce(jsonb_agg(line
         || case when line ->> 'personInCharge' = any ($3) then jsonb_build_object('personInCharge', $4::text) else '{}' end
         || case when line ->> 'recorder' = any ($3) then jsonb_build_object('recorder', $4::text) else '{}' end order by place), '[]')
       from jsonb_array_elements(content -> 'lines') with ordinality as l (line, place))),
     actor_name = case when actor_account_id = any ($5) then $4 else actor_name end
   where foundation_id = $1 and (visit_ids && $2::uuid[] or actor_account_id = any ($5)) and state <> 'ERASED'`,
);
