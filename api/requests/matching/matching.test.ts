import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../../schema/ids.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import type { Input } from '../../testing/scenario/fixture-ids.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let leader: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  leader = await scenario.actor('leader@chaoxi');
  // Many requests of one elder, who has a grant of 30 coins.
  await platform.sql('update service_kind set coins_per_hour = 1');
});
afterAll(() => platform.close());

/** A Monday some weeks ahead, as a day of Asia/Shanghai. */
const monday = (() => {
  const day = new Date(Date.now() + 21 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
})();

function shanghai(time: string, day = monday): string {
  return new Date(`${day}T${time}:00+08:00`).toISOString().replace('.000Z', 'Z');
}

async function opened(from: string, to: string, more: Input = {}): Promise<string> {
  return (
    await dispatcher.opens({ requestedFrom: shanghai(from), requestedTo: shanghai(to), ...more })
  ).id;
}

interface Found {
  volunteer: { displayName: string };
  isEligible: boolean;
  begin: string | null;
  score: number;
  weekMinutes: number;
  reasons: { code: string }[];
  shortfalls: { code: string; isObstacle: boolean; message: string }[];
}

async function candidates(
  requestId: string,
  caller = dispatcher,
  first = 20,
  after: string | null = null,
) {
  const { candidates: found } = await caller.query(
    `query ($id: ID!, $first: Int!, $after: String) { candidates(requestId: $id, first: $first, after: $after) {
      nodes { volunteer { displayName } isEligible begin score weekMinutes distanceMetres reasons { code } shortfalls { code isObstacle message } }
      pageInfo { hasNextPage endCursor } consideredCount eligibleCount obstacles { code count onlyCount remedy } } }`,
    { id: requestId, first, after },
  );
  return found;
}

async function judged(requestId: string, name: string): Promise<Found & { codes: string[] }> {
  const found = (await candidates(requestId)).nodes.find(
    (each: Found) => each.volunteer.displayName === name,
  );
  if (!found) throw new Error(`${name} was not looked at.`);
  return { ...found, codes: found.shortfalls.map((each: { code: string }) => each.code) };
}

const weekly = (...weekly: object[]) => ({
  volunteer: 'volunteer@chaoxi',
  weekly,
});

describe('availability', () => {
  test('a volunteer or the leader sets availability, and nobody else', async () => {
    const said = weekly(
      { weekday: 1, from: '09:00', to: '12:00:00' },
      { weekday: 1, from: '14:00', to: '00:00' },
    );
    await expect(
      (await scenario.actor('leader@xinxian')).tryMutate('setAvailability', said),
    ).toBeRefused('NOT_ALLOWED');
    const { volunteer } = await (
      await scenario.actor('volunteer@chaoxi')
    ).mutate('setAvailability', said, 'volunteer { availability { weekday from to } }');
    expect(volunteer.availability).toEqual([
      { weekday: 1, from: '09:00:00', to: '12:00:00' },
      { weekday: 1, from: '14:00:00', to: '00:00:00' },
    ]);
    await expect(
      leader.tryMutate('setAvailability', weekly({ weekday: 1, from: '12:00', to: '09:00' })),
    ).toBeRefused('ENDS_BEFORE_BEGIN');
    await expect(
      leader.tryMutate('setAvailability', weekly({ weekday: 8, from: '09:00', to: '10:00' })),
    ).toBeRefused('TOO_LARGE');
    for (const [day, from, code] of [
      ['2027-02-30', '09:00', 'NO_SUCH_DAY'],
      ['2027-02-26', '24:00', 'LOCAL_TIME_INVALID'],
      ['2027-02-26', '09:00:30', 'LOCAL_TIME_INVALID'],
    ]) {
      const exception = { volunteer: 'volunteer@chaoxi', day, from, isFree: false };
      expect(await leader.scalarRefusalCode('addAvailabilityException', exception)).toBe(code);
    }
  });

  test('availability decides to the minute which volunteer is proposed', async () => {
    const fits = async (from: string, to: string, minutesExpected = 60) =>
      (await judged(await opened(from, to, { minutesExpected }), '何小芽')).begin;
    expect(await fits('08:00', '10:00')).toBe(shanghai('09:00'));
    expect(await fits('08:00', '10:00', 61)).toBeNull();
    expect(await fits('11:00', '12:00')).toBe(shanghai('11:00'));
    expect(await fits('11:01', '13:00')).toBeNull();
    expect(await fits('12:00', '14:00')).toBeNull();
    expect(await fits('23:00', '24:00')).toBe(shanghai('23:00'));
  });

  test('an exception takes a day away or adds one', async () => {
    const requestId = await opened('09:00', '12:00');
    const exception = { volunteer: 'volunteer@chaoxi', day: monday };
    await leader.mutate(
      'addAvailabilityException',
      { ...exception, from: '00:00', to: '11:00', isFree: false, reason: '看病' },
      'volunteer { id }',
    );
    expect((await judged(requestId, '何小芽')).begin).toBe(shanghai('11:00'));
    const { volunteer } = await leader.mutate(
      'addAvailabilityException',
      { ...exception, from: '11:00', to: '00:00', isFree: false },
      'volunteer { availabilityExceptions { id from to } }',
    );
    const found = await judged(requestId, '何小芽');
    expect([found.isEligible, found.codes]).toEqual([false, ['NOT_FREE']]);
    for (const { id } of volunteer.availabilityExceptions)
      await leader.mutate('removeAvailabilityException', { exceptionId: id }, 'volunteer { id }');
    expect((await judged(requestId, '何小芽')).isEligible).toBe(true);
    const noon = await opened('12:30', '13:30');
    await leader.mutate(
      'addAvailabilityException',
      { ...exception, from: '12:00', to: '14:00', isFree: true },
      'volunteer { id }',
    );
    expect((await judged(noon, '何小芽')).begin).toBe(shanghai('12:30'));
  });

  test('availability follows the clock changes of the foundation', async () => {
    await platform.sql(`update foundation set time_zone = 'Europe/Berlin' where id = $1`, [
      platform.fixtures.foundations['sicheng'],
    ]);
    await platform.sql('update service_request set requested_from = requested_from where false');
    const sundays = { spring: '2027-03-28', autumn: '2027-10-31' };
    await leader.mutate(
      'setAvailability',
      weekly({ weekday: 7, from: '01:30', to: '03:30' }),
      'volunteer { id }',
    );
    const begin = async (from: string, to: string, minutesExpected: number) => {
      const requestId = await opened('00:00', '01:00', {
        requestedFrom: from,
        requestedTo: to,
        minutesExpected,
      });
      return (await judged(requestId, '何小芽')).begin;
    };
    // In spring 02:00 to 03:00 does not exist: from 01:30 to 03:30 is one hour.
    expect(await begin(`${sundays.spring}T00:00:00Z`, `${sundays.spring}T06:00:00Z`, 60)).toBe(
      '2027-03-28T00:30:00Z',
    );
    expect(
      await begin(`${sundays.spring}T00:00:00Z`, `${sundays.spring}T06:00:00Z`, 61),
    ).toBeNull();
    // In autumn it is three.
    expect(await begin(`${sundays.autumn}T00:30:00Z`, `${sundays.autumn}T06:00:00Z`, 120)).toBe(
      '2027-10-31T00:30:00Z',
    );
    await platform.sql(`update foundation set time_zone = 'Asia/Shanghai' where id = $1`, [
      platform.fixtures.foundations['sicheng'],
    ]);
    await leader.mutate(
      'setAvailability',
      weekly(
        { weekday: 1, from: '09:00', to: '12:00' },
        { weekday: 1, from: '14:00', to: '00:00' },
      ),
      'volunteer { id }',
    );
  });
});

describe('candidates', () => {
  test('candidates are ranked with reasons and shortfalls, the same way each time', async () => {
    await leader.mutate(
      'setVolunteerProfile',
      {
        volunteer: 'volunteer@chaoxi',
        languages: ['四川话', '普通话'],
        gender: 'FEMALE',
        latitude: 39.92,
        longitude: 116.43,
        metresMax: 5_000,
      },
      'volunteer { profile { languages gender metresMax } }',
    );
    const requestId = await opened('09:00', '12:00', {
      language: '四川话',
      genderPreference: 'FEMALE',
      latitude: 39.925,
      longitude: 116.43,
    });
    const first = await candidates(requestId);
    expect(await candidates(requestId)).toEqual(first);
    expect(first.nodes[0]).toMatchObject({
      volunteer: { displayName: '何小芽' },
      isEligible: true,
      distanceMetres: 556,
    });
    expect(first.nodes[0].reasons.map((each: { code: string }) => each.code)).toEqual([
      'FREE_THEN',
      'SPEAKS_LANGUAGE',
      'GENDER_AS_PREFERRED',
      'TEAM_SERVES',
      'NEAR',
      'NOTHING_ELSE_THIS_WEEK',
    ]);
    const unvetted = await judged(requestId, '何新芽');
    expect(unvetted).toMatchObject({ isEligible: false });
    expect(unvetted.codes).toEqual([
      'NOT_VETTED',
      'GENDER_NOT_TOLD',
      'LANGUAGE_NOT_SPOKEN',
      'AVAILABILITY_NOT_TOLD',
    ]);
    const far = await judged(
      await opened('09:00', '10:00', { latitude: 40.2, longitude: 116.43 }),
      '何小芽',
    );
    expect(far.codes).toContain('TOO_FAR');
  });

  test('pages show each candidate once', async () => {
    const requestId = await opened('09:00', '12:00');
    const whole = (await candidates(requestId)).nodes;
    const seen: Found[] = [];
    let after: string | null = null;
    do {
      const page = await candidates(requestId, dispatcher, 2, after);
      seen.push(...page.nodes);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(whole);
    const nonsense = await dispatcher.send(
      'query ($id: ID!) { candidates(requestId: $id, first: 1, after: "nonsense") { nodes { score } } }',
      { id: requestId },
    );
    expect(nonsense.errors?.[0]?.extensions['code']).toBe('CURSOR_INVALID');
  });

  test('a volunteer who declined comes last, and a paired one first', async () => {
    const requestId = await opened('09:00', '12:00');
    const decline = {
      requestId,
      volunteer: 'volunteer@chaoxi',
      reason: '最近太累',
    };
    await leader.mutate('declineServiceRequest', decline, 'request { version }');
    await leader.mutate('declineServiceRequest', decline, 'request { version }');
    const found = await judged(requestId, '何小芽');
    expect(found.codes).toEqual(['DECLINED_BEFORE']);
    const pairing = await dispatcher.pairs('second@chaoxi');
    const [best] = (await candidates(requestId)).nodes;
    expect(best.volunteer.displayName).toBe('何二芽');
    expect(best.reasons[0].code).toBe('PAIRED');
    await dispatcher.mutate('endPairing', { pairingId: pairing.id, reason: '-' }, 'pairing { id }');
  });

  test('a list without eligible candidates names the obstacles and their remedies', async () => {
    await platform.sql(
      `update volunteer set is_vetted = false where foundation_id = $1 and id <> $2`,
      [platform.fixtures.foundations['sicheng'], platform.fixtures.volunteers['volunteer@chaoxi']],
    );
    const found = await candidates(
      await opened('12:30', '13:30', {
        requestedFrom: shanghai('05:00'),
        requestedTo: shanghai('07:00'),
      }),
    );
    expect(found).toMatchObject({ eligibleCount: 0, consideredCount: 5 });
    expect(found.obstacles).toEqual([
      { code: 'NOT_VETTED', count: 4, onlyCount: 4, remedy: 'Vet more volunteers.' },
      {
        code: 'NOT_FREE',
        count: 1,
        onlyCount: 1,
        remedy: 'Ask the elder for another time, or a wider window.',
      },
    ]);
    await platform.sql(`update volunteer set is_vetted = true where display_name <> '何新芽'`);
  });

  test('a qualification counts on the day of the visit, for the proposal and for the acceptance', async () => {
    const admin = await scenario.actor('admin@sicheng');
    const { kind } = await admin.mutate(
      'adoptServiceKind',
      { templateCode: 'health_measurement', coinsPerHour: '0.01' },
      'kind { id qualificationCodes }',
    );
    expect(kind.qualificationCodes).toEqual(['FIRST_AID']);
    const requestId = await opened('09:00', '12:00', { kindId: kind.id });
    const holds = async (validTo: string) => {
      await platform.sql('delete from qualification');
      await platform.sql(
        `insert into qualification (foundation_id, id, community_id, volunteer_id, person_id, name, issued_by, valid_from, valid_to)
         select foundation_id, $2, community_id, id, person_id, 'FIRST_AID', '红十字会', now() - interval '1 year', $3 from volunteer where id = $1`,
        [platform.fixtures.volunteers['volunteer@chaoxi'], newId(), validTo],
      );
    };
    await holds(shanghai('08:00'));
    expect((await judged(requestId, '何小芽')).codes).toContain('QUALIFICATION_MISSING');
    await expect(leader.accepts(requestId, 'volunteer@chaoxi')).toBeRefused(
      'QUALIFICATION_MISSING',
    );
    await holds(shanghai('12:00'));
    expect(await judged(requestId, '何小芽')).toMatchObject({ isEligible: true });
    await leader.accepts(requestId, 'volunteer@chaoxi');
  });

  test('only dispatchers of the community see candidates', async () => {
    const requestId = await opened('09:00', '10:00');
    const query = 'query ($id: ID!) { candidates(requestId: $id, first: 1) { consideredCount } }';
    const volunteer = await scenario.actor('volunteer@chaoxi');
    expect((await volunteer.send(query, { id: requestId })).errors?.[0]?.extensions['code']).toBe(
      'NOT_ALLOWED',
    );
    for (const persona of ['dispatcher@dafangjia', 'dispatcher@shiyuan'])
      expect(
        (await (await scenario.actor(persona)).query(query, { id: requestId })).candidates,
      ).toBeNull();
  });
});

describe('no double booking and no overwork', () => {
  let version = 1;
  const setPolicy = async (more: object) => {
    const admin = await scenario.actor('admin@sicheng');
    const input = { expectedVersion: version, ...more };
    ({
      policy: { version },
    } = await admin.mutate('setDispatchPolicy', input, 'policy { version }'));
  };
  const accept = (requestId: string, begin: string | null = null) =>
    leader.tryMutate(
      'acceptServiceRequest',
      { requestId, volunteer: 'second@chaoxi', expectedVersion: 1, begin },
      'request { state visits { plannedFrom flags } }',
    );
  const day = (time: string) => shanghai(time, nextDay);
  const nextDay = new Date(Date.parse(`${monday}T00:00:00Z`) + 86_400_000)
    .toISOString()
    .slice(0, 10);
  const wholeDay = () =>
    opened('00:00', '01:00', { requestedFrom: day('06:00'), requestedTo: day('22:00') });

  test('a visit is refused exactly at the limits of grace and rest', async () => {
    await setPolicy({
      doubleBooking: 'REFUSE',
      overwork: 'REFUSE',
      graceMinutes: 5,
      restMinutes: 15,
    });
    expect((await accept(await wholeDay(), day('10:00'))).errors).toEqual([]);
    const next = await wholeDay();
    await expect(accept(next, day('10:54'))).toBeRefused('DOUBLE_BOOKED');
    await expect(accept(next, day('10:55'))).toBeRefused('REST_TOO_SHORT');
    await expect(accept(next, day('11:09'))).toBeRefused('REST_TOO_SHORT');
    expect((await accept(next, day('11:10'))).errors).toEqual([]);
    const before = await wholeDay();
    await expect(accept(before, day('09:06'))).toBeRefused('DOUBLE_BOOKED');
    expect((await accept(before, day('08:50'))).errors).toEqual([]);
  });

  test('a visit without a begin takes the first free time', async () => {
    const { request } = await accept(await wholeDay());
    expect(request.visits[0]).toEqual({ plannedFrom: day('06:00'), flags: [] });
    const window = { requestedFrom: day('08:30'), requestedTo: day('14:00') };
    const { request: later } = await accept(await opened('00:00', '01:00', window));
    // 08:50 to 09:50, 10:00 to 11:00 and 11:10 to 12:10 are taken; a rest follows each.
    expect(later.visits[0].plannedFrom).toBe(day('12:25'));
  });

  test('a visit on a full day is refused, or flagged if the policy says so', async () => {
    await setPolicy({ dayMinutesMax: 300 });
    await expect(accept(await wholeDay(), day('20:00'))).toBeRefused('OVERWORKED_DAY');
    await setPolicy({ overwork: 'FLAG' });
    const { request } = await accept(await wholeDay(), day('20:00'));
    expect(request.visits[0].flags).toEqual(['OVERWORKED_DAY']);
    await setPolicy({ weekMinutesMax: 300, dayMinutesMax: 480, doubleBooking: 'FLAG' });
    const flagged = await accept(await wholeDay(), day('10:30'));
    expect(flagged.request.visits[0].flags).toEqual(['DOUBLE_BOOKED', 'OVERWORKED_WEEK']);
  });

  test('one of four visits at the same time gets a volunteer when all are accepted at once', async () => {
    await setPolicy({ doubleBooking: 'REFUSE', weekMinutesMax: 10_080, dayMinutesMax: 1_440 });
    const wednesday = (time: string) =>
      shanghai(
        time,
        new Date(Date.parse(`${monday}T00:00:00Z`) + 2 * 86_400_000).toISOString().slice(0, 10),
      );
    const window = { requestedFrom: wednesday('09:00'), requestedTo: wednesday('10:00') };
    const requests = await Promise.all([1, 2, 3, 4].map(() => opened('00:00', '01:00', window)));
    const answers = await Promise.all(requests.map((requestId) => accept(requestId)));
    const refused = answers.flatMap((answer) => answer.errors.map((error) => error.code));
    expect(refused).toEqual(['DOUBLE_BOOKED', 'DOUBLE_BOOKED', 'DOUBLE_BOOKED']);
  });

  test('only the administrator sets the policy, with the current version and rising steps', async () => {
    await expect(
      dispatcher.tryMutate('setDispatchPolicy', { expectedVersion: version }),
    ).toBeRefused('NOT_ALLOWED');
    const admin = await scenario.actor('admin@sicheng');
    await expect(admin.tryMutate('setDispatchPolicy', { expectedVersion: 0 })).toBeRefused(
      'VERSION_CONFLICT',
    );
    await expect(
      admin.tryMutate('setDispatchPolicy', {
        expectedVersion: version,
        escalationSoon: { team: 30, community: 10 },
      }),
    ).toBeRefused('ESCALATION_NOT_RISING');
  });
});
