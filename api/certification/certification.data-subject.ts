import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import type { DataSubjectHandler, ErasedPerson } from '../platform/privacy/data-subject-handler.ts';
import { aboutBoth, aboutElder, aboutVolunteer } from '../requests/about-person.ts';
import { eraseCertificates } from './certificates/erase-certificates.ts';
import { forgetPhotos } from './evidence/photo-removal.ts';
import { forgetMeasures } from './outcomes/outcomes.service.ts';

/**
 * Data of a person in evidence, decisions, stars, certificates and outcomes. The words in
 * append-only rows are erased with the requests, by the SQL function `erase_words`.
 */
export const certificationDataSubject: DataSubjectHandler<MutationTransaction> = {
  rows: {
    door: aboutElder('door'),
    outcome_measure: aboutElder('outcome_measure'),
    photo: aboutBoth('photo'),
    evidence: aboutBoth('evidence'),
    evidence_withdrawal: aboutBoth('evidence_withdrawal'),
    certification: aboutBoth('certification'),
    no_show: aboutBoth('no_show'),
    visit_feedback: aboutBoth('visit_feedback'),
    review_item: aboutVolunteer('review_item'),
    star_award: aboutVolunteer('star_award'),
    service_certificate: aboutVolunteer('service_certificate'),
  },
  async consentWithdrawn(tx, personId, purpose) {
    if (purpose === 'WELLBEING') await tx.rows(forgetMeasures, [tx.foundationId, personId]);
  },
  // Printed certificates keep the old name. Verification shows that it was corrected since.
  async renamed(tx, { personId, from }) {
    await tx.rows(markRenamed, [tx.foundationId, personId, from, tx.caller.now()]);
  },
  async erase(tx, erased) {
    await tx.acrossCommunities(() => eraseWords(tx, erased));
    for (const query of forgetting) await tx.rows(query, [tx.foundationId, erased.personId]);
  },
};

async function eraseWords(tx: MutationTransaction, erased: ErasedPerson): Promise<void> {
  const { personId, pseudonym, names, accountIds } = erased;
  const visits = await tx.rows<{ id: string }>(selectVisits, [tx.foundationId, personId]);
  const visitIds = visits.map(({ id }) => id);
  for (const query of redacting)
    await tx.rows(query, [tx.foundationId, names, pseudonym, accountIds, visitIds]);
  await eraseCertificates(tx, erased, visitIds);
}

const markRenamed = statement(
  `update service_certificate set state = 'CORRECTED', state_since = $4, state_reason = null
   where foundation_id = $1 and volunteer_person_id = $2 and state = 'VALID' and content ->> 'volunteer' = $3`,
);
const selectVisits = statement(
  `select id from visit where foundation_id = $1 and (elder_person_id = $2 or volunteer_person_id = $2)`,
);
/**
 * Redacts names in texts by others. Each statement takes all five parameters, so that they are sent
 * alike.
 */
const redacting = [
  `update review_item set resolution_note = redacted(resolution_note, $2, $3), figures = redacted_figures(figures, $2, $3),
     resolved_by_name = case when resolved_by_account_id = any ($4) then $3 else resolved_by_name end
   where foundation_id = $1 and visit_id = any ($5)`,
  `update photo set announced_by_name = $3 where foundation_id = $1 and visit_id = any ($5) and announced_by_account_id = any ($4)`,
].map((text) =>
  statement(`${text} and ($2::text[], $3::text, $4::uuid[], $5::uuid[]) is not null`),
);
/** Deletes photos, measures and positions; keeps service, time and duration. */
const forgetting = [
  forgetPhotos,
  forgetMeasures,
  statement(
    'update door set latitude = null, longitude = null, generation = generation + 1 where foundation_id = $1 and elder_person_id = $2',
  ),
];
