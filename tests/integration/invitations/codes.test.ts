import { beforeEach, describe, expect, it } from '@jest/globals'
import { createApp } from '../../../src/app.ts'
import { system, visitor } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { disableCode, issueCode, issueCodes } from '../../../src/features/registration/actions/codes.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { findCodeForForm } from '../../../src/features/registration/queries/codes.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { closeServices, createServices } from '../../../src/services.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { createCode } from '../../factories/registration-depth.ts'
import { aRequest, createCategory, createRegistration, findByEmail, formOf } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const terms = { note: '', categoryId: null, mostUses: 1, reserves: false, expiresAt: null }
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
let event: EventRow
let guests: CategoryRow

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation, slug: 'kody' })
  await createCategory(world.db, event, { title: 'Veřejnost' })
  guests = await createCategory(world.db, event, { title: 'Hosté', capacity: 10, isHidden: true })
})

const base = '/cs/organiser/events/kody/codes'
const post = async (part: string, fields: Record<string, string>) =>
  (await world.as((await world.people()).owner)).post(`${base}/${part}`).type('form').send(fields)
const get = async (part = '') => (await world.as((await world.people()).owner)).get(`${base}${part}`)

describe('a code at the form', () => {
  it('opens its category, or all hidden ones, however it is typed', async () => {
    await createCode(world.db, event, 'VIP-2027', { categoryId: guests.id, mostUses: null })
    await createCode(world.db, event, 'KLICE')
    const opened = { kind: 'open', categoryIds: [guests.id], placesKept: 0 }
    expect(await findCodeForForm(world.db, event, ' vip 2027')).toEqual(opened)
    expect(await findCodeForForm(world.db, event, 'klíče'.normalize('NFD'))).toEqual({ kind: 'unknown' })
    expect(await findCodeForForm(world.db, event, 'KLI-CE')).toEqual(opened)
  })

  it('is unknown when it is wrong, empty, disabled, expired or of another event', async () => {
    const { organisation } = await world.people()
    const other = await createDraft(world.db, { organisation, slug: 'jina' })
    const code = await createCode(world.db, event, 'VYPNUTY')
    await disableCode(world.db, system, { code })
    world.at('2027-01-01T10:00:00Z')
    await createCode(world.db, event, 'PROSLY', { expiresAt: new Date('2027-01-02T10:00:00Z') })
    await createCode(world.db, other, 'JINDE')
    world.at('2027-01-02T10:00:00Z')
    for (const typed of [
      'NENI',
      '',
      '  ',
      'VYPNUTY',
      'PROSLY',
      'JINDE',
      '%',
      "' or 1=1 --",
      '\u0000',
      'x'.repeat(90_000),
    ])
      expect(await findCodeForForm(world.db, event, typed)).toEqual({ kind: 'unknown' })
  })

  it('is used up by its registrations, and free again when one is cancelled', async () => {
    await createCode(world.db, event, 'JEDEN', { categoryId: guests.id })
    expect(await register(world.db, visitor, aRequest(guests, 'jana', { code: 'jeden' }))).toEqual({ kind: 'place' })
    expect(await findCodeForForm(world.db, event, 'JEDEN')).toMatchObject({ kind: 'used-up' })
    const again = await register(world.db, visitor, aRequest(guests, 'petr', { code: 'JEDEN' }))
    expect(again).toEqual({ kind: 'code-used-up' })
    const registration = await findByEmail(world.db, event.id, 'jana@example.org')
    await cancelRegistration(world.db, visitor, { registration })
    expect(await findCodeForForm(world.db, event, 'JEDEN')).toMatchObject({ kind: 'open' })
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  })
})

