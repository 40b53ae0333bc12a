import { describe, expect, it } from '@jest/globals'
import { visitor } from '../../../src/core/actor.ts'
import { connect, inTransaction } from '../../../src/core/database.ts'
import { createApp } from '../../../src/app.ts'
import { createServices, closeServices } from '../../../src/services.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { aRequest, createCategory, createRegistration, formOf } from '../../factories/registration.ts'
import { useWorld, type World } from '../../support/world.ts'

const world = useWorld()

async function anEvent(slug = 'narazovy-test') {
  const { organisation } = await world.people()
  const event = await createPublished(world.db, { organisation, slug })
  return { event, category: await createCategory(world.db, event, { capacity: 40 }) }
}

/** Posts the form as browsers do, all at once; the path of the answer's Location, or the status. */
async function postAll(urls: readonly string[], category: CategoryRow, count: number): Promise<string[]> {
  const post = async (index: number) => {
    const response = await fetch(`${urls[index % urls.length]}/cs/events/narazovy-test/registration`, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(formOf(category, `host${index}`)),
      redirect: 'manual',
    })
    return response.headers.get('location') ?? String(response.status)
  }
  return Promise.all(Array.from({ length: count }, (_, index) => post(index)))
}

async function expectExact(answers: readonly string[], places: number, count: number): Promise<void> {
  const done = '/cs/events/narazovy-test/registration/done?state='
  const confirmed = answers.filter(answer => answer === `${done}place`)
  const queue = answers.filter(answer => answer.startsWith(`${done}waiting`))
  const positions = queue.map(answer => Number(answer.split('position=')[1])).toSorted((a, b) => a - b)
  expect(confirmed).toHaveLength(places)
  expect(positions).toEqual(Array.from({ length: count - places }, (_, index) => index + 1))
  expect(await world.db('registrations').where({ status: 'confirmed' })).toHaveLength(places)
  const waiting = await world.db('registrations').where({ status: 'waiting' }).orderBy('queueNumber')
  expect(waiting).toHaveLength(count - places)
  expect(await findDisagreements(world.db)).toEqual([])
}

async function emptyEvent(category: CategoryRow): Promise<void> {
  for (const table of ['mails', 'consents', 'registrations'] as const) await world.db(table).delete()
  await world.db('quotas').where({ categoryId: category.id }).update({ taken: 0, waiting: 0 })
}

