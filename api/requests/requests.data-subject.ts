import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement, statementsNamed } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { ErasedPerson, DataSubjectHandler } from '../platform/privacy/data-subject-handler.ts';
import { rowsAbout } from './about-person.ts';
import { openNoteForCopy } from './sensitive-notes.ts';
import { openSeriesForCopy } from './series/series-note.ts';

const about = rowsAbout(statementsNamed('requests.export'));

/**
 * Data of a person in requests, as elder or as volunteer. Erasure keeps times and figures, and
 * removes texts.
 */
export const requestsDataSubject: DataSubjectHandler<MutationTransaction> = {
  rows: {
    service_request: about.elder('service_request'),
    request_change: about.elder('request_change'),
    request_note: about.elder('request_note'),
    request_series: about.elder('request_series'),
    pairing: about.both('pairing'),
    visit: about.both('visit'),
    volunteer_profile: about.person('volunteer_profile'),
    availability_slot: about.person('availability_slot'),
    availability_exception: about.person('availability_exception'),
    request_decline: about.volunteer('request_decline'),
  },
  open: { request_note: openNoteForCopy, request_series: openSeriesForCopy },
  async mayErase(tx, personId) {
    const [open] = await tx.acrossCommunities(() => tx.rows(selectOpen, { personId }));
    if (open) throw new Refusal('REQUESTS_STILL_OPEN', {}, ['input', 'personId']);
  },
  async erase(tx, erased) {
    await tx.acrossCommunities(() => eraseWords(tx, erased));
    for (const query of forgetting) await tx.rows(query, { personId: erased.personId });
  },
};

/**
 * Removes texts about a person from everything they gave and received, including append-only rows.
 */
async function eraseWords(tx: MutationTransaction, erased: ErasedPerson): Promise<void> {
  const { personId, pseudonym, names, accountIds } = erased;
  const touched = await tx.rows<{ visitId: string | null; requestId: string }>(selectTouched, {
    personId,
  });
  const visitIds = touched.flatMap(({ visitId }) => (visitId ? [visitId] : []));
  const requestIds = [...new Set(touched.map(({ requestId }) => requestId))];
  const subjects = await tx.rows<{ id: string }>(selectSubjects, { personId });
  const subjectIds = subjects.map(({ id }) => id);
  await tx.rows(eraseAppendOnly, {
    personId,
    accountIds,
    visitIds,
    requestIds,
    subjectIds,
    names,
    pseudonym,
  });
  for (const query of redacting)
    await tx.rows(query, { names, pseudonym, accountIds, visitIds, requestIds });
}

const selectTouched = statement(
  'requests.selectTouched',
  `select v.id as visit_id, r.id as request_id from service_request r
   left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id
   where r.foundation_id = :foundationId and (r.elder_person_id = :personId or v.volunteer_person_id = :personId)
   union select null, d.request_id from request_decline d where d.foundation_id = :foundationId and d.volunteer_person_id = :personId`,
);
const eraseAppendOnly = statement(
  'requests.eraseAppendOnly',
  'select erase_words(:personId, :accountIds, :visitIds, :requestIds, :subjectIds, :names, :pseudonym)',
);
/** Resources in the audit log that belong to the person. */
const selectSubjects = statement(
  'requests.selectSubjects',
  ['elder', 'volunteer', 'mandate', 'qualification', 'role_grant', 'consent']
    .map(
      (table) =>
        `select id from ${table} where foundation_id = :foundationId and person_id = :personId`,
    )
    .concat(
      'select id from request_series where foundation_id = :foundationId and elder_person_id = :personId',
    )
    .concat(
      `select id from pairing where foundation_id = :foundationId and (elder_person_id = :personId or volunteer_person_id = :personId)`,
    )
    .concat(
      `select id from coin_account where foundation_id = :foundationId and owner_kind = 'PERSON' and owner_id = :personId`,
    )
    .concat(
      'select id from clearing_order where foundation_id = :foundationId and person_id = :personId',
    )
    .concat(`select e.transfer_id from entry e join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
       where e.foundation_id = :foundationId and a.owner_kind = 'PERSON' and a.owner_id = :personId`)
    .concat(`select i.id from review_item i join visit v on v.foundation_id = i.foundation_id and v.id = i.visit_id
       where i.foundation_id = :foundationId and (v.elder_person_id = :personId or v.volunteer_person_id = :personId)`)
    .concat(`select r.joint_visit_id from service_request r
       left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id
       where r.foundation_id = :foundationId and r.joint_visit_id is not null and (r.elder_person_id = :personId or v.volunteer_person_id = :personId)`)
    .join(' union all '),
);
const redact = statementsNamed('requests.redact');
/**
 * Redacts names in texts by others. Each statement takes all six parameters, so that they are sent
 * alike.
 */
const redacting = Object.entries({
  visit: `update visit set note = redacted(note, :names, :pseudonym) where foundation_id = :foundationId and id = any (:visitIds)`,
  service_request: `update service_request set note = redacted(note, :names, :pseudonym), place = redacted(place, :names, :pseudonym) where foundation_id = :foundationId and id = any (:requestIds)`,
  joint_visit: `update joint_visit set name = redacted(name, :names, :pseudonym), note = redacted(note, :names, :pseudonym), cancel_reason = redacted(cancel_reason, :names, :pseudonym)
   where foundation_id = :foundationId and id in (select joint_visit_id from service_request where foundation_id = :foundationId and id = any (:requestIds))`,
}).map(([table, text]) =>
  redact(
    `${text} and (:names::text[], :pseudonym::text, :accountIds::uuid[], :visitIds::uuid[], :requestIds::uuid[]) is not null`,
    table,
  ),
);
const selectOpen = statement(
  'requests.selectOpen',
  `select r.id from service_request r left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id and v.state <> 'WITHDRAWN'
   where r.foundation_id = :foundationId and (r.elder_person_id = :personId or v.volunteer_person_id = :personId)
     and r.state not in ('CERTIFIED', 'CANCELLED', 'EXPIRED') limit 1`,
);
/** Deletes texts, positions, photos and habits; keeps service, time and duration. */
const forgetting = [
  statement(
    'requests.forget.service_request',
    'update service_request set place = null, note = null where foundation_id = :foundationId and elder_person_id = :personId',
  ),
  statement(
    'requests.forget.visit',
    'update visit set note = null where foundation_id = :foundationId and elder_person_id = :personId',
  ),
  statement(
    'requests.forget.request_note',
    'delete from request_note where foundation_id = :foundationId and elder_person_id = :personId',
  ),
  statement(
    'requests.forget.volunteer_profile',
    `update volunteer_profile set latitude = null, longitude = null, languages = '{}', gender = null where foundation_id = :foundationId and person_id = :personId`,
  ),
  // Stops the series of an erased person.
  statement(
    'requests.forget.request_series',
    `update request_series set template = '{}', note_sealed = null, has_sensitive_note = false, due_at = null, end_reason = null where foundation_id = :foundationId and elder_person_id = :personId`,
  ),
  statement(
    'requests.forget.pairing',
    'update pairing set end_reason = null where foundation_id = :foundationId and (elder_person_id = :personId or volunteer_person_id = :personId)',
  ),
  statement(
    'requests.forget.availability_slot',
    'delete from availability_slot where foundation_id = :foundationId and person_id = :personId',
  ),
  statement(
    'requests.forget.availability_exception',
    'delete from availability_exception where foundation_id = :foundationId and person_id = :personId',
  ),
];
