import { beforeEach, describe, expect, it } from '@jest/globals'
import type { EventRow } from '../../../src/features/events/types.ts'
import { findDisagreements, listCategories } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { createCode, createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const base = '/cs/organiser/events/clusters-meet-regions'

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
    [{ 'name.cs': 'x'.repeat(300) }, 'name.cs', 'Zkraťte text'],
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
    const list = (await (await owner()).get(`${base}/categories`)).text
    expect(list).toContain('odebrat ji nejde')
    expect(list).not.toContain(`${category.reference}/remove`)
    expect((await post(one, { ...fields, capacity: '4' })).status).toBe(303)
    expect([await statusOf('c'), await statusOf('d'), await statusOf('e')]).toEqual([
      'confirmed',
      'confirmed',
      'waiting',
    ])
    expect(await world.db('mails').where({ kind: 'registration-promoted' })).toHaveLength(2)
    expect(await findDisagreements(world.db)).toEqual([])
  })
})

describe('categories in depth', () => {
  const fields = { 'name.cs': 'Řečník', capacity: '5', hasWaitingList: 'yes' }

  it('keep what was said of hiding, approval and organisations, and say it in the list', async () => {
    const more = { isHidden: 'yes', needsApproval: 'yes', approvalHoldsPlace: 'yes', mostPerOrganisation: '2' }
    expect((await post(`${base}/categories/new`, { ...fields, ...more })).status).toBe(303)
    const [, added] = await listCategories(world.db, event.id)
    const said = { isHidden: true, needsApproval: true, approvalHoldsPlace: true, mostPerOrganisation: 2 }
    expect(added).toMatchObject(said)
    const list = plain((await (await owner()).get(`${base}/categories`)).text)
    expect(list).toContain('jen s kódem nebo pozvánkou')
    expect(list).toContain('nejvýše 2 z jedné organizace')
    const form = (await (await owner()).get(`${base}/categories/${added?.reference}`)).text
    expect(form).toMatch(/name="isHidden" value="yes" checked/)
    expect(form).toMatch(/name="mostPerOrganisation" value="2"/)
  })

  it('cannot let an application hold a place that needs no approval', async () => {
    await post(`${base}/categories/new`, { ...fields, approvalHoldsPlace: 'yes' })
    const [, added] = await listCategories(world.db, event.id)
    expect(added).toMatchObject({ needsApproval: false, approvalHoldsPlace: false })
  })

  it.each(['0', '-1', 'mnoho', '1e3'])('refuse %j people of one organisation', async mostPerOrganisation => {
    const answer = await post(`${base}/categories/new`, { ...fields, mostPerOrganisation })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('href="#mostPerOrganisation"')
  })

  it('are not removed while a code points at them, nor where a part or a question is for them alone', async () => {
    const promised = await createCategory(world.db, event, { title: 'Host' })
    await createCode(world.db, event, 'HOSTE', { categoryId: promised.id })
    const alone = await createCategory(world.db, event, { title: 'Klastr' })
    await createPart(world.db, event, { categoryIds: [alone.id] })
    const asked = await createCategory(world.db, event, { title: 'Tisk' })
    await createQuestion(world.db, event, 'short_text', { categoryIds: [asked.id] })
    const said = async ({ reference }: CategoryRow) => {
      await post(`${base}/categories/${reference}/remove`)
      return plain((await (await owner()).get(`${base}/categories`)).text)
    }
    expect(await said(promised)).toContain('míří přístupový kód nebo pozvánka')
    expect(await said(alone)).toContain('bez ní by byla pro všechny')
    expect(await said(asked)).toContain('bez ní by byla pro všechny')
    expect(await listCategories(world.db, event.id)).toHaveLength(4)
  })

  it('ask as often at 1 as at 20 of them, and keep markup inert', async () => {
    const evil = '<script>alert(1)</script>'
    const agent = await owner()
    const few = await world.queries(() => agent.get(`${base}/categories`))
    for (let number = 0; number < 19; number++) await createCategory(world.db, event, { title: `${evil} ${number}` })
    const many = await world.queries(() => agent.get(`${base}/categories`))
    expect(many.count).toBe(few.count)
    expect(many.result.text).not.toContain(evil)
  })
})
