import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLEnumType, isObjectType } from 'graphql';
import { allScopes } from '../schema/identity/scope.ts';
import { gather, platformSchema } from './app.ts';
import { describedScopes } from './identity/scope-reference.ts';
import { modules } from './modules.ts';
import { paramsOf } from './platform/common/message-format.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

const paths = ['/errors', '/errors.json', '/scopes', '/scopes.json'];

async function read(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${platform.url}${path}`, { headers });
  return { response, text: await response.text() };
}

describe('the list of errors', () => {
  test('it has every code of the catalogue with both texts, the remedy, the params and the mutations', async () => {
    const { messages } = gather(modules);
    const { errors } = JSON.parse((await read('/errors.json')).text);
    expect(errors.map(({ code }: { code: string }) => code)).toEqual(messages.codes());
    expect(errors.length).toBeGreaterThan(220);
    const values = (platformSchema().getType('ErrorCode') as GraphQLEnumType).getValues();
    expect(values.map(({ name }) => name).sort()).toEqual(messages.codes());
    // Sentences of answers are no errors.
    expect(messages.templates().has('TRACE_MEASURED')).toBe(true);
    expect(messages.codes()).not.toContain('TRACE_MEASURED');
    for (const { code, messages: texts, params } of errors) {
      const template = messages.templates().get(code)!;
      expect([texts.en.message, texts['zh-CN'].message]).toEqual([template.en, template.zh]);
      expect(params).toEqual(expect.arrayContaining(paramsOf(template.en)));
    }
    const [full] = errors.filter(({ code }: { code: string }) => code === 'INSUFFICIENT_COINS');
    expect(full).toMatchObject({
      documentation: '/errors#INSUFFICIENT_COINS',
      params: ['needed', 'available'],
      messages: {
        en: {
          message: expect.stringMatching(/^\{needed\} coins are needed/),
          remedy: 'Ask the foundation for a grant, or choose a smaller amount.',
        },
        'zh-CN': { remedy: '请向基金会申请资助，或减少数量。' },
      },
      isCommon: false,
      mutations: expect.arrayContaining(['openServiceRequest', 'transferCoins']),
    });
    const named = (name: string) => errors.find(({ code }: { code: string }) => code === name);
    expect(named('TOO_LARGE').isCommon).toBe(true);
    expect(
      named('UNAUTHENTICATED').variants.map(({ variant }: { variant: string }) => variant),
    ).toContain('TOKEN_EXPIRED');
  });

  test.each([
    ['en', 'en', 'Error codes', 'Only {places} places are left.'],
    ['zh-CN', 'zh-CN,zh;q=0.9', '错误代码', '志愿者'],
  ])('the page in %s has an anchor for each code', async (lang, accepted, title, sentence) => {
    const { text, response } = await read('/errors', { 'accept-language': accepted });
    expect(response.headers.get('vary')).toContain('Accept-Language');
    expect(text).toContain(`<html lang="${lang}">`);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain(sentence);
    for (const code of gather(modules).messages.codes())
      expect(text).toContain(`<section id="${code}">`);
    expect((await read(`/errors?lang=${lang}`, { 'accept-language': 'fr' })).text).toBe(text);
  });
});

describe('the list of scopes', () => {
  test('each scope covers at least one field or action, and everything that it names exists', async () => {
    const { permissions } = gather(modules);
    const types = platformSchema().getTypeMap();
    const fieldCount = (name: string) => {
      const type = types[name];
      return isObjectType(type) ? Object.keys(type.getFields()).length : 1;
    };
    const described = describedScopes(permissions);
    expect(described.map(({ scope }) => scope)).toEqual([...allScopes]);
    for (const { scope, types: covered, actions } of described) {
      expect([scope, covered.filter((name) => !types[name])]).toEqual([scope, []]);
      const readable = covered.reduce((sum, name) => sum + fieldCount(name), 0);
      expect([scope, readable > 0]).toEqual([scope, true]);
      const changing = actions.filter((action) => permissions.scopeOfAction(action) === scope);
      const mustChange = scope.endsWith(':write');
      expect([scope, !mustChange || changing.length > 0]).toEqual([scope, true]);
    }
    expect(JSON.parse((await read('/scopes.json')).text)).toEqual({ scopes: described });
  });

  test('each scope has its two forms: that of OAuth and that of the enum', async () => {
    const values = (platformSchema().getType('Scope') as GraphQLEnumType).getValues();
    const described = describedScopes(gather(modules).permissions);
    expect(described.map(({ enumValue, scope }) => [enumValue, scope])).toEqual(
      values.map(({ name, value }) => [name, value]),
    );
    expect(described).toContainEqual(
      expect.objectContaining({ enumValue: 'REQUESTS_READ', scope: 'requests:read' }),
    );
    const { text } = await read('/scopes?lang=zh-CN');
    for (const { scope, enumValue } of described) {
      expect(text).toContain(`<section id="${scope}">`);
      expect(text).toContain(`<code>${enumValue}</code>`);
    }
    const dispatcher = await platform.as('dispatcher@xinxian');
    const { errors } = await dispatcher.send(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }',
      { input: { idempotencyKey: 'k', name: '试', scopes: ['requests:read'] } },
    );
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

describe.each(paths)('%s', (path) => {
  test('it is public, is asked for once, and allows no script', async () => {
    const { response, text } = await read(path);
    expect(response.status).toBe(200);
    const etag = response.headers.get('etag')!;
    expect(etag).toMatch(/^W\/"/);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const again = await read(path, { 'if-none-match': etag });
    expect([again.response.status, again.text]).toEqual([304, '']);
    expect((await read(path, { 'if-none-match': '"other"' })).text).toBe(text);
    if (path.endsWith('.json')) return;
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'/,
    );
    expect(text).not.toMatch(/<script|<img|<link| src=| style=|href="(?![#?/])/);
  });
});
