import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeAnyId, encodeId, newId } from '../../schema/ids.ts';
import { phoneKeyOf } from '../identity/create-identity.ts';
import { blindIndex } from '../platform/privacy/secrets.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { acceptAll } from '../testing/invitations.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
let dispatcher: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
  dispatcher = await scenario.actor('dispatcher@xinxian');
});
afterAll(() => platform?.close());

const uuidOf = (id: string) => decodeAnyId(id)!.uuid;

let last = 13_700_000_000;
const newPhone = () => String((last += 1));
const indexOf = (phone: string) => blindIndex(phoneKeyOf(platform.settings), `+86${phone}`);

async function accountOf(phone: string): Promise<string | null> {
  const [row] = await platform.sql<{ accountId: string }>(
    'select account_id as "accountId" from account_phone where phone_index = $1',
    [indexOf(phone)],
  );
  return row?.accountId ?? null;
}

async function newVolunteer(phone: string) {
  const communityId = scenario.id.community('xinxian');
  const { volunteer } = await dispatcher.mutate(
    'registerVolunteer',
    { communityId, allowDuplicate: true, person: { name: '换号', phone } },
    'volunteer { id person { id version } }',
  );
  const grant = {
    role: 'VOLUNTEER',
    personId: volunteer.person.id,
    holderPhone: phone,
    holderName: '号主',
  };
  await admin.mutate('grantRole', grant, 'grant { id }');
  return volunteer;
}

async function correct(
  volunteer: { person: { id: string; version: number } },
  phone: string,
): Promise<void> {
  const { id: personId, version: expectedVersion } = volunteer.person;
  await dispatcher.mutate('correctPerson', { personId, expectedVersion, phone }, 'person { id }');
}

describe('a corrected number signs in to the account', () => {
  test('only the new number gets codes, old sessions end, and the audit log shows it', async () => {
    const [before, after] = [newPhone(), newPhone()];
    const volunteer = await newVolunteer(before);
    const accountId = await accountOf(before);
    await platform.sql(
      `insert into oidc_artifact (kind, id, grant_id, account_id, payload, expires_at) values ('Grant', $1, $1, $2, '{}', now() + interval '1 day')`,
      [newId(), accountId],
    );
    await correct(volunteer, after);
    expect([await accountOf(before), await accountOf(after)]).toEqual([null, accountId]);
    expect(
      await platform.sql('select id from oidc_artifact where account_id = $1', [accountId]),
    ).toEqual([]);
    const trail =
      'query ($id: ID!) { auditTrail(first: 5, filter: { subjectId: $id }) { nodes { action actorName } } }';
    expect(
      (await admin.query(trail, { id: encodeId('account', accountId!) })).auditTrail.nodes,
    ).toEqual([{ action: 'ACCOUNT_MOVE_NUMBER', actorName: 'dispatcher@xinxian' }]);
  });

  test('a removed number signs nobody in', async () => {
    const phone = newPhone();
    await correct(await newVolunteer(phone), '');
    expect(await accountOf(phone)).toBeNull();
  });

  test('the existing account of a new number is invited, and the old grant ends', async () => {
    const [before, after] = [newPhone(), newPhone()];
    const other = await newVolunteer(after);
    const volunteer = await newVolunteer(before);
    const [left, taken] = [await accountOf(before), await accountOf(after)];
    await correct(volunteer, after);
    expect([await accountOf(before), await accountOf(after)]).toEqual([null, taken]);
    const grants = await platform.sql<{ accountId: string; isOver: boolean; isAccepted: boolean }>(
      `select account_id as "accountId", valid_to is not null as "isOver", accepted_at is not null as "isAccepted"
       from role_grant where person_id = $1 order by id`,
      [uuidOf(volunteer.person.id)],
    );
    expect(grants).toEqual([
      { accountId: left, isOver: true, isAccepted: false },
      { accountId: taken, isOver: false, isAccepted: false },
    ]);
    expect(other.id).not.toBe(volunteer.id);
  });

  test('an account with another role keeps its number, so that a correction cannot take it over', async () => {
    const [phone, stolen] = [newPhone(), newPhone()];
    await platform.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
      indexOf(phone),
      platform.fixtures.accounts['operator@headbank'],
    ]);
    const volunteer = await newVolunteer(phone);
    await acceptAll(await scenario.actor('operator@headbank'));
    await correct(volunteer, stolen);
    expect([await accountOf(phone), await accountOf(stolen)]).toEqual([
      platform.fixtures.accounts['operator@headbank'],
      null,
    ]);
  });
});

describe('dates from which something counts', () => {
  const holder = () => ({ holderName: '号主', holderPhone: newPhone() });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  test.each([
    '1950-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    inDays(-2),
    inDays(5_000),
    '2190-12-31T23:59:59Z',
  ])('no role counts from %s', async (validFrom) => {
    const grant = { role: 'AUDITOR', ...holder(), validFrom };
    await expect(admin.tryMutate('grantRole', grant)).toBeRefused('VALIDITY_TOO_FAR');
  });

  test('a mandate may be older, and its right begins when it is recorded', async () => {
    const personId = scenario.id.person('elder@xinxian');
    const mandate = { personId, ...holder(), basis: 'COURT', relationship: '女儿' };
    await expect(
      dispatcher.tryMutate('recordMandate', {
        ...mandate,
        validFrom: '1950-01-01T00:00:00Z',
      }),
    ).toBeRefused('VALIDITY_TOO_FAR');
    const from = new Date();
    const kept = await dispatcher.mutate(
      'recordMandate',
      { ...mandate, validFrom: '2020-01-01T00:00:00Z' },
      'mandate { id validFrom }',
    );
    expect(kept.mandate.validFrom).toBe('2020-01-01T00:00:00Z');
    const [grant] = await platform.sql<{ validFrom: Date }>(
      'select valid_from as "validFrom" from role_grant where mandate_id = $1',
      [uuidOf(kept.mandate.id)],
    );
    expect(grant!.validFrom.getTime()).toBeGreaterThanOrEqual(from.getTime());
  });

  test('a qualification lies within a life, and ends within a hundred years', async () => {
    const volunteerId = scenario.id.volunteer('volunteer@xinxian');
    const course = { volunteerId, name: '急救', issuedBy: '红十字会' };
    const codes = async (more: object) =>
      dispatcher.refusalCodes('recordQualification', { ...course, ...more });
    expect(await codes({ validFrom: '1950-01-01T00:00:00Z' })).toEqual(['VALIDITY_TOO_FAR']);
    expect(await codes({ validTo: '2190-01-01T00:00:00Z' })).toEqual(['VALIDITY_INVALID']);
    expect(await codes({ validFrom: '1990-01-01T00:00:00Z' })).toEqual([]);
  });
});

test("a partner's server with one community acts only for elders of that community", async () => {
  const account = platform.fixtures.accounts['partner@sicheng'];
  await platform.sql('update role_grant set community_id = $2 where account_id = $1', [
    account,
    platform.fixtures.communities['dafangjia'],
  ]);
  const partner = await scenario.actor('partner@sicheng');
  const open = async (persona: string) => {
    const from = new Date(Date.now() + 3_600_000);
    return partner.refusalCodes('openServiceRequest', {
      elder: 'elder@dafangjia',
      kind: 'companionship@sicheng',
      requestedFrom: from.toISOString(),
      requestedTo: new Date(from.getTime() + 7_200_000).toISOString(),
      actingFor: { personId: scenario.id.person(persona) },
    });
  };
  expect(await open('elder@xinxian')).toEqual(['ACTING_FOR_NOT_ALLOWED']);
  expect(await open('elder@dafangjia')).toEqual([]);
});
