import { newId } from '../../../schema/ids.ts';
import type { EvidenceFlag, EvidenceKind } from '../../../schema/certification/evidence.ts';
import type { PlaceInput, PresenceInput } from '../../../schema/certification/evidence-inputs.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { Caller, MutationTransaction } from '../../platform/context/mutation.ts';
import { type Queryable, statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { certificationLimits } from '../limits.ts';
import { policyInForce } from '../decisions/evidence-policy.ts';
import type { VisitTime } from '../../requests/visit-times.ts';
import { type DoorSecret, isDoorCode } from './door-code.ts';

/** Evidence before it is inserted. */
export interface NewEvidence {
  kind: EvidenceKind;
  idempotencyKey: string;
  happenedAt: string;
  /** Time of the sender's clock, when another time was recorded. */
  deviceAt?: string | null;
  counts: boolean;
  flags: EvidenceFlag[];
  latitude?: number | null;
  longitude?: number | null;
  accuracyMetres?: number | null;
  distanceMetres?: number | null;
  photoId?: string | null;
  note?: string | null;
  sheetMinutes?: number | null;
  sheetVolunteers?: number | null;
}

export interface EvidenceAuthor {
  accountId: string;
  name: string;
  actedForPersonId: string | null;
  channel: string;
  /** Time of receipt, by the platform's clock. */
  arrivedAt: string;
}

type VisitFacts = Pick<
  Visit,
  'id' | 'foundationId' | 'communityId' | 'elderPersonId' | 'volunteerPersonId'
>;

/**
 * Arrival or departure with its attachments, as evidence. Flags anomalies; never refuses for them.
 */
export async function presenceEvidence(
  tx: MutationTransaction,
  kind: 'CHECK_IN' | 'CHECK_OUT',
  about: { visit: Visit; elderId: string; kindId: string },
  time: VisitTime,
  input: PresenceInput,
): Promise<NewEvidence[]> {
  const idempotencyKey = input.idempotencyKey ?? newId();
  const flags = [
    ...time.flags,
    ...flagsOfArrival(tx.caller, time.at, isEnteredByOther(tx, about.visit)),
  ];
  const more = await doorEvidence(tx, about, time, { ...input, idempotencyKey });
  return [
    { kind, idempotencyKey, happenedAt: time.at, deviceAt: time.deviceAt, counts: true, flags },
    ...more,
  ];
}

/** The door's code and the device's position, evaluated. */
export async function doorEvidence(
  tx: MutationTransaction,
  { visit, elderId, kindId }: { visit: Visit; elderId: string; kindId: string },
  { at, deviceAt, flags: clockFlags }: VisitTime,
  {
    idempotencyKey,
    doorCode,
    place,
  }: { idempotencyKey: string; doorCode?: string | null; place?: PlaceInput | null },
): Promise<NewEvidence[]> {
  if (!doorCode && !place) return [];
  const pieces: NewEvidence[] = [];
  const flags = [
    ...clockFlags.filter((each) => each === 'CLOCK_WRONG'),
    ...flagsOfArrival(tx.caller, at, isEnteredByOther(tx, visit)),
  ];
  // The volunteer, who is mostly the actor here, sees neither the door's secret nor its position.
  await tx.acrossCommunities(async () => {
    const [door] = await tx.rows<DoorRow>(selectDoor, { elderId });
    const common = { idempotencyKey, happenedAt: at, deviceAt };
    if (doorCode) {
      const secret: DoorSecret = {
        secretKey: tx.caller.services.secretKey,
        elderId,
        generation: door?.generation ?? 1,
      };
      const isRight = isDoorCode(secret, doorCode, Date.parse(at));
      pieces.push({
        ...common,
        kind: 'DOOR_CODE',
        counts: isRight,
        flags: [...flags, ...flag(!isRight, 'CODE_WRONG')],
      });
    }
    if (place) {
      const { placeMetresMax } = await policyInForce(tx, tx.foundationId, kindId, at);
      pieces.push({ ...common, ...judgedPlace(place, door, placeMetresMax, flags) });
    }
  });
  return pieces;
}

/**
 * Whether a visit has the evidence of this key already, also after the lifetime of the key or from
 * another account. Refuses with IDEMPOTENCY_KEY_REUSED when it belongs to another event.
 */
export async function isKnown(
  tx: Queryable & { foundationId: string },
  visitId: string,
  {
    kind,
    idempotencyKey,
    at,
  }: { kind: EvidenceKind; idempotencyKey: string | null | undefined; at?: string | null },
): Promise<boolean> {
  if (!idempotencyKey) return false;
  const rows = await tx.rows<{ kind: EvidenceKind; saidAt: string }>(selectByKey, {
    visitId,
    idempotencyKey,
  });
  if (rows.length === 0) return false;
  const same = rows.find((row) => row.kind === kind);
  if (!same || (at && Date.parse(same.saidAt) !== Date.parse(at)))
    throw new Refusal('IDEMPOTENCY_KEY_REUSED', {}, ['input', 'idempotencyKey']);
  return true;
}

/** Inserts evidence in one statement. Refuses with TOO_MUCH_EVIDENCE. */
export async function insertEvidence(
  tx: Queryable,
  visit: VisitFacts,
  witness: EvidenceAuthor,
  pieces: readonly NewEvidence[],
): Promise<void> {
  const common = {
    foundationId: visit.foundationId,
    communityId: visit.communityId,
    visitId: visit.id,
    elderPersonId: visit.elderPersonId,
    volunteerPersonId: visit.volunteerPersonId,
  };
  const by = {
    accountId: witness.accountId,
    name: witness.name,
    actedForPersonId: witness.actedForPersonId,
    channel: witness.channel,
    arrivedAt: witness.arrivedAt,
  };
  const rows = pieces.map((piece) => ({ id: newId(), ...piece }));
  const written = await tx.rows(insertPieces, {
    ...common,
    ...by,
    rows: JSON.stringify(rows),
    evidencePerVisitMax: certificationLimits.evidencePerVisitMax,
  });
  if (written.length < pieces.length)
    throw new Refusal('TOO_MUCH_EVIDENCE', { max: certificationLimits.evidencePerVisitMax });
}

export function evidenceAuthorOf(tx: MutationTransaction): EvidenceAuthor {
  const { accountId, displayName } = tx.actor;
  const { personId, channel } = tx.actingFor;
  return {
    accountId,
    name: displayName,
    actedForPersonId: personId,
    channel,
    arrivedAt: tx.caller.now(),
  };
}

/** Whether the actor is not the volunteer of the visit. */
export function isEnteredByOther(tx: MutationTransaction, visit: Visit): boolean {
  return !tx.actor.grants.some((grant) => grant.personId === visit.volunteerPersonId);
}

export function flagsOfArrival(
  ctx: Pick<Caller, 'now' | 'nowMs'>,
  at: string,
  isEnteredByOther: boolean,
): EvidenceFlag[] {
  const isLate = ctx.nowMs() - Date.parse(at) > lateAfterMs;
  return [...flag(isLate, 'LATE_UPLOAD'), ...flag(isEnteredByOther, 'ENTERED_BY_OTHER')];
}

/** A day without a network is common in the hills; later uploads are reviewed. */
const lateAfterMs = 86_400_000;

interface DoorRow {
  generation: number;
  latitude: number | null;
  longitude: number | null;
}

function judgedPlace(
  { latitude, longitude, accuracyMetres }: PlaceInput,
  door: DoorRow | undefined,
  metresMax: number,
  flags: readonly EvidenceFlag[],
): Omit<NewEvidence, 'idempotencyKey' | 'happenedAt'> {
  const known = door && door.latitude !== null && door.longitude !== null;
  const distance = known
    ? metresBetween(
        { latitude, longitude },
        { latitude: door.latitude ?? 0, longitude: door.longitude ?? 0 },
      )
    : null;
  const isVague = accuracyMetres > metresMax;
  // An inaccurate device gets the benefit of the doubt up to its stated accuracy.
  const isFar = distance !== null && distance - Math.min(accuracyMetres, metresMax) > metresMax;
  return {
    kind: 'PLACE',
    counts: distance !== null && !isFar && !isVague,
    flags: [
      ...flags,
      ...flag(isFar, 'PLACE_FAR'),
      ...flag(isVague, 'PLACE_INACCURATE'),
      ...flag(distance === null, 'PLACE_UNKNOWN'),
    ],
    latitude,
    longitude,
    accuracyMetres,
    distanceMetres: distance === null ? null : Math.round(distance),
  };
}

interface Point {
  latitude: number;
  longitude: number;
}

/**
 * Great-circle distance by the haversine formula, in metres; below 0.6 % off the real shape of the
 * earth.
 */
function metresBetween(from: Point, to: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (left: number, right: number) => Math.sin(radians(right - left) / 2) ** 2;
  const a =
    half(from.latitude, to.latitude) +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      half(from.longitude, to.longitude);
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(a)));
}

