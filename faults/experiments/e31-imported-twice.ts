import { rows } from '../../src/core/database.ts'
import type { Experiment } from '../experiment.ts'
import type { Entrance } from '../support/entrance.ts'
import type { Stage } from '../support/stage.ts'
import { signIn, type Visitor } from '../support/visits.ts'

/**
 * There are no payments in the product, so what is imported twice is a table of people: the whole of it, an overlapping
 * half, the same lines in another order, and one confirmation sent to both servers at once. Everybody who is new gets a mail.
 */
async function run(stage: Stage): Promise<void> {
  const count = stage.isShort ? 20 : 300
  const entrance = await stage.open({ capacity: null })
  const { owner } = await stage.people()
  const visitor = await signIn(stage, owner)
  const people = Array.from({ length: count }, (_, n) => `Jana;Číslo ${n};jana-${n}@example.org`)
  const overlapping = [...people.slice(count / 2), 'Petr;Nový;petr-novy@example.org']
  const shuffled = people.toSorted(() => Math.random() - 0.5)
  for (const lines of [people, people, overlapping, shuffled]) await importTable(stage, visitor, entrance, lines)
  stage.fault('table imported again', 3)
  const [found] = await rows<{ registrations: number; people: number; log: number }>(
    stage.db,
    `select count(*)::int as registrations, count(distinct lower(email))::int as people,
       (select count(*)::int from audit_entries where event_id = :id and action = 'registration.created') as log
     from registrations where event_id = :id`,
    { id: entrance.event.id },
  )
  const right = found?.registrations === count + 1 && found.people === count + 1 && found.log === count + 1
  stage.expect(right, `${found?.registrations} registrations of ${found?.people} people, ${found?.log} in the log`)
}

/** Pastes the table, takes the columns as they are guessed, and confirms at both servers at once. */
async function importTable(
  stage: Stage,
  visitor: Visitor,
  entrance: Entrance,
  lines: readonly string[],
): Promise<void> {
  const [here, there] = stage.servers
  if (!here || !there) throw new Error('two servers are needed')
  const pasted = ['Jméno;Příjmení;E-mail', ...lines].join('\n')
  const base = `/cs/organiser/events/${entrance.event.slug}/imports`
  const { status, headers } = await visitor.ask(here, { method: 'POST', path: base, form: { pasted } })
  const run = headers.location ?? ''
  if (status !== 303) throw new Error(`the table was answered with ${status}`)
  const usual = { category: entrance.category.reference, locale: 'cs', country: 'CZ' }
  const columns = { 'column-0': 'givenName', 'column-1': 'familyName', 'column-2': 'email' }
  const mapped = await visitor.ask(there, { method: 'POST', path: run, form: { ...usual, ...columns } })
  if (mapped.headers.location !== `${run}/check`) throw new Error(`the columns were answered with ${mapped.status}`)
  const { body } = await visitor.ask(here, { path: `${run}/check` })
  const seen = /name="seen" value="([^"]+)"/.exec(body)?.[1]
  if (seen === undefined) throw new Error('the check showed nothing to confirm')
  const confirm = (server: typeof here) =>
    visitor.ask(server, { method: 'POST', path: `${run}/confirm`, form: { seen, mails: 'yes' } })
  const answers = await Promise.all([confirm(here), confirm(there)])
  stage.expect(
    answers.every(answer => answer.status === 303),
    `confirmed: ${answers.map(one => one.status).join(' and ')}`,
  )
  stage.step(4)
}

const importedTwice: Experiment = {
  id: 'e31',
  title: 'the same table imported twice, overlapping and reordered',
  holds: 'nobody is registered twice (I5, I10 as far as there is something to book)',
  run,
}
export default importedTwice
