import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { newKey, world, type World } from '../testing/world.ts';

let here: World;
let dispatcher: Caller;

beforeAll(async () => {
  here = await world();
  dispatcher = await here.as('dispatcher@xinxian');
});

afterAll(async () => here?.close());

const selection = 'report { isDryRun lines elders volunteers problems { line column code } }';

async function imported(input: object) {
  return (await dispatcher.does('importPeople', input, selection)).report;
}

const heading = 'kind,community,name,phone,identity_number,address,lives_alone';

describe('importing people', () => {
  test('a dry run names every bad line and writes nothing', async () => {
    const csv = [
      heading,
      'elder,xinxian,好奶奶,13800009001,,某街 1 号,yes',
      'elder,xinxian,=cmd|calc,13800009002,,,',
      'granny,xinxian,错类型,,,,',
      'elder,dafangjia,别的社区,,,,',
      'elder,nowhere,没有社区,,,,',
      'elder,xinxian,,12345,110101194501010011,,maybe',
      'elder,xinxian,好奶奶,138-0000-9001,,,',
      'volunteer,xinxian,志愿者,13800009003,110101194501010019,,',
    ].join('\n');
    const before = await here.sql('select count(*) from person');
    expect(await imported({ csv })).toEqual({
      isDryRun: true,
      lines: 8,
      elders: 4,
      volunteers: 1,
      problems: [
        { line: 3, column: 'name', code: 'CELL_FORMULA' },
        { line: 4, column: 'kind', code: 'CELL_CHOICE' },
        { line: 5, column: 'community', code: 'COMMUNITY_UNKNOWN' },
        { line: 6, column: 'community', code: 'COMMUNITY_UNKNOWN' },
        { line: 7, column: 'name', code: 'CELL_MISSING' },
        { line: 7, column: 'lives_alone', code: 'CELL_CHOICE' },
        { line: 7, column: 'phone', code: 'PHONE_INVALID' },
        { line: 7, column: 'identity_number', code: 'IDENTITY_NUMBER_INVALID' },
        { line: 8, column: 'phone', code: 'DUPLICATE_IN_FILE' },
      ],
    });
    expect((await imported({ csv, isDryRun: false })).problems).toHaveLength(9);
    expect(await here.sql('select count(*) from person')).toEqual(before);
  });

  test('a good table is written whole, from a file in GB18030 with Chinese headings; a second time it is all duplicates', async () => {
    // 类型,社区,姓名,电话 / 老人,新鲜社区,张三,13800009101 / 志愿者,xinxian,李四,13800009102, as a spreadsheet saves it in China.
    const bytes = Buffer.concat([
      Buffer.from([
        0xc0, 0xe0, 0xd0, 0xcd, 0x2c, 0xc9, 0xe7, 0xc7, 0xf8, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xe7, 0xbb,
        0xb0, 0x0a,
      ]),
      Buffer.from([0xc0, 0xcf, 0xc8, 0xcb, 0x2c]),
      Buffer.from('xinxian,'),
      Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
      Buffer.from(',13800009101\n'),
      Buffer.from([0xd6, 0xbe, 0xd4, 0xb8, 0xd5, 0xdf, 0x2c]),
      Buffer.from('xinxian,'),
      Buffer.from([0xc0, 0xee, 0xcb, 0xc4]),
      Buffer.from(',13800009102\n'),
    ]);
    const input = { csvBase64: bytes.toString('base64'), isDryRun: false };
    expect(await imported(input)).toEqual({ isDryRun: false, lines: 2, elders: 1, volunteers: 1, problems: [] });
    const { people } = await dispatcher.ask(
      '{ people(first: 5, phone: "13800009101") { nodes { name phoneMasked } } }',
    );
    expect(people.nodes).toEqual([{ name: '张三', phoneMasked: '+86138****9101' }]);
    const accounts = await here.sql(
      `select 1 from coin_account a join person p on p.id = a.owner_id where p.name in ('张三', '李四')`,
    );
    expect(accounts).toHaveLength(2);
    expect((await imported(input)).problems).toEqual([
      { line: 2, column: 'phone', code: 'DUPLICATE_ON_RECORD' },
      { line: 3, column: 'phone', code: 'DUPLICATE_ON_RECORD' },
    ]);
  });

  test('a thousand lines are one quick transaction; more are refused', async () => {
    const line = (index: number): string => `elder,xinxian,名${index},1370000${String(index).padStart(4, '0')}`;
    const lines = Array.from({ length: 1_000 }, (_, index) => line(index));
    const csv = ['kind,community,name,phone', ...lines].join('\n');
    expect(await imported({ csv, isDryRun: false })).toMatchObject({ elders: 1_000, problems: [] });
    expect(await dispatcher.codesOf('importPeople', { csv: `${csv}\n${line(1_000)}` })).toEqual(['CSV_TOO_LONG']);
  });

  test('what is no table is refused with a code', async () => {
    const codes = async (input: object) => dispatcher.codesOf('importPeople', input);
    expect(await codes({})).toEqual(['CSV_MISSING']);
    expect(await codes({ csv: heading, csvBase64: 'YQ==' })).toEqual(['CSV_MISSING']);
    expect(await codes({ csv: `${heading}\nelder,xinxian,\uFFFD\uFFFD` })).toEqual(['CSV_ENCODING']);
    expect(await codes({ csv: `${heading}\n"elder,xinxian` })).toEqual(['CSV_SHAPE']);
    expect(await codes({ csv: 'kind,community,name,shoe_size\n' })).toEqual(['CSV_COLUMN_UNKNOWN']);
    expect(await codes({ csv: 'kind,name\nelder,某' })).toEqual(['CSV_COLUMN_MISSING']);
    const volunteer = await here.as('volunteer@xinxian');
    expect(await volunteer.codesOf('importPeople', { csv: `${heading}\nelder,xinxian,某` })).toEqual(['NOT_ALLOWED']);
  });
});

