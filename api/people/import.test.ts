import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { newKey, startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
});

afterAll(async () => platform?.close());

const selection = 'report { isDryRun lines elders volunteers problems { line column code } }';

async function imported(input: object) {
  return (await dispatcher.mutate('importPeople', input, selection)).report;
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
    const before = await platform.sql('select count(*) from person');
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
    expect(await platform.sql('select count(*) from person')).toEqual(before);
  });

  test('a valid GB18030 table with Chinese headings is written whole, and a second import has only duplicates', async () => {
    // 类型,社区,姓名,电话 / 老人,新鲜社区,张三,13800009101 / 志愿者,xinxian,李四,13800009102, as a spreadsheet saves it
    // in China.
    const bytes = Buffer.concat([
      Buffer.from([
        0xc0, 0xe0, 0xd0, 0xcd, 0x2c, 0xc9, 0xe7, 0xc7, 0xf8, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x2c,
        0xb5, 0xe7, 0xbb, 0xb0, 0x0a,
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
    expect(await imported(input)).toEqual({
      isDryRun: false,
      lines: 2,
      elders: 1,
      volunteers: 1,
      problems: [],
    });
    const { people } = await dispatcher.query(
      '{ people(first: 5, filter: { phone: "13800009101" }) { nodes { name phoneMasked } } }',
    );
    expect(people.nodes).toEqual([{ name: '张三', phoneMasked: '+86138****9101' }]);
    const accounts = await platform.sql(
      `select 1 from coin_account a join person p on p.id = a.owner_id where p.name in ('张三', '李四')`,
    );
    expect(accounts).toHaveLength(2);
    expect((await imported(input)).problems).toEqual([
      { line: 2, column: '电话', code: 'DUPLICATE_ON_RECORD' },
      { line: 3, column: '电话', code: 'DUPLICATE_ON_RECORD' },
    ]);
  });

  test('a thousand lines are one transaction, and more are refused', async () => {
    const line = (index: number): string =>
      `elder,xinxian,名${index},1370000${String(index).padStart(4, '0')}`;
    const lines = Array.from({ length: 1_000 }, (_, index) => line(index));
    const csv = ['kind,community,name,phone', ...lines].join('\n');
    expect(await imported({ csv, isDryRun: false })).toMatchObject({ elders: 1_000, problems: [] });
    await expect(
      dispatcher.tryMutate('importPeople', { csv: `${csv}\n${line(1_000)}` }),
    ).toBeRefused('CSV_TOO_LONG');
  });

  test('one separator holds for the whole file, so that cells keep the others', async () => {
    const notes = { address: '3号楼;2单元', healthNotes: '高血压;糖尿病' };
    const csv = `kind,community,name,phone,address,health_notes\nelder,xinxian,分号一,13800009301,${notes.address}\nelder,xinxian,分号二,13800009302,,${notes.healthNotes}\n`;
    expect(await imported({ csv, isDryRun: false })).toMatchObject({ elders: 2, problems: [] });
    const dataOf = async (phone: string) => {
      const query =
        'query ($phone: String) { people(first: 5, filter: { phone: $phone }) { nodes { id } } }';
      const personId = (await dispatcher.query(query, { phone })).people.nodes[0].id;
      const input = {
        personId,
        fields: ['ADDRESS', 'HEALTH_NOTES'],
        purpose: 'SERVICE',
        reason: '核对',
      };
      return (
        await dispatcher.mutate(
          'disclosePersonalData',
          input,
          'personalData { address healthNotes }',
        )
      ).personalData;
    };
    expect(await dataOf('13800009301')).toEqual({ address: notes.address, healthNotes: null });
    expect(await dataOf('13800009302')).toEqual({ address: null, healthNotes: notes.healthNotes });
    for (const separator of [';', '\t', '，']) {
      const other = '类型,社区,姓名,健康备注\n老人,xinxian,分隔,"甲;乙,丙"'.replaceAll(
        /(?<!乙),/g,
        separator,
      );
      expect([separator, (await imported({ csv: other })).problems]).toEqual([separator, []]);
      expect((await imported({ csv: `sep=${separator}\r\n${other}` })).problems).toEqual([]);
    }
  });

  test('empty columns and short lines are accepted, and a cell without a heading is refused by its line', async () => {
    const fine = [
      'kind,community,name,,\nelder,xinxian,列一,,\nelder,xinxian,列二,,',
      'kind,,community,name\nelder,,xinxian,列一\nelder,,xinxian,列二',
      'kind,community,name\nelder,xinxian,列一,,,\nelder,xinxian,列二',
      '\ufeffKind *,Community,姓名,phone\r\nelder,xinxian,列一\r\n\r\n,,,\r\nelder,XinXian,列二,-\r\n',
    ];
    for (const csv of fine)
      expect([csv, await imported({ csv })]).toEqual([
        csv,
        { isDryRun: true, lines: 2, elders: 2, volunteers: 0, problems: [] },
      ]);
    const stray =
      'kind,community,name,\nelder,xinxian,列一,oops\nelder,xinxian,列二,\nelder,xinxian,列三,,x';
    expect((await imported({ csv: stray })).problems).toEqual([
      { line: 2, column: null, code: 'CELL_WITHOUT_HEADING' },
      { line: 4, column: null, code: 'CELL_WITHOUT_HEADING' },
    ]);
  });

  test('errors have the line number of the file, also after empty lines and cells of several lines', async () => {
    const csv =
      'kind,community,name,address\n\n\nelder,xinxian,行一,"一号楼\n二单元"\nelder,xinxian,,\n\ngranny,xinxian,行二,\n';
    expect((await imported({ csv })).problems).toEqual([
      { line: 6, column: 'name', code: 'CELL_MISSING' },
      { line: 8, column: 'kind', code: 'CELL_CHOICE' },
    ]);
    const inSheet = (text: string) =>
      `sep=;\r\n${text.replaceAll(',', ';').replaceAll('\n', '\r\n')}`;
    expect(
      (await imported({ csv: inSheet(csv) })).problems.map(({ line }: { line: number }) => line),
    ).toEqual([7, 9]);
  });

  test('a table of bad lines is refused line by line, for every caller', async () => {
    for (const caller of [dispatcher, await scenario.actor('admin@sicheng')]) {
      for (const [line, code] of [
        ['elder,xinxian,王一,12,', 'PHONE_INVALID'],
        ['elder,nowhere,王一,,', 'COMMUNITY_UNKNOWN'],
        ['elder,xinxian,王一,,1850', 'YEAR_INVALID'],
        ['elder,xinxian,"王\u0001一",,', 'TEXT_HAS_CONTROL_CHARACTERS'],
      ] as const) {
        const csv = `kind,community,name,phone,birth_year\n${line}`;
        const { report } = await caller.mutate('importPeople', { csv }, selection);
        expect([line, report.problems.map((problem: { code: string }) => problem.code)]).toEqual([
          line,
          [code],
        ]);
      }
    }
    const trail = await platform.sql(
      `select distinct subject_kind from audit_entry where action = 'person:import' order by 1`,
    );
    expect(trail.map((row) => row['subject_kind'])).toEqual(['community', 'foundation']);
  });

  test('an import of the maximum size passes, and a larger one is refused', async () => {
    const line = (index: number) =>
      `老人,新鲜社区,试${index},${'试验市试验区试验路一号院三号楼二单元四零一室'.repeat(3)},${'需按时服药对花生过敏行动不便'.repeat(2)}`;
    const csv = [
      '类型,社区,姓名,地址,健康备注',
      ...Array.from({ length: 1_000 }, (_, index) => line(index)),
    ].join('\n');
    for (const input of [{ csv }, { csvBase64: Buffer.from(csv).toString('base64') }])
      expect(await imported(input)).toMatchObject({ lines: 1_000, problems: [] });
    // ASCII-only JSON, the default in some languages, around the longest accepted text.
    const longest = `kind,community,name\n${'𠮷'.repeat(200_000)}`.padEnd(440_000, '\n');
    const query =
      'mutation ($input: ImportPeopleInput!) { importPeople(input: $input) { errors { code } } }';
    const escaped = JSON.stringify({
      query,
      variables: { input: { idempotencyKey: newKey(), csv: longest } },
    }).replaceAll(
      /[^\x20-\x7e]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const send = async (body: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${dispatcher.token}`,
          ...headers,
        },
        body,
      });
      return {
        status: response.status,
        ...((await response.json()) as {
          data?: unknown;
          errors?: { message: string; extensions: { code: string } }[];
        }),
      };
    };
    expect(escaped.length).toBeGreaterThan(2_400_000);
    expect(await send(escaped)).toMatchObject({
      status: 200,
      data: { importPeople: { errors: [{ code: 'CSV_SHAPE' }] } },
    });
    await expect(
      dispatcher.tryMutate('importPeople', { csv: `${csv}${' '.repeat(240_000)}` }),
    ).toBeRefused('TEXT_TOO_LONG');
    const tooLarge = await send(
      JSON.stringify({ query, variables: { input: { csv: 'x'.repeat(3_200_000) } } }),
      {
        'accept-language': 'zh-CN',
      },
    );
    expect(tooLarge).toMatchObject({
      status: 413,
      errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }],
    });
    expect(tooLarge.errors![0]!.message).toBe(
      '请求超过 3 MiB，请分批发送；照片请使用专门的上传地址。',
    );
    expect(await send('{"query":')).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BODY_UNREADABLE' } }],
    });
  });

  test('an ambiguous name of a community is refused, and its slug is accepted', async () => {
    const admin = await scenario.actor('admin@sicheng');
    for (const [slug, district] of [
      ['tongming-a', '朝阳'],
      ['tongming-b', '海淀'],
    ])
      await admin.mutate('openCommunity', { slug, district, name: '同名社区' }, 'community { id }');
    const csv = (community: string) =>
      `kind,community,name\nelder,${community},同奶奶\nelder,xinxian,异奶奶\n`;
    const { report } = await admin.mutate(
      'importPeople',
      { csv: csv('同名社区') },
      'report { problems { line column code message } }',
    );
    expect(report.problems).toEqual([
      {
        line: 2,
        column: 'community',
        code: 'COMMUNITY_AMBIGUOUS',
        message:
          'Several communities are called 同名社区. Write the short name of the right one: tongming-a (朝阳), tongming-b (海淀).',
      },
    ]);
    const { report: chosen } = await admin.mutate(
      'importPeople',
      { csv: csv(' tongming-b ') },
      selection,
    );
    expect(chosen.problems).toEqual([]);
  });

  test('files in every encoding of spreadsheets are read, and a workbook is refused as one', async () => {
    const text = 'kind,community,name\nelder,xinxian,编码\n';
    const marked = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(text.replaceAll(',', '\t'), 'utf16le'),
    ]);
    for (const bytes of [Buffer.from(`\ufeff${text}`), marked])
      expect(await imported({ csvBase64: bytes.toString('base64') })).toMatchObject({
        lines: 1,
        problems: [],
      });
    const codes = async (bytes: Buffer) =>
      dispatcher.refusalCodes('importPeople', { csvBase64: bytes.toString('base64') });
    expect(await codes(Buffer.from('PK\u0003\u0004xl/workbook.xml'))).toEqual(['CSV_WORKBOOK']);
    expect(await codes(Buffer.from([0x6b, 0xff, 0xff]))).toEqual(['CSV_ENCODING']);
    await expect(dispatcher.tryMutate('importPeople', { csvBase64: '*no base64*' })).toBeRefused(
      'CSV_ENCODING',
    );
  });

  test('a file that is no table is refused with a code', async () => {
    const codes = async (input: object) => dispatcher.refusalCodes('importPeople', input);
    expect(await codes({})).toEqual(['CSV_MISSING']);
    for (const empty of [
      '',
      ' \n \n',
      '\ufeff',
      'kind,community,name',
      'kind,community,name\n,,\n',
    ])
      expect([empty, await codes({ csv: empty })]).toEqual([empty, ['CSV_EMPTY']]);
    expect(await codes({ csv: 'kind,community,name,Name\nelder,xinxian,某,某' })).toEqual([
      'CSV_COLUMN_TWICE',
    ]);
    expect(await codes({ csv: heading, csvBase64: 'YQ==' })).toEqual(['CSV_MISSING']);
    expect(await codes({ csv: `${heading}\nelder,xinxian,\uFFFD\uFFFD` })).toEqual([
      'CSV_ENCODING',
    ]);
    expect(await codes({ csv: `${heading}\n"elder,xinxian` })).toEqual(['CSV_SHAPE']);
    expect(await codes({ csv: 'kind,community,name,shoe_size\n' })).toEqual(['CSV_COLUMN_UNKNOWN']);
    expect(await codes({ csv: 'kind,name\nelder,某' })).toEqual(['CSV_COLUMN_MISSING']);
    const volunteer = await scenario.actor('volunteer@xinxian');
    await expect(
      volunteer.tryMutate('importPeople', { csv: `${heading}\nelder,xinxian,某` }),
    ).toBeRefused('NOT_ALLOWED');
  });
});

describe('the rights of a person', () => {
  test('an export has the data of every module, and is logged', async () => {
    const personId = scenario.id.person('elder@xinxian');
    const elder = await scenario.actor('elder@xinxian');
    const { document } = await elder.mutate(
      'exportPersonalData',
      { personId, reason: '本人申请' },
      'document',
    );
    const copy = JSON.parse(document) as { tables: Record<string, unknown[]> };
    expect(Object.keys(copy.tables)).toEqual(
      expect.arrayContaining([
        'person',
        'elder',
        'coin_account',
        'entry',
        'service_request',
        'consent',
      ]),
    );
    expect(copy.tables['person']).toHaveLength(1);
    expect(copy.tables['entry']!.length).toBeGreaterThan(0);
    expect(document).not.toContain(platform.fixtures.persons['elder@dafangjia']!);
    const noted = await platform.sql(
      `select account_name from disclosure where purpose = 'EXPORT'`,
    );
    expect(noted).toEqual([{ account_name: 'elder@xinxian' }]);
    const other = {
      personId: scenario.id.person('elder@dafangjia'),
      reason: '好奇',
    };
    await expect(elder.tryMutate('exportPersonalData', other)).toBeRefused('NOT_FOUND');
  });

  test('every table about a person is in the export, or declares its reason', async () => {
    const rows = await platform.sql<{ table: string }>(
      `select distinct table_name as table from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where table_schema = 'public' and table_type = 'BASE TABLE' and column_name ~ '(^|_)person_ids?$' order by 1`,
    );
    const kept = new Set(
      platform.app.services.dataSubjectHandlers.flatMap((part) => Object.keys(part.rows)),
    );
    const elsewhere: Record<string, string> = {
      transfer:
        "Its entries on the person's account stand in the copy, with kind, time and reason.",
      audit_entry: "It is about those who acted; whom they acted for is an auditor's to see.",
    };
    expect(
      rows.map(({ table }) => table).filter((table) => !kept.has(table) && !elsewhere[table]),
    ).toEqual([]);
  });

  test('an erasure removes identifying data, and keeps every figure', async () => {
    const admin = await scenario.actor('admin@sicheng');
    const id = platform.fixtures.persons['elder@xinxian']!;
    const personId = encodeId('person', id);
    await dispatcher.mutate(
      'recordConsent',
      { personId, purpose: 'CARE', evidence: '纸 1' },
      'consent { id }',
    );
    const figures = async () => ({
      coins: await platform.sql('select sum(posted), sum(pending_out), count(*) from coin_account'),
      entries: await platform.sql('select sum(amount), count(*) from entry'),
      people: await platform.sql('select count(*) from elder'),
    });
    await platform.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
      Buffer.alloc(32, 7),
      platform.fixtures.accounts['elder@xinxian'],
    ]);
    const fromAccountId = scenario.id.coinAccount('elder@xinxian');
    const toAccountId = scenario.id.coinAccount('fund@sicheng');
    const donation = {
      fromAccountId,
      toAccountId,
      amount: '30.00',
      purpose: 'DONATION',
      asAdjustment: false,
    };
    const actingFor = { personId, channel: 'PAPER' };
    await admin.mutate(
      'transferCoins',
      { ...donation, actingFor, idempotencyKey: newKey(), reason: '注销前捐赠' },
      'transfer { id }',
    );
    const before = await figures();
    await expect(dispatcher.tryMutate('erasePerson', { personId, reason: '本人要求' })).toBeRefused(
      'NOT_ALLOWED',
    );
    const { person } = await admin.mutate(
      'erasePerson',
      { personId, reason: '本人要求' },
      'person { name birthYear erasedAt }',
    );
    expect(person.name).toMatch(/^已注销-[0-9A-F]{10}$/);
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
      expect(
        JSON.stringify(await platform.sql(`select * from ${table} where ${column} = $1`, [id])),
      ).not.toContain('芦奶奶');
    }
    expect(await platform.sql('select 1 from person_detail where id = $1', [id])).toEqual([]);
    // An erased person cannot sign in, and a reassigned phone number leads to no account.
    const account = platform.fixtures.accounts['elder@xinxian'];
    expect(
      await platform.sql('select display_name, is_active from account where id = $1', [account]),
    ).toEqual([{ display_name: person.name, is_active: false }]);
    expect(
      await platform.sql('select 1 from account_phone where account_id = $1', [account]),
    ).toEqual([]);
    const family = platform.fixtures.accounts['family@xinxian'];
    expect(await platform.sql('select is_active from account where id = $1', [family])).toEqual([
      { is_active: true },
    ]);
    await expect(admin.tryMutate('erasePerson', { personId, reason: '再来' })).toBeRefused(
      'PERSON_ERASED',
    );
    await expect(
      dispatcher.tryMutate('recordConsent', { personId, purpose: 'PHOTOS' }),
    ).toBeRefused('PERSON_ERASED');
  });
});
