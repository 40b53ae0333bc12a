// Native ES modules: run by `node --experimental-vm-modules` (see "test" in package.json).
import { availableParallelism } from 'node:os'

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  testMatch: ['<rootDir>/tests/{unit,integration,conventions}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/dist-faults/', '<rootDir>/var/', '<rootDir>/test-results/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  setupFiles: ['<rootDir>/tests/support/one-realm.ts'],
  globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Node 20 does not free the ES modules of finished test files (about 10 MB a file): start the worker anew.
  workerIdleMemoryLimit: '700MB',
  testTimeout: 30_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
}
