import { join } from 'node:path'
import { connect, type Database, rows } from '../../src/core/database.ts'
import { joinEmbedded } from '../../src/core/embedded-postgres.ts'
import { loadSql } from '../roster-load.ts'
import { type BenchContext, type Measurement, measure, type Scenario } from '../scenario.ts'

const event = 'technologicky-transfer-ukazka'
const list = `/cs/organiser/events/${event}/registrations`

/** Fills the event of the running application with people. */
async function load(dataDir: string, people: number): Promise<void> {
  const connection = await joinEmbedded(join(dataDir, 'postgres'))
  if (connection === undefined) throw new Error(`no database in ${dataDir}`)
  const db = connect({ ...connection, database: 'pozvanka' }, { max: 1 })
  try {
    await db.raw(loadSql, { slug: event, people })
    await db.raw('analyze')
    await explain(db)
  } finally {
    await db.destroy()
  }
}

/** Prints how PostgreSQL reads the first page, so that a lost index is seen. */
async function explain(db: Database): Promise<void> {
  const plan = await rows<Record<string, string>>(
    db,
    `explain (analyze, buffers) select id from registrations where event_id = (select id from events where slug = ?)
     order by content_updated_at desc, id desc limit 51`,
    [event],
  )
  console.log(plan.flatMap(row => Object.values(row)).join('\n'))
}

/** The cookie of the demonstration's organiser. */
async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/cs/sign-in`, {
    method: 'POST',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    redirect: 'manual',
    body: new URLSearchParams({ email: 'organizator@example.org', password: 'pozvanka-demo' }),
  })
  return answer.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
}

async function run({ url, dataDir, quick }: BenchContext): Promise<readonly Measurement[]> {
  await load(dataDir, quick ? 2_000 : 50_000)
  const cookie = await signIn(url)
  const read = async (query: string) => {
    const response = await fetch(`${url}${list}?${query}`, { headers: { cookie } })
    return { isRight: response.status === 200, text: await response.text() }
  }
  const { text } = await read('sort=name')
  const next = /href="[^"?]*\?([^"]*)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const look = (name: string, query: string) =>
    measure({ name, connections: 1, requests: quick ? 3 : 40, request: async () => (await read(query)).isRight })
  return [
    await look('first page', ''),
    await look('first page by name', 'sort=name'),
    await look('second page by name', next),
    await look('waiting, in their order', 'status=waiting&sort=status'),
    await look('search for a frequent word', 'q=novakova'),
    await look('search for two words', 'q=novakova+univerzita'),
    await look('a tag, by organisation', 'tag=VIP&sort=organisation'),
  ]
}

const roster: Scenario = {
  description:
    'The table of an event with 50,000 registrations: pages, filters and search, as one organiser waits for them.',
  environment: { RATE_LIMITS: 'off' },
  run,
}
export default roster
