import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { removeCategory } from '../../../src/features/registration/actions/categories.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { editQuestion, removeQuestion } from '../../../src/features/questions/actions/questions.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion, questionInput } from '../../factories/questions.ts'
import { createCategory, createRegistration, aRequest } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
const base = '/cs/organiser/events/clusters-meet-regions'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
})

const count = async (table: 'categories' | 'parts' | 'questions' | 'accessCodes' | 'registrationNotes' | 'quotas') =>
  Number((await world.db(table).count({ count: '*' }))[0]?.['count'])

/** The impatient: the same form three times at once. */
async function threeTimes(path: string, fields: Record<string, string | string[]>) {
  const owner = await world.as((await world.people()).owner)
  const answers = await Promise.all([1, 2, 3].map(() => owner.post(`${base}${path}`).type('form').send(fields)))
  return answers.map(({ status }) => status)
}

describe('a form sent three times at once', () => {
  const question = { 'label.cs': 'Oběd', 'option.0.cs': 'polévka', 'option.0.capacity': '2', 'option.1.cs': 'salát' }

  it.each([
    ['categories', '/categories/new', { 'name.cs': 'Host', capacity: '5' }],
    ['parts', '/parts/new', { kind: 'workshop', 'title.cs': 'Dílna', capacity: '5' }],
    ['questions', '/form/new?kind=one_choice', question],
  ] as const)('makes one of the %s, another one another', async (table, path, fields) => {
    await createCategory(world.db, event)
    const before = await count(table)
    expect(await threeTimes(path, fields)).toEqual([303, 303, 303])
    expect(await count(table)).toBe(before + 1)
    const changed = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, `${value}${value}`]))
    await threeTimes(path, { ...changed, ...('kind' in fields && { kind: 'workshop' }) })
    expect(await count(table)).toBe(before + 2)
  })

  it('issues many codes once', async () => {
    await createCategory(world.db, event)
    expect(await threeTimes('/codes/many', { count: '5', prefix: 'host' })).toEqual([303, 303, 303])
    expect(await count('accessCodes')).toBe(5)
    await threeTimes('/codes/many', { count: '6', prefix: 'host' })
    expect(await count('accessCodes')).toBe(11)
  })

  it('writes one note', async () => {
    const { registration } = await createRegistration(world.db, await createCategory(world.db, event), 'jana')
    await threeTimes(`/registrations/${registration.reference}/notes`, { note: 'Volala.' })
    await threeTimes(`/registrations/${registration.reference}/notes`, { note: 'Přijede vlakem.' })
    expect(await count('registrationNotes')).toBe(2)
  })
})

describe('what was removed meanwhile', () => {
  it('is not found when somebody saves it', async () => {
    const question = await createQuestion(world.db, event, 'note')
    await removeQuestion(world.db, system, { question })
    const saving = editQuestion(world.db, system, { question, input: questionInput({}) })
    await expect(saving).rejects.toThrow('not found')
  })

  it('is no answer, and the registration counts', async () => {
    const category = await createCategory(world.db, event)
    const question = await createQuestion(world.db, event, 'short_text')
    await removeQuestion(world.db, system, { question })
    const answers = [{ questionId: question.id, value: 'ano', isSensitive: false }]
    const outcome = await register(world.db, system, { ...aRequest(category, 'jana'), answers })
    expect(outcome.kind).toBe('place')
  })

  it('makes an answer of 409 of what still names it', async () => {
    const category = await createCategory(world.db, event)
    const [path, fields] = [`${base}/codes/new`, { code: 'HOST2027', category: category.reference }]
    const owner = await world.as((await world.people()).owner)
    // The row goes between our look and our insert, as in a race.
    await world.db.raw(
      `create function lose_category() returns trigger language plpgsql as
         $$ begin delete from categories where id = new.category_id; return new; end $$;
       create trigger lose_category before insert on access_codes for each row execute function lose_category()`,
    )
    const answer = await owner.post(path).type('form').send(fields)
    await world.db.raw('drop function lose_category() cascade')
    expect([answer.status, answer.text.includes('Mezitím')]).toEqual([409, true])
    expect(await removeCategory(world.db, system, { category })).toBeDefined()
  })
})
