import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '../testing/scenario/actor.ts';
import { newKey, startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  admin = await scenario.actor('admin@sicheng');
});

afterAll(async () => platform?.close());

const selection = 'elder { displayName person { id version name birthYear } }';

async function enters(person: object) {
  return (await dispatcher.mutate('registerElder', { community: 'xinxian', person }, selection))
    .elder;
}

async function refusalCodes(person: object): Promise<string[]> {
  return dispatcher.refusalCodes('registerElder', { community: 'xinxian', person });
}

async function byPhone(phone: string): Promise<string[]> {
  const { people } = await dispatcher.query(
    'query ($phone: String) { people(first: 5, filter: { phone: $phone }) { nodes { id } } }',
    { phone },
  );
  return people.nodes.map(({ id }: { id: string }) => id);
}

/** An identity number with the right check digit for a date of birth. */
function cardOf(day: string, serial = '123'): string {
  const body = `110101${day}${serial}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return (
    body +
    '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11]!
  );
}

describe('telephone numbers', () => {
  test('a telephone number is the same in every notation, in mutations, queries and files', async () => {
    const spellings: [typed: string, number: string][] = [
      ['010-6123 4567', '+861061234567'],
      ['(010)51234567', '+861051234567'],
      ['+86 10 8123 4567', '+861081234567'],
      ['0086-10-71234567', '+861071234567'],
      ['8613811230001', '+8613811230001'],
      ['86-138-1123-0002', '+8613811230002'],
      ['+86 (0)755 81234567', '+8675581234567'],
      ['+86 010 21234567', '+861021234567'],
      ['\u202d13811230003\u202c', '+8613811230003'],
      ['138\u200b11230004', '+8613811230004'],
      ['\u2066138 1123 0005\u2069', '+8613811230005'],
      ['138–1123–0006', '+8613811230006'],
      ['138‑1123‑0007', '+8613811230007'],
      ['138—11230008', '+8613811230008'],
      ['138−11230009', '+8613811230009'],
      ['138·11230010', '+8613811230010'],
      ['１３８１１２３００１１', '+8613811230011'],
      ['+49 30 901820', '+4930901820'],
    ];
    const wrong: string[] = [];
    for (const [index, [typed, number]] of spellings.entries()) {
      const { person } = await enters({ name: `号${index}`, phone: typed });
      for (const asked of [typed, number]) {
        if (!(await byPhone(asked)).includes(person.id))
          wrong.push(`${typed} is not found as ${asked}`);
      }
    }
    expect(wrong).toEqual([]);
    const csv = [
      'kind,community,name,phone',
      ...spellings.map(([typed], at) => `elder,xinxian,号${at},${typed}`),
    ];
    const { report } = await dispatcher.mutate(
      'importPeople',
      { csv: csv.join('\n') },
      'report { problems { line column code } }',
    );
    expect(report.problems).toEqual(
      spellings.map((_, at) => ({ line: at + 2, column: 'phone', code: 'DUPLICATE_ON_RECORD' })),
    );
  });

  test('invalid telephone numbers and numbers with an extension are refused', async () => {
    for (const phone of [
      '12345',
      '110',
      '010-12',
      '0571-88888888转801',
      '13800001234 13900001234',
      '电话',
    ])
      expect([phone, await refusalCodes({ name: '无号', phone })]).toEqual([
        phone,
        ['PHONE_INVALID'],
      ]);
  });
});

describe('names', () => {
  test('names lose invisible characters and surrounding blanks, and keep all others', async () => {
    const { person, displayName } = await enters({ name: ' \u200e王　𠮷\u00a0\u00a0英\ufeff ' });
    expect(person.name).toBe('王 𠮷 英');
    expect(displayName).toBe('王 𠮷 英');
    const { person: corrected } = await dispatcher.mutate(
      'correctPerson',
      {
        personId: person.id,
        expectedVersion: person.version,
        name: '\u2067﨑 葛\u{E0100}\u2069\t',
      },
      'person { name }',
    );
    expect(corrected.name).toBe('﨑 葛\u{E0100}');
    const emptied = { personId: person.id, expectedVersion: person.version + 1, name: '\u200b ' };
    await expect(dispatcher.tryMutate('correctPerson', emptied)).toBeRefused('TEXT_EMPTY');
    const { errors: stale } = await dispatcher.tryMutate('correctPerson', {
      ...emptied,
      name: '某',
      expectedVersion: 7,
    });
    expect(stale).toMatchObject([{ code: 'VERSION_CONFLICT', path: ['input', 'expectedVersion'] }]);
  });

  test('names of invisible characters are refused', async () => {
    for (const name of ['\u200b\u200d', '\u3164', '\u2800\u2800', '\u2067\u2069', '　 '])
      expect([name, await refusalCodes({ name })]).toEqual([name, ['TEXT_EMPTY']]);
  });
});

describe('other text', () => {
  test('a language, a rule and a code are read without surrounding characters', async () => {
    const elderId = scenario.id.elder('elder@xinxian');
    const kindId = scenario.id.kind('companionship@sicheng');
    const soon = platform.clock.nowMs() + 3_600_000;
    const request = await dispatcher.opens(
      {
        elderId,
        kindId,
        requestedFrom: new Date(soon).toISOString(),
        requestedTo: new Date(soon + 7_200_000).toISOString(),
        minutesExpected: 30,
        language: '粤语\u3000',
        note: '第一行 \r\n第二行',
      },
      'language note',
    );
    expect(request).toEqual({ language: '粤语', note: '第一行\n第二行' });
    const day = new Date(platform.clock.nowMs() + 2 * 86_400_000).toISOString().slice(0, 10);
    const series = {
      elderId,
      kindId,
      minutesExpected: 30,
      windowMinutes: 60,
      startsAt: `${day}T09:00`,
    };
    for (const rule of ['freq=daily;count=1', 'FREQ=WEEKLY;byday=mo; COUNT=1'])
      await dispatcher.mutate('createRequestSeries', {
        ...series,
        rule,
        idempotencyKey: newKey(),
      });
    const volunteerId = scenario.id.volunteer('volunteer@xinxian');
    const { volunteer } = await dispatcher.mutate(
      'setVolunteerProfile',
      { volunteerId, languages: ['粤语 ', 'ZH_cn', ' '] },
      'volunteer { profile { languages } }',
    );
    expect(volunteer.profile.languages).toEqual(['粤语', 'zh-CN']);
  });
});

describe('identity numbers and years of birth', () => {
  test('an identity number needs a valid birth date of a person who may be alive', async () => {
    const ahead = new Date(platform.clock.nowMs() + 3 * 86_400_000)
      .toISOString()
      .slice(0, 10)
      .replaceAll('-', '');
    const wrong = ['19450230', '19430229', '19450431', '19451301', '20990101', ahead, '18850101'];
    const person = (await enters({ name: '号奶奶' })).person;
    for (const day of wrong) {
      const identityNumber = cardOf(day);
      expect([day, await refusalCodes({ name: '号', identityNumber })]).toEqual([
        day,
        ['IDENTITY_NUMBER_INVALID'],
      ]);
      const input = { personId: person.id, expectedVersion: person.version, identityNumber };
      expect([day, await dispatcher.refusalCodes('correctPerson', input)]).toEqual([
        day,
        ['IDENTITY_NUMBER_INVALID'],
      ]);
      const csv = `kind,community,name,identity_number\nelder,xinxian,号,${identityNumber}\n`;
      const { report } = await dispatcher.mutate(
        'importPeople',
        { csv },
        'report { problems { code } }',
      );
      expect([day, report.problems]).toEqual([day, [{ code: 'IDENTITY_NUMBER_INVALID' }]]);
    }
    await enters({ name: '闰年奶奶', identityNumber: ` ${cardOf('19440229')}\u200b` });
  });

  test('a year of birth lies between 130 years ago and today', async () => {
    const year = new Date(platform.clock.nowMs()).getUTCFullYear();
    for (const birthYear of [year + 2, 2099, year - 132, 0, -1])
      expect([birthYear, await refusalCodes({ name: '年', birthYear })]).toEqual([
        birthYear,
        ['YEAR_INVALID'],
      ]);
    const { person } = await enters({ name: '年奶奶', birthYear: year - 100 });
    const input = { personId: person.id, expectedVersion: person.version, birthYear: year + 2 };
    await expect(admin.tryMutate('correctPerson', input)).toBeRefused('YEAR_INVALID');
    const csv = `kind,community,name,birth_year\nelder,xinxian,年,${year + 2}\n`;
    const { report } = await dispatcher.mutate(
      'importPeople',
      { csv },
      'report { problems { code } }',
    );
    expect(report.problems).toEqual([{ code: 'YEAR_INVALID' }]);
  });
});
