import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newClient } from '../../platform/database/postgres-clients.ts';
import type * as ActorModule from '../../identity/load-actor.ts';
import type * as DemoTokenModule from '../../identity/demo-token.ts';
import type * as DatabaseModule from '../../platform/database/database.ts';
import { clone } from '../../run/workspace.ts';
import type { Ids } from './cases/case.ts';

export const publicUrl = 'http://linli.bench';

export interface Caller {
  token: string;
  /** Session variables as Linli computes them, for the other contestants. */
  session: Record<string, string>;
  ids: Ids;
}

/** The caller behind a persona of the generated data, with a request of medium age. */
export async function prepareCaller(url: string, persona: string): Promise<Caller> {
  const { issueDemoToken } = await built<typeof DemoTokenModule>('api/identity/demo-token.js');
  const { findActor } = await built<typeof ActorModule>('api/identity/load-actor.js');
  const { Database } = await built<typeof DatabaseModule>('api/platform/database/database.js');
  const token = await issueDemoToken(url, publicUrl, persona);
  if (!token) throw new Error(`The generated data have no ${persona}.`);
  const client = newClient({ connectionString: url });
  await client.connect();
  const database = await Database.open({ url, poolSizeMax: 1, entities: [] });
  try {
    const { rows: accounts } = await client.query<{ id: string }>(
      'select id from account where persona = $1',
      [persona],
    );
    const accountId = accounts[0]!.id;
    const found = await findActor(database, {
      accountId,
      foundationId: null,
      appId: null,
      scopes: null,
    });
    const { visibleCommunityIds, session, grants } = found!.actor;
    const foundationId = found!.actor.foundationId!;
    const communityId = grants[0]?.communityId ?? visibleCommunityIds[0] ?? '';
    const { rows: requests } = await client.query<{ id: string }>(
      'select id from service_request where foundation_id = $1 and community_id = any ($2) order by id desc offset 20 limit 1',
      [foundationId, visibleCommunityIds],
    );
    const ids = {
      accountId,
      foundationId,
      communityId,
      reach: visibleCommunityIds,
      requestId: requests[0]?.id ?? '',
    };
    return { token, session: { ...session.variables }, ids };
  } finally {
    await client.end();
    await database.close();
  }
}

/** A module of the platform from the production build. */
export async function built<Module>(path: string): Promise<Module> {
  return import(pathToFileURL(join(clone.build, path)).href) as Promise<Module>;
}
