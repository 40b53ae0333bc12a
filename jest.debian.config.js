// Tests that need programs of Debian; run by tests/debian/run.mjs (`npm run test:debian`). Each starts an application.
import base from './jest.config.js'

export default { ...base, testMatch: ['<rootDir>/tests/debian/**/*.test.ts'], testTimeout: 240_000 }
