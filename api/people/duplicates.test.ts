import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
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

interface Entered {
  elder: { id: string; person: { id: string } } | null;
  errors: { code: string; path: string[]; params: { name: string; value: string }[] }[];
}

async function enter(person: object, more: object = {}, caller = dispatcher): Promise<Entered> {
  const input = {
    communityId: scenario.id.community('xinxian'),
    idempotencyKey: newKey(),
    person,
    ...more,
  };
  return (await caller.tryMutate(
    'registerElder',
    input,
    'elder { id person { id } }',
  )) as unknown as Entered;
}

const codes = ({ errors }: Entered): string[] => errors.map(({ code }) => code);

describe('a person who may be on record already', () => {
  test('a possible duplicate is refused with the id of the first, and registered with `allowDuplicate`', async () => {
    const phone = '13800100001';
    const first = await enter({ name: '王 秀英', phone });
    const personId = first.elder!.person.id;
    for (const name of ['王 秀英', '王秀英 ', '王　秀英\u200b']) {
      const { errors } = await enter({ name, phone });
      expect(errors).toMatchObject([
        {
          code: 'POSSIBLE_DUPLICATE',
          path: ['input', 'person'],
          params: [{ name: 'id', value: personId }],
        },
      ]);
    }
    expect(codes(await enter({ name: '王秀英', phone }, { allowDuplicate: true }))).toEqual([]);
    // Couples share a phone; people who share a name differ in phone or year of birth.
    expect(codes(await enter({ name: '李秀英', phone }))).toEqual([]);
    expect(codes(await enter({ name: '王秀英', phone: '13800100002' }))).toEqual([]);
    const volunteer = {
      communityId: scenario.id.community('xinxian'),
      person: { name: '王秀英', phone },
    };
    await expect(dispatcher.tryMutate('registerVolunteer', volunteer)).toBeRefused(
      'POSSIBLE_DUPLICATE',
    );
    const known = { communityId: scenario.id.community('xinxian'), personId };
    await dispatcher.mutate('registerVolunteer', known);
  });

  test('two people of one name in a community are possible duplicates, unless another field differs', async () => {
    expect(codes(await enter({ name: '赵淑兰', birthYear: 1940 }))).toEqual([]);
    expect(codes(await enter({ name: '赵淑兰' }))).toEqual(['POSSIBLE_DUPLICATE']);
    expect(codes(await enter({ name: '赵淑兰', birthYear: 1951 }))).toEqual([]);
    const elsewhere = { communityId: scenario.id.community('chaoxi') };
    expect(codes(await enter({ name: '赵淑兰' }, elsewhere, admin))).toEqual([]);
  });

  test('a possible duplicate that the caller may not see is refused without its id', async () => {
    const phone = '13800100003';
    expect(
      codes(
        await enter(
          { name: '远亲', phone },
          { communityId: scenario.id.community('chaoxi') },
          admin,
        ),
      ),
    ).toEqual([]);
    const { errors } = await enter({ name: '远亲', phone });
    expect(errors).toMatchObject([{ code: 'POSSIBLE_DUPLICATE_ELSEWHERE', params: [] }]);
  });

  test('two clicks at the same time register one person', async () => {
    const person = { name: '双击', phone: '13800100004' };
    const answers = await Promise.all([enter(person), enter(person), enter(person)]);
    expect(answers.flatMap(codes)).toEqual(['POSSIBLE_DUPLICATE', 'POSSIBLE_DUPLICATE']);
    const csv =
      'kind,community,name,phone\nelder,xinxian,双表,13800100005\nelder,xinxian,双表二,13800100006\n';
    const imports = await Promise.all(
      [1, 2].map(() =>
        dispatcher.mutate('importPeople', { csv, isDryRun: false }, 'report { problems { code } }'),
      ),
    );
    expect(imports.map(({ report }) => report.problems.length)).toEqual(
      expect.arrayContaining([0, 2]),
    );
    expect(
      await platform.sql(
        `select count(*)::int from person where name in ('双击', '双表', '双表二')`,
      ),
    ).toEqual([{ count: 3 }]);
  });

  test('an entry and an import judge duplicates alike', async () => {
    expect(codes(await enter({ name: '同一人' }))).toEqual([]);
    const csv =
      'kind,community,name,birth_year\nelder,xinxian,同一人,\nelder,xinxian,甲,1940\nelder,xinxian,甲 ,\nelder,xinxian,甲,1950\n';
    const selection = 'report { problems { line column code } }';
    const { report } = await dispatcher.mutate('importPeople', { csv }, selection);
    expect(report.problems).toEqual([
      { line: 2, column: 'name', code: 'DUPLICATE_ON_RECORD' },
      { line: 4, column: 'name', code: 'DUPLICATE_IN_FILE' },
      { line: 5, column: 'name', code: 'DUPLICATE_IN_FILE' },
    ]);
    const { report: meant } = await dispatcher.mutate(
      'importPeople',
      { csv, allowDuplicate: true },
      selection,
    );
    expect(meant.problems).toEqual([]);
  });
});

