import pg from 'pg';
import { say } from '../../run/console.ts';
import { prepareCaller } from './caller.ts';
import type { Asked } from './contestants.ts';
import { board } from './cases/board.ts';
import { me } from './cases/me.ts';
import { byTurns, loadWell, median, ratioOf } from './load.ts';

const communities = 500;
const persona = 'dispatcher-of-many@large-1';

/** The board and `me` for callers who reach one community, 500 by 500 grants, and the whole foundation by one. */
export async function compareBreadth(url: string, port: number): Promise<void> {
  await settleMany(url);
  const tokens = {
    one: (await prepareCaller(url, 'dispatcher@large-1-1')).token,
    many: (await prepareCaller(url, persona)).token,
    all: (await prepareCaller(url, 'admin@large-1')).token,
  };
  const questions = {
    'board of 50': board.graphql.query,
    me: '{ me { account { displayName } foundation { name } } }',
    'me with grants (500 times as many)': me.graphql.query,
  };
  say(`\nCallers with one community, with ${communities} by as many grants, and with the whole foundation`);
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
    const rates = [one, many, all].map((runs) => median(runs.map(({ perSecond }) => perSecond)).toFixed(0));
    say(
      `  ${title.padEnd(36)} ${rates.join(', ')} requests/s; ${communities} / one ${ratioOf(many, one).toFixed(2)}, whole / one ${ratioOf(all, one).toFixed(2)}`,
    );
  }
}

/** Somebody who dispatches in 500 communities of the first foundation. Those that the generated data lack are added, empty. */
async function settleMany(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; isThere: boolean }>(
      `select f.id, exists (select from account where persona = $1) as "isThere" from foundation f where f.slug = 'large-1'`,
      [persona],
    );
    const [{ id: foundation, isThere }] = rows as [(typeof rows)[number]];
    if (isThere) return;
    await client.query(
      `insert into community (foundation_id, id, slug, name, district)
       select $1, uuidv7(), 'more-' || n, '更多社区 ' || n, '示例区' from generate_series(1, $2 - (select count(*) from community where foundation_id = $1)) n`,
      [foundation, communities],
    );
    await client.query(`insert into account (id, display_name, persona) values (uuidv7(), '多社区调度员', $1)`, [
      persona,
    ]);
    await client.query(
      `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from)
       select uuidv7(), a.id, 'DISPATCHER', c.foundation_id, c.id, now() - interval '1 day'
       from account a, (select * from community where foundation_id = $1 order by id limit $2) c where a.persona = $3`,
      [foundation, communities, persona],
    );
    await client.query('analyze community; analyze role_grant');
  } finally {
    await client.end();
  }
}
