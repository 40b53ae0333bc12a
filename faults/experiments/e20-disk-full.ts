import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { Experiment } from '../experiment.ts'
import { fillDisk, whyNoDisk } from '../support/disk.ts'
import type { Stage } from '../support/stage.ts'

/**
 * The disk of the database fills up while people register, and somebody makes room. Whatever people upload is in the same
 * database, so there is no second disk whose files could be half written.
 */
async function run(stage: Stage): Promise<void> {
  const disk = join(stage.folder, 'postgres')
  const users = stage.isShort ? 100 : 400
  const entrance = await stage.open({ capacity: users * 2 })
  await stage.crowd(entrance, 'pred', 30)
  const makeRoom = fillDisk(disk, 256)
  stage.fault('disk of PostgreSQL full')
  // Long words fill pages faster.
  const fields = { access: 'Potřebuji bezbariérový přístup. '.repeat(25) }
  await stage.crowd(entrance, 'plny', users, { tries: 2, timeoutMs: 20_000, fields })
  const { bavail, bsize } = statfsSync(disk)
  const counts = stage.history.counts()
  stage.note(`answers with ${Math.round((bavail * bsize) / 1024)} KB left: ${JSON.stringify(counts)}`)
  stage.expect((counts.busy ?? 0) > 0, 'the disk was never full for a registration')
  stage.expect((counts.failed ?? 0) === 0, `${counts.failed} answers were neither a page nor 503`)
  makeRoom()
  const room = performance.now()
  await stage.recovered(room)
  await stage.crowd(entrance, 'plny', users, { tries: 15, fields })
  stage.expect(
    stage.servers.every(server => server.deaths() === 0),
    'a server had to be started again',
  )
  const left = [...stage.history.final().values()].filter(outcome => outcome === 'unknown').length
  stage.expect(left === 0, `${left} people never learnt where they stand`)
}

const diskFull: Experiment = {
  id: 'e20',
  title: 'disk of the database full',
  holds: 'registrations are refused with 503, nothing is half written, all goes on when there is room',
  missing: whyNoDisk,
  // Little is written ahead, so that it is the tables that run out of room too, not the log alone.
  stage: {
    ownDatabase: {
      megabytes: 256,
      settings: { max_wal_size: '48MB', min_wal_size: '32MB', wal_recycle: 'off', autovacuum: 'off' },
    },
  },
  run,
}
export default diskFull
