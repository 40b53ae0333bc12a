import { createLargeProgramme, firstDay, largeProgrammes } from '../../tests/factories/programme.ts'
import { type Bench, interleave, type Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import { answerTime, figure, type Measurement } from '../support/measurements.ts'
import { hostOf } from '../support/rush.ts'

/** What a page of the programme may weigh before compression, whatever the conference. */
const mostBytes = 150_000

/** The pages of a programme that a reader comes to, and what is asked of them. */
function pagesOf(slug: string): Readonly<Record<string, string>> {
  const agenda = `/cs/events/${slug}/agenda`
  return {
    'a day': `${agenda}?day=${firstDay}`,
    'second page of rooms': `${agenda}?day=${firstDay}&rooms=2`,
    'a track': `${agenda}?day=${firstDay}&track=sekce-3`,
    'a search': `${agenda}?q=spolupraci`,
    'another zone': `${agenda}?day=${firstDay}&zone=Asia%2FTokyo`,
    'now and next': `${agenda}/now`,
    'for paper': `${agenda}/print`,
    speakers: `/cs/events/${slug}/speakers`,
  }
}

/** With a cookie each page is drawn anew, and without Accept-Encoding it is as long as it is. */
const headers = { cookie: 'seen=1', 'Accept-Encoding': 'identity' } as const

async function draw(bench: Bench, app: App, slug: string, sessions: number): Promise<Measurement[]> {
  const pages = pagesOf(slug)
  const works = Object.fromEntries(
    Object.entries(pages).map(([name, path]) => {
      const targets = [{ path, headers, expect: [200] }]
      return [
        name,
        () => bench.load({ url: app.url, of: app, connections: 1, requests: bench.quick ? 3 : 25, targets }),
      ]
    }),
  )
  const samples = await interleave(bench, works)
  const weights = await Promise.all(
    Object.values(pages).map(async path => (await (await fetch(app.url + path)).arrayBuffer()).byteLength),
  )
  const tooHeavy = weights.filter(bytes => bytes > mostBytes).length
  return [
    ...Object.entries(samples).map(([name, drawn]) => answerTime(`${sessions} sessions: ${name}`, drawn)),
    figure(`${sessions} sessions: heaviest page`, 'kB', [Math.max(...weights) / 1_000], {
      failures: tooHeavy,
      aim: { atMost: mostBytes / 1_000 },
    }),
  ]
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await bench.startApp()
  const { id } = await hostOf(app.db)
  const shapes = Object.values(largeProgrammes)
  for (const shape of shapes) await createLargeProgramme(app.db, id, shape)
  await app.db.raw('analyze')
  const lines: Measurement[] = []
  for (const { slug, sessions } of shapes) lines.push(...(await draw(bench, app, slug, sessions)))
  return lines
}

const agenda: Scenario = {
  description:
    'Every page of the programmes of 883 and 1,351 sessions drawn anew for one reader: none heavier than 150 kB.',
  run,
}
export default agenda