describe('capacity under a rush', () => {
  it('gives 200 parallel forms exactly 40 places and the waiting positions 1…160, twenty times', async () => {
    const { category } = await anEvent()
    for (let round = 0; round < 20; round++) {
      await expectExact(await postAll([world.url], category, 200), 40, 200)
      await emptyEvent(category)
    }
  }, 120_000)

  it('stays exact when two applications share the database', async () => {
    const { category } = await anEvent()
    await withSecondApplication(async url => {
      for (let round = 0; round < 3; round++) {
        await expectExact(await postAll([world.url, url], category, 200), 40, 200)
        await emptyEvent(category)
      }
    })
  }, 60_000)

  it('is needed: counting and then inserting oversells in the same test', async () => {
    const { category } = await anEvent()
    for (let index = 0; index < 39; index++) await countThenInsert(world.db, category, `host${index}`)
    // Eight look before any of them writes, as a rush makes them do sooner or later; here it happens every time.
    const everybodyLooked = gateFor(8)
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => countThenInsert(world.db, category, `rush${index}`, everybodyLooked)),
    )
    expect(await world.db('registrations').where({ status: 'confirmed' })).toHaveLength(47)
    await emptyEvent(category)
    // The same eight for the same last place, through the product.
    for (let index = 0; index < 39; index++) await register(world.db, visitor, aRequest(category, `host${index}`))
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => register(world.db, visitor, aRequest(category, `rush${index}`))),
    )
    expect(await world.db('registrations').where({ status: 'confirmed' })).toHaveLength(40)
  })

  it('promotes exactly forty, in order, when forty cancel at once', async () => {
    const { category } = await anEvent()
    await Promise.all(
      Array.from({ length: 120 }, (_, index) => register(world.db, visitor, aRequest(category, `g${index}`))),
    )
    const holders = await world.db('registrations').where({ status: 'confirmed' })
    const outcomes = await Promise.all(
      holders.map(registration => cancelRegistration(world.db, visitor, { registration })),
    )
    expect(outcomes).toEqual(holders.map(() => ({ kind: 'cancelled', promoted: 1 })))
    const promoted = await world.db('registrations').whereNotNull('promotedAt').orderBy('queueNumber')
    const inOrder = await world.db('registrations').whereNotNull('queueNumber').orderBy('queueNumber').limit(40)
    expect(promoted.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id))
    expect(await world.db('mails').where({ kind: 'registration-promoted' })).toHaveLength(40)
    expect(await findDisagreements(world.db)).toEqual([])
  }, 30_000)

  it('takes one registration of one address sent by two processes at once', async () => {
    const { category } = await anEvent()
    const other = await createCategory(world.db, { id: category.eventId }, { title: 'Řečník' })
    const second = connect(world.connection)
    try {
      for (let round = 0; round < 10; round++) {
        const outcomes = await Promise.all([
          register(world.db, visitor, aRequest(category, `dvojnik${round}`)),
          register(second, visitor, aRequest(other, `dvojnik${round}`)),
        ])
        expect(outcomes).toEqual([{ kind: 'place' }, { kind: 'place' }])
      }
    } finally {
      await second.destroy()
    }
    expect(await world.db('registrations')).toHaveLength(10)
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('writes a batch of 1 and one of 64 with the same number of statements', async () => {
    const { category } = await anEvent()
    await createRegistration(world.db, category, 'prvni')
    const one = await world.queries(() => register(world.db, visitor, aRequest(category, 'druha')))
    const many = await world.queries(() =>
      Promise.all(
        Array.from({ length: 64 }, (_, index) => register(world.db, visitor, aRequest(category, `v${index}`))),
      ),
    )
    expect(one.count).toBe(13)
    // The numbers of those who wait come with the ids.
    expect(many.count).toBe(13)
    expect(await world.db('registrations').whereNotNull('queueNumber')).not.toEqual([])
  })

  it('sends the lock first and the registrations before what refers to them, though it waits for no answer', async () => {
    const { category } = await anEvent()
    const { booking } = world.services
    const sent: string[] = []
    const note = ({ sql = '' }: { sql?: string }) => void sent.push(sql.replace(/\s+/g, ' ').trim())
    booking.on('query', note)
    try {
      await register(booking, visitor, aRequest(category, 'prvni'))
    } finally {
      booking.off('query', note)
    }
    const kinds = sent.map(
      sql => /^(begin|commit)|for update|nextval|lateral|^insert into "\w+"|string_agg/i.exec(sql)?.[0],
    )
    expect(kinds.slice(0, 5)).toEqual(['BEGIN', 'for update', 'string_agg', 'lateral', 'nextval'])
    expect(kinds.find(kind => kind?.startsWith('insert'))).toBe('insert into "registrations"')
    expect(kinds.at(-1)).toBe('COMMIT')
  })
})

async function withSecondApplication(work: (url: string) => Promise<void>): Promise<void> {
  const services = createServices({ ...world.services.config }, world.connection, world.services.log)
  const server = createApp(services).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  services.config.baseUrl = `http://127.0.0.1:${port}`
  try {
    await work(services.config.baseUrl)
  } finally {
    server.closeAllConnections()
    server.close()
    await closeServices(services)
  }
}

/** Lets nobody through before so many have come. */
function gateFor(count: number): () => Promise<void> {
  let come = 0
  let open: () => void = () => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return () => {
    come += 1
    if (come === count) open()
    return opened
  }
}

/** The control: what one writes without thinking of others. */
async function countThenInsert(
  db: World['db'],
  category: CategoryRow,
  who: string,
  looked: () => Promise<void> = async () => undefined,
): Promise<void> {
  await inTransaction(db, async trx => {
    const [row] = await trx('registrations')
      .where({ categoryId: category.id, status: 'confirmed' })
      .count({ count: '*' })
    const { eventId, categoryId, email, titleBefore, givenName, familyName, titleAfter, country, locale } = aRequest(
      category,
      who,
    )
    const person = { eventId, categoryId, email, titleBefore, givenName, familyName, titleAfter, country, locale }
    const isFree = Number(row?.['count']) < 40
    await looked()
    const moment = new Date()
    await trx('registrations').insert({
      ...person,
      reference: `R${who.toUpperCase()}`,
      submissionDigest: who,
      ...(isFree ? { confirmedAt: moment, placeHeld: true } : { appliedAt: moment }),
    })
  })
}
