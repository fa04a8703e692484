import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, flushCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { swcOptions } from './swc-options.js';

const options = { ...swcOptions, sourceMaps: true };
const require = createRequire(import.meta.url);
const { default: JestRuntime } = require('jest-runtime');
const { transformSync, version } = require('@swc/core');

/**
 * Runs test files as native ES modules of Node. Jest would reload everything in a virtual machine
 * for each file. Loading the platform that way takes four seconds of processor time, more than half
 * of the whole run. Here a worker loads the platform once, and each test file anew.
 *
 * Test files in one worker therefore share module state: a test restores what it changes, as in
 * `withLimits`. `LINLI_TEST_ISOLATED=yes npm test` runs them in separate processes, to detect a
 * failure that another file causes.
 */
class NativeRuntime extends JestRuntime {
  async unstable_importModule(from, moduleName) {
    if (from !== this._testPath) return super.unstable_importModule(from, moduleName);
    prepare(this._config.rootDir);
    const { jestGlobals } = this;
    await import(globalsUrl);
    const globals = jestGlobals.envGlobals();
    meanSameTypes(globals.expect, this._environment.global);
    globalThis[shareGlobals]({ ...globals, jest: jestGlobals.jestObjectFor(from) });
    runs += 1;
    return import(`${pathToFileURL(from).href}?run=${runs}`);
  }

  teardown() {
    super.teardown();
    flushCompileCache();
  }

  /** Source maps for Jest's stack traces. */
  getSourceMaps() {
    return sourceMaps;
  }
}

export default process.env.LINLI_TEST_ISOLATED ? JestRuntime : NativeRuntime;

const globalsUrl = 'linli-test:globals';
const shareGlobals = Symbol.for('linli.test.globals');

/**
 * By path, however a stack names it: native modules have a URL, and test files a sequence number.
 */
const sourceMaps = new (class extends Map {
  get(name) {
    return super.get(
      name.startsWith('file:') ? fileURLToPath(name.split('?')[0]) : name.split('?')[0],
    );
  }
})();

let runs = 0;
let isPrepared = false;

function prepare(rootDir) {
  if (isPrepared) return;
  isPrepared = true;
  exitAtOnce();
  const cache = join(rootDir, 'node_modules', '.cache', 'linli');
  const transformed = join(cache, 'transformed');
  mkdirSync(transformed, { recursive: true });
  enableCompileCache(join(cache, 'compiled'));
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === '@jest/globals' || specifier === globalsUrl)
        return { url: globalsUrl, shortCircuit: true };
      return nextResolve(specifier, context);
    },
    load(url, context, nextLoad) {
      if (url === globalsUrl)
        return { format: 'module', source: globalsSource, shortCircuit: true };
      const path = url.startsWith('file:') ? fileURLToPath(url.split('?')[0]) : '';
      if (!/\.tsx?$/.test(path) || path.includes('/node_modules/')) return nextLoad(url, context);
      return { format: 'module', source: transform(path, transformed), shortCircuit: true };
    },
  });
}

/**
 * Jest ends a worker by force after half a second, and reports a leak. A worker without open handles
 * would take longer, since it writes the compiled modules and frees its memory. So it writes them
 * after each test file, and leaves its memory to the system. A worker with an open handle never gets
 * here, and is still reported.
 */
function exitAtOnce() {
  if (process.send) process.once('beforeExit', () => process.exit());
}

/**
 * Jest itself runs in a virtual machine with its own `String` and other globals: maps those of
 * tests for `expect.any`.
 */
function meanSameTypes(
  expect,
  { String, Number, Boolean, BigInt, Symbol, Function, Object, Array },
) {
  const own = { String, Number, Boolean, BigInt, Symbol, Function, Object, Array };
  const theirs = new Map(
    globalThis.Object.entries(own).map(([name, type]) => [globalThis[name], type]),
  );
  for (const asymmetric of [expect, expect.not]) {
    const { any } = asymmetric;
    if (any) asymmetric.any = (type) => any(theirs.get(type) ?? type);
  }
}

/** Jest's globals for test files and their helpers; separate for each file. */
const names = [
  'afterAll',
  'afterEach',
  'beforeAll',
  'beforeEach',
  'describe',
  'expect',
  'it',
  'jest',
  'test',
];
const globalsSource = `
  export let ${names.join(', ')};
  globalThis[Symbol.for('linli.test.globals')] = (given) => { ({ ${names.join(', ')} } = given); };
`;

/** Compiles a file without type checks; cached under the hash of source and compiler. */
function transform(path, cache) {
  const source = readFileSync(path, 'utf8');
  const hash = createHash('sha256')
    .update(version)
    .update(JSON.stringify(options))
    .update(path)
    .update(source);
  const file = join(cache, `${hash.digest('hex').slice(0, 32)}.js`);
  sourceMaps.set(path, `${file}.map`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const { code, map } = transformSync(source, {
      ...options,
      filename: path,
      sourceFileName: path,
    });
    // The map first, each by an atomic rename: another worker may be reading.
    for (const [name, text] of [
      [`${file}.map`, map],
      [file, code],
    ]) {
      writeFileSync(`${name}.${process.pid}`, text);
      renameSync(`${name}.${process.pid}`, name);
    }
    return code;
  }
}
