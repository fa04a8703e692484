import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encodeId } from '../schema/ids.ts';
import { argumentsOf, type IdPlace, type RootField } from './testing/isolation/root-fields.ts';
import { nobodysId } from './testing/isolation/canaries.ts';
import { normalized, nounsAt } from './testing/isolation/prober.ts';
import {
  attemptsMax,
  type SampleCall,
  SampleCalls,
  samplePeople,
} from './testing/isolation/sample-calls.ts';
import { isByCaller, isLine, record, type Written } from './testing/write-recorder.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

/**
 * Audit coverage: every root field, called by actors who are permitted. The isolation test calls
 * the same fields from outside. The calls are generated from the schema, so a new field is covered
 * as soon as it exists.
 */
let platform: TestPlatform;
let samples: SampleCalls;

beforeEach(async () => {
  platform = await startTestPlatform();
  samples = await SampleCalls.on(platform);
});

afterEach(async () => platform?.close());

test('every write has an audit entry with the true values, and a refused mutation writes nothing', async () => {
  const recorder = await record(platform);
  const performed = new Set<string>();
  const faults: string[] = [];
  const inTrail: string[] = [];
  const { mutations } = samples;
  for (const rootField of mutations) {
    const calls = samples.until(rootField, async (send, ...call) => send(...call));
    for await (const call of calls) {
      const written = (await recorder.take()).filter(isByCaller);
      for (const transaction of written) {
        inTrail.push(
          ...linesOf(transaction)
            .filter(isInSicheng)
            .map(({ id }) => encodeId('audit', String(id))),
        );
        faults.push(...faultsOf(rootField, call, transaction));
      }
      if (!call.isDone && written.length > 0)
        faults.push(`${rootField.name} is refused (${call.codes.join()}) and writes`);
      if (call.isDone && written.some((transaction) => othersOf(transaction).length > 0))
        performed.add(rootField.name);
    }
  }
  expect(faults).toEqual([]);
  expect(await trailOf('auditor@sicheng')).toEqual(expect.arrayContaining(inTrail));
  // The other mutations need more than ids and samples. Their own tests cover the audit entry, and
  // `checkTrail` requires one.
  expect(performed.size).toBeGreaterThan(mutations.length / 2);
});

test('the schema reads every argument that takes an id, so that the isolation probes prove something', async () => {
  const blind: string[] = [];
  for (const rootField of samples.ordered) {
    for (const place of rootField.idPlaces.filter(({ path }) => !path.includes('actingFor'))) {
      const name = `${rootField.name}(${place.path.join('.')})`;
      if (!isBlindOnPurpose.has(name) && !(await isLookedAt(rootField, place))) blind.push(name);
    }
  }
  expect(blind).toEqual([]);
});

const isBlindOnPurpose: ReadonlySet<string> = new Set([
  // The order comes back later, and nobody reveals whether another foundation has such an account.
  'sendCoins(input.toAccountId)',
  // Only for one's own row, and answered once: the first caller leaves nothing for the second.
  'acceptInvitation(input.invitationId)',
  'declineInvitation(input.invitationId)',
  // Checked only in a state that the samples do not reach.
  'acceptJointVisit(input.volunteerIds)',
  'changeRequestSeries(input.teamIds)',
  'noShows(communityIds)',
  'withdrawFromServiceRequest(input.volunteerId)',
]);

/** Whether any actor gets different answers for an existing id and for an id that no row has. */
async function isLookedAt(rootField: RootField, place: IdPlace): Promise<boolean> {
  for (const [persona] of samplePeople) {
    const send = await samples.sendAs(persona);
    const ask = async (id: string, attempt: number) =>
      normalized(
        await send(
          rootField,
          argumentsOf(rootField, {
            ...samples.fillingOf(rootField, attempt),
            tried: { place, id },
          }),
        ),
      );
    for (const prefix of nounsAt(rootField, samples.accepted, place)) {
      for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
        if (
          (await ask(samples.pick(prefix, attempt), attempt)) !==
          (await ask(nobodysId(prefix), attempt))
        )
          return true;
      }
    }
  }
  return false;
}

function faultsOf(
  rootField: RootField,
  { persona, personId, isDone }: SampleCall,
  transaction: Written,
): string[] {
  const lines = linesOf(transaction);
  const others = JSON.stringify(othersOf(transaction).map(({ row }) => row));
  if (lines.length === 0)
    return [`${rootField.name} by ${persona} writes without a trail: ${others.slice(0, 300)}`];
  if (!isDone) return [];
  return lines.flatMap((line) => {
    const wanted = {
      actor_account_id: platform.fixtures.accounts[persona],
      acted_for_person_id: personId,
      // A telephone call has the channel PHONE, whatever its input says.
      channel: rootField.name === 'recordVisitCall' ? 'PHONE' : 'PAPER',
    };
    const differing = Object.entries(wanted).filter(([name, value]) => line[name] !== value);
    // A change to the current value is audited, but writes no row.
    const isTold =
      others === '[]' || namesOf(String(line['subject_id'])).some((name) => others.includes(name));
    return [
      ...differing.map(
        ([name, value]) =>
          `${rootField.name} by ${persona}: ${name} is ${String(line[name])}, not ${value}`,
      ),
      ...(isTold
        ? []
        : [
            `${rootField.name} by ${persona} tells of what it did not write: ${others.slice(0, 300)}`,
          ]),
    ];
  });
}

/** An id in the form of the database and in the form of clients. */
function namesOf(uuid: string): string[] {
  return [uuid, encodeId('visit', uuid).split('_')[1]!];
}

function linesOf({ rows: all }: Written): Record<string, unknown>[] {
  return all.filter(isLine).map(({ row }) => row);
}

function isInSicheng(line: Record<string, unknown>): boolean {
  return line['foundation_id'] === platform.fixtures.foundations['sicheng'];
}

function othersOf({ rows: all }: Written): Written['rows'] {
  return all.filter((each) => !isLine(each));
}

/** Every id of the audit log, read page by page. */
async function trailOf(persona: string): Promise<string[]> {
  const auditor = await platform.as(persona);
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { auditTrail } = await auditor.query(
      'query ($after: String) { auditTrail(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    ids.push(...auditTrail.nodes.map(({ id }: { id: string }) => id));
    after = auditTrail.pageInfo.hasNextPage ? auditTrail.pageInfo.endCursor : null;
  } while (after);
  return ids;
}
