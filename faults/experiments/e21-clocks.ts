import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rows } from '../../src/core/database.ts'
import type { Experiment } from '../experiment.ts'
import type { Attempt } from '../support/history.ts'
import type { Server, Stage } from '../support/stage.ts'
import { registerSomebody } from '../support/users.ts'
import { readMetric } from '../support/watching.ts'

/** libfaketime of Debian, for programs with threads. */
function findLibrary(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map(name => join('/usr/lib', name, 'faketime')) : []
  return folders.map(folder => join(folder, 'libfaketimeMT.so.1')).find(existsSync)
}

/** A machine whose clock is wrong; what its file says can change while it runs. */
interface Machine {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  set(offset: string): void
}

function machine(stage: Stage, name: string, offset: string, zone: string): Machine {
  const file = join(stage.folder, `${name}.clock`)
  const set = (given: string) => writeFileSync(file, `${given}\n`)
  set(offset)
  const env = {
    LD_PRELOAD: findLibrary() ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    // Timers go on as ever: a wrong clock is not a machine that runs wild.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    TZ: zone,
  }
  return { name, env, set }
}

/**
 * Three servers: one ten minutes ahead, one ten minutes behind, one whose clock is set by ten minutes while it runs;
 * each in another zone. Registration opens and closes under them.
 */
async function run(stage: Stage): Promise<void> {
  const machines = [
    machine(stage, 'ahead', '+10m', 'Asia/Kolkata'),
    machine(stage, 'behind', '-10m', 'America/New_York'),
    machine(stage, 'set', '+0', 'Europe/Prague'),
  ]
  const servers: Server[] = []
  for (const { name, env } of machines) servers.push(await stage.server(name, { env }))
  await Promise.all([...servers, stage.worker].map(one => one.start()))
  for (const { name, env } of machines.slice(0, 2)) judgeMachine(stage, name, env)
  for (const server of servers) await judgeMetric(stage, server)

  const [opensIn, openFor] = stage.isShort ? [4_000, 4_000] : [10_000, 10_000]
  const opening = Date.now() + opensIn
  const closing = opening + openFor
  const entrance = await stage.open({ capacity: null, opensAt: new Date(opening) })
  await stage
    .db('categories')
    .where({ id: entrance.category.id })
    .update({ closesAt: new Date(closing) })
  const made: (Attempt & { at: number; end: number })[] = []
  for (let round = 0; Date.now() < closing + 3_000; round++) {
    if (round === 6) setClock(stage, machines[2])
    for (const server of servers) {
      const at = Date.now()
      const scene = { ...stage, nodes: [server] }
      const attempt = await registerSomebody(scene, entrance, `kolo-${round}-${server.name}`, { tries: 1 })
      stage.step()
      made.push({ ...attempt, at, end: Date.now() })
    }
    await sleep(150)
  }
  judgeWindow(stage, made, opening, closing)
  await judgeTimes(stage, opening, closing)
  stage.expect(await stage.mailsGone(), 'mails are left over')
  for (const broken of await stage.broken({ mostCopies: 1 })) stage.violation(broken)
}

function setClock(stage: Stage, one: Machine | undefined): void {
  one?.set('+10m')
  stage.fault('clock set by 10 minutes under a running server')
}

/** The control: the clock of the machine would have opened ten minutes early, or late. */
function judgeMachine(stage: Stage, name: string, env: Readonly<Record<string, string>>): void {
  const shown = Number(
    execFileSync(process.execPath, ['-p', 'Date.now()'], { env: { ...process.env, ...env }, encoding: 'utf8' }),
  )
  stage.fault('clock wrong by 10 minutes')
  stage.control(`a deadline by the clock of the machine "${name}"`, Math.abs(shown - Date.now()) > 9 * 60_000)
}

/** The operator sees it, too. */
async function judgeMetric(stage: Stage, server: Server): Promise<void> {
  const offset = await readMetric(server, 'clock_offset_seconds')
  const wanted = { ahead: -600, behind: 600 }[server.name] ?? 0
  stage.expect(
    offset !== undefined && Math.abs(offset - wanted) < 5,
    `${server.name} says that its clock is wrong by ${offset} s`,
  )
}

/** An answer belongs to some moment between asking and hearing it; only what no such moment allows is wrong. */
function judgeWindow(
  stage: Stage,
  made: readonly (Attempt & { at: number; end: number })[],
  opening: number,
  closing: number,
): void {
  for (const { outcome, node, at, end } of made) {
    if (outcome === 'place') {
      stage.expect(end >= opening, `${node} opened ${opening - end} ms early`)
      stage.expect(at <= closing, `${node} was open ${at - closing} ms too long`)
    } else {
      stage.expect(outcome === 'full' || outcome === 'closed', `${node} answered with ${outcome}`)
      stage.expect(at <= opening || end >= closing, `${node} was closed when it was open`)
    }
  }
  const placed = (name: string) => made.filter(one => one.node === name && one.outcome === 'place').length
  const counts = ['ahead', 'behind', 'set'].map(name => `${name} ${placed(name)}`)
  stage.expect(
    ['ahead', 'behind', 'set'].every(name => placed(name) > 0),
    `somebody never opened: ${counts.join(', ')}`,
  )
  stage.note(`registered by each server between opening and closing: ${counts.join(', ')}`)
}

/** Whatever was written bears the time of the database. */
async function judgeTimes({ db, expect }: Stage, opening: number, closing: number): Promise<void> {
  const [found] = await rows<{ wrong: number }>(
    db,
    `select count(*)::int as wrong from registrations
     where created_at not between to_timestamp(?) and to_timestamp(?) or confirmed_at is distinct from created_at
       and abs(extract(epoch from confirmed_at - created_at)) > 5`,
    [opening / 1_000 - 1, closing / 1_000 + 1],
  )
  expect(found?.wrong === 0, `${found?.wrong} registrations bear a wrong time`)
}

const clocks: Experiment = {
  id: 'e21',
  title: 'clocks of servers wrong by ±10 minutes, or set while they run',
  holds: 'the clock of the database decides: nobody opens early, nobody closes late',
  missing: () => (findLibrary() ? undefined : 'libfaketime is not installed: apt-get install faketime'),
  stage: { servers: 0, hasWorker: false },
  run,
}
export default clocks
