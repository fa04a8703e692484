import { newClient } from '../../platform/database/postgres-clients.ts';
import { addDispatcherOfMany, dispatcherOfMany } from '../../../seeds/dispatcher-of-many.ts';
import { say } from '../../run/console.ts';
import { prepareCaller } from './caller.ts';
import type { Asked } from './contestants.ts';
import { board } from './cases/board.ts';
import { me } from './cases/me.ts';
import { byTurns, loadWell, ratioOf } from './load.ts';
import { median } from '../median.ts';

const communities = 500;

/**
 * The board and `me` for callers with one community, with 500 by 500 grants, and with the whole
 * foundation by one grant.
 */
export async function compareBreadth(url: string, port: number): Promise<void> {
  await settleMany(url);
  const tokens = {
    one: (await prepareCaller(url, 'dispatcher@large-1-1')).token,
    many: (await prepareCaller(url, dispatcherOfMany)).token,
    all: (await prepareCaller(url, 'admin@large-1')).token,
  };
  const questions = {
    'board of 50': board.graphql.query,
    me: '{ me { account { displayName } foundation { name } } }',
    'me with grants (500 times as many)': me.graphql.query,
  };
  say(
    `\nCallers with one community, with ${communities} by as many grants, and with the whole foundation`,
  );
  for (const [title, query] of Object.entries(questions)) {
    const asked = (token: string): Asked => ({
      url: `http://127.0.0.1:${port}/graphql`,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    for (const token of Object.values(tokens)) await loadWell(asked(token), { seconds: 1 });
    const { one, many, all } = await byTurns({
      one: async () => loadWell(asked(tokens.one)),
      many: async () => loadWell(asked(tokens.many)),
      all: async () => loadWell(asked(tokens.all)),
    });
    const rates = [one, many, all].map((runs) =>
      median(runs.map(({ perSecond }) => perSecond)).toFixed(0),
    );
    say(
      `  ${title.padEnd(36)} ${rates.join(', ')} requests/s; ${communities} / one ${ratioOf(many, one).toFixed(2)}, whole / one ${ratioOf(all, one).toFixed(2)}`,
    );
  }
}

async function settleMany(url: string): Promise<void> {
  const client = newClient({ connectionString: url });
  await client.connect();
  await addDispatcherOfMany(client, communities);
  await client.end();
}
