import { newId } from '../../../schema/ids.ts';
import { Elder } from '../../../schema/people/elder.ts';
import {
  type GiveFeedbackInput,
  OutcomeMeasure,
  type OutcomeScale,
  type RecordOutcomeInput,
  VisitFeedback,
  type WithdrawOutcomeConsentInput,
} from '../../../schema/certification/outcome.ts';
import { lengthOf } from '../../../schema/text.ts';
import { performersOf } from '../../identity/performers.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { lockVisit } from '../evidence/evidence.service.ts';
import { ensurePossible } from '../visits/ensure-possible.ts';
import { evidenceAuthorOf } from '../evidence/evidence-records.ts';
import { timeOf } from '../../requests/visit-times.ts';

/**
 * Records an elder's feedback on a visit, once. The volunteer reads the thanks, the dispatcher also
 * the note.
 * Refuses with FEEDBACK_EMPTY, FEEDBACK_GIVEN_ALREADY, ACTING_FOR_NEEDED, TEXT_TOO_LONG,
 * VISIT_CANNOT_CHANGE, NOT_FOUND, NOT_ALLOWED (also for the performer).
 */
export async function giveFeedback(
  ctx: Context,
  input: GiveFeedbackInput,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  const { satisfaction = null } = input;
  const problemsSolved = (input.problemsSolved ?? [])
    .map((problem) => problem.trim())
    .filter(Boolean);
  if (problemsSolved.some((problem) => lengthOf(problem) > problemLengthMax))
    throw new Refusal('TEXT_TOO_LONG', { field: 'problemsSolved', lengthMax: problemLengthMax }, [
      'input',
      'problemsSolved',
    ]);
  if (problemsSolved.some((problem) => /\p{Cc}|\p{Surrogate}/u.test(problem)))
    throw new Refusal('TEXT_HAS_CONTROL_CHARACTERS', { field: 'problemsSolved' }, [
      'input',
      'problemsSolved',
    ]);
  const [thanks, note] = [blankToNull(input.thanks), blankToNull(input.note)];
  if (satisfaction === null && !thanks && !note && problemsSolved.length === 0)
    throw new Refusal('FEEDBACK_EMPTY');
  return ctx.mutate({ operation: 'giveFeedback', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const { communityId, elderPersonId } = request;
    const subject = {
      communityId,
      elderPersonId,
      ...(await performersOf(tx, [visit.volunteerPersonId])),
    };
    await tx.authorize('feedback:give', subject, { kind: 'visit', id: visitId });
    const isElder = tx.actor.grants.some(
      (grant) => grant.role === 'ELDER' && grant.personId === elderPersonId,
    );
    if (!isElder && tx.actingFor.personId !== elderPersonId)
      throw new Refusal('ACTING_FOR_NEEDED', {}, ['input', 'actingFor', 'personId']);
    ensurePossible(visit, 'giveFeedback');
    const [known] = await tx.rows(selectFeedback, { visitId });
    if (known) throw new Refusal('FEEDBACK_GIVEN_ALREADY');
    const { accountId, name, actedForPersonId, channel } = evidenceAuthorOf(tx);
    await tx.add(VisitFeedback, {
      communityId,
      visitId,
      elderPersonId,
      volunteerPersonId: visit.volunteerPersonId,
      satisfaction,
      thanks,
      problemsSolved,
      note,
      givenAt: tx.caller.now(),
      actorAccountId: accountId,
      actorName: name,
      actedForPersonId,
      channel: channel as VisitFeedback['channel'],
    });
    return { visitId };
  });
}

/**
 * Records an elder's answers to a short outcome scale, with consent.
 * Refuses with CONSENT_MISSING, ANSWERS_OUT_OF_SCALE, TIME_IN_FUTURE, TIME_TOO_LONG_AGO, NOT_FOUND,
 * NOT_ALLOWED.
 */