const earthRadiusMetres = 6_371_008;

function flag(isSet: boolean, name: EvidenceFlag): EvidenceFlag[] {
  return isSet ? [name] : [];
}

/** SQL condition: evidence that was not withdrawn. The statement has `:foundationId`. */
export function isNotWithdrawn(evidence: string): string {
  return `not exists (select from evidence_withdrawal w where w.foundation_id = :foundationId and w.evidence_id = ${evidence}.id)`;
}

const selectDoor = statement(
  'certification.selectDoor',
  'select generation, latitude, longitude from door where foundation_id = :foundationId and elder_id = :elderId',
);
const selectByKey = statement(
  'certification.selectByKey',
  'select kind, coalesce(device_at, happened_at) as said_at from evidence where foundation_id = :foundationId and visit_id = :visitId and idempotency_key = :idempotencyKey',
);
const insertPieces = statement(
  'certification.insertPieces',
  `insert into evidence (foundation_id, community_id, visit_id, elder_person_id, volunteer_person_id,
     actor_account_id, actor_name, acted_for_person_id, channel, arrived_at,
     id, kind, idempotency_key, happened_at, device_at, counts, flags, latitude, longitude, accuracy_metres, distance_metres, photo_id, note,
     sheet_minutes, sheet_volunteers)
   select :foundationId, :communityId, :visitId, :elderPersonId, :volunteerPersonId, :accountId, :name, :actedForPersonId, :channel, :arrivedAt::timestamptz,
     piece.id, piece.kind, piece."idempotencyKey", piece."happenedAt", piece."deviceAt", piece.counts, array(select jsonb_array_elements_text(piece.flags)),
     piece.latitude, piece.longitude, piece."accuracyMetres", piece."distanceMetres", piece."photoId", piece.note,
     piece."sheetMinutes", piece."sheetVolunteers"
   from jsonb_to_recordset(:rows::jsonb) as piece (id uuid, kind text, "idempotencyKey" text, "happenedAt" timestamptz, "deviceAt" timestamptz, counts boolean, flags jsonb,
     latitude double precision, longitude double precision, "accuracyMetres" integer, "distanceMetres" integer, "photoId" uuid, note text,
     "sheetMinutes" integer, "sheetVolunteers" integer)
   where (select count(*) from evidence e where e.foundation_id = :foundationId and e.visit_id = :visitId) < :evidencePerVisitMax
   returning id`,
);
