import { setTimeout as sleep } from 'node:timers/promises'
import { rows } from '../../src/core/database.ts'
import { passMinute } from '../../src/features/registration/actions/clock.ts'
import type { RegistrationRow } from '../../src/features/registration/types.ts'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'
import { privatePath } from '../support/visits.ts'

/** As many give their places up as come anew, at the same moment at both servers, while others wait. */
async function run(stage: Stage): Promise<void> {
  const [rounds, people] = stage.isShort ? [1, 20] : [10, 50]
  for (let round = 0; round < rounds; round++) {
    const entrance = await stage.open({ capacity: people })
    await stage.crowd(entrance, `drzi${round}`, people)
    await stage.crowd(entrance, `ceka${round}`, people)
    const holding = await stage.db('registrations').where({ eventId: entrance.event.id, status: 'confirmed' })
    const givenUp = holding.map((row, n) => giveUp(stage, row, n))
    await Promise.all([...givenUp, stage.crowd(entrance, `prichazi${round}`, people)])
    stage.fault('place given up in the rush', people)
    await passMinute(stage.db)
    await judge(stage, entrance.event.id, people)
  }
  stage.expect(await stage.mailsGone(), 'mails are left over')
  for (const broken of await stage.broken({ mostCopies: 1 })) stage.violation(broken)
}

/** Who is asked to wait a moment presses the button again, as people do. */
async function giveUp(stage: Stage, row: RegistrationRow, n: number): Promise<void> {
  const server = stage.servers[n % stage.servers.length]
  let status: number | undefined
  for (let tries = 8; server && tries > 0; tries--) {
    status = (await stage.ask(server, { method: 'POST', path: `${privatePath(row)}/cancel`, form: {} }))?.status
    stage.step()
    if (status !== 503) break
    await sleep(500)
  }
  stage.expect(status === 303, `a place could not be given up: ${status ?? 'no answer'}`)
}

/** All places taken again, by those who had waited first, and each of them told once. */
async function judge({ db, expect }: Stage, eventId: number, people: number): Promise<void> {
  const [now] = await rows<{ confirmed: number; passed: number; told: number }>(
    db,
    `select count(*) filter (where status = 'confirmed')::int as confirmed,
       count(*) filter (where status = 'waiting' and email like 'ceka%')::int as passed,
       (select count(*)::int from mails m where m.event_id = :eventId and kind = 'registration-promoted') as told
     from registrations where event_id = :eventId`,
    { eventId },
  )
  expect(now?.confirmed === people, `${now?.confirmed} places of ${people} are taken`)
  expect(now?.passed === 0, `${now?.passed} who had waited first still wait`)
  expect(now?.told === people, `${now?.told} mails told ${people} people of their place`)
}

const waitingList: Experiment = {
  id: 'e28',
  title: 'cancellations and new registrations at once, with a waiting list',
  holds: 'strictly in order, every place taken, each told once (I1, I8)',
  isShort: true,
  run,
}
export default waitingList
