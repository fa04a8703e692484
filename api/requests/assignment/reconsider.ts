import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import { grantInForce } from '../../identity/grant-in-force.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import type { EligibilityChange } from '../../platform/authorization/eligibility.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { updateReaders } from '../note-readers.ts';
import { recordChange as changeRequest } from '../request-lifecycle.ts';
import { lockVolunteers } from './lock-volunteers.ts';
import { releaseVisit } from './release-visit.ts';

/**
 * Codes of the eligibility grounds that a visit may have lost. Each has a message in the history of
 * the request.
 */
export type LostGround =
  | 'NO_LONGER_VETTED'
  | 'NO_LONGER_QUALIFIED'
  | 'VOLUNTEER_ROLE_ENDED'
  | 'NO_LONGER_IN_TEAM'
  | 'TEAM_NO_LONGER_SERVES'
  | 'NO_LONGER_PAIRED';

/** An eligibility ground that ended. Pairings end in this module, all others elsewhere. */
export type Change =
  | EligibilityChange
  | { ground: 'PAIRING'; volunteerIds: readonly string[]; elderId: string };

/**
 * Re-evaluates the visits of volunteers by the grounds that hold now. A planned visit without
 * ground is withdrawn: its request is open again and raises an alarm. A visit under way goes on,
 * since the volunteer is there, and raises an alarm. The readers of sensitive notes are updated.
 * Visits count in all communities, also in those that the caller does not reach.
 */
export async function reconsiderVisits(tx: MutationTransaction, change: Change): Promise<void> {
  await tx.acrossCommunities(async () => {
    const volunteerIds =
      'volunteerIds' in change ? change.volunteerIds : await volunteersOf(tx, change.teamId);
    // A concurrent assignment of these volunteers holds this lock and judges by committed facts.
    await lockVolunteers(tx, volunteerIds);
    const held = await tx.rows<HeldVisit>(selectHeld, {
      volunteerIds,
      ground: change.ground,
      teamId: 'teamId' in change ? change.teamId : null,
      communityId: 'communityId' in change ? change.communityId : null,
      elderId: 'elderId' in change ? change.elderId : null,
    });
    await updateReaders(tx, unique(held.map(({ requestId }) => requestId)));
    for (const { requestId, visitId, lostGround } of held) {
      if (lostGround) await reconsider(tx, requestId, visitId, lostGround, change.ground);
    }
  });
}

/**
 * Refuses with the lost ground when the volunteer of a visit under way is not eligible any more.
 */
export async function checkStillEligible(tx: MutationTransaction, visit: Visit): Promise<void> {
  const held = await tx.rowsAcrossCommunities<HeldVisit>(selectHeld, {
    volunteerIds: [visit.volunteerId],
    ground: 'VETTING',
    teamId: null,
    communityId: null,
    elderId: null,
  });
  const lostGround = held.find(({ visitId }) => visitId === visit.id)?.lostGround;
  if (lostGround) throw new Refusal(lostGround, {}, ['input', 'visitId']);
}

async function reconsider(
  tx: MutationTransaction,
  requestId: string,
  visitId: string,
  lostGround: LostGround,
  ground: Change['ground'],
): Promise<void> {
  const request = await tx.lock(ServiceRequest, 'request', requestId);
  const [visit] = await tx.findAll(Visit, { id: visitId });
  if (!visit || (visit.state !== 'PLANNED' && visit.state !== 'CHECKED_IN')) return;
  // The reason that was given for the change is confidential; the history of a request has many
  // readers.
  const reason = tx.caller.services.messages.userError(
    new Refusal(lostGround),
    tx.caller.locale,
  ).message;
  await tx.leaveTrail('request:reconsider', { kind: 'request', id: requestId, reason });
  // An ended pairing withdraws only visits that were offered to the pair alone. The dispatcher
  // reviews any others.
  const isOver = visit.state === 'PLANNED' && (ground !== 'PAIRING' || request.audience === 'PAIR');
  if (isOver) {
    request.alarms = [...new Set([...request.alarms, 'VOLUNTEER_RELEASED' as const])];
    await releaseVisit(tx, request, visit, { to: 'WITHDRAWN', reason });
  } else if (!request.alarms.includes('VOLUNTEER_IN_DOUBT')) {
    request.alarms = [...request.alarms, 'VOLUNTEER_IN_DOUBT'];
    await changeRequest(tx, request, 'REQUEST_ALARM_RAISED', { reason, fields: ['alarms'] });
  }
}

async function volunteersOf(tx: MutationTransaction, teamId: string): Promise<string[]> {
  const rows = await tx.rows<{ volunteerId: string }>(selectGoingFor, { teamId });
  return rows.map(({ volunteerId }) => volunteerId);
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

interface HeldVisit {
  visitId: string;
  requestId: string;
  lostGround: LostGround | null;
}

const selectGoingFor = statement(
  'requests.selectGoingFor',
  `select distinct volunteer_id from visit where foundation_id = :foundationId and team_id = :teamId and state in ('PLANNED', 'CHECKED_IN')
   order by volunteer_id`,
);
/**
 * Ordered by request, as everywhere that locks several. Vetting and qualifications are checked
 * whichever ground ended.
 */
const selectHeld = statement(
  'requests.selectHeld',
  `select v.id as visit_id, v.request_id, case
     when not w.is_vetted then 'NO_LONGER_VETTED'
     when exists (
       select from service_kind k, unnest(k.qualification_codes) needed (name)
       where k.foundation_id = r.foundation_id and k.id = r.kind_id and not exists (
         select from qualification q where q.foundation_id = k.foundation_id and q.volunteer_id = w.id and q.name = needed.name
           and q.withdrawn_at is null and q.valid_from <= coalesce(v.planned_to, r.requested_to)
           and (q.valid_to is null or q.valid_to >= coalesce(v.planned_to, r.requested_to)))) then 'NO_LONGER_QUALIFIED'
     when :ground = 'VOLUNTEER_ROLE' and not exists (
       select from role_grant g where g.foundation_id = w.foundation_id and g.person_id = w.person_id and g.role = 'VOLUNTEER'
         and ${grantInForce('g')}) then 'VOLUNTEER_ROLE_ENDED'
     when :ground = 'TEAM_MEMBERSHIP' and v.team_id = :teamId::uuid and not exists (
       select from team_member m where m.foundation_id = w.foundation_id and m.team_id = v.team_id and m.volunteer_id = w.id)
       then 'NO_LONGER_IN_TEAM'
     when :ground = 'TEAM_AREA' and v.team_id = :teamId::uuid and v.community_id = :communityId::uuid and w.community_id <> v.community_id
       and v.team_id <> all (r.team_ids) and not exists (
       select from team_area a where a.foundation_id = w.foundation_id and a.team_id = v.team_id and a.community_id = v.community_id)
       then 'TEAM_NO_LONGER_SERVES'
     when :ground = 'PAIRING' and r.elder_id = :elderId::uuid and not exists (
       select from pairing p where p.foundation_id = w.foundation_id and p.volunteer_id = w.id and p.elder_id = r.elder_id
         and p.ended_at is null) then 'NO_LONGER_PAIRED'
   end as lost_ground
   from visit v
   join volunteer w on w.foundation_id = v.foundation_id and w.id = v.volunteer_id
   join service_request r on r.foundation_id = v.foundation_id and r.id = v.request_id
   where v.foundation_id = :foundationId and v.volunteer_id = any (:volunteerIds) and v.state in ('PLANNED', 'CHECKED_IN')
   order by v.request_id, v.id`,
);
