import { join } from 'node:path'
import { connect, type Database } from '../../src/core/database.ts'
import { joinEmbedded } from '../../src/core/embedded-postgres.ts'
import { createLargeProgramme, firstDay, largeProgrammes } from '../../tests/factories/programme.ts'
import { type BenchContext, type Measurement, measure, type Scenario } from '../scenario.ts'

/** What a page of the programme may weigh before compression, whatever the conference. */
const mostBytes = 150_000

/** Gives the running application the programmes of a large conference and of a very large one. */
async function load(dataDir: string): Promise<void> {
  const connection = await joinEmbedded(join(dataDir, 'postgres'))
  if (connection === undefined) throw new Error(`no database in ${dataDir}`)
  const db: Database = connect({ ...connection, database: 'pozvanka' }, { max: 1 })
  try {
    const host = await db('organisations').first('id')
    if (host === undefined) throw new Error('the demonstration has no organisation')
    for (const shape of Object.values(largeProgrammes)) await createLargeProgramme(db, host.id, shape)
    await db.raw('analyze')
  } finally {
    await db.destroy()
  }
}

async function run({ url, dataDir, quick }: BenchContext): Promise<readonly Measurement[]> {
  await load(dataDir)
  const requests = quick ? 5 : 200
  const results: Measurement[] = []
  const page = async (name: string, path: string, connections = 1) => {
    const request = async () => {
      const response = await fetch(url + path)
      return response.status === 200 && (await response.arrayBuffer()).byteLength < mostBytes
    }
    results.push(await measure({ name, connections, requests, request }))
  }
  for (const { slug, sessions } of Object.values(largeProgrammes)) {
    const agenda = `/cs/events/${slug}/agenda`
    await page(`${sessions}: a day`, `${agenda}?day=${firstDay}`)
    await page(`${sessions}: second page of rooms`, `${agenda}?day=${firstDay}&rooms=2`)
    await page(`${sessions}: a track`, `${agenda}?day=${firstDay}&track=sekce-3`)
    await page(`${sessions}: a search`, `${agenda}?q=spolupraci`)
    await page(`${sessions}: another zone`, `${agenda}?day=${firstDay}&zone=Asia%2FTokyo`)
    await page(`${sessions}: now and next`, `${agenda}/now`)
    await page(`${sessions}: for paper`, `${agenda}/print`)
    await page(`${sessions}: speakers`, `/cs/events/${slug}/speakers`)
    await page(`${sessions}: the event page`, `/cs/events/${slug}`)
    await page(`${sessions}: a day, 16 readers`, `${agenda}?day=${firstDay}`, 16)
  }
  return results
}

const agenda: Scenario = {
  description: 'Pages of the programmes of 883 and 1,351 sessions: uncached, below 150 kB and 60 ms.',
  run,
}
export default agenda
