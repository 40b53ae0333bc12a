import { rows } from '../../src/core/database.ts'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

const clicks = 20

/** The same form twenty times: at once at both servers, then one after another, as double clicks, reloads and back do. */
async function run(stage: Stage): Promise<void> {
  const people = stage.isShort ? 5 : 30
  const entrance = await stage.open({ capacity: Math.ceil(people / 2) })
  for (let n = 0; n < people; n++) {
    const at = (click: number) => stage.servers[click % stage.servers.length]
    const click = (number: number) => {
      const first = at(number)
      return stage.register(entrance, `klikac-${n}`, first ? { first } : {})
    }
    const together = await Promise.all(Array.from({ length: clicks / 2 }, (_, number) => click(number)))
    for (let number = 0; number < clicks / 2; number++) together.push(await click(number))
    const told = new Set(together.map(({ outcome }) => outcome))
    stage.expect(told.size === 1, `the same form was answered with ${[...told].join(' and ')}`)
    stage.fault('form sent again', clicks - 1)
  }
  const found = await rows<{ registrations: number; mails: number; kinds: string }>(
    stage.db,
    `select (select count(*)::int from registrations where event_id = :id) as registrations,
       (select count(*)::int from mails where event_id = :id and kind like 'registration-%') as mails,
       (select string_agg(distinct kind, ', ') from mails where event_id = :id and kind like 'registration-%') as kinds`,
    { id: entrance.event.id },
  )
  stage.expect(found[0]?.registrations === people, `${found[0]?.registrations} registrations of ${people} people`)
  stage.expect(found[0]?.mails === people, `${found[0]?.mails} mails to ${people} people: ${found[0]?.kinds}`)
  stage.expect(await stage.mailsGone(), 'mails are left over')
  for (const broken of await stage.broken({ mostCopies: 1 })) stage.violation(broken)
}

const doubleClicks: Experiment = {
  id: 'e02',
  title: 'the same form twenty times',
  holds: 'one registration, one mail, the same answer every time (I4)',
  isShort: true,
  run,
}
export default doubleClicks