describe('places that a code keeps', () => {
  it('are taken from the moment it is issued, and given to those who wait when it is disabled', async () => {
    const code = await createCode(world.db, event, 'DRZI', { categoryId: guests.id, mostUses: 9, reserves: true })
    const quota = () => world.db('quotas').where({ categoryId: guests.id }).first('taken', 'waiting')
    expect(await quota()).toEqual({ taken: 9, waiting: 0 })
    await createCode(world.db, event, 'KLIC', { categoryId: guests.id, mostUses: null })
    for (const who of ['a', 'b', 'c']) await createRegistration(world.db, guests, who, { code: 'KLIC' })
    expect(await quota()).toEqual({ taken: 10, waiting: 2 })
    expect(await register(world.db, visitor, aRequest(guests, 'host', { code: 'DRZI' }))).toEqual({ kind: 'place' })
    expect(await findCodeForForm(world.db, event, 'DRZI')).toMatchObject({ placesKept: 8 })
    expect(await quota()).toEqual({ taken: 10, waiting: 2 })
    expect(await disableCode(world.db, system, { code })).toEqual({ kind: 'disabled', released: 8 })
    expect(await quota()).toEqual({ taken: 4, waiting: 0 })
    expect(await disableCode(world.db, system, { code })).toEqual({ kind: 'already-disabled' })
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  })

  it('cannot be more than there are, and nothing is issued then', async () => {
    const keeping = { ...terms, categoryId: guests.id, mostUses: 2, reserves: true }
    const outcome = await issueCodes(world.db, system, { event, prefix: '', count: 6, terms: keeping })
    expect(outcome).toEqual({ kind: 'full', free: 10 })
    expect(await world.db('accessCodes')).toEqual([])
    await createCode(world.db, event, 'PRVNI')
    const taken = await issueCode(world.db, system, { event, code: 'prvni', terms: keeping })
    expect(taken).toEqual({ kind: 'taken' })
    expect(await world.db('quotas').where({ categoryId: guests.id }).first('taken')).toEqual({ taken: 0 })
  })

  it('survive codes disabled and used at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const code = await createCode(world.db, event, `ZAVOD${round}`, {
        categoryId: guests.id,
        mostUses: 1,
        reserves: true,
      })
      await Promise.all([
        disableCode(world.db, system, { code }),
        register(world.db, visitor, aRequest(guests, `zavod${round}`, { code: code.code })),
        disableCode(world.db, system, { code }),
      ])
    }
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  })
})

describe('many codes', () => {
  it('are different, readable, and each for one use', async () => {
    const outcome = await issueCodes(world.db, system, { event, prefix: 'partner-', count: 50, terms })
    if (outcome.kind !== 'issued') throw new Error(outcome.kind)
    expect(outcome.codes).toHaveLength(50)
    expect(new Set(outcome.codes.map(({ code }) => code)).size).toBe(50)
    for (const { code, mostUses } of outcome.codes) {
      expect(code).toMatch(/^PARTNER[2-9A-HJ-NP-TV-Z]{8}$/)
      expect(mostUses).toBe(1)
    }
  })
})

describe('a rush with one code', () => {
  it('lets exactly its number of people in, on two applications', async () => {
    const limit = 8
    const big = await createCategory(world.db, event, { title: 'Velká', capacity: null, isHidden: true })
    await createCode(world.db, event, 'NAVAL', { categoryId: big.id, mostUses: limit })
    const services = createServices({ ...world.services.config }, world.connection, world.services.log)
    const server = createApp(services).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const address = server.address()
    const second = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
    services.config.baseUrl = second
    try {
      const answers = await Promise.all(
        Array.from({ length: 4 * limit }, async (_, index) => {
          const url = index % 2 === 0 ? world.url : second
          const response = await fetch(`${url}/cs/events/kody/registration`, {
            method: 'POST',
            headers: { 'Sec-Fetch-Site': 'same-origin' },
            body: new URLSearchParams(formOf(big, `host${index}`, { code: 'naval' })),
            redirect: 'manual',
          })
          return response.status
        }),
      )
      expect(answers.filter(status => status === 303)).toHaveLength(limit)
      expect(answers.filter(status => status === 409 || status === 422)).toHaveLength(3 * limit)
    } finally {
      server.closeAllConnections()
      server.close()
      await closeServices(services)
    }
    expect(await world.db('registrations').where({ status: 'confirmed' })).toHaveLength(limit)
    expect(await world.db('accessCodes').first('used')).toEqual({ used: limit })
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  }, 60_000)
})

