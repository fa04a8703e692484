import { availableParallelism } from 'node:os';
import { swcOptions } from './api/testing/swc-options.js';

const common = {
  testEnvironment: 'node',
  runtime: '<rootDir>/api/testing/runtime.js',
  // Kept from one run to the next, while the temporary folder of a run is removed with it.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // Only for LINLI_TEST_ISOLATED: runtime.js compiles otherwise.
  transform: { '\\.ts$': ['@swc/jest', { ...swcOptions, sourceMaps: 'inline' }] },
  // Compiled copies of the sources, and what a running platform writes.
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/.data/'],
  setupFilesAfterEnv: ['<rootDir>/api/testing/scenario/to-be-refused.ts'],
  globalSetup: '<rootDir>/api/testing/global-setup.ts',
  globalTeardown: '<rootDir>/api/testing/global-teardown.ts',
};

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...common,
      displayName: 'platform',
      testMatch: ['<rootDir>/{api,schema,seeds,clients}/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/api/run/', '\\.browser\\.test\\.ts$'],
    },
    {
      ...common,
      displayName: 'browser',
      testMatch: ['<rootDir>/{api,clients}/**/*.browser.test.ts'],
    },
    // Starts, kills and restarts whole platforms: everything in one file, so that these never run
    // beside each other.
    { ...common, displayName: 'boot', testMatch: ['<rootDir>/api/run/**/*.test.ts'] },
  ],
  // Generous: no test is about speed, and the machine may be busy with other things. What is waited
  // for has less, see until.ts.
  testTimeout: 900_000,
  reporters: ['<rootDir>/api/testing/progress-reporter.js', 'summary'],
  testSequencer: '<rootDir>/api/testing/sequencer.js',
  // Every test file has a database of its own, and much of its time is waiting for it: one for each
  // core would leave cores idle.
  maxWorkers: Math.floor(availableParallelism() * 1.5),
  workerIdleMemoryLimit: '1GB',
};
