import { beforeEach, describe, expect, it } from '@jest/globals'
import { inflateRawSync } from 'node:zlib'
import { system, visitor } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { copyCategories } from '../../../src/features/registration/actions/categories.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { findDisagreements, listCategories } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { aRequest, createCategory, createRegistration, findByEmail, formOf } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const base = '/cs/organiser/events/clusters-meet-regions'
const list = `${base}/registrations`
const evil = '<script>alert(1)</script>'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 2 })
})

const owner = async () => world.as((await world.people()).owner)
const post = async (path: string, fields: Record<string, string> = {}) =>
  (await owner()).post(path).type('form').send(fields)
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const statusOf = async (who: string) => (await findByEmail(world.db, event.id, `${who}@example.org`)).status

describe('who may see registrations', () => {
  it('gives each of the four what is theirs', async () => {
    const needs = { dietary: 'vegan', access: 'Vozík u vchodu' } as const
    const { registration } = await createRegistration(world.db, category, 'jana', { needs })
    const { owner: whole, doorStaff, stranger, attendee } = await world.people()
    const one = `${list}/${registration.reference}`
    const paths = [list, one, `${list}.csv`, `${list}.xlsx`, `${list}/needs`, `${list}/new`, `${base}/categories`]
    const ask = async (person: typeof whole) => {
      const agent = await world.as(person)
      const answers = []
      for (const path of paths) answers.push((await agent.get(path)).status)
      return answers
    }
    expect(await ask(whole)).toEqual(paths.map(() => 200))
    expect(await ask(doorStaff)).toEqual([200, 403, 403, 403, 403, 403, 403])
    expect(await ask(stranger)).toEqual(paths.map(() => 404))
    expect(await ask(attendee)).toEqual(paths.map(() => 404))
    const nobody = await world.agent().get(list)
    expect([nobody.status, nobody.headers['location']]).toEqual([303, expect.stringContaining('/cs/sign-in')])
  })

  it('shows the door name, organisation, category and state, and finds nobody by an address', async () => {
    await createRegistration(world.db, category, 'jana')
    const agent = await world.as((await world.people()).doorStaff)
    const page = await agent.get(list)
    expect(page.text).toContain('Jana Nováková jana')
    expect(page.text).not.toMatch(/jana@example|export|\.csv/)
    expect((await agent.get(`${list}?q=jana@example.org`)).text).toContain('nic neodpovídá')
    expect((await agent.get(`${list}?q=novakova`)).text).toContain('Jana Nováková jana')
  })

  it('shows needs to organisers on the page of one, and in counts, never in the table or an export', async () => {
    const needs = { dietary: 'vegan', access: 'Kanárek Vozík' } as const
    const { registration } = await createRegistration(world.db, category, 'jana', { needs })
    const agent = await owner()
    expect((await agent.get(`${list}/${registration.reference}`)).text).toContain('Kanárek')
    expect((await agent.get(`${list}/needs`)).text).toContain('Kanárek')
    expect((await agent.get(list)).text).not.toContain('Kanárek')
    expect((await agent.get(`${list}.csv`)).text).not.toMatch(/Kanárek|vegan/)
  })
})

describe('the table of registrations', () => {
  it('searches without diacritics, filters and sorts by the address', async () => {
    const other = await createCategory(world.db, event, { title: 'Řečník' })
    await createRegistration(world.db, category, 'a', { familyName: 'Čáp', organisation: 'Město Děčín' })
    await createRegistration(world.db, other, 'b', { familyName: 'Dvořák', organisation: '100% klastr' })
    await createRegistration(world.db, category, 'c', { familyName: 'Chalupa' })
    await createRegistration(world.db, category, 'd', { familyName: 'Hora' })
    const agent = await owner()
    const names = async (query: string) => {
      const { text } = await agent.get(`${list}?${query}`)
      return [...text.matchAll(/<th scope="row"><a[^>]*>Jana ([^<]+)</g)].map(([, name]) => name)
    }
    expect(await names('q=cap+decin')).toEqual(['Čáp'])
    expect(await names('q=100%25')).toEqual(['Dvořák'])
    expect(await names('sort=name')).toEqual(['Čáp', 'Dvořák', 'Hora', 'Chalupa'])
    expect(await names('sort=name&direction=descending')).toEqual(['Chalupa', 'Hora', 'Dvořák', 'Čáp'])
    expect(await names('status=waiting')).toEqual(['Hora'])
    expect(await names(`category=${other.reference}`)).toEqual(['Dvořák'])
    expect(await names('q=nikdo')).toEqual([])
    expect(await names("q=%25'--&status=zzz&sort=;drop&page=1e9")).toEqual([])
    expect(plain((await agent.get(list)).text)).toContain('3 potvrzené, 1 čekající, 0 ke schválení, 0 zrušených')
  })

  it('keeps markup inert and asks as often at 1 as at 1,000 rows, 50 on a page', async () => {
    await createRegistration(world.db, category, 'jana', { givenName: evil, organisation: evil })
    const agent = await owner()
    const few = await world.queries(() => agent.get(list))
    await Promise.all(Array.from({ length: 999 }, (_, i) => register(world.db, visitor, aRequest(category, `x${i}`))))
    const many = await world.queries(() => agent.get(list))
    expect(few.result.text).toContain('&lt;script&gt;')
    expect(few.result.text).not.toContain(evil)
    expect(many.result.text.match(/<th scope="row">/g)).toHaveLength(50)
    expect(many.result.text).toContain('page=2')
    expect(many.count).toBe(few.count)
    const one = await findByEmail(world.db, event.id, 'jana@example.org')
    const page = await world.queries(() => agent.get(`${list}/${one.reference}`))
    expect(page.result.text).not.toContain(evil)
    expect(page.count).toBe(few.count + 2)
  }, 30_000)
})

