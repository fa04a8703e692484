import { newId } from '../../../schema/ids.ts';
import { Elder } from '../../../schema/people/elder.ts';
import type {
  AddVisitEvidenceInput,
  ConfirmVisitInput,
  SetDoorAccessInput,
  RecordVisitCallInput,
} from '../../../schema/certification/evidence-inputs.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { performersOf } from '../../identity/performers.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { certificationLimits } from '../limits.ts';
import { detectAnomalies } from '../decisions/anomalies.ts';
import { notFound } from '../../platform/database/transaction.ts';
import { performerOf } from '../../requests/request-lifecycle.ts';
import { visitTimeOf } from '../../requests/visit-times.ts';
import { ensurePossible } from '../visits/ensure-possible.ts';
import {
  flagsOfArrival,
  isKnown,
  isEnteredByOther,
  type NewEvidence,
  doorEvidence,
  evidenceAuthorOf,
  insertEvidence,
} from './evidence-records.ts';

/**
 * Adds evidence to a visit: a code, a position, a signed sheet. Anomalies are flagged, not refused.
 * Refuses with EVIDENCE_EMPTY, SHEET_MISSING, DOOR_CODE_TRIES_EXCEEDED, IDEMPOTENCY_KEY_REUSED,
 * TOO_MUCH_EVIDENCE, TIME_IN_FUTURE, TIME_TOO_LONG_AGO, VISIT_CANNOT_CHANGE, NOT_FOUND,
 * NOT_ALLOWED.
 */
export async function addVisitEvidence(
  ctx: Context,
  input: AddVisitEvidenceInput,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  const { idempotencyKey, doorCode, place, sheet } = input;
  const { sheetMinutes = null, sheetVolunteers = null } = input;
  if (!doorCode && !place && !sheet) throw new Refusal('EVIDENCE_EMPTY', {}, ['input']);
  if (!sheet && (sheetMinutes !== null || sheetVolunteers !== null))
    throw new Refusal('SHEET_MISSING', {}, ['input', 'sheet']);
  return ctx.mutate({ operation: 'addVisitEvidence', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const subject = { communityId: request.communityId, ...(await performerOf(tx, visit)) };
    await tx.authorize('evidence:add', subject, { kind: 'visit', id: visitId });
    const kind = doorCode ? 'DOOR_CODE' : place ? 'PLACE' : 'SHEET';
    if (await isKnown(tx, visitId, { kind, idempotencyKey, at: input.at ?? null }))
      return { visitId };
    ensurePossible(visit, 'addVisitEvidence');
    const time = visitTimeOf(tx, visit, input.at);
    if (doorCode) await mustHaveTriesLeft(tx, visitId);
    const about = { visit, elderId: request.elderId, kindId: request.kindId };
    const pieces: NewEvidence[] = await doorEvidence(tx, about, time, {
      idempotencyKey,
      doorCode,
      place,
    });
    if (sheet) {
      const flags = [
        ...time.flags,
        ...flagsOfArrival(tx.caller, time.at, isEnteredByOther(tx, visit)),
      ];
      pieces.push({
        kind: 'SHEET',
        idempotencyKey,
        happenedAt: time.at,
        deviceAt: time.deviceAt,
        counts: true,
        flags,
        note: sheet,
        sheetMinutes,
        sheetVolunteers,
      });
    }
    await insertEvidence(tx, visit, evidenceAuthorOf(tx), pieces);
    await detectAnomalies(tx, visit, request);
    return { visitId };
  });
}

/**
 * Records a telephone call of the dispatcher or the leader of the volunteer's team about a visit.
 * The performer cannot be the caller.
 * Refuses with IDEMPOTENCY_KEY_REUSED, TIME_IN_FUTURE, TIME_TOO_LONG_AGO, VISIT_CANNOT_CHANGE,
 * TOO_MUCH_EVIDENCE, NOT_FOUND, NOT_ALLOWED.
 */
export async function recordVisitCall(
  ctx: Context,
  input: RecordVisitCallInput,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  const { idempotencyKey, note, wasThere } = input;
  return ctx.mutate({ operation: 'recordVisitCall', input, channel: 'PHONE' }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const { teamIds } = await performerOf(tx, visit);
    const subject = {
      communityId: request.communityId,
      teamIds,
      ...(await performersOf(tx, [visit.volunteerPersonId])),
    };
    await tx.authorize('evidence:call', subject, { kind: 'visit', id: visitId });
    if (await isKnown(tx, visitId, { kind: 'CALL', idempotencyKey, at: input.at ?? null }))
      return { visitId };
    ensurePossible(visit, 'recordVisitCall');
    const { at, deviceAt, flags } = visitTimeOf(tx, visit, input.at);
    const piece: NewEvidence = {
      kind: 'CALL',
      idempotencyKey,
      happenedAt: at,
      deviceAt,
      counts: wasThere,
      flags,
      note,
    };
    await insertEvidence(tx, visit, evidenceAuthorOf(tx), [piece]);
    return { visitId };
  });
}

