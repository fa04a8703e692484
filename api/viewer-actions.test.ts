import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isInputObjectType } from 'graphql';
import { visitStatesOf } from '../schema/certification/visit-action.ts';
import { enumNameOf } from '../schema/described-enum.ts';
import { decodeAnyId, encodeId } from '../schema/ids.ts';
import { requestStatesOf } from '../schema/requests/request-action.ts';
import type { RequestState } from '../schema/requests/service-request.ts';
import type { VisitState } from '../schema/requests/visit.ts';
import { platformSchema } from './app.ts';
import type { Actor } from './testing/scenario/actor.ts';
import { Scenario } from './testing/scenario/scenario.ts';
import { inHours } from './testing/scenario/times.ts';
import { newKey, startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

let platform: TestPlatform;
let scenario: Scenario;
let actors: readonly Actor[];

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  actors = await Promise.all(personas.map((persona) => scenario.actor(persona)));
});
afterAll(() => platform?.close());

describe('viewerActions lists exactly the mutations that role and state allow', () => {
  test.each(requestStates())('on a request that is %s', async (state, visitState) => {
    const { requestId, visitId } = await inStates(state, visitState);
    const input = (actor: Actor, action: string) => ofRequest(actor, requestId, action);
    await expectTrue('ServiceRequest', requestId, Object.keys(requestStatesOf), input, async () =>
      setStates(requestId, visitId, state, visitState),
    );
  });

  test.each(visitStates())('on a visit that is %s', async (visitState, state) => {
    const { requestId, visitId } = await inStates(state, visitState);
    const input = (actor: Actor, action: string) => ofVisit(actor, visitId, action);
    await expectTrue('Visit', visitId, Object.keys(visitStatesOf), input, async () =>
      setStates(requestId, visitId, state, visitState),
    );
  });

  test('on a visit in the future, whose absence nobody can report', async () => {
    const { visitId } = await scenario.plannedVisit();
    expect(await listed(scenario.dispatcher, 'Visit', visitId)).not.toContain('REPORT_NO_SHOW');
    await expect(
      scenario.dispatcher.tryMutate(
        'reportNoShow',
        ofVisit(scenario.dispatcher, visitId, 'reportNoShow')[0]!,
      ),
    ).toBeRefused('NO_SHOW_TOO_EARLY');
  });
});

test('viewerActions knows every mutation on a request and on a visit', () => {
  const mutations = Object.values(platformSchema().getMutationType()?.getFields() ?? {});
  const takes = (field: string) =>
    mutations
      .filter(({ args: [input] }) => {
        const type = getNamedType(input!.type);
        return isInputObjectType(type) && field in type.getFields();
      })
      .map(({ name }) => name);
  expect(takes('requestId').sort()).toEqual(Object.keys(requestStatesOf).sort());
  expect(takes('visitId').sort()).toEqual(Object.keys(visitStatesOf).sort());
});

test('viewerActions of many rows takes as many statements as that of one', async () => {
  const count = async (first: number) => {
    const query = `{ serviceRequests(first: ${first}) { nodes { viewerActions visits { viewerActions } } } }`;
    return (await scenario.dispatcher.send(query)).headers.get('x-statement-count');
  };
  expect(await count(20)).toBe(await count(5));
});

/** Each kind of caller; `both@xinxian` is a dispatcher who performs the visits. */
const personas = [
  'dispatcher@xinxian',
  'dispatcher@chaoxi',
  'both@xinxian',
  'leader@xinxian',
  'leader@chaoxi',
  'volunteer@xinxian',
  'volunteer@chaoxi',
  'elder@xinxian',
  'poor@xinxian',
  'family@xinxian',
  'admin@sicheng',
  'analyst@sicheng',
  'auditor@sicheng',
  'partner@sicheng',
  'dispatcher@shiyuan',
] as const;

/** Refusals by right or by state. Others concern the input of a possible mutation. */
const impossible: ReadonlySet<string> = new Set([
  'NOT_ALLOWED',
  'NOT_FOUND',
  'REQUEST_NOT_OPEN',
  'REQUEST_CANNOT_CHANGE',
  'REQUEST_NOT_CHANGEABLE',
  'REQUEST_NOT_IN_REVIEW',
  'REQUEST_NOT_ASSIGNED',
  'VISIT_CANNOT_CHANGE',
  'VISIT_OVER',
  'FEEDBACK_GIVEN_ALREADY',
  'NO_SHOW_TOO_EARLY',
]);

/** Compares the list with the answers of all mutations, for each caller. `reset` undoes effects. */
async function expectTrue(
  type: string,
  id: string,
  actions: readonly string[],
  inputsOf: (actor: Actor, action: string) => readonly object[],
  reset: () => Promise<void>,
): Promise<void> {
  const wrong: string[] = [];
  for (const actor of actors)
    for (const action of actions) {
      const isListed = (await listed(actor, type, id)).includes(enumNameOf(action));
      const codes: string[] = [];
      for (const input of inputsOf(actor, action)) {
        codes.push((await actor.refusalCodes(action, input))[0] ?? 'done');
        if (codes.at(-1) === 'done') await reset();
      }
      if (isListed === codes.every((code) => impossible.has(code)))
        wrong.push(
          `${actor.persona} ${action}: ${isListed ? 'listed' : 'not listed'}, ${codes.join(' ')}`,
        );
    }
  expect(wrong).toEqual([]);
}