describe('exports', () => {
  it('gives exactly what the table shows, safe against formulas, and writes it down', async () => {
    const more = { organisation: "=cmd|'/C calc'!A0", givenName: '+420 475 657 111' }
    await createRegistration(world.db, category, 'jana', more)
    await createRegistration(world.db, category, 'petr')
    await createRegistration(world.db, category, 'cekajici')
    const agent = await owner()
    const csv = await agent.get(`${list}.csv?q=jana@example`)
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.headers['content-disposition']).toContain('clusters-meet-regions-registrace.csv')
    expect(csv.text.startsWith('\ufeff"Kód";"Titul před";"Jméno"')).toBe(true)
    expect(csv.text).toContain(`"'=cmd|'/C calc'!A0"`)
    expect(csv.text).toContain(`"'+420 475 657 111"`)
    expect(csv.text.trim().split('\r\n')).toHaveLength(2)
    const filtered = await agent.get(`${list}.csv?status=waiting`)
    expect(filtered.text).toContain('cekajici@example.org')
    expect(filtered.text).not.toContain('petr@example.org')
    const entries = await world.db('auditEntries').where({ action: 'registration.exported' }).orderBy('id')
    expect(entries.map(({ details }) => details)).toEqual([
      { format: 'csv', rows: 1 },
      { format: 'csv', rows: 1 },
    ])
  })

  it('writes XLSX in strings, so that a telephone number comes back as it was', async () => {
    await createRegistration(world.db, category, 'jana', { givenName: '+420 475 657 111', organisation: '=1+1' })
    const agent = await owner()
    const file = await agent
      .get(`${list}.xlsx`)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => done(null, Buffer.concat(chunks)))
      })
    const xml = textsOfZip(file.body)
    expect(xml).toContain('+420 475 657 111')
    expect(xml).not.toMatch(/<f>|t="n"/)
  })
})

