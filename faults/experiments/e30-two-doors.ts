import { only, rows } from '../../src/core/database.ts'
import { registerTogether } from '../../src/features/registration/actions/register.ts'
import { system } from '../../src/core/actor.ts'
import { aRequest } from '../../tests/factories/registration.ts'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'
import { signIn } from '../support/visits.ts'

/**
 * Two people at two doors, each at another server, record the same arrivals: in another order, and all of it twice, as
 * somebody does whose list was not up to date.
 */
async function run(stage: Stage): Promise<void> {
  const count = stage.isShort ? 30 : 300
  const entrance = await stage.open({ capacity: null })
  const requests = Array.from({ length: count }, (_, n) => aRequest(entrance.category, `host-${n}`))
  await stage.db.transaction(trx => registerTogether(trx, system, { eventId: entrance.event.id, requests }))
  const references = await stage.db('registrations').where({ eventId: entrance.event.id }).pluck('reference')
  const { owner, doorStaff } = await stage.people()
  const [first, second] = [await signIn(stage, owner), await signIn(stage, doorStaff)]
  const scan = async (visitor: typeof first, server: number, order: readonly string[]) => {
    const node = stage.servers[server % stage.servers.length]
    for (const reference of node ? order : []) {
      const path = `/cs/organiser/events/${entrance.event.slug}/checkin/${reference}`
      const answer = node && (await visitor.ask(node, { method: 'POST', path, form: {} }))
      stage.expect(answer?.status === 303, `an arrival was answered with ${answer?.status}`)
      stage.step()
    }
  }
  const shuffled = references.toSorted(() => Math.random() - 0.5)
  await Promise.all([
    scan(first, 0, [...references, ...shuffled]),
    scan(second, 1, [...references.toReversed(), ...shuffled.toReversed()]),
  ])
  stage.fault('arrival recorded again', count * 3)
  const found = only(
    await rows<{ arrived: number; recorded: number; most: number }>(
      stage.db,
      `select (select count(*)::int from registrations where event_id = :id and arrived_at is not null) as arrived,
         count(*)::int as recorded, coalesce(max(times), 0)::int as most
       from (select count(*) as times from audit_entries
         where event_id = :id and action like '%.arrived' group by subject_id) as each`,
      { id: entrance.event.id },
    ),
  )
  stage.expect(found.arrived === count, `${found.arrived} of ${count} arrived`)
  stage.expect(
    found.recorded === count && found.most === 1,
    `${found.recorded} arrivals in the log, up to ${found.most} of one person`,
  )
}

const twoDoors: Experiment = {
  id: 'e30',
  title: 'two doors record the same arrivals twice and out of order',
  holds: 'everybody arrived once (I15), each arrival is in the log once (I11)',
  run,
}
export default twoDoors
