// PostGraphile 5 on the same tables, with the same role, session variables and kind of snapshot as
// Linli's caller.
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { makeV4Preset } from 'postgraphile/presets/v4';

const { DATABASE_URL: connectionString, BENCH_SETTINGS: settings, BENCH_PORT: port } = process.env;
const poolConfig = { max: 16, options: '-c default_transaction_isolation=repeatable\\ read' };

const preset = {
  extends: [
    PostGraphileAmberPreset,
    makeV4Preset({ simpleCollections: 'omit' }),
    PostGraphileConnectionFilterPreset,
  ],
  // Its relation filters fail on self-referencing tables and drop whole types.
  disablePlugins: [
    'PgConnectionArgFilterBackwardRelationsPlugin',
    'PgConnectionArgFilterForwardRelationsPlugin',
  ],
  pgServices: [makePgService({ connectionString, schemas: ['public'], pubsub: false, poolConfig })],
  grafast: {
    context: ({ node }) => ({
      pgSettings: {
        ...JSON.parse(settings),
        role: node?.req.headers['x-bench-role'] ?? 'linli_member',
      },
    }),
    explain: false,
  },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
};

const instance = postgraphile(preset);
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(Number(port), '127.0.0.1');
