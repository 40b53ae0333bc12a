// What .ci/run says at its end: each test that failed with what it said, each journey that passed only when it was tried
// again, and `N passed, N failed`. Usage: node .ci/summary.mjs <folder of the results> <number of failed steps>
import { existsSync, readFileSync } from 'node:fs'

const [folder = '', steps = '0'] = process.argv.slice(2)
const read = name =>
  existsSync(`${folder}/${name}.json`) ? JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) : undefined
const sum = numbers => numbers.reduce((total, number) => total + number, 0)
const linesOfOne = 12

/** The beginning of what a failed test said, without the colours of a terminal. */
function told(name, message = '') {
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  const lines = message
    .replaceAll(/\u001B\[[0-9;]*m/g, '')
    .split('\n')
    .filter(line => line.trim() !== '')
  console.log([`FAILED: ${name}`, ...lines.slice(0, linesOfOne).map(line => `    ${line}`)].join('\n'))
}

const jest = ['jest', 'debian'].map(read).filter(Boolean)
for (const { name, message, assertionResults } of jest.flatMap(({ testResults }) => testResults)) {
  const failed = assertionResults.filter(({ status }) => status === 'failed')
  for (const { fullName, failureMessages } of failed) told(`${name}: ${fullName}`, failureMessages[0])
  // A file that cannot be loaded has no tests to count.
  if (failed.length === 0 && message !== '' && assertionResults.length === 0) told(name, message)
}

const journeys = read('journeys')
const specsOf = suite => [...(suite.suites ?? []).flatMap(specsOf), ...(suite.specs ?? [])]
for (const spec of (journeys?.suites ?? []).flatMap(specsOf)) {
  const name = `${spec.file}:${spec.line} ${spec.title}`
  for (const { status, results } of spec.tests) {
    if (status === 'unexpected') told(name, results.at(-1)?.errors[0]?.message)
    // It counts as passed and is named: it hides a fault of the product or of the journey.
    if (status === 'flaky') console.log(`FLAKY, passed when tried again: ${name}`)
  }
}

const { expected = 0, unexpected = 0, flaky = 0 } = journeys?.stats ?? {}
const passed = expected + flaky + sum(jest.map(({ numPassedTests }) => numPassedTests))
const counted = unexpected + sum(jest.map(one => one.numFailedTests + one.numRuntimeErrorTestSuites))
// One failure at least for each failed step: the tests may not account for it.
console.log(`${passed} passed, ${Math.max(counted, Number(steps))} failed`)
