import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isInputObjectType, isNonNullType } from 'graphql';
import { encodeId, newId } from '../schema/ids.ts';
import type { Caller } from './testing/caller.ts';
import { refusalOf, SampleCalls } from './testing/isolation/sample-calls.ts';
import { mutationsWithoutKey, takesKey } from './testing/mutations-without-key.ts';
import type { Input } from './testing/scenario/fixture-ids.ts';
import { Scenario } from './testing/scenario/scenario.ts';
import { newKey, startTestPlatform, type TestPlatform } from './testing/test-platform.ts';
import { isByCaller, isLine, record } from './testing/write-recorder.ts';

/**
 * Idempotency keys, for every mutation of the schema. A new mutation is covered as soon as it
 * exists.
 */
let platform: TestPlatform;
let recorder: Awaited<ReturnType<typeof record>>;

beforeAll(async () => {
  platform = await startTestPlatform();
});

afterAll(async () => platform?.close());

describe('the schema', () => {
  test('every mutation takes an idempotency key, except those with a reason', () => {
    const without = mutations().filter(({ key }) => !key);
    expect(without.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(mutationsWithoutKey).toSorted(),
    );
  });

  test('a mutation that makes, moves or sends something requires its key', () => {
    const optional = mutations().filter(({ key }) => key && !isNonNullType(key.type));
    expect(optional.map(({ name }) => name).filter((name) => making.test(name))).toEqual([]);
  });

  test('one description states the lifetime and the scope of every key', () => {
    const descriptions = new Set(mutations().flatMap(({ key }) => key?.description ?? []));
    expect([...descriptions]).toEqual([
      expect.stringMatching(/IDEMPOTENCY_KEY_REUSED.*account in a foundation.*7 days/),
    ]);
  });
});

/** Verbs of mutations whose repetition would be a second thing. */
const making =
  /^(add|adopt|announce|certify|confirm|correctVisit|create|form|give|grant|hold|import|issue|join|link|open|pair|plan|post|publish|recall|record|redeem|register|release|return|reverse|rotate|send|settle|transfer|trust)/;

describe('a mutation that is sent again, at once or later, happens once and gives the same answer', () => {
  beforeAll(async () => {
    recorder = await record(platform);
  });

  test('declineServiceRequest, acceptServiceRequest and acceptServiceRequestAsTeam', async () => {
    const scenario = await Scenario.begin(platform);
    const { dispatcher } = scenario;
    const volunteer = await scenario.actor('volunteer@chaoxi');
    const leader = await scenario.actor('leader@chaoxi');
    const [declined, accepted, forTeam] = [
      await dispatcher.opens(),
      await dispatcher.opens(),
      await dispatcher.opens({ volunteersNeeded: 2, teams: ['haoyiya'] }),
    ];
    const seen = async (request: { id: string }) => ({
      requestId: request.id,
      expectedVersion: await dispatcher.versionOf(request),
    });
    const one = { volunteerId: scenario.id.volunteer('volunteer@chaoxi') };
    const team = {
      teamId: scenario.id.team('haoyiya'),
      volunteerIds: [one.volunteerId, scenario.id.volunteer('second@chaoxi')],
    };
    const payload = 'request { id version state }';
    await repeats(volunteer, 'declineServiceRequest', { requestId: declined.id, ...one }, payload);
    await repeats(
      leader,
      'acceptServiceRequestAsTeam',
      { ...(await seen(forTeam)), ...team },
      payload,
    );
    await repeats(
      volunteer,
      'acceptServiceRequest',
      { ...(await seen(accepted)), ...one },
      payload,
    );
  });

  test('reportNoShow', async () => {
    const scenario = await Scenario.begin(platform);
    const { dispatcher } = scenario;
    const { visitId } = await scenario.plannedVisit({ hasBegun: true });
    const expectedVersion = await dispatcher.versionOf(visitId);
    const input = { visitId, expectedVersion, side: 'ELDER', reason: '不在家' };
    await repeats(dispatcher, 'reportNoShow', input, 'visit { id state }');
  });

  test('skipSeriesOccurrence and endRequestSeries', async () => {
    const { dispatcher } = await Scenario.begin(platform);
    const day = (days: number) =>
      new Date(platform.clock.nowMs() + days * 86_400_000).toISOString().slice(0, 10);
    const series = { rule: 'FREQ=DAILY', startsAt: `${day(2)}T09:00`, windowMinutes: 120 };
    const elder = { elder: 'elder@xinxian', kind: 'companionship@sicheng' };
    const begun = { ...elder, ...series } as Input;
    const payload = 'series { id version skipped }';
    const { series: made } = await dispatcher.mutate('createRequestSeries', begun, payload);
    const at = (days: number) => ({ occurrence: `${day(days)}T09:00`, reason: '出门' });
    const input = { seriesId: made.id, expectedVersion: made.version, ...at(3) };
    const skipped = await repeats(dispatcher, 'skipSeriesOccurrence', input, payload);
    const { version } = skipped.series;
    const end = { seriesId: made.id, expectedVersion: version, ...at(4) };
    await repeats(dispatcher, 'endRequestSeries', end, payload);
  });

  test('acceptInvitation and declineInvitation, although nothing names the foundation any more', async () => {
    const operator = await platform.as('operator@headbank');
    const { accounts, foundations } = platform.fixtures;
    for (const mutation of ['declineInvitation', 'acceptInvitation']) {
      const id = newId();
      await platform.sql(
        `insert into role_grant (id, account_id, role, foundation_id, holder_name, valid_from, accepted_at)
         values ($1, $2, 'AUDITOR', $3, '总行同事', now(), null)`,
        [id, accounts['operator@headbank'], foundations['sicheng']],
      );
      const input = { invitationId: encodeId('grant', id) };
      await repeats(operator, mutation, input, 'invitation { invitationId role }');
    }
  });

  test('all others, called with sample values', async () => {
    const samples = await SampleCalls.on(platform);
    const performed: string[] = [];
    const faults: string[] = [];
    for (const rootField of samples.mutations.filter(({ name }) => takesKey(name))) {
      const whole = { ...rootField, refusals: rootField.document };
      await recorder.take();
      const calls = samples.until(rootField, async (send, _, values) => {
        Object.assign(values.input, sampleOf[rootField.name], { idempotencyKey: newKey() });
        const [first, second] = await Promise.all([send(whole, values), send(whole, values)]);
        if (first.body !== second.body)
          faults.push(`${rootField.name} at once: ${first.body} / ${second.body}`);
        return first;
      });
      for await (const call of calls) {
        const written = await transactions();
        // A trial writes nothing, and leaves its key free.
        if (!call.isDone || written === 0) continue;
        performed.push(rootField.name);
        if (runsAgain.has(rootField.name)) continue;
        if (written > 1) faults.push(`${rootField.name} at once: ${written} transactions`);
        const send = await samples.sendAs(call.persona);
        const later = await faultsLater(call.input, async (input) => {
          const { body } = await send(whole, { input });
          return { body, codes: refusalOf(whole, body).codes };
        });
        faults.push(...later.map((fault) => `${rootField.name} ${fault}`));
      }
    }
    expect(faults).toEqual([]);
    // Names and other personal data are read again, so that they end when they are erased. An
    // invitation names the foundation only, which cannot be read after it was declined.
    const personal = await platform.sql(
      `select operation, answer from idempotency_record where operation not like '%Invitation' and answer::text ~ '[\u4e00-\u9fff]'`,
    );
    expect(personal).toEqual([]);
    const others = samples.mutations
      .map(({ name }) => name)
      .filter((name) => takesKey(name) && !performed.includes(name));
    expect(others.filter((name) => !elsewhere.has(name))).toEqual([]);
  });
});

