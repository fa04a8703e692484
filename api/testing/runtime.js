import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { swcOptions } from './swc-options.js';

const options = { ...swcOptions, sourceMaps: true };
const require = createRequire(import.meta.url);
const { default: JestRuntime } = require('jest-runtime');
const { transformSync, version } = require('@swc/core');

/**
 * Runs test files as modules of Node itself, where Jest would load everything anew for each file and inside a virtual
 * machine: the platform with its libraries takes four seconds of processor time to load so, which was more than half of
 * the whole run. Here a worker loads it once, and each test file anew.
 *
 * So test files that run in one worker share what modules keep: a test puts back what it changes there, as in
 * `withLimits`. `LINLI_TEST_ISOLATED=yes npm test` runs them apart, to see whether one fails for what another left.
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

  /** Where Jest finds the lines of what was transformed. */
  getSourceMaps() {
    return sourceMaps;
  }
}

export default process.env.LINLI_TEST_ISOLATED ? JestRuntime : NativeRuntime;

const globalsUrl = 'linli-test:globals';
const shareGlobals = Symbol.for('linli.test.globals');

/** By path, whatever a stack calls it: a native module is named by an address, and a test file with its number. */
const sourceMaps = new (class extends Map {
  get(name) {
    return super.get(name.startsWith('file:') ? fileURLToPath(name.split('?')[0]) : name.split('?')[0]);
  }
})();

let runs = 0;
let isPrepared = false;

function prepare(rootDir) {
  if (isPrepared) return;
  isPrepared = true;
  const cache = join(rootDir, 'node_modules', '.cache', 'linli');
  const transformed = join(cache, 'transformed');
  mkdirSync(transformed, { recursive: true });
  enableCompileCache(join(cache, 'compiled'));
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === '@jest/globals' || specifier === globalsUrl) return { url: globalsUrl, shortCircuit: true };
      return nextResolve(specifier, context);
    },
    load(url, context, nextLoad) {
      if (url === globalsUrl) return { format: 'module', source: globalsSource, shortCircuit: true };
      const path = url.startsWith('file:') ? fileURLToPath(url.split('?')[0]) : '';
      if (!/\.tsx?$/.test(path) || path.includes('/node_modules/')) return nextLoad(url, context);
      return { format: 'module', source: transform(path, transformed), shortCircuit: true };
    },
  });
}

/** Jest itself still lives in a virtual machine, whose `String` is another one than that of tests: `expect.any` is given its own. */
function meanSameTypes(expect, { String, Number, Boolean, BigInt, Symbol, Function, Object, Array }) {
  const own = { String, Number, Boolean, BigInt, Symbol, Function, Object, Array };
  const theirs = new Map(globalThis.Object.entries(own).map(([name, type]) => [globalThis[name], type]));
  for (const asymmetric of [expect, expect.not]) {
    const { any } = asymmetric;
    if (any) asymmetric.any = (type) => any(theirs.get(type) ?? type);
  }
}

/** What Jest gives to test files and their helpers; each file has its own. */
const names = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'];
const globalsSource = `
  export let ${names.join(', ')};
  globalThis[Symbol.for('linli.test.globals')] = (given) => { ({ ${names.join(', ')} } = given); };
`;

/** Compiled file by file and without types; kept under the hash of the source and of the compiler. */
function transform(path, cache) {
  const source = readFileSync(path, 'utf8');
  const hash = createHash('sha256').update(version).update(JSON.stringify(options)).update(path).update(source);
  const file = join(cache, `${hash.digest('hex').slice(0, 32)}.js`);
  sourceMaps.set(path, `${file}.map`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const { code, map } = transformSync(source, { ...options, filename: path, sourceFileName: path });
    // The map first, and each moved when whole: another worker may be reading.
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
