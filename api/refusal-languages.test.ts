import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { Locale } from './platform/common/messages.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

/** Each kind of refusal over the network, in both languages. */
let platform: TestPlatform;
let token: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  token = await platform.tokenOf('admin@sicheng');
});
afterAll(async () => platform?.close());

interface Told {
  code: string;
  message: string;
  params: { name: string; value: string }[];
}

interface GraphQLAnswer {
  data?: Record<string, { errors?: Told[] } | null> | null;
  errors?: { message: string; extensions: Omit<Told, 'message'> }[];
}

/** The first refusal of an answer: of the operation, of a field, or of a mutation. */
function firstOf({ data, errors }: GraphQLAnswer): Told {
  const [error] = errors ?? [];
  const told = error
    ? { ...error.extensions, message: error.message }
    : Object.values(data ?? {})[0]?.errors?.[0];
  if (!told) throw new Error('Nothing was refused.');
  return told;
}

interface Asked {
  query?: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

async function overHttp(
  asked: Asked,
  locale: Locale,
  { bearer = token as string | null, path = '/graphql', accept = 'application/json' } = {},
): Promise<Told> {
  const response = await fetch(`${platform.url}${path}`, {
    method: 'POST',
    headers: {
      accept,
      'accept-language': locale,
      'content-type': 'application/json',
      ...(bearer && { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(asked),
  });
  const text = await response.text();
  const [, json = text] = /^event: next\ndata: (.*)$/m.exec(text) ?? [];
  return firstOf(JSON.parse(json) as GraphQLAnswer);
}

async function overEvents(asked: Asked, locale: Locale): Promise<Told> {
  return overHttp(asked, locale, { path: '/graphql/stream', accept: 'text/event-stream' });
}

async function overSocket(asked: Asked, locale: Locale): Promise<Told> {
  const socket = new WebSocket(
    `${platform.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  );
  await once(socket, 'open');
  const payload = { 'accept-language': locale, authorization: `Bearer ${token}` };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: asked }));
  const [data] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  const { type, payload: answer } = JSON.parse(data.toString()) as {
    type: string;
    payload: GraphQLAnswer | GraphQLAnswer['errors'];
  };
  return firstOf(
    type === 'error' ? { errors: answer as GraphQLAnswer['errors'] } : (answer as GraphQLAnswer),
  );
}

const teams = (parameters: string): Asked => ({
  query: `{ teams(${parameters}) { nodes { id } } }`,
});
const impact = (from: string): Asked => ({
  query: `{ impact(from: "${from}", to: "2026-12-31") { visitsCertified } }`,
});
const key = (given: string): Asked =>
  mutation('createApiKey', `name: "钥匙", scopes: [PEOPLE_READ], ${given}`);

function mutation(name: string, input: string): Asked {
  // A later value of the same name replaces the earlier one.
  const fields = new Map(
    [...`idempotencyKey: "k", ${input}`.matchAll(/(\w+): ("[^"]*"|\[.*?\](?=,|$)|[^,]+)/g)].map(
      ([, field, value]) => [field, value],
    ),
  );
  const text = [...fields].map(([field, value]) => `${field}: ${value}`).join(', ');
  return {
    query: `mutation { ${name}(input: { ${text} }) { errors { code message path params { name value } } } }`,
  };
}

const inputs: [code: string, asked: Asked, chinese: string, english: string][] = [
  ['TOO_SMALL', teams('first: 0'), '每页数量不能小于 1。', 'Enter 1 or more for the page size.'],
  [
    'TOO_LARGE',
    teams('first: 101'),
    '每页数量不能大于 100。',
    'Enter at most 100 for the page size.',
  ],
  [
    'CURSOR_INVALID',
    teams(`first: 1, after: "${'x'.repeat(101)}"`),
    '游标不可用：它来自其他列表或其他筛选条件，或已被改动。请使用同一列表、同一筛选条件返回的游标；不传游标则返回第一页。',
    'This cursor was not made by this list with this filter. Take the cursor from the same list with the same filter, or omit it to get the first page.',
  ],
  ['TOO_FEW', key('scopes: []'), '权限范围至少需要 1 项。', 'Name 1 or more for the scopes.'],
  [
    'TOO_MANY',
    { query: `{ nodes(ids: [${'"x" '.repeat(101)}]) { id } }` },
    '编号最多 100 项。',
    'Name at most 100 for the ids.',
  ],
  [
    'ITEM_REPEATED',
    key('scopes: [PEOPLE_READ, PEOPLE_READ]'),
    '权限范围中有重复项，请删除。',
    'The same entry appears twice in the scopes. Remove one.',
  ],
  ['TEXT_EMPTY', key('name: " "'), '请填写名称。', 'Fill in the name.'],
  [
    'TEXT_TOO_LONG',
    key(`name: "${'长'.repeat(201)}"`),
    '名称超过 200 个字符，请缩短。',
    'Shorten the name to at most 200 characters.',
  ],
  [
    'TEXT_HAS_CONTROL_CHARACTERS',
    key(String.raw`name: "a\u0007b"`),
    '名称中含有不可见的控制字符，请删除（换行可以保留）。',
    'Remove the invisible control characters from the name; line breaks are fine.',
  ],
  [
    'SPAN_INVALID',
    impact('2027-01-01'),
    '结束时间早于开始时间，请更正。',
    'The end is not after the start. Swap or correct them.',
  ],
  [
    'LANGUAGE_INVALID',
    mutation('setVolunteerProfile', 'volunteerId: "v", languages: ["<b>"]'),
    '语言请填写语言或方言的名称，只能使用文字和数字。',
    'Write the names of languages, in letters and digits, for the languages.',
  ],
  [
    'CATEGORY_INVALID',
    mutation('addServiceKind', 'code: "pet_care", category: "daily life"'),
    '类别请用大写字母、数字和下划线填写，以字母开头，例如 DAILY_LIFE。',
    'Write the category in capitals, digits and _, starting with a letter, for example DAILY_LIFE.',
  ],
  [
    'KIND_CODE_INVALID',
    mutation('addServiceKind', 'code: "Pet care"'),
    '代码请用小写字母、数字和下划线填写，以字母开头，例如 pet_care。',
    'Write the code in lowercase Latin letters, digits and _, starting with a letter, for example pet_care.',
  ],
  [
    'QUALIFICATION_CODE_INVALID',
    mutation('addServiceKind', 'code: "pet_care", qualificationCodes: ["first aid"]'),
    '资质代码请用大写字母、数字和下划线填写，以字母开头，例如 FIRST_AID。',
    'Write the codes of the qualifications in capitals, digits and _, starting with a letter, for example FIRST_AID.',
  ],
  [
    'SLUG_INVALID',
    mutation('openCommunity', 'slug: "新", name: "新社区", district: "静安区"'),
    '简称为 2 至 63 个字符：小写字母、数字和连字符，以字母开头。请换一个。',
    'A short name has 2 to 63 lowercase Latin letters, digits and hyphens, and starts with a letter. Choose another one.',
  ],
];

test.each(inputs)('%s is told in both languages', async (code, asked, chinese, english) => {
  for (const send of [overHttp, overSocket, overEvents]) {
    expect(await send(asked, 'zh-CN')).toMatchObject({ code, message: chinese });
    expect(await send(asked, 'en')).toMatchObject({ code, message: english });
  }
});

test('the params of a refusal name the field and its limit', async () => {
  expect(await overHttp(teams('first: 101'), 'zh-CN')).toMatchObject({
    params: [
      { name: 'field', value: 'first' },
      { name: 'max', value: '100' },
    ],
  });
  expect(await overHttp(key('daysValid: 367'), 'zh-CN')).toMatchObject({
    path: ['input', 'daysValid'],
    params: [
      { name: 'field', value: 'daysValid' },
      { name: 'max', value: '366' },
    ],
  });
});

const scalars: [code: string, type: string, value: unknown, chinese: string, english: string][] = [
  [
    'DATE_TIME_INVALID',
    'DateTime',
    'soon',
    '开始请填写带时区的时间，例如 2026-03-05T09:30:00+08:00。',
    'Write a time with its zone, such as 2026-03-05T09:30:00+08:00, for the start.',
  ],
  [
    'NO_SUCH_DAY',
    'DateTime',
    '2026-02-30T10:00:00Z',
    '2026-02-30 不是有效的日期，请更正开始。',
    'The calendar has no day 2026-02-30 in the years that are accepted. Correct the start.',
  ],
  [
    'YEAR_OUT_OF_RANGE',
    'DateTime',
    '2200-01-01T00:00:00Z',
    '开始的年份应在 1900 至 2199 之间。',
    'Choose a year from 1900 to 2199 for the start.',
  ],
  [
    'DATE_INVALID',
    'Date',
    '2026-5-1',
    '开始请按 2026-03-05 的格式填写。',
    'Write a day such as 2026-03-05 for the start.',
  ],
  [
    'NO_SUCH_DAY',
    'Date',
    '2026-02-30',
    '2026-02-30 不是有效的日期，请更正开始。',
    'The calendar has no day 2026-02-30 in the years that are accepted. Correct the start.',
  ],
  [
    'YEAR_OUT_OF_RANGE',
    'Date',
    '1899-12-31',
    '开始的年份应在 1900 至 2199 之间。',
    'Choose a year from 1900 to 2199 for the start.',
  ],
  [
    'LOCAL_TIME_INVALID',
    'LocalTime',
    '24:00',
    '开始请填写精确到分钟的时刻，例如 09:30:00。',
    'Write a time of day in whole minutes, such as 09:30:00, for the start.',
  ],
  [
    'LOCAL_DATE_TIME_INVALID',
    'LocalDateTime',
    '2026-03-05T09:30:00Z',
    '日程请填写不带时区、精确到分钟的日期和时刻，例如 2026-03-05T09:30:00。',
    'Write a day and time in whole minutes and without a zone, such as 2026-03-05T09:30:00, for the occurrence.',
  ],
  [
    'NO_SUCH_DAY',
    'LocalDateTime',
    '2026-02-30T09:30:00',
    '2026-02-30 不是有效的日期，请更正日程。',
    'The calendar has no day 2026-02-30 in the years that are accepted. Correct the occurrence.',
  ],
  [
    'YEAR_OUT_OF_RANGE',
    'LocalDateTime',
    '2200-01-01T00:00:00',
    '日程的年份应在 1900 至 2199 之间。',
    'Choose a year from 1900 to 2199 for the occurrence.',
  ],
  [
    'YEAR_MONTH_INVALID',
    'YearMonth',
    '2026-02-30',
    '月份请按 2026-03 的格式填写。',
    'Write a month such as 2026-03 for the month.',
  ],
  [
    'YEAR_OUT_OF_RANGE',
    'YearMonth',
    '2200-01',
    '月份的年份应在 1900 至 2199 之间。',
    'Choose a year from 1900 to 2199 for the month.',
  ],
  [
    'AMOUNT_INVALID',
    'CoinAmount',
    '1.005',
    '数额请填写最多两位小数的数额，例如 "1.50"。',
    'Write an amount with at most two decimals, such as "1.50", for the amount.',
  ],
  [
    'TOO_LARGE',
    'CoinAmount',
    '90000000000000.01',
    '数额不能大于 90000000000000.00。',
    'Enter at most 90000000000000.00 for the amount.',
  ],
];

/** An operation that takes a value of the scalar, by the scalar's name. */
const operationsByScalar: Readonly<Record<string, (value: string) => string>> = {
  DateTime: (value) =>
    `query { auditTrail(first: 1, filter: { at: { from: ${value} } }) { nodes { id } } }`,
  Date: (value) => `query { impact(from: ${value}, to: "2026-12-31") { visitsCertified } }`,
  LocalTime: (value) =>
    `mutation { setAvailability(input: { volunteerId: "v", weekly: [{ weekday: 1, from: ${value}, to: "12:00" }] }) { errors { code } } }`,
  LocalDateTime: (value) =>
    `mutation { skipSeriesOccurrence(input: { seriesId: "s", expectedVersion: 1, reason: "r", occurrence: ${value} }) { errors { code } } }`,
  YearMonth: (value) => `mutation { closePeriod(input: { month: ${value} }) { errors { code } } }`,
  CoinAmount: (value) =>
    `mutation { grantCoins(input: { idempotencyKey: "k", fundAccountId: "f", toAccountId: "t", reason: "r", amount: ${value} }) { errors { code } } }`,
};

describe.each(scalars)('%s of the scalar %s', (code, type, value, chinese, english) => {
  const operationOf = operationsByScalar[type]!;
  const declared = operationOf('$value').replace(/^(query|mutation)/, `$1 ($value: ${type}!)`);

  test.each([
    ['a literal', { query: operationOf(JSON.stringify(value)) }],
    ['a variable', { query: declared, variables: { value } }],
    ['one of many values', { query: declared, variables: { value, unused: Array(60).fill(1) } }],
  ])('is told in both languages, as %s', async (_, asked) => {
    for (const send of [overHttp, overSocket, overEvents]) {
      expect(await send(asked, 'zh-CN')).toMatchObject({ code, message: chinese });
      expect(await send(asked, 'en')).toMatchObject({ code, message: english });
    }
  });
});

test('a value inside an input names its own field', async () => {
  const asked = {
    query: 'mutation ($input: GrantCoinsInput!) { grantCoins(input: $input) { errors { code } } }',
    variables: {
      input: {
        idempotencyKey: 'k',
        fundAccountId: 'f',
        toAccountId: 't',
        reason: 'r',
        amount: 'x',
      },
    },
  };
  expect((await overHttp(asked, 'zh-CN')).message).toBe(
    '数额请填写最多两位小数的数额，例如 "1.50"。',
  );
});

const deep = `{ ${'me { account { '.repeat(9)} id ${'} }'.repeat(9)} }`;
const protocol: [code: string, asked: Asked, chinese: RegExp, english: RegExp][] = [
  ['GRAPHQL_PARSE_FAILED', { query: '{ teams(' }, /^查询的语法有误。/, /^Syntax Error/],
  [
    'GRAPHQL_VALIDATION_FAILED',
    { query: '{ nothing }' },
    /^查询与接口的定义不符。/,
    /^Cannot query/,
  ],
  [
    'BAD_USER_INPUT',
    {
      query: 'query ($first: Int!) { teams(first: $first) { nodes { id } } }',
      variables: { first: 'one' },
    },
    /^填写的内容与接口要求的类型不符。/,
    /^Variable first: Int cannot represent non-integer value: "one"$/,
  ],
  [
    'OPERATION_RESOLUTION_FAILURE',
    { query: 'query A { __typename }', operationName: 'B' },
    /^文档中没有操作 B。请更正 operationName。$/,
    /^The document has no operation B\. Correct operationName\.$/,
  ],
  ['DEPTH_LIMIT', { query: deep }, /^查询嵌套了 \d+ 层，最多允许 15 层。/, /; 15 are allowed\./],
  [
    'NESTING_LIMIT',
    { query: `{ nodes(ids: ${'['.repeat(200)}` },
    /^文档中的括号嵌套了 202 层/,
    /^The document has brackets within brackets 202 levels deep/,
  ],
  [
    'COST_LIMIT',
    {
      query:
        '{ teams(first: 100) { nodes { volunteers(first: 100) { nodes { id person { name } } } } } }',
    },
    /^查询的成本为 \d+，上限为 5000。/,
    /^The query costs \d+; the limit is 5000\./,
  ],
];

test.each(protocol)(
  '%s has a Chinese sentence, and English in the param detail',
  async (...row) => {
    const [code, asked, chinese, english] = row;
    for (const send of [overHttp, overSocket, overEvents]) {
      const told = await send(asked, 'zh-CN');
      expect(told).toMatchObject({ code, message: expect.stringMatching(chinese) });
      expect(await send(asked, 'en')).toMatchObject({
        code,
        message: expect.stringMatching(english),
      });
      const details = told.params.filter(({ name }) => name === 'detail');
      expect(details.filter(({ value }) => !english.test(value))).toEqual([]);
    }
  },
);

test('a request without an operation is told in both languages', async () => {
  for (const send of [overHttp, overEvents]) {
    const asked = { operationName: 'A' };
    expect((await send(asked, 'zh-CN')).code).toBe('BAD_REQUEST');
    expect((await send(asked, 'zh-CN')).message).toMatch(/^请求/);
    expect((await send(asked, 'en')).message).not.toMatch(/\p{Script=Han}/u);
  }
});

test('a caller without a valid token is told to sign in, in both languages', async () => {
  const asked = teams('first: 1');
  const nobody = { bearer: null };
  expect((await overHttp(asked, 'zh-CN', nobody)).message).toMatch(/^请先登录：/);
  expect((await overHttp(asked, 'en', nobody)).message).toMatch(/^Sign in first:/);
  for (const path of ['/graphql', '/graphql/stream']) {
    const wrong = { bearer: 'none', path, accept: '*/*' };
    expect(await overHttp(asked, 'zh-CN', wrong)).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: '令牌无效，请重新登录。',
      params: [{ name: 'variant', value: 'TOKEN_INVALID' }],
    });
    expect((await overHttp(asked, 'en', wrong)).message).toBe(
      'The token is not valid. Sign in again.',
    );
  }
});

test.each([
  ['/elsewhere', 404, 'ADDRESS_UNKNOWN', '没有这个地址。'],
  ['/%zz', 400, 'ADDRESS_UNKNOWN', '没有这个地址。'],
  ['/photos/none', 403, 'LINK_INVALID', '链接无效'],
])('%s outside of GraphQL is told in Chinese', async (path, status, code, message) => {
  const response = await fetch(`${platform.url}${path}`, {
    headers: { 'accept-language': 'zh-CN' },
  });
  expect(response.status).toBe(status);
  expect(firstOf((await response.json()) as GraphQLAnswer)).toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});
