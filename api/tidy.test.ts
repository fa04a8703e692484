import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { modules } from './modules.ts';
import { clone } from './run/workspace.ts';

/**
 * Architecture rules as a test: permitted imports, and words that are restricted to certain files.
 */
const order = modules.map((module) => module.name);
/** Folders of api/platform in dependency order; ARCHITECTURE.md describes them. */
const rooms = [
  'common',
  'database',
  'authorization',
  'privacy',
  'storage',
  'images',
  'documents',
  'overload',
  'reads',
  'context',
  'jobs',
  'operation',
  'feed',
  'module',
  'server',
  'config',
];
const files = [...sourcesIn('api'), ...sourcesIn('schema'), ...sourcesIn('seeds')];

describe('imports run one way', () => {
  test('schema never imports api, seeds or clients', () => {
    expect(importsOf('schema').filter(({ to }) => !to.startsWith('schema/'))).toEqual([]);
  });

  test('api imports neither seeds nor clients; nothing but api/run and tests imports the composition root', () => {
    const wrong = importsOf('api').filter(
      ({ from, to }) =>
        /^(seeds|clients)\//.test(to) && !/^api\/(run|testing|bench)\//.test(from) && !isTest(from),
    );
    expect(wrong).toEqual([]);
    const roots = ['api/app.ts', 'api/main.ts', 'api/modules.ts'];
    const intruders = importsOf('api').filter(
      ({ from, to }) =>
        roots.includes(to) &&
        !roots.includes(from) &&
        !/^api\/(run|testing|bench)\//.test(from) &&
        !isTest(from),
    );
    expect(intruders).toEqual([]);
  });

  test('a module imports only modules that come before it', () => {
    const wrong = importsOf('api').filter(({ from, to }) => {
      const [importing, imported] = [moduleOf(from), moduleOf(to)];
      return (
        importing !== null &&
        imported !== null &&
        !isTest(from) &&
        order.indexOf(imported) > order.indexOf(importing)
      );
    });
    expect(wrong).toEqual([]);
  });

  test('the nouns of a module know only nouns of modules that come before it', () => {
    const wrong = importsOf('schema').filter(({ from, to }) => {
      const [importing, imported] = [from.split('/')[1] ?? '', to.split('/')[1] ?? ''];
      return (
        order.includes(importing) &&
        order.includes(imported) &&
        order.indexOf(imported) > order.indexOf(importing)
      );
    });
    expect(wrong).toEqual([]);
  });

  test('no file imports itself through others, types included', () => {
    const graph = new Map(
      [...files, ...sourcesIn('clients', /\.tsx?$/)].map(({ path, text }) => [
        path,
        importsIn(path, text),
      ]),
    );
    expect(cyclesOf(graph)).toEqual([]);
    // Control: an import of a type is enough for a cycle, and a one-way import is none.
    const turned = new Map([
      ['a.ts', importsIn('a.ts', "import type { B } from './b.ts';")],
      ['b.ts', importsIn('b.ts', "import { c } from './c.ts';")],
      ['c.ts', importsIn('c.ts', "import { a } from './a.ts';")],
      ['d.ts', importsIn('d.ts', "import { a } from './a.ts';")],
    ]);
    expect(cyclesOf(turned)).toEqual([['a.ts', 'b.ts', 'c.ts']]);
  });

  test('a room of api/platform imports only rooms that come before it', () => {
    const folders = readdirSync(join(clone.root, 'api/platform'), { withFileTypes: true });
    expect(folders.map(({ name }) => name).sort()).toEqual(rooms.toSorted());
    const roomOf = (path: string) => /^api\/platform\/(\w+)\//.exec(path)?.[1] ?? null;
    const wrong = importsOf('api/platform').filter(({ from, to }) => {
      const [importing, imported] = [roomOf(from), roomOf(to)];
      return (
        !isTest(from) &&
        importing !== null &&
        imported !== null &&
        rooms.indexOf(imported) > rooms.indexOf(importing)
      );
    });
    expect(wrong).toEqual([]);
  });

  test('every folder of api is a module, or one of the few that are not', () => {
    const folders = readdirSync(join(clone.root, 'api'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(
      folders
        .map(({ name }) => name)
        .filter((name) => !order.includes(name) && !['bench', 'run', 'testing'].includes(name)),
    ).toEqual([]);
  });
});

describe('files', () => {
  test('api/platform uses no word of the field', () => {
    const words =
      /\b(elder|volunteer|coin|visits|certif\w+|dispatcher|foundationAdmin|serviceRequest|ServiceRequest|timebank|community|team)s?\b/i;
    const knowing = files
      .filter(({ path }) => path.startsWith('api/platform/') && !isTest(path))
      .flatMap(({ path, text }) =>
        code(text)
          .split('\n')
          .filter((line) => words.test(line) && !sessionVariable.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(knowing).toEqual([]);
  });

  test('every compiled file that is named as text has a source', () => {
    const missing = [...files, ...sourcesIn('clients')].flatMap(({ path, text }) =>
      [...code(text).matchAll(/'((?:build\/)?(?:api|schema|seeds)\/[\w/.-]+)\.js'/g)]
        .map(([, named = '']) => `${named.replace(/^build\//, '')}.ts`)
        .filter((source) => !existsSync(join(clone.root, source)))
        .map((source) => `${path} names ${source}`),
    );
    expect(missing).toEqual([]);
  });

  test('no file only passes on what others export', () => {
    const barrels = files.filter(
      ({ path, text }) => /(^|\/)index\.ts$/.test(path) || /^export \* from/m.test(text),
    );
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  test('only the database folder reaches past the context', () => {
    const passing = files
      .filter(
        ({ path }) =>
          path.startsWith('api/') &&
          !/^api\/(platform\/database|testing|bench|run)\//.test(path) &&
          !isTest(path),
      )
      .filter(({ text }) =>
        /\.getKysely\(|\.getConnection\(|getNativeClient|em\.execute\(/.test(code(text)),
      );
    expect(passing.map(({ path }) => path)).toEqual([]);
  });

  test('nothing outside the database folder touches the pool of a node', () => {
    const touching = files.filter(
      ({ path, text }) =>
        /^api\/(?!platform\/database\/|testing\/|bench\/|run\/)/.test(path) &&
        !isTest(path) &&
        /\bdatabase\.pool\b|\{ pool \}: Database|\bpg\.Pool\b/.test(code(text)) &&
        // The feed and the jobs have connections of their own, as the relay.
        !/^api\/platform\/(feed|jobs)\//.test(path),
    );
    expect(touching.map(({ path }) => path)).toEqual([]);
  });

  test('resolvers pass the selection of a document on, and do not look into it', () => {
    const looking = files.filter(
      ({ path, text }) =>
        /^api\/(?!platform\/|testing\/|bench\/)/.test(path) &&
        !isTest(path) &&
        /@Info\(|ctx\.lookahead\b/.test(code(text)),
    );
    expect(looking.map(({ path }) => path)).toEqual([]);
  });

  test('fields take a context without the actor, so that the feed can share their answers', () => {
    const personal = files
      .filter(({ path }) => !isTest(path))
      .flatMap(({ path, text }) =>
        text
          .split('@FieldResolver(')
          .slice(1)
          .map((rest) => rest.slice(0, rest.indexOf('\n  }\n')))
          .filter((method) => method.includes("@Ctx('ctx') ctx: Context"))
          .map((method) => `${path} ${/^ {2}(?:async )?(\w+)\(/m.exec(method)?.[1]}`),
      );
    expect(personal).toEqual([
      // About the caller.
      'api/identity/identity.resolver.ts invitations',
      'api/identity/identity.resolver.ts linkedIssuers',
      'api/people/me.fields.ts volunteer',
      'api/people/me.fields.ts elder',
      'api/people/me.fields.ts elders',
      'api/people/me.fields.ts teams',
      // The statement names the caller's communities for the planner. No feed selects a board.
      'api/requests/feed/request-feed.resolver.ts requests',
    ]);
  });

  test('code past the public types of the ORM stands in one file', () => {
    const bridging = files.filter(
      ({ path, text }) =>
        /^api\/(?!testing\/|bench\/)/.test(path) &&
        !isTest(path) &&
        path !== 'api/platform/database/orm-bridge.ts' &&
        /getEntityFactory|setTransactionContext|getNativeClient|MikroORM\.init|em\.find(One)?\(/.test(
          code(text),
        ),
    );
    expect(bridging.map(({ path }) => path)).toEqual([]);
  });

  test('only the platform has timers; what a module does from time to time is a task', () => {
    const timing = files.filter(
      ({ path, text }) =>
        /^api\/(?!platform\/|testing\/|bench\/|run\/)/.test(path) &&
        !isTest(path) &&
        /\bsetInterval\(/.test(code(text)),
    );
    expect(timing.map(({ path }) => path)).toEqual([]);
  });

  test('every connection to PostgreSQL is made where a broken one cannot end the process', () => {
    const makers = files.filter(
      ({ path, text }) =>
        /new pg\.(Client|Pool)\(/.test(code(text)) &&
        path !== 'api/platform/database/postgres-clients.ts' &&
        !isTest(path),
    );
    expect(makers.map(({ path }) => path)).toEqual([]);
  });

  test('modules decide by the time of the platform, and not by that of the machine they run on', () => {
    const machine = files.filter(
      ({ path, text }) =>
        /Date\.now\(\)|new Date\(\)/.test(code(text)) &&
        /^api\/(communities|people|requests|certification|timebank|impact)\//.test(path) &&
        !isTest(path) &&
        !ownClock.has(path),
    );
    expect(machine.map(({ path }) => path)).toEqual([]);
  });

  test('a session over a whole foundation is made in one place', () => {
    const makers = files.filter(
      ({ path, text }) =>
        /'app\.scope'(?:\]?\s*[:=])\s*'foundation'/.test(code(text)) &&
        path !== 'api/platform/database/session.ts' &&
        !isTest(path),
    );
    expect(makers.map(({ path }) => path)).toEqual([]);
  });

  test('no file has more than 500 lines', () => {
    const linesMax = 500;
    const long = files.filter(
      ({ path, text }) => text.split('\n').length > linesMax && !isTest(path),
    );
    expect(long.map(({ path, text }) => `${path}: ${text.split('\n').length} lines`)).toEqual([]);
  });

  test('a statement has the name of its module and of its constant, and no other has it', () => {
    const named = files
      .filter(({ path }) => path.startsWith('api/') && !isTest(path))
      .flatMap(({ path, text }) =>
        [...code(text).matchAll(namedStatement)].map(([, constant, name = '']) => ({
          path,
          constant,
          name,
        })),
      );
    expect(named.length).toBeGreaterThan(400);
    const wrong = named.filter(({ path, constant, name }) => {
      const [prefix, own] = name.split('.');
      return prefix !== prefixOf(path) || (constant !== undefined && constant !== own);
    });
    expect(wrong).toEqual([]);
    const names = named.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('SQL has named parameters, except where no statement can be used', () => {
    const positional = files.filter(
      ({ path, text }) =>
        /^api\/(?!testing\/|bench\/|run\/)/.test(path) &&
        !isTest(path) &&
        /\$[1-9]\d*\b|\$\$\{/.test(code(text).replaceAll(/\.replace(All)?\(.*$/gm, '')),
    );
    expect(positional.map(({ path }) => path).sort()).toEqual(withPositionalParameters);
  });

  test('only the settings read the environment of the process', () => {
    const readers = files.filter(
      ({ path, text }) =>
        /process\.env/.test(code(text)) &&
        !/^(api\/(run|testing|bench)|seeds)\//.test(path) &&
        !isTest(path),
    );
    expect(readers.map(({ path }) => path)).toEqual([]);
  });
});

describe('tests', () => {
  const all = [...files, ...sourcesIn('clients')];

  test('no test depends on time, or has a time limit of its own', () => {
    const looks: [what: string, how: RegExp][] = [
      [
        'asserts or awaits a time',
        /performance\.now\(|(toBeLess|toBeGreater)\w*\([^)]*(elapsed|Ms\b)|deadline/,
      ],
      [
        'waits for a time to pass instead of a condition',
        /waitForTimeout\(|=> setTimeout\(resolve, [\d_]{3,}\)/,
      ],
      ['has a limit of its own for a test', /^\s*\}, \d{1,3}(_\d{3})\);$/],
    ];
    const found = all
      .filter(({ path }) => isTest(path) && path !== 'api/tidy.test.ts')
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, index) => {
          return looks
            .filter(([, how]) => how.test(line))
            .map(([what]) => `${path}:${index + 1} ${what}`);
        }),
      );
    expect(found).toEqual([]);
  });

  test('every property draws from the seed of the run', () => {
    const unseeded = all.filter(
      ({ path, text }) =>
        isTest(path) && count(text, /fc\.assert\(/g) > count(text, /\{ seed\b(?! \} from)/g),
    );
    expect(unseeded.map(({ path }) => path)).toEqual([]);
  });

  test('every browser of a test is the one that clients/testing finds', () => {
    const launching = all.filter(
      ({ path, text }) => /chromium\.launch\(/.test(text) && path !== 'clients/testing/browser.ts',
    );
    expect(launching.map(({ path }) => path)).toEqual([]);
  });
});

interface Source {
  path: string;
  text: string;
}

/** Files that may read the system clock, since no decision depends on it. */
const ownClock: ReadonlySet<string> = new Set([
  // The same clock sets and checks the expiry of links.
  'api/certification/evidence/photos.service.ts',
  // Printed at the head of a statement.
  'api/timebank/account-statement-export.ts',
]);

/**
 * The names of the session variables are the only place where the platform mentions a domain
 * concept.
 */
const sessionVariable =
  /'app\.(foundation|communities|reach|circle|persons|teams)'|'foundation' \| 'community'|acrossCommunities|communit(y|ies)/;

/**
 * The name of a statement or of a loader, with the constant that holds it. A part behind the name
 * tells apart the statements of one constant.
 */
const namedStatement =
  /(?:const (\w+)(?:: [^=;]+)? = (?:guarded(?:Lists)?\(\s*)?)?\b(?:statement|statementsNamed|(?:loaderById|listById|childrenLoader|loaderByParent|pagesByParent)(?:<\w+>)?)\(\s*'([^']+)'/g;

/** Module of a file as statements name it: a module of the field, or a room of the platform. */
function prefixOf(path: string): string | undefined {
  return /^api\/(?:platform\/)?(\w+)/.exec(path)?.[1];
}

/** Files whose SQL does not go through `statement`. */
const withPositionalParameters = [
  // PREPARE, whose parameters have no names.
  'api/identity/actor-revalidation.ts',
  // Before the schema exists, on a connection of the administrator.
  'api/platform/database/migrate.ts',
  // The compiler itself.
  'api/platform/database/named-parameters.ts',
  // Locks and marks of a node on connections of the relay, without a session.
  'api/platform/feed/sequencer.ts',
  'api/platform/jobs/worker-presence.ts',
];

function sourcesIn(folder: string, names = /\.ts$/): Source[] {
  const root = join(clone.root, folder);
  return (
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && names.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      // A benchmark installs its comparison programs next to itself, and a package is built there.
      .filter((path) => !/\/(node_modules|dist)\//.test(path))
      .map((path) => ({ path: relative(clone.root, path), text: readFileSync(path, 'utf8') }))
  );
}

function importsOf(folder: string): { from: string; to: string }[] {
  return files
    .filter(({ path }) => path.startsWith(`${folder}/`))
    .flatMap(({ path, text }) => importsIn(path, text).map((to) => ({ from: path, to })));
}

function importsIn(path: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) =>
    relative(clone.root, resolve(clone.root, dirname(path), target ?? '')),
  );
}

/** Strongly connected components of more than one file, by Tarjan's algorithm; each sorted. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const places = new Map<string, { index: number; low: number }>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): { index: number; low: number } => {
    const own = { index: places.size, low: places.size };
    places.set(file, own);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      const known = places.get(next) ?? visit(next);
      if (stack.includes(next)) own.low = Math.min(own.low, known.low);
    }
    if (own.low === own.index) {
      const component = stack.splice(stack.indexOf(file));
      if (component.length > 1) cycles.push(component.toSorted());
    }
    return own;
  };
  for (const file of graph.keys()) if (!places.has(file)) visit(file);
  return cycles;
}

function moduleOf(path: string): string | null {
  const [top, name] = path.split('/');
  return top === 'api' && name && order.includes(name) ? name : null;
}

function isTest(path: string): boolean {
  return /\.(test|fixture)\.ts$/.test(path);
}

/** The source text without comments and prose strings. */
function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
