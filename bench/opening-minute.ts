import type { Bench, Scenario } from './scenario.ts'
import { figure, type Measurement } from './support/measurements.ts'
import { type Cost, type Costs, crowd, needsOf, secondsAtRates, workOff } from './support/opening.ts'
import { latestResult } from './support/results.ts'

/** Longest that anybody should wait for the answer to the form, in seconds. */
const mostWait = 5
/**
 * Connections of a process: pages 10, booking 4, notices 1, probe 1; of a worker 7 more for its jobs. Past a pooler go
 * notices and jobs.
 */
const connections = { server: 16, worker: 23, serverDirect: 1, workerDirect: 8 }
const workers = 4
/** Mailboxes of a Czech conference, and what their domains bear (`src/config/mail.ts`); others are many domains. */
const shares = { 'gmail.com': 0.3, 'seznam.cz': 0.2, 'outlook.com': 0.1 }
const rates = { 'gmail.com': 10, 'seznam.cz': 2, 'outlook.com': 5 }

/** A line of a result that was measured before. */
function line(scenario: string, name: string): Measurement {
  const found = latestResult(scenario)?.measurements.find(measurement => measurement.name === name)
  if (found === undefined) throw new Error(`measure first: npm run bench -- ${scenario} (no line "${name}")`)
  return found
}

function costOf(scenario: string, name: string): Cost {
  const { cpu } = line(scenario, name)
  if (cpu === undefined) throw new Error(`${scenario}: no processor time of "${name}"`)
  return { server: cpu.server, database: cpu.database }
}

function measuredCosts(): Costs {
  const several = line('many-events', 'processor time of the server for each, 2 processes').comparisons[0]
  return {
    registration: costOf('registration-rush', 'registrations, one event'),
    page: costOf('pages', 'registration form, 50 commits of places a second'),
    look: costOf('conditional', 'event page, 304'),
    asset: costOf('pages', 'style sheet'),
    mail: { server: 1_000 / line('mail', 'mails written and handed over').value.median, database: 0 },
    severalProcesses: Math.max(1, several?.ratio.median ?? 1),
  }
}

/** `--quick` only shows that the calculation works: round figures, which nobody measured. */
const examples: Costs = {
  registration: { server: 1.5, database: 0.5 },
  page: { server: 0.6, database: 0.1 },
  look: { server: 0.2, database: 0 },
  asset: { server: 0.2, database: 0 },
  mail: { server: 10, database: 0 },
  severalProcesses: 1.1,
}

async function run({ quick }: Bench): Promise<readonly Measurement[]> {
  const costs = quick ? examples : measuredCosts()
  const needs = needsOf(costs, mostWait)
  const { people, looks, pages, assets, posts, haste } = crowd
  const { work, processes } = needs
  const all = work.registering + work.pages + work.looks + work.assets
  const share = (part: number) => `${Math.round((part / all) * 100)} %`
  const ofEvent = workOff(people * posts, needs.perSecondOfOneEvent)
  const small = workOff(people, needs.perSecond / processes)
  const mails = (people * costs.mail.server) / 1_000 / workers
  const direct = workers * connections.workerDirect + processes * connections.serverDirect
  const one = (name: string, unit: 'count' | 's' | 'per second', value: number, note: string) =>
    figure(name, unit, [value], { note })
  return [
    one(
      'requests',
      'count',
      needs.requests,
      `${people} people, each ${looks} looks, ${pages} pages, ${assets} assets, ${posts} forms; 63 % of the forms within ${haste} s`,
    ),
    one(
      'server processes (cores)',
      'count',
      processes,
      `so that nobody waits longer than ${mostWait} s, at 70 % of each core: registering ${share(work.registering)}, pages ${share(work.pages)}, looks ${share(work.looks)}, assets ${share(work.assets)}${quick ? '; example costs, nothing was measured' : ''}`,
    ),
    one('registrations they take', 'per second', needs.perSecond, 'with all that people look at besides'),
    one('database cores', 'count', needs.databaseCores, 'at that pace, at 70 % of each'),
    one(
      'one event takes',
      'per second',
      needs.perSecondOfOneEvent,
      'its rows are written one batch after the other: at most what one core of the database does',
    ),
    one(
      'longest wait when all want one event',
      's',
      ofEvent.longestWait,
      'who would wait longer than the queue allows is asked to try again',
    ),
    one(
      'longest wait with one process',
      's',
      small.longestWait,
      `the last is answered after ${Math.round(small.end)} s`,
    ),
    one(
      'connections of the database',
      'count',
      processes * connections.server + workers * connections.worker,
      `with ${workers} workers; behind a pooler ${direct} and what it lends`,
    ),
    one('mails handed over', 's', mails, `${people} mails by ${workers} workers to a relay that takes them`),
    one(
      'mails at the pace of the receiving domains',
      's',
      secondsAtRates(people, shares, rates),
      'straight to them with the usual MAIL_RATES, 20 % at Seznam: the slowest decides, not our machines',
    ),
  ]
}

const openingMinute: Scenario = {
  description:
    'Calculated, not measured: what the opening minute of an event for 100,000 people needs, from the processor times above.',
  run,
}
export default openingMinute
