import { jest } from '@jest/globals'

// As with the journeys: a test that passes when it is tried again is flaky, and .ci/run names it. A change is not refused
// for a machine that stood still for some seconds; what fails twice, fails.
if (process.env['CI'] !== undefined) jest.retryTimes(1)
