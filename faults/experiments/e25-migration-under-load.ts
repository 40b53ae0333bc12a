import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../src/core/database.ts'
import { migrationSource } from '../../src/core/migrations.ts'
import type { Experiment } from '../experiment.ts'
import { type Balancer, startBalancer } from '../support/balancer.ts'
import type { Entrance } from '../support/entrance.ts'
import { answers, newHistory } from '../support/history.ts'
import { buildCommit, type PreviousRelease, previousRelease } from '../support/releases.ts'
import type { Server, Stage } from '../support/stage.ts'
import { trafficWhile, untilIn } from '../support/traffic.ts'
import { registerSomebody } from '../support/users.ts'

const previous = await previousRelease()

/**
 * Two servers of the release before this one serve people while the first process of this release migrates their database;
 * they go on with the schema they do not know, and are replaced one by one.
 */
async function run(stage: Stage): Promise<void> {
  if (previous === undefined) throw new Error('there is no release before this one')
  const entrance = await stage.open({ capacity: null })
  await undoMigrations(stage, previous)
  const build = buildCommit(previous.commit, join(stage.folder, 'previous'))
  stage.note(`before this release: ${previous.commit.slice(0, 8)}, without ${previous.newer.join(', ')}`)
  const old = [await stage.server('old0', { build }), await stage.server('old1', { build })]
  const fresh = [await stage.server('new0'), await stage.server('new1')]
  // Together they must not migrate: the second waits for the first.
  for (const server of old) await server.start()
  const balancer = await startBalancer([...old, ...fresh], stage.host)
  try {
    const lost = await loadWhile(stage, balancer, entrance, async () => {
      await sleep(2_000)
      const began = performance.now()
      await Promise.all(fresh.slice(0, 1).map(server => server.start()))
      stage.fault('migration under load')
      stage.note(`the first new process served ${Math.round(performance.now() - began)} ms after its start`)
      // The old ones alone on the new schema, for a while.
      for (const server of fresh) await server.stop()
      await stage.worker.start()
      await sleep(3_000)
      await replace(stage, balancer, old[0], fresh[0])
      await replace(stage, balancer, undefined, fresh[1])
    })
    stage.expect(lost.length === 0, `${lost.length} requests failed: ${[...new Set(lost)].slice(0, 5).join(', ')}`)
  } finally {
    await balancer.close()
  }
  for (const server of old) stage.expect(server.deaths() === 0, `${server.name} died`)
  await contracted(stage, entrance, old[1])
  stage.expect(await stage.mailsGone(), 'mails are left over')
}

/** The control: a migration that takes away what the release before it uses. */
async function contracted(stage: Stage, entrance: Entrance, old: Server | undefined): Promise<void> {
  if (old === undefined) return
  await stage.db.raw('alter table registrations rename column title_before to former_title')
  const scene = { nodes: [old], host: stage.host, history: newHistory(), since: stage.since }
  const { outcome } = await registerSomebody(scene, entrance, 'po-ubrani', { tries: 1 })
  await stage.db.raw('alter table registrations rename column former_title to title_before')
  await old.stop()
  stage.control('a migration that renames a column', !answers.has(outcome))
}

/** The database of this release becomes one of the release before it: what stands in it stays. */
async function undoMigrations({ address }: Stage, { newer }: PreviousRelease): Promise<void> {
  const db = connect(address, { max: 1 })
  try {
    for (const _ of newer) await db.migrate.down({ migrationSource })
  } finally {
    await db.destroy()
  }
}

async function replace(
  stage: Stage,
  balancer: Balancer,
  before: Server | undefined,
  after: Server | undefined,
): Promise<void> {
  if (after === undefined) return
  await after.start()
  await untilIn(balancer, after)
  if (before === undefined) return
  const code = await before.stop()
  stage.fault('SIGTERM to an old server')
  stage.expect(code === 0, `${before.name} ended with ${code}`)
}

/** Five people; what is answered with 503 they send again, anything else is lost. */
async function loadWhile(
  stage: Stage,
  balancer: Balancer,
  entrance: Entrance,
  work: () => Promise<void>,
): Promise<string[]> {
  const lost = await trafficWhile(stage, balancer, entrance, { prefix: 'prechod', people: 5, tries: 6 }, work)
  const wrong = stage.history.attempts.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  const busy = stage.history.attempts.filter(({ outcome }) => outcome === 'busy').length
  stage.note(`${stage.history.attempts.length} forms were sent, ${busy} were asked to wait (503)`)
  return [...lost, ...wrong.map(({ outcome, status }) => `POST ${outcome} ${status}`)]
}

const migrationUnderLoad: Experiment = {
  id: 'e25',
  title: 'migration under load, the release before it still running',
  holds: 'no request fails; the old servers go on with the new schema',
  missing: () =>
    previous === undefined
      ? 'git does not know the release before this one (an archive, or a shallow clone)'
      : undefined,
  stage: { servers: 0, hasWorker: false },
  run,
}
export default migrationUnderLoad
