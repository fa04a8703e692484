// PostGraphile 5 on the same tables, with the same role and the same session variables as Linli's caller.
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { makeV4Preset } from 'postgraphile/presets/v4';

const { DATABASE_URL: connectionString, BENCH_SETTINGS: settings, BENCH_PORT: port } = process.env;

const preset = {
  extends: [PostGraphileAmberPreset, makeV4Preset({ simpleCollections: 'omit' })],
  pgServices: [makePgService({ connectionString, schemas: ['public'], pubsub: false, poolConfig: { max: 16 } })],
  grafast: { context: () => ({ pgSettings: JSON.parse(settings) }), explain: false },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
};

const instance = postgraphile(preset);
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(Number(port), '127.0.0.1');