export async function recordOutcome(
  ctx: Context,
  input: RecordOutcomeInput,
): Promise<{ elderId: string; measureId: string }> {
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  const { scale, phase, answers, consentGivenBy } = input;
  if (!input.consentGiven) throw new Refusal('CONSENT_MISSING', {}, ['input', 'consentGiven']);
  return ctx.mutate({ operation: 'recordOutcome', input }, async (tx) => {
    const { communityId, personId: elderPersonId } = await tx.find(Elder, 'elder', elderId);
    await tx.authorize(
      'outcome:record',
      { communityId, elderPersonId },
      { kind: 'elder', id: elderId },
    );
    const { count, min, max, factor } = scales[scale];
    if (answers.length !== count || answers.some((answer) => answer < min || answer > max))
      throw new Refusal('ANSWERS_OUT_OF_SCALE', { scale, count, min, max }, ['input', 'answers']);
    const now = tx.caller.now();
    const { accountId, name, actedForPersonId, channel } = evidenceAuthorOf(tx);
    // The consent register records it as well; a consent in force stays as given.
    await tx.rows(insertConsent, {
      id: newId(),
      communityId,
      elderPersonId,
      givenAt: now,
      channel,
      consentGivenBy,
    });
    const { id: measureId } = await tx.add(OutcomeMeasure, {
      communityId,
      elderId,
      elderPersonId,
      scale,
      phase,
      answers,
      score: answers.reduce((sum, answer) => sum + answer, 0) * factor,
      measuredAt: timeOf(tx.caller, input.measuredAt, ['input', 'measuredAt']),
      writtenAt: now,
      consentGivenBy,
      consentGivenAt: now,
      actorAccountId: accountId,
      actorName: name,
      actedForPersonId,
      channel: channel as OutcomeMeasure['channel'],
    });
    return { elderId, measureId };
  });
}

/**
 * Withdraws the consent and deletes all outcome answers of an elder. Refuses with NOT_FOUND,
 * NOT_ALLOWED.
 */
export async function withdrawOutcomeConsent(
  ctx: Context,
  input: WithdrawOutcomeConsentInput,
): Promise<{ elderId: string; removed: number }> {
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  return ctx.mutate({ operation: 'withdrawOutcomeConsent', input }, async (tx) => {
    const { communityId, personId: elderPersonId } = await tx.find(Elder, 'elder', elderId);
    const about = { kind: 'elder', id: elderId, reason: input.reason };
    await tx.authorize('outcome:withdraw', { communityId, elderPersonId }, about);
    await tx.rows(endConsent, { elderPersonId, withdrawnAt: tx.caller.now() });
    const removed = await tx.rows(forgetMeasures, { elderPersonId });
    return { elderId, removed: removed.length };
  });
}

const problemLengthMax = 200;

/** Number and range of the answers, and the factor of their sum. The enum lists the sources. */
const scales: Record<OutcomeScale, { count: number; min: number; max: number; factor: number }> = {
  UCLA_3: { count: 3, min: 1, max: 3, factor: 1 },
  WHO_5: { count: 5, min: 0, max: 5, factor: 4 },
};

function blankToNull(text: string | null | undefined): string | null {
  return text?.trim() ? text : null;
}

const selectFeedback = statement(
  'certification.selectFeedback',
  'select id from visit_feedback where foundation_id = :foundationId and visit_id = :visitId',
);
const insertConsent = statement(
  'certification.insertConsent',
  `insert into consent (foundation_id, id, community_id, person_id, purpose, given_at, channel, evidence)
   values (:foundationId, :id, :communityId, :elderPersonId, 'WELLBEING', :givenAt, :channel, :consentGivenBy) on conflict (foundation_id, person_id, purpose) where withdrawn_at is null do nothing`,
);
const endConsent = statement(
  'certification.endConsent',
  `update consent set withdrawn_at = :withdrawnAt where foundation_id = :foundationId and person_id = :elderPersonId and purpose = 'WELLBEING' and withdrawn_at is null`,
);
/** Deletes all outcome answers of a person. */
export const forgetMeasures = statement(
  'certification.forgetMeasures',
  'delete from outcome_measure where foundation_id = :foundationId and elder_person_id = :elderPersonId returning id',
);