describe('the pages of codes', () => {
  it('issue one code, and say what is wrong with it', async () => {
    const fields = { code: 'hosté 2027', category: guests.reference, mostUses: '3', reserves: 'yes', note: 'Partneři' }
    const made = await post('new', { ...fields, expiresDate: '2027-09-01' })
    expect(made.status).toBe(303)
    const page = await (await world.as((await world.people()).owner)).get(made.headers['location'] ?? '')
    expect(page.text).toContain('HOSTÉ2027')
    expect(page.text).toContain('/cs/events/kody/registration?code=HOST%C3%89')
    expect(plain(page.text)).toContain('1. září 2027')
    const twice = await post('new', fields)
    expect(twice.status).toBe(422)
    expect(twice.text).toContain('Tento kód už akce má')
    const wrong = await post('new', { code: 'a!', mostUses: '0', reserves: 'yes', expiresDate: 'zítra' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('value="a!"')
  })

  it('refuse to keep more places than there are, with their number', async () => {
    const fields = { count: '6', prefix: '', category: guests.reference, mostUses: '2', reserves: 'yes' }
    const refused = await post('many', fields)
    expect(refused.status).toBe(422)
    expect(plain(refused.text)).toContain('V kategorii je volných jen 10 míst.')
    expect(await world.db('accessCodes')).toEqual([])
  })

  it('list who used which with the same number of statements for one code and many', async () => {
    await createCode(world.db, event, 'JEDEN', { categoryId: guests.id, mostUses: 5 })
    await createRegistration(world.db, guests, 'jana', { code: 'JEDEN' })
    await get()
    const one = await world.queries(() => get())
    expect(plain(one.result.text)).toContain('Jana Nováková jana')
    expect(plain(one.result.text)).toContain('1 z 5')
    for (const who of ['petr', 'pavel', 'eva']) await createRegistration(world.db, guests, who, { code: 'JEDEN' })
    await issueCodes(world.db, system, { event, prefix: '', count: 30, terms })
    const many = await world.queries(() => get())
    expect(many.count).toBe(one.count)
    expect(plain(many.result.text)).toContain('a 2 další')
    const filtered = await get('?state=used-up&q=JEDEN')
    expect(filtered.text).toContain('Tomuto hledání nic neodpovídá')
  })

  it('hand out a file without formulas, and write that down', async () => {
    await createCode(world.db, event, 'JEDEN', { categoryId: guests.id, note: '=HYPERLINK("http://zlo.example")' })
    await createRegistration(world.db, guests, 'jana', { code: 'JEDEN', givenName: '=1+1' })
    const file = await get('.csv')
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(file.headers['cache-control']).toBe('private, no-store')
    expect(file.text).toContain('"JEDEN"')
    expect(file.text).toContain('/cs/events/kody/registration?code=JEDEN')
    expect(file.text).toContain(`"'=HYPERLINK(`)
    expect(file.text).toContain(`"'=1+1 Nováková jana <jana@example.org>"`)
    expect(await world.db('auditEntries').where({ action: 'code.exported' })).toHaveLength(1)
  })

  it('disable a code after a question, and are closed to everybody but organisers', async () => {
    const code = await createCode(world.db, event, 'DRZI', { categoryId: guests.id, mostUses: 4, reserves: true })
    const question = await get(`/${code.reference}/disable`)
    expect(plain(question.text)).toContain('4 držená místa se vrátí')
    expect((await post(`${code.reference}/disable`, {})).status).toBe(303)
    expect((await get(`/${code.reference}`)).text).toContain('Vypnutý')
    const { doorStaff, stranger, organisation } = await world.people()
    expect((await (await world.as(doorStaff)).get(base)).status).toBe(403)
    expect((await (await world.as(stranger)).get(base)).status).toBe(404)
    const other = await createDraft(world.db, { organisation, slug: 'jina' })
    const foreign = await createCode(world.db, other, 'JINDE')
    expect((await get(`/${foreign.reference}`)).status).toBe(404)
    expect((await get('/%00')).status).toBe(404)
  })
})
