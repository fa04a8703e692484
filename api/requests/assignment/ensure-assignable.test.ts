import { describe, expect, test } from '@jest/globals';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { Refusal } from '../../platform/common/errors.ts';
import type { Assignee } from './assignees.ts';
import { type AssignmentOrder, ensureAssignable, ensureTeamAsked } from './ensure-assignable.ts';
import type { TeamPlaces } from './team-quotas.ts';

/** The decisions of an assignment, by their facts alone. */

const request = {
  state: 'OPEN',
  version: 3,
  audience: 'COMMUNITY',
  communityId: 'xinxian',
  offeredCommunityIds: [],
  teamIds: [],
  volunteersNeeded: 1,
  minutesExpected: 60,
  requestedFrom: '2030-05-01T08:00:00Z',
  requestedTo: '2030-05-01T10:00:00Z',
  windows: [],
} as unknown as ServiceRequest;

const neighbour: Assignee = {
  id: 'a',
  personId: 'person-a',
  displayName: '王',
  isCaller: true,
  isVetted: true,
  isPaired: false,
  takesPart: false,
  servesCommunity: false,
  teamIds: [],
  teamId: null,
  communityId: 'xinxian',
};
const stranger: Assignee = { ...neighbour, id: 'b', displayName: '李', communityId: 'chaoxi' };

interface Changed {
  request?: Partial<ServiceRequest>;
  assignees?: Assignee[];
  places?: number;
  teamPlaces?: TeamPlaces[];
  order?: AssignmentOrder;
  expectedVersion?: number;
  begin?: string;
}

function facts({ places = 1, ...changed }: Changed) {
  return {
    request: { ...request, ...changed.request } as ServiceRequest,
    assignees: changed.assignees ?? [neighbour],
    freeHoldIds: Array.from({ length: places }, (_, index) => `hold-${index}`),
    teamPlaces: changed.teamPlaces ?? [],
  };
}

/** The refusal of a decision. Null when it allows the assignment. */
function refusalOf(decide: () => unknown): { code: string; params: object } | null {
  try {
    decide();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, params: error.params };
  }
}

function decided({ order = 'IN_TURN', expectedVersion = 3, begin, ...changed }: Changed) {
  const asked = { order, expectedVersion, begin: begin ?? null };
  return refusalOf(() => ensureAssignable(facts(changed), asked));
}

describe('a request', () => {
  test('an open request that is offered to the volunteer is assigned', () => {
    expect(decided({})).toBeNull();
  });

  test('a taken request is refused as taken, also for a caller with an old version', () => {
    expect(decided({ request: { state: 'ASSIGNED' }, expectedVersion: 2 })).toEqual({
      code: 'REQUEST_NOT_OPEN',
      params: { state: 'ASSIGNED' },
    });
  });

  test('a request that changed since the caller read it is refused with its version', () => {
    expect(decided({ expectedVersion: 2 })).toEqual({
      code: 'VERSION_CONFLICT',
      params: { currentVersion: 3 },
    });
  });

  test('a request gets at most as many volunteers as it has free places', () => {
    const assignees = [neighbour, { ...neighbour, id: 'c' }];
    expect(decided({ assignees, places: 1 })).toEqual({
      code: 'TOO_MANY_VOLUNTEERS',
      params: { places: 1 },
    });
    expect(decided({ assignees, places: 2 })).toBeNull();
  });

  test('a request begins inside its windows', () => {
    expect(decided({ begin: '2030-05-01T09:00:00Z' })).toBeNull();
    expect(decided({ begin: '2030-05-01T09:30:00Z' })?.code).toBe('BEGIN_OUTSIDE_WINDOWS');
  });
});

describe('a volunteer', () => {
  test('a volunteer waits for the offer, unless a dispatcher decides', () => {
    const assignees = [stranger];
    expect(decided({ assignees })?.code).toBe('OFFERED_TO_OTHERS_FIRST');
    expect(decided({ assignees, order: 'OUT_OF_TURN' })).toBeNull();
  });

  test('an assigned volunteer is vetted and does not take part yet, whoever decides', () => {
    for (const order of ['IN_TURN', 'OUT_OF_TURN'] as const) {
      const unvetted = decided({ order, assignees: [{ ...neighbour, isVetted: false }] });
      expect(unvetted).toEqual({ code: 'VOLUNTEER_NOT_VETTED', params: { name: '王' } });
      const again = decided({ order, assignees: [{ ...neighbour, takesPart: true }] });
      expect(again).toEqual({ code: 'ALREADY_TAKES_PART', params: { name: '王' } });
    }
  });
});

describe('a team', () => {
  const [own, other] = ['team-1', 'team-2'];
  const member: Assignee = { ...neighbour, teamIds: [own], teamId: own };
  const shared = { teamIds: [own, other], volunteersNeeded: 4 };
  const teamPlaces = [
    { teamId: own, name: '好意丫', taken: 2 },
    { teamId: other, name: '春风', taken: 1 },
  ];

  test('a team leaves the places that are reserved for another team', () => {
    const third = { request: shared, assignees: [member], teamPlaces, places: 1 };
    expect(decided(third)).toEqual({ code: 'PLACES_KEPT', params: { teams: '春风' } });
    expect(decided({ ...third, order: 'OUT_OF_TURN' })).toBeNull();
  });

  test('a team takes its own share', () => {
    const ofOther = { ...member, teamIds: [other], teamId: other };
    expect(decided({ request: shared, assignees: [ofOther], teamPlaces, places: 1 })).toBeNull();
  });

  test('a team takes any place once the request is offered beyond its community', () => {
    const wider = { ...shared, audience: 'NEIGHBOURS' as const };
    expect(decided({ request: wider, assignees: [member], teamPlaces, places: 1 })).toBeNull();
  });

  test('a team sends only its members, and only to a request that asks it', () => {
    const asked = (changed: Changed) => refusalOf(() => ensureTeamAsked(facts(changed), own));
    expect(asked({ assignees: [member] })).toBeNull();
    expect(asked({ assignees: [member, stranger] })).toEqual({
      code: 'NOT_IN_TEAM',
      params: { name: '李' },
    });
    expect(asked({ assignees: [member], request: { teamIds: [other] } })?.code).toBe(
      'TEAM_NOT_ASKED',
    );
  });
});
