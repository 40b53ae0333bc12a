import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Agent } from '../../support/world.ts'
import { visitor } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { continueBulkRun } from '../../../src/features/roster/actions/bulk.ts'
import { createPublished } from '../../factories/events.ts'
import { aRequest, createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let agent: Agent
const bulk = '/cs/organiser/events/clusters-meet-regions/registrations/bulk'
const evil = '<script>alert(1)</script>'

beforeEach(async () => {
  const { organisation, owner } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 500, needsApproval: true })
  agent = await world.as(owner)
})

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const find = (who: string) => findByEmail(world.db, event.id, `${who}@example.org`)
const hidden = (html: string) =>
  [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
    ([, name, value]) => [name, value] as const,
  )

/** The page of a deed, and what agreeing to it sends. */
async function ask(query: string): Promise<{ text: string; fields: Record<string, string | string[]> }> {
  const answer = await agent.get(`${bulk}?${query}`)
  expect(answer.status).toBe(200)
  const fields: Record<string, string[]> = {}
  for (const [name, value] of hidden(answer.text))
    (fields[name ?? ''] ??= []).push(value?.replaceAll('&amp;', '&') ?? '')
  return { text: plain(answer.text), fields }
}

const start = (fields: Record<string, string | string[]>) => agent.post(bulk).type('form').send(fields)
const crowd = (size: number, of: CategoryRow = category) =>
  Promise.all(Array.from({ length: size }, (_, i) => register(world.db, visitor, aRequest(of, `p${i}`))))
const statuses = async () => {
  const counts: Record<string, number> = {}
  for (const { status } of await world.db('registrations').where({ eventId: event.id }).select('status'))
    counts[status] = (counts[status] ?? 0) + 1
  return counts
}

