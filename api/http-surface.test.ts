import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

/**
 * Every HTTP route outside the schema, which the isolation test covers, by its access rule. A new
 * route must be listed here with its protection, and have its own test.
 */
const ways: Readonly<Record<string, string>> = {
  '/graphql': 'a bearer token: api/tenant-isolation.test.ts',
  '/graphql/stream': 'a bearer token: api/tenant-isolation.test.ts',
  '/schema.graphql': 'open: the schema is public',
  '/errors': 'open: api/reference.test.ts',
  '/errors.json': 'open: the same',
  '/scopes': 'open: the same',
  '/scopes.json': 'open: the same',
  '/healthz': 'open: says that it runs',
  '/readyz': 'open: says whether it can be asked',
  '/metrics': 'the same machine, or a token: api/platform/server/hostile.test.ts',
  '/demo/personas': 'open on a demonstration alone: api/identity/demo.routes.test.ts',
  '/demo/token': 'open on a demonstration alone: api/identity/demo.routes.test.ts',
  '/oauth/*': 'the standard: api/identity/sign-in/sign-in.test.ts',
  '/.well-known/openid-configuration': 'open: the standard',
  '/.well-known/oauth-authorization-server': 'open: the standard',
  '/sign-in/:uid': 'the cookie of that sign-in: api/identity/sign-in/sign-in.test.ts',
  '/sign-in/:uid/:step': 'the cookie of that sign-in: api/identity/sign-in/sign-in.test.ts',
  '/verify/:code':
    'the code of a certificate, made by chance: api/certification/certificates/certificates.test.ts',
  '/verify/:code/certificate.pdf': 'the same',
  '/photos/*':
    'a sealed link that names one photo and ends: api/certification/evidence/evidence.test.ts',
};

test('every route is listed with its protection', () => {
  const routes = routesOf(platform.app.server.printRoutes({ commonPrefix: false }));
  // Files of user interfaces are public, and equal for all.
  const pages = platform.settings.clientsDirectory
    ? readdirSync(platform.settings.clientsDirectory)
    : [];
  const isPage = (route: string): boolean =>
    pages.some((id) => route === `/${id}` || route === `/${id}*`);
  expect(routes.filter((route) => !ways[route] && !isPage(route))).toEqual([]);
});

test.each([
  'nobody',
  'x'.repeat(90),
  '%00',
  '..%2f..%2fpackage.json',
  '01890000-0000-7000-8000-000000000000',
])('a stranger with %s in place of a link or an id gets one answer everywhere', async (text) => {
  const routes = routesOf(platform.app.server.printRoutes({ commonPrefix: false })).filter(
    (route) => /:|\*/.test(route),
  );
  expect(routes.length).toBeGreaterThan(0);
  for (const route of routes) {
    const response = await fetch(`${platform.url}${route.replaceAll(/:\w+|\*/g, text)}`, {
      redirect: 'manual',
    });
    expect([route, response.status >= 300 && response.status < 500]).toEqual([route, true]);
    expect(await response.text()).not.toMatch(/ at .*\.[jt]s|select |linli_member/);
  }
});

/** Paths of a route tree in the printed form of Fastify. */
function routesOf(tree: string): string[] {
  const above: string[] = [];
  const routes: string[] = [];
  for (const line of tree.split('\n')) {
    const [, indent = '', path] = /^([│ ]*)[├└]── (\S*)/.exec(line) ?? [];
    if (path === undefined) continue;
    const level = indent.length / 4;
    above.length = level;
    above.push(path);
    const route = above.join('');
    // The handler of CORS preflight requests is not printed.
    if (/\(.*\)/.test(line) && route.startsWith('/')) routes.push(route);
  }
  return [...new Set(routes)].sort();
}
