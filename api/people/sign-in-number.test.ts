import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeAnyId, encodeId, newId } from '../../schema/ids.ts';
import { phoneKeyOf } from '../identity/create-identity.ts';
import { blindIndex } from '../platform/privacy/secrets.ts';
import type { Caller } from '../testing/caller.ts';
import { acceptAll } from '../testing/invitations.ts';
import { newKey, startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let admin: Caller;
let dispatcher: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  admin = await platform.as('admin@sicheng');
  dispatcher = await platform.as('dispatcher@xinxian');
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
  const communityId = encodeId('community', platform.fixtures.communities['xinxian']!);
  const { volunteer } = await dispatcher.does(
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
  await admin.does('grantRole', grant, 'grant { id }');
  return volunteer;
}

async function correct(
  volunteer: { person: { id: string; version: number } },
  phone: string,
): Promise<void> {
  const { id: personId, version: expectedVersion } = volunteer.person;
  await dispatcher.does('correctPerson', { personId, expectedVersion, phone }, 'person { id }');
}

describe('a corrected number is the one that leads to the account', () => {
  test('the new one gets codes, the old one none, and whoever signed in with it is out; the trail tells', async () => {
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
      'query ($id: ID!) { auditTrail(first: 5, subjectId: $id) { nodes { action actorName } } }';
    expect(
      (await admin.ask(trail, { id: encodeId('account', accountId!) })).auditTrail.nodes,
    ).toEqual([{ action: 'account:moveNumber', actorName: 'dispatcher@xinxian' }]);
  });

  test('a number that is taken off signs nobody in', async () => {
    const phone = newPhone();
    await correct(await newVolunteer(phone), '');
    expect(await accountOf(phone)).toBeNull();
  });

  test('where the new one has an account already, that one is invited and the old one ends', async () => {
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

  test('an account with another role keeps its number, so that nobody takes it over by a correction', async () => {
    const [phone, stolen] = [newPhone(), newPhone()];
    await platform.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
      indexOf(phone),
      platform.fixtures.accounts['operator@headbank'],
    ]);
    const volunteer = await newVolunteer(phone);
    await acceptAll(await platform.as('operator@headbank'));
    await correct(volunteer, stolen);
    expect([await accountOf(phone), await accountOf(stolen)]).toEqual([
      platform.fixtures.accounts['operator@headbank'],
      null,
    ]);
  });
});

describe('what counts from a day', () => {
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
    expect(await admin.refusalCodes('grantRole', grant)).toEqual(['VALIDITY_TOO_FAR']);
  });

  test('a mandate may be older, and the right under it begins when it is recorded', async () => {
    const personId = encodeId('person', platform.fixtures.persons['elder@xinxian']!);
    const mandate = { personId, ...holder(), basis: 'COURT', relationship: '女儿' };
    expect(
      await dispatcher.refusalCodes('recordMandate', {
        ...mandate,
        validFrom: '1950-01-01T00:00:00Z',
      }),
    ).toEqual(['VALIDITY_TOO_FAR']);
    const from = new Date();
    const kept = await dispatcher.does(
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
    const volunteerId = encodeId('volunteer', platform.fixtures.volunteers['volunteer@xinxian']!);
    const course = { volunteerId, name: '急救', issuedBy: '红十字会' };
    const codes = async (more: object) =>
      dispatcher.refusalCodes('recordQualification', { ...course, ...more });
    expect(await codes({ validFrom: '1950-01-01T00:00:00Z' })).toEqual(['VALIDITY_TOO_FAR']);
    expect(await codes({ validTo: '2190-01-01T00:00:00Z' })).toEqual(['VALIDITY_INVALID']);
    expect(await codes({ validFrom: '1990-01-01T00:00:00Z' })).toEqual([]);
  });
});

test('a partner’s server that was granted one community acts for elders of that one alone', async () => {
  const account = platform.fixtures.accounts['partner@sicheng'];
  await platform.sql('update role_grant set community_id = $2 where account_id = $1', [
    account,
    platform.fixtures.communities['dafangjia'],
  ]);
  const partner = await platform.as('partner@sicheng');
  const open = async (persona: string) => {
    const from = new Date(Date.now() + 3_600_000);
    return partner.refusalCodes('openServiceRequest', {
      idempotencyKey: newKey(),
      elderId: encodeId('elder', platform.fixtures.elders['elder@dafangjia']!),
      kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng']!),
      requestedFrom: from.toISOString(),
      requestedTo: new Date(from.getTime() + 7_200_000).toISOString(),
      actingFor: { personId: encodeId('person', platform.fixtures.persons[persona]!) },
    });
  };
  expect(await open('elder@xinxian')).toEqual(['ACTING_FOR_NOT_ALLOWED']);
  expect(await open('elder@dafangjia')).toEqual([]);
});