/** Mutations whose own tests send them again: those above, and those that move coins. */
const elsewhere = new Set(
  `declineServiceRequest acceptServiceRequest acceptServiceRequestAsTeam reportNoShow
  skipSeriesOccurrence endRequestSeries acceptInvitation declineInvitation
  changeRequestSeries resolveDispute grantCoins grantCoinsInBatch transferCoins reverseTransfer
  holdCoins postHeldCoins releaseHeldCoins redeemCoins settleShop sendCoins recallCoins`.split(
    /\s+/,
  ),
);

/** Mutations that may store no answer, and then run again; repeated-calls.test.ts has them. */
const runsAgain = new Set(['announcePhoto', 'importPeople']);

/** Values for mutations whose samples the fixtures have used up. */
const sampleOf: Readonly<Record<string, object>> = {
  addServiceKind: { code: 'reading_letters' },
  adoptServiceKind: { templateCode: 'haircut' },
  grantApp: { scopes: ['REQUESTS_READ'] },
  openCoinAccount: { ownerKind: 'SHOP', ownerId: null, name: '另一家店' },
  openCommunity: { slug: 'another-quarter', name: '另一社区' },
  openFoundation: { slug: 'another-house', name: '另一基金会' },
  registerElder: { person: { name: '另一位奶奶' } },
  setSmallCellThreshold: { threshold: 7 },
  trustIssuer: { audience: 'there' },
};

type Ask = (input: object) => Promise<{ body: string; codes: readonly string[] }>;

/** Sends a mutation twice at once, twice later and with other input. Gives its payload. */
async function repeats(caller: Caller, mutation: string, input: Input, payload: string) {
  const keyed = { idempotencyKey: newKey(), ...input };
  const ask = async (values: object) => caller.tryMutate(mutation, values, payload);
  await recorder.take();
  const [first, second] = await Promise.all([ask(keyed), ask(keyed)]);
  expect(first.errors).toEqual([]);
  expect(second).toEqual(first);
  expect(await transactions()).toBe(1);
  const faults = await faultsLater(keyed, async (values) => {
    const answer = await ask(values);
    return { body: JSON.stringify(answer), codes: answer.errors.map(({ code }) => code) };
  });
  expect(faults).toEqual([]);
  return first;
}

async function faultsLater(input: Record<string, unknown>, ask: Ask): Promise<string[]> {
  const found: string[] = [];
  const [one, two] = [await ask(input), await ask(input)];
  if (one.body !== two.body) found.push(`later: ${one.body} / ${two.body}`);
  if (one.codes.length > 0) found.push(`later: ${one.codes.join()}`);
  if ((await transactions()) > 0) found.push('later: it writes again');
  const { codes } = await ask({ ...input, ...otherThan(input) });
  if (codes.join() !== 'IDEMPOTENCY_KEY_REUSED')
    found.push(`with other input: ${codes.join() || 'done'}`);
  return found;
}

/** A change of an input that its mutation accepts as well. */
function otherThan(input: Record<string, unknown>): object {
  return 'reason' in input
    ? { reason: '另一个原因' }
    : { actingFor: { ...(input['actingFor'] as object), channel: 'AGENCY' } };
}

/** Number of transactions of callers since the last call, by their audit entries. */
async function transactions(): Promise<number> {
  const all = (await recorder.take()).filter(isByCaller);
  return all.filter(({ rows }) => rows.some(isLine)).length;
}

function mutations() {
  const fields = platform.app.operations.schema.getMutationType()?.getFields() ?? {};
  return Object.values(fields).map(({ name, args }) => {
    const input = getNamedType(args.find((each) => each.name === 'input')?.type);
    const key = isInputObjectType(input) ? input.getFields()['idempotencyKey'] : undefined;
    return { name, key };
  });
}