test('a stated community that is not the one on record is refused, for elders and for volunteers', async () => {
  const volunteerId =
    platform.fixtures.persons['volunteer@chaoxi'] ??
    platform.fixtures.persons['volunteer@xinxian']!;
  const [{ slug }] = (await platform.sql<{ slug: string }>(
    'select c.slug from person p join community c on c.id = p.community_id where p.id = $1',
    [volunteerId],
  )) as [{ slug: string }];
  const wrong = slug === 'dafangjia' ? 'xinxian' : 'dafangjia';
  const personId = encodeId('person', volunteerId);
  const { errors } = await admin.tryMutate('registerElder', { community: wrong, personId });
  expect(errors).toMatchObject([
    {
      code: 'COMMUNITY_DIFFERS',
      path: ['input', 'communityId'],
      params: [{ name: 'slug', value: slug }],
    },
  ]);
  const right = { communityId: scenario.id.community(slug), personId };
  const { elder } = await admin.mutate('registerElder', right, 'elder { community { slug } }');
  expect(elder.community.slug).toBe(slug);
  const elderId = scenario.id.person('elder@dafangjia');
  const reverse = { communityId: scenario.id.community('xinxian'), personId: elderId };
  await expect(admin.tryMutate('registerVolunteer', reverse)).toBeRefused('COMMUNITY_DIFFERS');
});

describe('a second click', () => {
  test('a second click makes no second team, community or qualification', async () => {
    const team = { community: 'xinxian', name: '晨光 队' };
    const clicks = await Promise.all(
      [1, 2].map(() => dispatcher.tryMutate('formTeam', team, 'team { id }')),
    );
    const formed = clicks.find(({ errors }) => errors.length === 0)!['team'].id;
    expect(clicks.flatMap(({ errors }) => errors)).toMatchObject([
      { code: 'POSSIBLE_DUPLICATE', params: [{ name: 'id', value: formed }] },
    ]);
    await expect(dispatcher.tryMutate('formTeam', { ...team, name: '晨光队 ' })).toBeRefused(
      'POSSIBLE_DUPLICATE',
    );
    await dispatcher.mutate('formTeam', { ...team, allowDuplicate: true });
    await admin.mutate('formTeam', { ...team, community: 'chaoxi' });

    const place = { slug: 'xinju-a', name: '新居社区', district: '东城' };
    await admin.mutate('openCommunity', place);
    await expect(admin.tryMutate('openCommunity', place)).toBeRefused('POSSIBLE_DUPLICATE');
    await admin.mutate('openCommunity', { ...place, slug: 'xinju-b', district: '西城' });

    const volunteerId = scenario.id.volunteer('volunteer@xinxian');
    const paper = { volunteerId, name: '急救', issuedBy: '红十字会' };
    await dispatcher.mutate('recordQualification', paper);
    await expect(
      dispatcher.tryMutate('recordQualification', { ...paper, name: ' 急救' }),
    ).toBeRefused('POSSIBLE_DUPLICATE');
    await dispatcher.mutate('recordQualification', { ...paper, issuedBy: '培训中心' });
  });
});

async function fieldsOf(type: string): Promise<
  {
    name: string;
    args: { name: string; type: { ofType: { inputFields: { name: string }[] | null } | null } }[];
  }[]
> {
  const { __type } = await admin.query(
    'query ($type: String!) { __type(name: $type) { fields { name args { name type { ofType { inputFields { name } } } } } } }',
    { type },
  );
  return __type.fields;
}

test.failing(
  'people are found by a part of their name (waits for the issue on people: search by name)',
  async () => {
    const query = await fieldsOf('Query');
    for (const list of ['elders', 'volunteers', 'people']) {
      const names = query.find(({ name }) => name === list)!.args.map(({ name }) => name);
      expect([list, names.find((name) => /name|search|text|find/i.test(name))]).toEqual([
        list,
        expect.any(String),
      ]);
    }
  },
);

test.failing(
  'an elder who moves keeps what she has (waits for the issue on people: moving to another community)',
  async () => {
    const moving = (await fieldsOf('Mutation')).filter(({ name, args }) => {
      const inputs = args[0]?.type.ofType?.inputFields?.map((field) => field.name) ?? [];
      return (
        inputs.includes('personId') &&
        inputs.includes('communityId') &&
        !/^(register|grant)/.test(name)
      );
    });
    expect(moving).not.toEqual([]);
  },
);

test('connections have the page information of Relay', async () => {
  const names = (await fieldsOf('PageInfo')).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor']),
  );
});
