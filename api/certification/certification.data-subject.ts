import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement, statementsNamed } from '../platform/database/statement.ts';
import type { DataSubjectHandler, ErasedPerson } from '../platform/privacy/data-subject-handler.ts';
import { rowsAbout } from '../requests/about-person.ts';
import { eraseCertificates } from './certificates/erase-certificates.ts';
import { forgetPhotos } from './evidence/photo-removal.ts';
import { forgetMeasures } from './outcomes/outcomes.service.ts';

const about = rowsAbout(statementsNamed('certification.export'));

/**
 * Data of a person in evidence, decisions, stars, certificates and outcomes. The words in
 * append-only rows are erased with the requests, by the SQL function `erase_words`.
 */
export const certificationDataSubject: DataSubjectHandler<MutationTransaction> = {
  rows: {
    door: about.elder('door'),
    outcome_measure: about.elder('outcome_measure'),
    photo: about.both('photo'),
    evidence: about.both('evidence'),
    evidence_withdrawal: about.both('evidence_withdrawal'),
    certification: about.both('certification'),
    no_show: about.both('no_show'),
    visit_feedback: about.both('visit_feedback'),
    review_item: about.volunteer('review_item'),
    star_award: about.volunteer('star_award'),
    service_certificate: about.volunteer('service_certificate'),
  },
  async consentWithdrawn(tx, personId, purpose) {
    if (purpose === 'WELLBEING') await tx.rows(forgetMeasures, { elderPersonId: personId });
  },
  // Printed certificates keep the old name. Verification shows that it was corrected since.
  async renamed(tx, { personId, from }) {
    await tx.rows(markRenamed, { personId, from, stateSince: tx.caller.now() });
  },
  async erase(tx, erased) {
    await tx.acrossCommunities(() => eraseWords(tx, erased));
    for (const query of forgetting) await tx.rows(query, { elderPersonId: erased.personId });
  },
};

async function eraseWords(tx: MutationTransaction, erased: ErasedPerson): Promise<void> {
  const { personId, pseudonym, names, accountIds } = erased;
  const visits = await tx.rows<{ id: string }>(selectVisits, { personId });
  const visitIds = visits.map(({ id }) => id);
  for (const query of redacting) await tx.rows(query, { names, pseudonym, accountIds, visitIds });
  await eraseCertificates(tx, erased, visitIds);
}

const markRenamed = statement(
  'certification.markRenamed',
  `update service_certificate set state = 'CORRECTED', state_since = :stateSince, state_reason = null
   where foundation_id = :foundationId and volunteer_person_id = :personId and state = 'VALID' and content ->> 'volunteer' = :from`,
);
const selectVisits = statement(
  'certification.selectVisits',
  `select id from visit where foundation_id = :foundationId and (elder_person_id = :personId or volunteer_person_id = :personId)`,
);
const redact = statementsNamed('certification.redact');
/**
 * Redacts names in texts by others. Each statement takes all five parameters, so that they are sent
 * alike.
 */
const redacting = Object.entries({
  review_item: `update review_item set resolution_note = redacted(resolution_note, :names, :pseudonym), figures = redacted_figures(figures, :names, :pseudonym),
     resolved_by_name = case when resolved_by_account_id = any (:accountIds) then :pseudonym else resolved_by_name end
   where foundation_id = :foundationId and visit_id = any (:visitIds)`,
  photo: `update photo set announced_by_name = :pseudonym where foundation_id = :foundationId and visit_id = any (:visitIds) and announced_by_account_id = any (:accountIds)`,
}).map(([table, text]) =>
  redact(
    `${text} and (:names::text[], :pseudonym::text, :accountIds::uuid[], :visitIds::uuid[]) is not null`,
    table,
  ),
);
/** Deletes photos, measures and positions; keeps service, time and duration. */
const forgetting = [
  forgetPhotos,
  forgetMeasures,
  statement(
    'certification.forgetDoor',
    'update door set latitude = null, longitude = null, generation = generation + 1 where foundation_id = :foundationId and elder_person_id = :elderPersonId',
  ),
];
