import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { type Database, rows } from '../../../src/core/database.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { tagRegistrations } from '../../../src/features/registration/actions/tags.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { addUpTallies } from '../../../src/features/roster/actions/tallies.ts'
import { findMatching, listRoster } from '../../../src/features/roster/queries/list.ts'
import { countTallied, findTallyDisagreements } from '../../../src/features/roster/queries/tallies.ts'
import { cursorAt, readCursor } from '../../../src/features/roster/rules/cursor.ts'
import { parseSelection, sortColumns } from '../../../src/features/roster/rules/selection.ts'
import { createPublished } from '../../factories/events.ts'
import { growEvent } from '../../factories/growth.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 500 })
})

const everybody = parseSelection('')
const standing = async () => countTallied(world.db, event.id, everybody)
const disagreements = () => findTallyDisagreements(world.db)
const tallyRows = async () =>
  (await world.db('registrationTallies').where({ eventId: event.id, kind: 'standing' }).select('id')).length

describe('the tallies of registrations', () => {
  it('follow what the product does', async () => {
    const { registration: jana } = await createRegistration(world.db, category, 'jana')
    const { registration: petr } = await createRegistration(world.db, category, 'petr')
    await tagRegistrations(world.db, system, { eventId: event.id, registrationIds: [jana.id, petr.id], tag: 'VIP' })
    await cancelRegistration(world.db, system, { registration: petr })
    expect(await standing()).toMatchObject({ confirmed: 1, cancelled: 1 })
    expect(await disagreements()).toEqual([])
  })

  it('follow every statement, whoever sends it', async () => {
    const other = await createCategory(world.db, event, { title: 'Host' })
    await growEvent(world.db, event.slug, 400)
    for (const statement of [
      `update registrations set arrived_at = now() where status = 'confirmed' and id % 3 = 0`,
      `update registrations set tags = array_append(tags, 'hotel') where id % 5 = 0 and not 'hotel' = any(tags)`,
      `update registrations set category_id = ${other.id} where id % 7 = 0`,
      `update registrations set cancelled_at = confirmed_at + interval '90 minutes', place_held = false, arrived_at = null
         where status = 'confirmed' and id % 11 = 0`,
      `delete from answers; delete from sign_ups; delete from consents; delete from mails;
       delete from registrations where id % 13 = 0`,
    ]) {
      await world.db.raw(statement)
      expect(await disagreements()).toEqual([])
    }
    await world.db.raw('truncate registrations cascade')
    expect(await disagreements()).toEqual([])
    expect(await standing()).toMatchObject({ confirmed: 0, waiting: 0, cancelled: 0 })
  })

  it('stay what they are while they are added up and changed at once', async () => {
    await growEvent(world.db, event.slug, 300)
    const ids = (await world.db('registrations').where({ eventId: event.id, status: 'confirmed' })).map(({ id }) => id)
    const arrive = (id: number) => world.db('registrations').where({ id }).update({ arrivedAt: new Date() })
    for (const id of ids.slice(0, 120)) await arrive(id)
    const many = await tallyRows()
    const changes = ids.slice(120).map(arrive)
    await Promise.all([...changes, addUpTallies(world.db), addUpTallies(world.db), addUpTallies(world.db)])
    expect(await disagreements()).toEqual([])
    await addUpTallies(world.db)
    expect(await disagreements()).toEqual([])
    expect(await tallyRows()).toBeLessThan(many)
  })

  it('are found wrong when a change was not counted', async () => {
    await growEvent(world.db, event.slug, 20)
    await world.db.transaction(async trx => {
      // The control: without the trigger the change goes unseen.
      await trx.raw('set local session_replication_role = replica')
      await trx('registrations')
        .where({ eventId: event.id, status: 'waiting' })
        .update({ tags: ['hotel'] })
    })
    expect(await disagreements()).toEqual([expect.objectContaining({ kind: 'tag', eventId: event.id })])
  })
})

const size = 420
/** Of as many as that there are “more than”, and a walk is given up after so many: small, so that each way is gone. */
const [counted, patience] = [60, 40]
const filters = {
  '': 'true',
  'q=novak': `search_text(r.given_name || ' ' || r.family_name) like '%novak%'`,
  'q=o+univerzita': `r.search_key like '%o%' and r.search_key like '%univerzita%'`,
  'q=load1': `r.email like '%load1%'`,
  'tag=VIP': `'VIP' = any(r.tags)`,
  'status=waiting': `r.status = 'waiting'`,
  'country=CZ&language=cs': `r.country = 'CZ' and r.locale = 'cs'`,
  part: 'exists (select from sign_ups s where s.registration_id = r.id and s.part_id = :part)',
  answer: `exists (select from answers a where a.registration_id = r.id and a.value = 'true')`,
}
const orders = {
  name: ['r.family_name collate "cs-CZ-x-icu"', 'r.given_name collate "cs-CZ-x-icu"'],
  organisation: ['r.organisation collate "cs-CZ-x-icu"'],
  country: ['r.country'],
  category: ['c.position'],
  status: [
    `array_position(array['applied', 'offered', 'confirmed', 'waiting', 'unconfirmed', 'declined', 'cancelled'], r.status)`,
    'coalesce(r.queue_number, 0)',
  ],
  changed: ['r.content_updated_at'],
  created: ['r.created_at'],
} as const

/** All of a selection, page after page, as the table turns them. */
async function turned(db: Database, query: string): Promise<string[]> {
  const selection = parseSelection(query)
  const matching = await findMatching(db, event, selection, 'everything', counted)
  const options = { scope: 'everything', matching, size: 30, patience } as const
  const seen: string[] = []
  let page = await listRoster(db, event, selection, options)
  for (;;) {
    seen.push(...page.lines.map(({ reference }) => reference))
    const last = page.lines.at(-1)
    if (last === undefined || !page.hasNext) break
    page = await listRoster(db, event, selection, { ...options, cursor: readCursor(cursorAt(last), '') })
  }
  expect(matching.isMore ? seen.length > counted : matching.count === seen.length).toBe(true)
  return seen
}

describe('the pages of a large table', () => {
  it('hold the same in the same order, however they are found', async () => {
    await createCategory(world.db, event, { title: 'Host' })
    await createQuestion(world.db, event, 'yes_no')
    const part = await createPart(world.db, event, {})
    await growEvent(world.db, event.slug, size)
    for (const [filter, condition] of Object.entries(filters)) {
      const query = await queryOf(filter, part.reference)
      for (const sort of sortColumns) {
        for (const direction of ['ascending', 'descending'] as const) {
          const way = direction === 'ascending' ? 'asc' : 'desc'
          const order = [...orders[sort], 'r.id'].map(key => `${key} ${way}`).join(', ')
          const expected = await rows<{ reference: string }>(
            world.db,
            `select r.reference from registrations r join categories c on c.id = r.category_id
             where r.event_id = :event and ${condition} order by ${order}`,
            { event: event.id, part: part.id },
          )
          const seen = await turned(world.db, `${query}&sort=${sort}&direction=${direction}`)
          expect([filter, sort, direction, seen]).toEqual([filter, sort, direction, expected.map(one => one.reference)])
        }
      }
    }
  }, 120_000)
})

async function queryOf(filter: string, part: string): Promise<string> {
  if (filter === 'part') return `part=${part}`
  if (filter !== 'answer') return filter
  const question = await world.db('questions').where({ eventId: event.id }).first('reference')
  return `answer=${question?.reference}.yes`
}
