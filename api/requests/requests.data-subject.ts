import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { ErasedPerson, DataSubjectHandler } from '../platform/privacy/data-subject-handler.ts';
import { aboutBoth, aboutElder, aboutPerson, aboutVolunteer } from './about-person.ts';
import { openNoteForCopy } from './sensitive-notes.ts';
import { openSeriesForCopy } from './series/series-note.ts';

/**
 * Data of a person in requests, as elder or as volunteer. Erasure keeps times and figures, and
 * removes texts.
 */
export const requestsDataSubject: DataSubjectHandler<MutationTransaction> = {
  rows: {
    service_request: aboutElder('service_request'),
    request_change: aboutElder('request_change'),
    request_note: aboutElder('request_note'),
    request_series: aboutElder('request_series'),
    pairing: aboutBoth('pairing'),
    visit: aboutBoth('visit'),
    volunteer_profile: aboutPerson('volunteer_profile'),
    availability_slot: aboutPerson('availability_slot'),
    availability_exception: aboutPerson('availability_exception'),
    request_decline: aboutVolunteer('request_decline'),
  },
  open: { request_note: openNoteForCopy, request_series: openSeriesForCopy },
  async mayErase(tx, personId) {
    const [open] = await tx.acrossCommunities(() =>
      tx.rows(selectOpen, [tx.foundationId, personId]),
    );
    if (open) throw new Refusal('REQUESTS_STILL_OPEN', {}, ['input', 'personId']);
  },
  async erase(tx, erased) {
    await tx.acrossCommunities(() => eraseWords(tx, erased));
    for (const query of forgetting) await tx.rows(query, [tx.foundationId, erased.personId]);
  },
};

/**
 * Removes texts about a person from everything they gave and received, including append-only rows.
 */
async function eraseWords(tx: MutationTransaction, erased: ErasedPerson): Promise<void> {
  const { personId, pseudonym, names, accountIds } = erased;
  const touched = await tx.rows<{ visitId: string | null; requestId: string }>(selectTouched, [
    tx.foundationId,
    personId,
  ]);
  const visitIds = touched.flatMap(({ visitId }) => (visitId ? [visitId] : []));
  const requestIds = [...new Set(touched.map(({ requestId }) => requestId))];
  const subjects = await tx.rows<{ id: string }>(selectSubjects, [tx.foundationId, personId]);
  const subjectIds = subjects.map(({ id }) => id);
  await tx.rows(eraseAppendOnly, [
    personId,
    accountIds,
    visitIds,
    requestIds,
    subjectIds,
    names,
    pseudonym,
  ]);
  for (const query of redacting)
    await tx.rows(query, [tx.foundationId, names, pseudonym, accountIds, visitIds, requestIds]);
}

const selectTouched = statement(
  `select v.id as visit_id, r.id as request_id from service_request r
   left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id
   where r.foundation_id = $1 and (r.elder_person_id = $2 or v.volunteer_person_id = $2)
   union select null, d.request_id from request_decline d where d.foundation_id = $1 and d.volunteer_person_id = $2`,
);
const eraseAppendOnly = statement('select erase_words($1, $2, $3, $4, $5, $6, $7)');
/** Resources in the audit log that belong to the person. */
const selectSubjects = statement(
  ['elder', 'volunteer', 'mandate', 'qualification', 'role_grant', 'consent']
    .map((table) => `select id from ${table} where foundation_id = $1 and person_id = $2`)
    .concat('select id from request_series where foundation_id = $1 and elder_person_id = $2')
    .concat(
      `select id from pairing where foundation_id = $1 and (elder_person_id = $2 or volunteer_person_id = $2)`,
    )
    .concat(
      `select id from coin_account where foundation_id = $1 and owner_kind = 'PERSON' and owner_id = $2`,
    )
    .concat('select id from clearing_order where foundation_id = $1 and person_id = $2')
    .concat(`select e.transfer_id from entry e join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
       where e.foundation_id = $1 and a.owner_kind = 'PERSON' and a.owner_id = $2`)
    .concat(`select i.id from review_item i join visit v on v.foundation_id = i.foundation_id and v.id = i.visit_id
       where i.foundation_id = $1 and (v.elder_person_id = $2 or v.volunteer_person_id = $2)`)
    .concat(`select r.joint_visit_id from service_request r
       left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id
       where r.foundation_id = $1 and r.joint_visit_id is not null and (r.elder_person_id = $2 or v.volunteer_person_id = $2)`)
    .join(' union all '),
);
/**
 * Redacts names in texts by others. Each statement takes all six parameters, so that they are sent
 * alike.
 */
const redacting = [
  `update visit set note = redacted(note, $2, $3) where foundation_id = $1 and id = any ($5)`,
  `update service_request set note = redacted(note, $2, $3), place = redacted(place, $2, $3) where foundation_id = $1 and id = any ($6)`,
  `update joint_visit set name = redacted(name, $2, $3), note = redacted(note, $2, $3), cancel_reason = redacted(cancel_reason, $2, $3)
   where foundation_id = $1 and id in (select joint_visit_id from service_request where foundation_id = $1 and id = any ($6))`,
].map((text) =>
  statement(`${text} and ($2::text[], $3::text, $4::uuid[], $5::uuid[], $6::uuid[]) is not null`),
);
const selectOpen = statement(
  `select r.id from service_request r left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id and v.state <> 'WITHDRAWN'
   where r.foundation_id = $1 and (r.elder_person_id = $2 or v.volunteer_person_id = $2)
     and r.state not in ('CERTIFIED', 'CANCELLED', 'EXPIRED') limit 1`,
);
/** Deletes texts, positions, photos and habits; keeps service, time and duration. */
const forgetting = [
  statement(
    'update service_request set place = null, note = null where foundation_id = $1 and elder_person_id = $2',
  ),
  statement('update visit set note = null where foundation_id = $1 and elder_person_id = $2'),
  statement('delete from request_note where foundation_id = $1 and elder_person_id = $2'),
  statement(
    `update volunteer_profile set latitude = null, longitude = null, languages = '{}', gender = null where foundation_id = $1 and person_id = $2`,
  ),
  // Stops the series of an erased person.
  statement(
    `update request_series set template = '{}', note_sealed = null, has_sensitive_note = false, due_at = null, end_reason = null where foundation_id = $1 and elder_person_id = $2`,
  ),
  statement(
    'update pairing set end_reason = null where foundation_id = $1 and (elder_person_id = $2 or volunteer_person_id = $2)',
  ),
  statement('delete from availability_slot where foundation_id = $1 and person_id = $2'),
  statement('delete from availability_exception where foundation_id = $1 and person_id = $2'),
];
