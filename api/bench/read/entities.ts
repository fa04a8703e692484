import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { DataloaderType, IsolationLevel } from '@mikro-orm/core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import fastify, { type FastifyRequest } from 'fastify';
import { buildSchema, type NonEmptyArray } from 'type-graphql';
import * as nouns from './entities/nouns.ts';
import { type EntityContext, resolvers } from './entities/resolvers.ts';

/**
 * The same libraries as their manuals show them: Apollo Server, type-graphql and MikroORM entities
 * with the built-in loaders of references and collections. Each request has one transaction of the
 * same kind, as row-level security requires.
 */
const {
  DATABASE_URL: clientUrl,
  BENCH_SETTINGS: settings = '{}',
  BENCH_IDS: ids = '{}',
  PORT: port,
} = process.env;
const variables = JSON.parse(settings) as Record<string, string>;
const { accountId, foundationId } = JSON.parse(ids) as { accountId: string; foundationId: string };

const orm = await MikroORM.init({
  clientUrl,
  entities: Object.values(nouns),
  sessionContext: 'transaction',
  dataloader: DataloaderType.ALL,
  pool: { min: 0, max: 16 },
});

const apollo = new ApolloServer<EntityContext>({
  schema: await buildSchema({
    resolvers: resolvers as unknown as NonEmptyArray<Function>,
    validate: false,
  }),
  plugins: [
    {
      requestDidStart: async () => ({
        // Read only, so nothing is flushed.
        willSendResponse: async ({ contextValue }) => contextValue.em.rollback(),
      }),
    },
  ],
});
await apollo.start();
const server = fastify();
server.route({
  url: '/graphql',
  method: 'POST',
  handler: fastifyApolloHandler(apollo, { context: async (request) => contextOf(request) }),
});
await server.listen({ port: Number(port), host: '127.0.0.1' });

async function contextOf({ headers }: FastifyRequest): Promise<EntityContext> {
  const em = orm.em.fork({
    session: { role: String(headers['x-bench-role'] ?? 'linli_member'), variables },
  });
  await em.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
  return { em, pages: pagesOf(em), accountId, foundationId };
}

/**
 * Loads pages of children, for which the library has no loader: one statement for all parents of a
 * level.
 */
function pagesOf(em: EntityManager): EntityContext['pages'] {
  return {
    teams: new DataLoader(async (communities) => {
      const teams = await em.find(
        nouns.Team,
        { community: { $in: [...communities] } },
        { orderBy: { id: 'asc' } },
      );
      return grouped(communities, teams, (team) => [team.community.id, team]);
    }),
    volunteers: new DataLoader(async (teams) => {
      const members = await em.find(
        nouns.TeamMember,
        { team: { $in: [...teams] } },
        { orderBy: { volunteer: 'asc' }, populate: ['volunteer'] },
      );
      return grouped(teams, members, ({ team, volunteer }) => [team.id, volunteer.getEntity()]);
    }),
    nextVisits: new DataLoader(async (volunteers) => {
      const visits = await em.find(
        nouns.Visit,
        { volunteer: { $in: [...volunteers] }, state: { $in: ['PLANNED', 'CHECKED_IN'] } },
        { orderBy: { plannedFrom: 'asc', id: 'asc' } },
      );
      return grouped(volunteers, visits, (visit) => [visit.volunteer.id, visit]);
    }),
  };
}

function grouped<Row, Child>(
  parents: readonly string[],
  rows: Row[],
  pick: (row: Row) => [string, Child],
): Child[][] {
  const byParent = new Map<string, Child[]>(parents.map((id) => [id, []]));
  for (const row of rows) {
    const [parent, child] = pick(row);
    byParent.get(parent)?.push(child);
  }
  return parents.map((id) => byParent.get(id) ?? []);
}