describe('what an organiser does', () => {
  it('cancels after a question, and the next one is promoted', async () => {
    await createRegistration(world.db, category, 'a')
    await createRegistration(world.db, category, 'b')
    await createRegistration(world.db, category, 'c')
    const one = `${list}/${(await findByEmail(world.db, event.id, 'a@example.org')).reference}`
    expect((await (await owner()).get(`${one}/cancel`)).text).toContain('Zrušit registraci: Jana')
    expect(await statusOf('a')).toBe('confirmed')
    expect((await post(`${one}/cancel`)).status).toBe(303)
    expect([await statusOf('a'), await statusOf('c')]).toEqual(['cancelled', 'confirmed'])
    const page = await (await owner()).get(one)
    expect(page.text).toContain('Registrace je zrušená.')
    expect(page.text).toContain('Olga Ownerová')
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('refuses to promote without a free place and says why', async () => {
    for (const who of ['a', 'b', 'c']) await createRegistration(world.db, category, who)
    const one = `${list}/${(await findByEmail(world.db, event.id, 'c@example.org')).reference}`
    await post(`${one}/promote`)
    expect(plain((await (await owner()).get(one)).text)).toContain('Volné místo není.')
    expect(await statusOf('c')).toBe('waiting')
  })

  it('approves into a place, then into the queue, and declines', async () => {
    const speakers = await createCategory(world.db, event, { title: 'Řečník', capacity: 1, needsApproval: true })
    for (const who of ['a', 'b', 'c']) await createRegistration(world.db, speakers, who)
    for (const [who, deed] of [
      ['b', 'approve'],
      ['a', 'approve'],
      ['c', 'decline'],
      ['c', 'approve'],
    ] as const) {
      await post(`${list}/${(await findByEmail(world.db, event.id, `${who}@example.org`)).reference}/${deed}`)
    }
    expect([await statusOf('a'), await statusOf('b'), await statusOf('c')]).toEqual([
      'waiting',
      'confirmed',
      'declined',
    ])
    expect(await findDisagreements(world.db)).toEqual([])
    expect((await createRegistration(world.db, speakers, 'c')).outcome).toEqual({ kind: 'approval' })
  })

  it('adds by hand beyond the closing, never beyond the places, and finds who is there already', async () => {
    const closed = await createCategory(world.db, event, {
      title: 'Host',
      capacity: 1,
      closesAt: new Date('2020-01-01T00:00:00Z'),
      hasWaitingList: false,
    })
    expect((await post(`${list}/new`, formOf(closed, 'host'))).status).toBe(303)
    expect(await statusOf('host')).toBe('confirmed')
    const full = await post(`${list}/new`, formOf(closed, 'dalsi', { organisation: 'Zůstane' }))
    expect(full.status).toBe(422)
    expect(full.text).toContain('value="Zůstane"')
    const known = await post(`${list}/new`, formOf(closed, 'host', { givenName: 'Jiná', category: category.reference }))
    const { reference } = await findByEmail(world.db, event.id, 'host@example.org')
    expect(known.headers['location']).toBe(`${list}/${reference}`)
    expect((await post(`${list}/new`, formOf(closed, 'x', { email: 'neni' }))).status).toBe(422)
  })

  it('changes the address, which voids the old link and sends a new one; not to one that is taken', async () => {
    const { registration } = await createRegistration(world.db, category, 'a')
    await createRegistration(world.db, category, 'b')
    const edit = `${list}/${registration.reference}/edit`
    const taken = await post(edit, { ...formOf(category, 'B') })
    expect(taken.status).toBe(422)
    expect(taken.text).toContain('href="#email"')
    expect((await post(edit, formOf(category, 'nova'))).status).toBe(303)
    expect((await findByEmail(world.db, event.id, 'nova@example.org')).tokenVersion).toBe(1)
    expect(await world.db('mails').where({ toAddress: 'nova@example.org', kind: 'registration-link' })).toHaveLength(1)
    await post(`${list}/${registration.reference}/resend`)
    expect(await world.db('mails').where({ toAddress: 'nova@example.org' })).toHaveLength(2)
  })

  it('does nothing for the stranger and the door', async () => {
    const { registration } = await createRegistration(world.db, category, 'a')
    const { doorStaff, stranger } = await world.people()
    for (const [person, status] of [
      [doorStaff, 403],
      [stranger, 404],
    ] as const) {
      const agent = await world.as(person)
      for (const deed of ['cancel', 'edit', 'approve', 'decline', 'promote', 'resend']) {
        expect((await agent.post(`${list}/${registration.reference}/${deed}`)).status).toBe(status)
      }
      expect((await agent.post(`${base}/categories/new`)).status).toBe(status)
    }
    expect(await statusOf('a')).toBe('confirmed')
    const foreign = await createPublished(world.db, {
      organisation: (await world.people()).otherOrganisation,
      slug: 'cizi',
    })
    const elsewhere = await createCategory(world.db, foreign)
    const { registration: theirs } = await createRegistration(world.db, elsewhere, 'z')
    expect((await (await owner()).get(`${list}/${theirs.reference}`)).status).toBe(404)
    expect((await (await owner()).get(`${base}/categories/${elsewhere.reference}`)).status).toBe(404)
  })
})

describe('categories', () => {
  const fields = { 'name.cs': 'Klastr', 'name.en': 'Cluster', capacity: '10', hasWaitingList: 'yes' }

  it('are added, edited in the zone of the event, moved and removed', async () => {
    expect(
      (await post(`${base}/categories/new`, { ...fields, closesDate: '5.9.2027', closesTime: '23:59' })).status,
    ).toBe(303)
    const [, added] = await listCategories(world.db, event.id)
    expect(added).toMatchObject({
      name: { cs: 'Klastr', en: 'Cluster' },
      capacity: 10,
      hasWaitingList: true,
      needsApproval: false,
    })
    expect(added?.closesAt?.toISOString()).toBe('2027-09-05T20:59:00.000Z')
    const one = `${base}/categories/${added?.reference}`
    expect((await (await owner()).get(one)).text).toContain('value="2027-09-05"')
    await post(`${one}/move`, { direction: 'up' })
    const moved = await listCategories(world.db, event.id)
    expect(moved.map(({ name }) => name.cs)).toEqual(['Klastr', 'Účastník'])
    await post(`${one}/remove`)
    expect(await listCategories(world.db, event.id)).toHaveLength(1)
  })

  it.each([
    [{ 'name.cs': '', 'name.en': '' }, 'name.cs', 'Vyplňte aspoň jeden jazyk'],
    [{ capacity: '-1' }, 'capacity', 'Napište číslo'],
    [{ capacity: '1e9' }, 'capacity', 'Napište číslo'],
    [{ opensDate: '31.2.2027' }, 'opensDate', 'Napište datum'],
    [{ opensDate: '28.3.2027', opensTime: '3:30' }, 'opensTime', 'Tento čas neexistuje'],
    [{ opensDate: '27.3.2027', opensTime: '25:00' }, 'opensTime', 'Napište čas'],
    [{ closesTime: '9.00' }, 'closesDate', 'Vyplňte toto pole'],
    [{ opensDate: '2.9.2027', closesDate: '1.9.2027' }, 'closesDate', 'Konec je dřív'],
    [{ 'name.cs': 'x'.repeat(10_000) }, 'name.cs', 'Zkraťte text'],
  ])('refuse %j at the field, with the reason', async (wrong, field, reason) => {
    const answer = await post(`${base}/categories/new`, { ...fields, ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(`href="#${field}"`)
    expect(plain(answer.text)).toContain(reason)
  })

  it('are removed once, whoever else presses at the same time', async () => {
    const spare = await createCategory(world.db, event, { title: 'Navíc' })
    const remove = () => post(`${base}/categories/${spare.reference}/remove`)
    const answers = await Promise.all([remove(), remove(), remove(), remove()])
    expect(answers.map(({ status }) => status).filter(status => status === 303)).toHaveLength(1)
    for (const { status } of answers) expect([303, 404]).toContain(status)
  })

  it('are not lowered below what is taken nor removed with people, and raised they promote', async () => {
    for (const who of ['a', 'b', 'c', 'd', 'e']) await createRegistration(world.db, category, who)
    const one = `${base}/categories/${category.reference}`
    const low = await post(one, { ...fields, capacity: '1' })
    expect(low.status).toBe(422)
    expect(plain(low.text)).toContain('Obsazených míst je 2')
    await post(`${one}/remove`)
    expect((await (await owner()).get(`${base}/categories`)).text).toContain('odebrat ji nejde')
    expect((await post(one, { ...fields, capacity: '4' })).status).toBe(303)
    expect([await statusOf('c'), await statusOf('d'), await statusOf('e')]).toEqual([
      'confirmed',
      'confirmed',
      'waiting',
    ])
    expect(await world.db('mails').where({ kind: 'registration-promoted' })).toHaveLength(2)
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('are copied with their times moved on the wall clock, without registrations', async () => {
    const { organisation } = await world.people()
    const opensAt = new Date('2027-03-01T07:00:00Z')
    await createCategory(world.db, event, { title: 'Řečník', needsApproval: true, capacity: null, opensAt })
    await createRegistration(world.db, category, 'a')
    const copy = await createDraft(world.db, {
      organisation,
      slug: 'kopie',
      startDate: '2027-10-15',
      endDate: '2027-10-17',
    })
    await inTransaction(world.db, trx => copyCategories(trx, system, { from: event, to: copy }))
    const copied = await listCategories(world.db, copy.id)
    expect(copied.map(({ name, capacity, taken, needsApproval }) => [name.cs, capacity, taken, needsApproval])).toEqual(
      [
        ['Účastník', 2, 0, false],
        ['Řečník', null, 0, true],
      ],
    )
    expect(copied[1]?.opensAt?.toISOString()).toBe('2027-03-31T06:00:00.000Z')
  })
})

/** The texts of a ZIP file (PKWARE 4.5), as far as a workbook needs: entries with sizes in the central directory. */
function textsOfZip(file: Buffer): string {
  const texts: string[] = []
  let at = file.readUInt32LE(file.lastIndexOf('PK\u0005\u0006') + 16)
  while (file.readUInt32LE(at) === 0x02014b50) {
    const size = file.readUInt32LE(at + 20)
    const name = file.readUInt16LE(at + 28)
    const local = file.readUInt32LE(at + 42)
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const bytes = file.subarray(start, start + size)
    texts.push((file.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8'))
    at += 46 + name + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return texts.join('\n')
}