describe('the rights of a person', () => {
  test('a copy holds what every module keeps, and is noted', async () => {
    const personId = encodeId('person', here.settlers.persons['elder@xinxian']!);
    const elder = await here.as('elder@xinxian');
    const { document } = await elder.does('exportPersonalData', { personId, reason: '本人申请' }, 'document');
    const copy = JSON.parse(document) as { tables: Record<string, unknown[]> };
    expect(Object.keys(copy.tables)).toEqual(
      expect.arrayContaining(['person', 'elder', 'coin_account', 'entry', 'service_request', 'consent']),
    );
    expect(copy.tables['person']).toHaveLength(1);
    expect(copy.tables['entry']!.length).toBeGreaterThan(0);
    expect(document).not.toContain(here.settlers.persons['elder@dafangjia']!);
    const noted = await here.sql(`select account_name from disclosure where purpose = 'EXPORT'`);
    expect(noted).toEqual([{ account_name: 'elder@xinxian' }]);
    const other = { personId: encodeId('person', here.settlers.persons['elder@dafangjia']!), reason: '好奇' };
    expect(await elder.codesOf('exportPersonalData', other)).toEqual(['NOT_FOUND']);
  });

  test('every table that is about a person stands in the copy, or says why not', async () => {
    const rows = await here.sql<{ table: string }>(
      `select distinct table_name as table from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where table_schema = 'public' and table_type = 'BASE TABLE' and column_name ~ '(^|_)person_ids?$' order by 1`,
    );
    const kept = new Set(here.app.services.personalParts.flatMap((part) => Object.keys(part.rows)));
    const elsewhere: Record<string, string> = {
      transfer: "Its entries on the person's account stand in the copy, with kind, time and reason.",
      audit_entry: "It is about those who acted; whom they acted for is an auditor's to see.",
    };
    expect(rows.map(({ table }) => table).filter((table) => !kept.has(table) && !elsewhere[table])).toEqual([]);
  });

  test('erasing takes out what identifies, and leaves every figure', async () => {
    const admin = await here.as('admin@sicheng');
    const id = here.settlers.persons['elder@xinxian']!;
    const personId = encodeId('person', id);
    await dispatcher.does('recordConsent', { personId, purpose: 'CARE', evidence: '纸 1' }, 'consent { id }');
    const figures = async () => ({
      coins: await here.sql('select sum(posted), sum(pending_out), count(*) from coin_account'),
      entries: await here.sql('select sum(amount), count(*) from entry'),
      people: await here.sql('select count(*) from elder'),
    });
    await here.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
      Buffer.alloc(32, 7),
      here.settlers.accounts['elder@xinxian'],
    ]);
    const fromAccountId = encodeId('coinacc', here.settlers.coinAccounts['elder@xinxian'] ?? '');
    const toAccountId = encodeId('coinacc', here.settlers.coinAccounts['fund@sicheng'] ?? '');
    const donation = { fromAccountId, toAccountId, amount: '30.00', purpose: 'DONATION', asAdjustment: false };
    await admin.does(
      'transferCoins',
      { ...donation, idempotencyKey: newKey(), reason: '注销前捐赠' },
      'transfer { id }',
    );
    const before = await figures();
    expect(await dispatcher.codesOf('erasePerson', { personId, reason: '本人要求' })).toEqual(['NOT_ALLOWED']);
    const { person } = await admin.does(
      'erasePerson',
      { personId, reason: '本人要求' },
      'person { name birthYear erasedAt }',
    );
    expect(person.name).toMatch(/^Erased-[0-9A-F]{10}$/);
    expect(person).toMatchObject({ birthYear: null });
    expect(await figures()).toEqual(before);
    for (const [table, column] of [
      ['person', 'id'],
      ['elder', 'person_id'],
      ['coin_account', 'owner_id'],
      ['consent', 'person_id'],
      ['service_request', 'elder_person_id'],
      ['role_grant', 'person_id'],
    ]) {
      expect(JSON.stringify(await here.sql(`select * from ${table} where ${column} = $1`, [id]))).not.toContain(
        '芦奶奶',
      );
    }
    expect(await here.sql('select 1 from person_detail where id = $1', [id])).toEqual([]);
    // Whoever is forgotten has no way in, and a phone that somebody else may get leads to nobody.
    const account = here.settlers.accounts['elder@xinxian'];
    expect(await here.sql('select display_name, is_active from account where id = $1', [account])).toEqual([
      { display_name: person.name, is_active: false },
    ]);
    expect(await here.sql('select 1 from account_phone where account_id = $1', [account])).toEqual([]);
    const family = here.settlers.accounts['family@xinxian'];
    expect(await here.sql('select is_active from account where id = $1', [family])).toEqual([{ is_active: true }]);
    expect(await admin.codesOf('erasePerson', { personId, reason: '再来' })).toEqual(['PERSON_ERASED']);
    expect(await dispatcher.codesOf('recordConsent', { personId, purpose: 'PHOTOS' })).toEqual(['PERSON_ERASED']);
  });
});