async function listed(actor: Actor, type: string, id: string): Promise<readonly string[]> {
  const document = `query ($id: ID!) { node(id: $id) { ... on ${type} { viewerActions } } }`;
  return (await actor.query(document, { id })).node?.viewerActions ?? [];
}

const representatives: ReadonlySet<string> = new Set(['dispatcher@xinxian', 'family@xinxian']);

/** A version that is too high: it is refused after right and state, and changes nothing. */
const expectedVersion = 99_999;
const reason = '试';

function ofRequest({ persona }: Actor, requestId: string, action: string): object[] {
  const isOfChaoxi = persona.endsWith('@chaoxi');
  const own = persona in platform.fixtures.volunteers ? persona : null;
  const volunteer = own ?? (isOfChaoxi ? 'second@chaoxi' : 'volunteer@xinxian');
  const team = isOfChaoxi ? 'haoyiya' : 'qingman';
  const more: Record<string, object> = {
    acceptServiceRequest: { volunteer },
    acceptServiceRequestAsTeam: {
      team,
      volunteerIds: [scenario.id.volunteer(isOfChaoxi ? 'second@chaoxi' : 'volunteer@xinxian')],
    },
    assignServiceRequest: { volunteer },
    changeServiceRequest: { reason, note: '改' },
    rescheduleServiceRequest: { reason, windows: [{ from: inHours(5), to: inHours(7) }] },
    withdrawFromServiceRequest: { reason, volunteer: performer },
  };
  if (action === 'declineServiceRequest') return [{ requestId, volunteer }];
  if (/^(cancel|reject)/.test(action)) return [{ requestId, expectedVersion, reason }];
  return [{ requestId, expectedVersion, ...more[action] }];
}

function ofVisit({ persona }: Actor, visitId: string, action: string): object[] {
  const personId = encodeId('person', platform.fixtures.persons['elder@xinxian']!);
  // Others than the elder say whom they act for.
  const words = representatives.has(persona) && { actingFor: { personId, channel: 'PHONE' } };
  const key = { visitId, idempotencyKey: newKey() };
  const decision = { visitId, expectedVersion, reason };
  const inputs: Record<string, object[]> = {
    addVisitEvidence: [{ ...key, sheet: '签到表' }],
    announcePhoto: [{ ...key, type: 'JPEG', bytes: 1_000 }],
    certifyVisit: [{ visitId, expectedVersion }],
    checkIn: [key],
    checkOut: [key],
    confirmVisit: [{ ...key, ...words }],
    correctVisit: [{ ...decision, minutes: 30 }],
    discloseVisitDetails: [{ visitId }],
    giveFeedback: [{ ...key, ...words, satisfaction: 5 }],
    recordVisitCall: [{ ...key, note: '电话', wasThere: true }],
    reportNoShow: [
      { ...decision, side: 'ELDER' },
      { ...decision, side: 'VOLUNTEER' },
    ],
    resolveDispute: [{ ...decision, decision: 'DISMISSED' }],
  };
  return inputs[action] ?? [decision];
}

/** Volunteer of all visits, who is a dispatcher too. */
const performer = 'both@xinxian';

/** Each state of a request, with that of its visit. */
function requestStates(): [RequestState, VisitState][] {
  return [
    ['IN_REVIEW', 'WITHDRAWN'],
    ['OPEN', 'WITHDRAWN'],
    ['ASSIGNED', 'PLANNED'],
    ['IN_PROGRESS', 'CHECKED_IN'],
    ['AWAITING_CERTIFICATION', 'CHECKED_OUT'],
    ['CERTIFIED', 'CERTIFIED'],
    ['DISPUTED', 'DISPUTED'],
    ['CANCELLED', 'WITHDRAWN'],
    ['EXPIRED', 'WITHDRAWN'],
  ];
}

/** Each state of a visit, with that of its request. */
function visitStates(): [VisitState, RequestState][] {
  return [
    ['PLANNED', 'ASSIGNED'],
    ['CHECKED_IN', 'IN_PROGRESS'],
    ['CHECKED_OUT', 'AWAITING_CERTIFICATION'],
    ['CERTIFIED', 'CERTIFIED'],
    ['DISPUTED', 'DISPUTED'],
    ['WITHDRAWN', 'OPEN'],
    ['REVOKED', 'CANCELLED'],
    ['NO_SHOW', 'OPEN'],
  ];
}

/** A request and its visit, both set to the given states. */
async function inStates(state: RequestState, visitState: VisitState) {
  const visit = await scenario.plannedVisit({ volunteer: performer, hasBegun: true });
  await setStates(visit.requestId, visit.visitId, state, visitState);
  return visit;
}

async function setStates(
  requestId: string,
  visitId: string,
  state: RequestState,
  visitState: VisitState,
): Promise<void> {
  await platform.sql(
    `update visit set state = $2, checked_out_at = case when $3 then now() end, note = null,
       checked_in_at = case when $4 then now() - interval '20 minutes' end, disputed_from = $5 where id = $1`,
    [
      decodeAnyId(visitId)!.uuid,
      visitState,
      ['CHECKED_OUT', 'CERTIFIED', 'DISPUTED', 'REVOKED'].includes(visitState),
      !['PLANNED', 'WITHDRAWN', 'NO_SHOW'].includes(visitState),
      visitState === 'DISPUTED' ? 'CHECKED_OUT' : null,
    ],
  );
  await platform.sql('update service_request set state = $2 where id = $1', [
    decodeAnyId(requestId)!.uuid,
    state,
  ]);
}
