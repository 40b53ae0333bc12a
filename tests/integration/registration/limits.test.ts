import { expect, it } from '@jest/globals'
import { connect } from '../../../src/core/database.ts'
import { createThrottle } from '../../../src/core/throttle.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration, formOf } from '../../factories/registration.ts'
import { createCode } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld({ RATE_LIMITS: 'on' })
const path = '/cs/events/clusters-meet-regions/registration'

async function aCategory() {
  const { organisation } = await world.people()
  const event = await createPublished(world.db, { organisation })
  return createCategory(world.db, event)
}

it('sends the link three times an hour to one address, and answers the same after that', async () => {
  const category = await aCategory()
  await createRegistration(world.db, category, 'jana')
  for (let time = 0; time < 5; time++) {
    const answer = await world.agent().post(`${path}/link`).type('form').send({ email: 'jana@example.org' })
    expect([answer.status, answer.headers['location']]).toEqual([303, `${path}/link?sent=yes`])
  }
  expect(await world.db('mails').where({ kind: 'registration-link' })).toHaveLength(3)
})

it('counts the longest address, too, and keeps none in the table of counters', async () => {
  await aCategory()
  const email = `${'x'.repeat(241)}@example.org`
  const answer = await world.agent().post(`${path}/link`).type('form').send({ email })
  expect(answer.status).toBe(303)
  expect(JSON.stringify(await world.db('throttles'))).not.toContain('example')
})

it('lets a hall behind one address register in its opening minute', async () => {
  const category = await aCategory()
  const posts = Array.from({ length: 300 }, (_, index) =>
    fetch(world.url + path, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(formOf(category, `host${index}`)),
      redirect: 'manual',
    }),
  )
  const answers = await Promise.all(posts)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
}, 30_000)

it('gives honest access codes back to a hall behind one address, and stops those who guess', async () => {
  const category = await aCategory()
  const code = await createCode(world.db, { id: category.eventId }, 'HALA2027', { mostUses: null })
  const guesses = createThrottle(world.db, { name: 'registration-code', attempts: 300, seconds: 3_600, isOff: false })
  for (let guess = 0; guess < 299; guess++) await guesses.take('127.0.0.1')
  const get = (typed: string) => world.agent().get(`${path}?code=${typed}`)
  const honest = [await get(code.code), await get(code.code), await get(code.code)]
  expect(honest.map(({ status }) => status)).toEqual([200, 200, 200])
  expect((await get('HADAM')).text).toContain('tu neplatí')
  const stopped = await get(code.code)
  expect([stopped.status, stopped.text.replaceAll('\u00a0', ' ').includes('zkoušeno příliš mnoho')]).toEqual([
    422,
    true,
  ])
  expect((await world.agent().get(path)).status).toBe(200)
})

it('says calmly that it is busy when a lock cannot be had, and writes nothing', async () => {
  const category = await aCategory()
  const other = connect(world.connection)
  try {
    await other.transaction(async trx => {
      await trx('quotas').where({ categoryId: category.id }).forUpdate()
      const answer = await world.agent().post(path).type('form').send(formOf(category, 'jana'))
      expect(answer.status).toBe(503)
      expect(answer.headers['retry-after']).toBe('3')
      expect(answer.text).toContain('nával')
    })
  } finally {
    await other.destroy()
  }
  expect(await world.db('registrations')).toHaveLength(0)
}, 15_000)