describe('something done to many', () => {
  it('asks first with the exact count and who, and says who is left out', async () => {
    await crowd(20)
    const open = await createCategory(world.db, event, { title: 'Bez schválení' })
    await createRegistration(world.db, open, 'confirmed', { familyName: evil })
    const { text } = await ask('deed=approve&scope=all&query=')
    expect(text).toContain('Schválit 20 přihlášek?')
    expect(text).toContain('a ještě 8 lidí')
    expect(text).toContain('Vynechá se 1 označená registrace: potvrzeno 1.')
    const one = await ask(`deed=cancel&registration=${(await find('p3')).reference}&registration=NIKDO`)
    expect(one.text).toContain('Zrušit 1 registraci?')
    expect(one.text).toContain('Jana Nováková p3')
    expect((await ask(`deed=tag&registration=${(await find('confirmed')).reference}`)).text).not.toContain(evil)
    expect((await ask('deed=cancel')).text).toContain('Není co zrušit')
    expect((await ask('deed=mail&scope=all&query=q%3Dp1')).text).toContain('Napsat 11 lidem')
    for (const query of ['', 'deed=delete', 'deed=approve&deed=cancel'])
      expect((await agent.get(`${bulk}?${query}`)).status).toBe(404)
    expect(await world.db('bulkRuns')).toEqual([])
  })

  it('approves in the order of arrival with the engine, and shows how it came out', async () => {
    const small = await createCategory(world.db, event, { title: 'Malá', capacity: 3, needsApproval: true })
    for (const who of ['a', 'b', 'c', 'd', 'e']) await createRegistration(world.db, small, who)
    const { fields } = await ask('deed=approve&scope=all&query=')
    const started = await start(fields)
    expect(started.status).toBe(303)
    const run = started.headers['location'] ?? ''
    const running = await agent.get(run)
    expect(running.headers['refresh']).toBe('2')
    expect(plain(running.text)).toContain('Hotovo 0 z 5')
    await world.runJobs()
    const finished = await agent.get(run)
    expect(finished.headers['refresh']).toBeUndefined()
    expect(plain(finished.text)).toContain('Schváleno, má místo')
    for (const who of ['a', 'b', 'c']) expect((await find(who)).status).toBe('confirmed')
    for (const who of ['d', 'e']) expect((await find(who)).status).toBe('waiting')
    expect(await findDisagreements(world.db)).toEqual([])
    const audits = await world.db('auditEntries').where({ action: 'registration.approved' })
    const { owner } = await world.people()
    expect(new Set(audits.map(({ actorUserId }) => actorUserId))).toEqual(new Set([owner.id]))
  })

  it('asks again when the count is another one by now', async () => {
    await crowd(3)
    const { fields } = await ask('deed=cancel&scope=all&query=')
    await register(world.db, visitor, aRequest(category, 'later'))
    const refused = await start(fields)
    expect(refused.status).toBe(422)
    expect(plain(refused.text)).toContain('Počet se mezitím změnil z 3 na 4')
    expect(plain(refused.text)).toContain('Zrušit 4 registrace?')
    expect(await world.db('bulkRuns')).toEqual([])
    expect(await statuses()).toEqual({ applied: 4 })
  })

  it('is one run however often somebody agrees, each mail once, in their words', async () => {
    await crowd(3)
    await world
      .db('registrations')
      .where({ id: (await find('p2')).id })
      .update({ locale: 'en' })
    const { fields } = await ask('deed=mail&scope=all&query=')
    const message = { subject: `Parkování ${evil}`, text: `První odstavec\n\n${evil}` }
    expect((await start({ ...fields, subject: '', text: '' })).status).toBe(422)
    const answers = await Promise.all([1, 2, 3].map(() => start({ ...fields, ...message })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    await world.runJobs()
    await world.runJobs()
    const mails = await world.db('mails').where({ kind: 'registration-message' }).orderBy('toAddress')
    expect(mails.map(({ toAddress, locale }) => [toAddress, locale])).toEqual([
      ['p0@example.org', 'cs'],
      ['p1@example.org', 'cs'],
      ['p2@example.org', 'en'],
    ])
    expect(mails[0]?.subject).toContain('Parkování')
    expect(mails[0]?.content?.html).not.toContain(evil)
    expect(mails[0]?.content?.text).toContain('První odstavec')
    expect(await world.db('bulkRuns')).toHaveLength(1)
  })

  it('tags and untags, hostile tags too', async () => {
    await crowd(4)
    const { fields } = await ask('deed=tag&scope=all&query=q%3Dp1')
    expect((await start({ ...fields, tag: ' , ' })).status).toBe(422)
    await start({ ...fields, tag: `VIP'; drop ${evil}` })
    await world.runJobs()
    expect((await find('p1')).tags).toEqual(["VIP' drop <script>alert(1)</script>"])
    expect((await find('p2')).tags).toEqual([])
    const off = await ask('deed=untag&scope=all&query=')
    await start({ ...off.fields, tag: "VIP' drop <script>alert(1)</script>" })
    await world.runJobs()
    const [, second] = await world.db('bulkRuns').orderBy('id')
    const page = await agent.get(`${bulk}/${second?.reference}`)
    expect(plain(page.text)).toContain('Beze změny')
    expect((await find('p1')).tags).toEqual([])
  })

  it('goes on after a crash half-way, and deals with each registration once', async () => {
    await crowd(160)
    const { fields } = await ask('deed=approve&scope=all&query=')
    await start(fields)
    const [run] = await world.db('bulkRuns')
    const runId = run?.id ?? 0
    const { db, log } = world.services
    await continueBulkRun(db, log, runId)
    expect(await statuses()).toEqual({ confirmed: 100, applied: 60 })
    // A worker dies in the middle of its turn: its connection is cut between two registrations.
    let decided = 0
    const killed = new Error('killed')
    const listen = ({ sql }: { sql: string }) => {
      if (sql.startsWith('update "bulk_items"') && (decided += 1) === 40) throw killed
    }
    db.on('query', listen)
    await continueBulkRun(db, log, runId).catch(() => undefined)
    db.removeListener('query', listen)
    const half = await world.db('bulkItems').where({ runId }).whereNotNull('outcome')
    expect(half.length).toBeGreaterThan(100)
    expect((await world.db('registrations').where({ status: 'confirmed' })).length).toBe(
      half.filter(({ outcome }) => outcome === 'confirmed').length,
    )
    // Two workers take it up at once; the jobs of the dead one come as well.
    await Promise.all([continueBulkRun(db, log, runId), continueBulkRun(db, log, runId)])
    await world.runJobs()
    expect(await world.db('bulkItems').where({ runId }).whereNull('outcome')).toEqual([])
    const approvals = await world.db('auditEntries').where({ action: 'registration.approved' })
    expect(new Set(approvals.map(({ subjectId }) => subjectId)).size).toBe(approvals.length)
    expect(await world.db('mails').where({ kind: 'registration-confirmed' })).toHaveLength(approvals.length)
    expect((await world.db('bulkRuns').first())?.finishedAt).not.toBeNull()
    expect(await findDisagreements(world.db)).toEqual([])
  }, 60_000)

  it('is for organisers of the event alone', async () => {
    await crowd(2)
    const { fields } = await ask('deed=cancel&scope=all&query=')
    await start(fields)
    const [run] = await world.db('bulkRuns')
    const { doorStaff, stranger } = await world.people()
    for (const [person, status] of [
      [doorStaff, 403],
      [stranger, 404],
    ] as const) {
      const other = await world.as(person)
      expect((await other.get(`${bulk}?deed=cancel&scope=all`)).status).toBe(status)
      expect((await other.post(bulk).type('form').send(fields)).status).toBe(status)
      expect((await other.get(`${bulk}/${run?.reference}`)).status).toBe(status)
    }
    expect(await world.db('bulkRuns')).toHaveLength(1)
  })

  it('cannot reach registrations of another event by their references', async () => {
    const { otherOrganisation } = await world.people()
    const foreign = await createPublished(world.db, { organisation: otherOrganisation, slug: 'cizi' })
    const { registration } = await createRegistration(world.db, await createCategory(world.db, foreign), 'z')
    expect((await ask(`deed=cancel&registration=${registration.reference}`)).text).toContain('Není co zrušit')
    const fields = { deed: 'cancel', registration: registration.reference, expected: '1', run: 'ABCDEFGHJK' }
    expect((await start(fields)).status).toBe(422)
    await world.runJobs()
    expect((await world.db('registrations').where({ id: registration.id }).first())?.status).toBe('confirmed')
  })
})
