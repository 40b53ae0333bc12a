import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { projectRoot } from '../../../src/core/root.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pozvanka-summary-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (name: string, results: object) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(results))
const said = (failedSteps: number) =>
  execFileSync(process.execPath, [join(projectRoot, '.ci/summary.mjs'), folder, String(failedSteps)], {
    encoding: 'utf8',
  }).split('\n')

/** What Jest writes of a file. */
const file = (name: string, ...failed: readonly string[]) => ({
  name,
  message: failed.join('\n'),
  assertionResults: [
    { status: 'passed', fullName: 'holds', failureMessages: [] },
    ...failed.map(message => ({ status: 'failed', fullName: 'a claim', failureMessages: [message] })),
  ],
})
const jest = (numPassedTests: number, numFailedTests: number, testResults: readonly object[], notLoaded = 0) => ({
  numPassedTests,
  numFailedTests,
  numRuntimeErrorTestSuites: notLoaded,
  testResults,
})
const spec = (title: string, status: string, message?: string) => ({
  title,
  file: 'guest.spec.ts',
  line: 7,
  tests: [{ status, results: [{ errors: message === undefined ? [] : [{ message }] }] }],
})

describe('the end of .ci/run', () => {
  it('counts what Jest, the programs of Debian and the browser found right', () => {
    put('jest', jest(20, 0, [file('a.test.ts')]))
    put('debian', jest(3, 0, [file('b.test.ts')]))
    put('journeys', { stats: { expected: 2, unexpected: 0, flaky: 0 }, suites: [{ specs: [spec('x', 'expected')] }] })
    expect(said(0)).toEqual(['25 passed, 0 failed', ''])
  })

  it('names each failure with the beginning of what it said, without colours', () => {
    const long = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n')
    put('jest', jest(1, 1, [file('a.test.ts', `\u001B[31mexpected 1\u001B[39m\n\n${long}`)]))
    put('journeys', {
      stats: { expected: 1, unexpected: 1, flaky: 1 },
      suites: [{ suites: [{ specs: [spec('goes', 'unexpected', 'no button')] }], specs: [spec('stumbles', 'flaky')] }],
    })
    const lines = said(2)
    expect(lines.slice(0, 2)).toEqual(['FAILED: a.test.ts: a claim', '    expected 1'])
    expect(lines).toHaveLength(18)
    expect(lines.slice(13)).toEqual([
      'FAILED: guest.spec.ts:7 goes',
      '    no button',
      'FLAKY, passed when tried again: guest.spec.ts:7 stumbles',
      '3 passed, 2 failed',
      '',
    ])
  })

  it('counts a file that could not be loaded, and a step that wrote nothing at all', () => {
    put('jest', jest(0, 0, [{ name: 'c.test.ts', message: 'Cannot find module', assertionResults: [] }], 1))
    expect(said(1)).toEqual(['FAILED: c.test.ts', '    Cannot find module', '0 passed, 1 failed', ''])
    rmSync(join(folder, 'jest.json'))
    expect(said(3)).toEqual(['0 passed, 3 failed', ''])
  })
})