/**
 * Records the elder's confirmation of a visit. A representative names the elder in `actingFor`.
 * Refuses with ACTING_FOR_NEEDED, IDEMPOTENCY_KEY_REUSED, VISIT_CANNOT_CHANGE, TOO_MUCH_EVIDENCE,
 * NOT_FOUND, NOT_ALLOWED (also for the performer).
 */
export async function confirmVisit(
  ctx: Context,
  input: ConfirmVisitInput,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  const { idempotencyKey } = input;
  return ctx.mutate({ operation: 'confirmVisit', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const { communityId, elderPersonId } = request;
    const subject = {
      communityId,
      elderPersonId,
      ...(await performersOf(tx, [visit.volunteerPersonId])),
    };
    await tx.authorize('evidence:confirm', subject, { kind: 'visit', id: visitId });
    const isElder = tx.actor.grants.some(
      (grant) => grant.role === 'ELDER' && grant.personId === elderPersonId,
    );
    if (!isElder && tx.actingFor.personId !== elderPersonId)
      throw new Refusal('ACTING_FOR_NEEDED', {}, ['input', 'actingFor', 'personId']);
    if (await isKnown(tx, visitId, { kind: 'CONFIRMATION', idempotencyKey })) return { visitId };
    ensurePossible(visit, 'confirmVisit');
    const note = input.note?.trim() ? input.note : null;
    const piece: NewEvidence = {
      kind: 'CONFIRMATION',
      idempotencyKey,
      happenedAt: tx.caller.now(),
      counts: true,
      flags: [],
      note,
    };
    await insertEvidence(tx, visit, evidenceAuthorOf(tx), [piece]);
    return { visitId };
  });
}

/**
 * Sets the position of an elder's door and renews the secret of its code.
 * Refuses with PLACE_TOO_VAGUE, NOT_FOUND, NOT_ALLOWED.
 */
export async function setDoorAccess(
  ctx: Context,
  input: SetDoorAccessInput,
): Promise<{ elderId: string }> {
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  return ctx.mutate({ operation: 'setDoorAccess', input }, async (tx) => {
    const elder = await tx.find(Elder, 'elder', elderId);
    const { communityId, personId: elderPersonId } = elder;
    await tx.authorize(
      'door:setAccess',
      { communityId, elderPersonId },
      { kind: 'elder', id: elderId },
    );
    const { place, renewCode } = input;
    if (place && place.accuracyMetres > doorAccuracyMetresMax)
      throw new Refusal('PLACE_TOO_VAGUE', { metresMax: doorAccuracyMetresMax }, [
        'input',
        'place',
        'accuracyMetres',
      ]);
    await tx.rows(upsertDoor, {
      id: newId(),
      communityId,
      elderId,
      elderPersonId,
      latitude: place?.latitude ?? null,
      longitude: place?.longitude ?? null,
      renewCode,
    });
    return { elderId };
  });
}

/**
 * Always locks the request before its visits, so that concurrent changes of a request are
 * serialized.
 */
export async function lockVisit(
  tx: MutationTransaction,
  visitId: string,
): Promise<{ request: ServiceRequest; visit: Visit }> {
  const [row] = await tx.rows<{ requestId: string }>(selectRequestOf, { visitId });
  if (!row) throw notFound('visit');
  const request = await tx.lock(ServiceRequest, 'request', row.requestId);
  // Read after the lock: the previous holder may have changed it.
  return { request, visit: await tx.refresh(Visit, 'visit', visitId) };
}

/** A vaguer position would accept every check-in of the quarter. */
const doorAccuracyMetresMax = 100;

async function mustHaveTriesLeft(tx: MutationTransaction, visitId: string): Promise<void> {
  const [row] = await tx.rows<{ count: string }>(countTries, { visitId });
  if (Number(row?.count ?? 0) >= certificationLimits.doorCodeTriesMax)
    throw new Refusal('DOOR_CODE_TRIES_EXCEEDED', { max: certificationLimits.doorCodeTriesMax }, [
      'input',
      'doorCode',
    ]);
}

const selectRequestOf = statement(
  'certification.selectRequestOf',
  'select request_id from visit where foundation_id = :foundationId and id = :visitId',
);
const countTries = statement(
  'certification.countTries',
  `select count(*) from evidence where foundation_id = :foundationId and visit_id = :visitId and kind = 'DOOR_CODE' and not counts`,
);
const upsertDoor = statement(
  'certification.upsertDoor',
  `insert into door (foundation_id, id, community_id, elder_id, elder_person_id, latitude, longitude, generation, changed_at)
   values (:foundationId, :id, :communityId, :elderId, :elderPersonId, :latitude, :longitude, case when :renewCode::boolean then 2 else 1 end, clock_timestamp())
   on conflict (foundation_id, elder_id) do update set
     latitude = coalesce(excluded.latitude, door.latitude), longitude = coalesce(excluded.longitude, door.longitude),
     generation = door.generation + case when :renewCode::boolean then 1 else 0 end, changed_at = excluded.changed_at`,
);
