import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { only } from '../../../src/core/database.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { moveSession, removeSession } from '../../../src/features/agenda/actions/sessions.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { starSessions, unstarSession } from '../../../src/features/plans/actions.ts'
import { tellPlanners } from '../../../src/features/plans/actions/tell.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { RegisterRequest } from '../../../src/features/registration/types.ts'
import { createSession, createStage, type Stage, talk } from '../../factories/agenda.ts'
import { createPerson, mailsTo } from '../../factories/contributions.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const lines = (text: string) => text.replaceAll(/\s+/g, ' ')
const day = '2026-10-24'
let stage: Stage
let event: EventRow
let category: CategoryRow

beforeEach(async () => {
  world.at('2026-10-01T08:00:00Z')
  const { organisation } = await world.people()
  stage = await createStage(world.db, organisation.id)
  event = stage.event
  category = await createCategory(world.db, event, { capacity: 5_000 })
})

const session = (title: string, start: string, end: string, rest: Parameters<typeof talk>[3] = {}) =>
  createSession(world.db, event, talk(title, start, end, { room: stage.foyer, ...rest }))
const speaking = (...who: readonly { readonly reference: string }[]) => ({
  speakers: who.map(({ reference }) => ({ reference, role: 'speaker' as const })),
})
const release = () => releaseAgenda(world.db, system, { event, note: {} })

async function releaseNow() {
  const outcome = await release()
  await world.runJobs()
  return outcome
}

async function move(reference: string, start: string, end: string, room = stage.foyer) {
  const found = (await findDraft(world.db, event.id)).sessions.find(one => one.reference === reference)
  if (found === undefined) throw new Error('no session')
  const to = { startsLocal: `${day}T${start}:00`, endsLocal: `${day}T${end}:00`, room }
  expect((await moveSession(world.db, system, { event, session: found, to })).kind).toBe('saved')
}

async function guest(who: string, stars: readonly string[] = [], more: Partial<RegisterRequest> = {}) {
  const { registration } = await createRegistration(world.db, category, who, more)
  await starSessions(world.db, registration, stars)
  return registration
}

const digests = async (who: string) =>
  (await mailsTo(world.db, `${who}@example.org`)).filter(({ kind }) => kind === 'plan-changed')
const textOf = async (who: string) => plain((await digests(who)).at(-1)?.content?.text ?? '')

describe('a release that changes plans', () => {
  it('tells each person once what changed for them, in sentences, and nobody else', async () => {
    const [hydrogen, coal, water] = [
      await session('Vodík', '09:00', '10:00'),
      await session('Uhlí', '10:00', '11:00'),
      await session('Voda', '13:00', '14:00'),
    ]
    await guest('jana', [hydrogen, coal, water])
    await guest('petr', [water])
    await guest('eva')
    await releaseNow()
    expect(await world.db('mails').where({ kind: 'plan-changed' })).toEqual([])
    await move(hydrogen, '15:00', '16:00', stage.hall)
    await removeSession(world.db, system, { event, session: { reference: coal } })
    await releaseNow()
    const [mail, ...more] = await digests('jana')
    expect(more).toEqual([])
    expect(plain(mail?.subject ?? '')).toBe('Změna ve vašem programu: Klastry v regionu')
    const text = await textOf('jana')
    expect(lines(text)).toContain(
      'Vodík Přesunuto z 24. 10. 9.00–10.00 na 24. 10. 15.00–16.00. Jiný sál: Sál B, dřív Foyer.',
    )
    expect(lines(text)).toContain('Uhlí Zrušeno.')
    expect(text).not.toContain('Voda')
    expect(text).toContain('sobota 24. října 2026, 9.00')
    expect([await digests('petr'), await digests('eva')]).toEqual([[], []])
    expect(await tellPlanners(world.db, { eventId: event.id, number: 2 })).toBe(0)
  })

  it('leads to the reader’s own agenda, where the session stands as it is now', async () => {
    const hydrogen = await session('Vodík', '09:00', '10:00')
    await guest('jana', [hydrogen], { locale: 'en' })
    await releaseNow()
    await move(hydrogen, '15:00', '16:00')
    await releaseNow()
    const text = await textOf('jana')
    expect(lines(text)).toContain('Vodík (en) Moved from 24 Oct 9:00–10:00 to 24 Oct 15:00–16:00.')
    const link = new URL(/http\S+/.exec(text)?.[0] ?? '')
    expect([link.origin, link.search, link.hash]).toEqual([
      world.services.config.baseUrl,
      `?day=${day}&show=mine`,
      `#s-${hydrogen}`,
    ])
    const answer = await world.agent().get(`${link.pathname}${link.search}`)
    expect(answer.status).toBe(200)
    expect(plain(answer.text)).toContain('Changed: Moved from 24 Oct 9:00–10:00 to 24 Oct 15:00–16:00.')
    expect(answer.text).toContain(`id="s-${hydrogen}"`)
  })

  it('tells those who signed up for the session, waiting or not, once although their part moves with it', async () => {
    const workshop = await session('Dílna', '13:00', '14:00', { capacity: 1 })
    await releaseNow()
    const part = await createPart(world.db, event, {
      source: { sessionReference: workshop },
      capacity: 1,
      from: `${day}T11:00:00Z`,
      to: `${day}T12:00:00Z`,
    })
    await guest('jana', [workshop], { partIds: [part.id] })
    await guest('petr', [], { partIds: [part.id] })
    await world.runJobs()
    await move(workshop, '14:00', '15:00')
    await releaseNow()
    for (const who of ['jana', 'petr']) {
      expect(await textOf(who)).toMatch(/Vaše přihlášky:\s+Dílna\s+Přesunuto/)
      const kinds = (await mailsTo(world.db, `${who}@example.org`)).map(({ kind }) => kind)
      expect(kinds.filter(kind => kind === 'plan-changed' || kind === 'registration-parts')).toEqual(['plan-changed'])
    }
    expect(await world.db('parts').where({ id: part.id }).first()).toMatchObject({ startsLocal: `${day}T14:00:00` })
  })

  it('tells those who speak and come as guests once, as guests; those who only speak as speakers', async () => {
    const [jana, petr, eva] = [
      await createPerson(world.db, event, 'Jana', { email: 'Jana@Example.org' }),
      await createPerson(world.db, event, 'Petr'),
      await createPerson(world.db, event, 'Eva'),
    ]
    const panel = await session('Panel', '09:00', '10:00', speaking(jana, petr, eva))
    await world.db('speakers').update({ invitedAt: event.createdAt })
    await world.db('speakers').where({ id: eva.id }).update({ declinedAt: event.createdAt })
    await guest('jana')
    await guest('eva')
    await releaseNow()
    await move(panel, '11:00', '12:00')
    await releaseNow()
    expect(await textOf('jana')).toMatch(/Vystupujete:\s+Panel\s+Přesunuto[\s\S]*dejte co nejdřív vědět\s+pořadateli/)
    const told = await world.db('mails').where({ kind: 'session-changed' })
    expect(told.map(({ toAddress }) => toAddress)).toEqual(['petr@example.org'])
    expect(await digests('eva')).toEqual([])
  })

  it('says nothing of other words, of what is new, or of what is over', async () => {
    const [over, later] = [await session('Ráno', '09:00', '10:00'), await session('Večer', '18:00', '19:00')]
    await guest('jana', [over, later])
    await releaseNow()
    await session('Novinka', '12:00', '13:00')
    await world
      .db('agendaSessions')
      .where({ reference: later })
      .update({ abstract: { cs: 'Jinými slovy.' } })
    await releaseNow()
    world.at(`${day}T10:00:00Z`)
    await world
      .db('agendaSessions')
      .where({ reference: over })
      .update({ title: { cs: 'Ráno jinak' } })
    expect((await releaseNow()).kind).toBe('released')
    expect(await digests('jana')).toEqual([])
    await world
      .db('agendaSessions')
      .where({ reference: later })
      .update({ title: { cs: 'Noc' } })
    await releaseNow()
    expect(await textOf('jana')).toMatch(/Noc\s+Nový název, dřív „Večer“\./)
    expect(await textOf('jana')).not.toContain('Ráno')
  })

  it('says who speaks now, and who no longer does', async () => {
    const [petr, eva] = [await createPerson(world.db, event, 'Petr'), await createPerson(world.db, event, 'Eva')]
    await world.db('speakers').update({ consentedAt: event.createdAt, consentSource: 'organiser' })
    const panel = await session('Panel', '09:00', '10:00', speaking(petr))
    await guest('jana', [panel], { locale: 'en' })
    await releaseNow()
    const { id: sessionId } = only(await world.db('agendaSessions').where({ reference: panel }))
    await world.db('sessionSpeakers').where({ sessionId }).update({ speakerId: eva.id })
    await releaseNow()
    expect(lines(await textOf('jana'))).toContain('Panel (en) Now with Eva, without Petr.')
  })

  it('reaches nobody without a place, at a cancelled event, or whose star is gone by then', async () => {
    const hydrogen = await session('Vodík', '09:00', '10:00')
    const small = await createCategory(world.db, event, { title: 'Malá', capacity: 1 })
    await createRegistration(world.db, small, 'first')
    const { registration: waiting } = await createRegistration(world.db, small, 'waiting')
    await starSessions(world.db, waiting, [hydrogen])
    const jana = await guest('jana', [hydrogen])
    await releaseNow()
    await move(hydrogen, '10:00', '11:00')
    await release()
    expect(await tellPlanners(world.db, { eventId: event.id, number: 2 })).toBe(1)
    await unstarSession(world.db, jana, hydrogen)
    await world.runJobs()
    expect((await digests('jana')).map(({ sentAt, droppedAt }) => [sentAt, droppedAt !== null])).toEqual([[null, true]])
    expect(await digests('waiting')).toEqual([])
    await starSessions(world.db, jana, [hydrogen])
    await move(hydrogen, '11:00', '12:00')
    await release()
    const fresh = only(await world.db('events').where({ id: event.id }))
    await cancelEvent(world.db, system, { event: fresh, note: {} })
    await world.runJobs()
    expect(await digests('jana')).toHaveLength(1)
  })

  it('is for whom the place belongs to: neither the next person nor the former one reads of the stars', async () => {
    const hydrogen = await session('Vodík', '09:00', '10:00')
    const jana = await guest('jana', [hydrogen])
    await releaseNow()
    await world.db('registrations').where({ id: jana.id }).update({ email: 'next@example.org', personVersion: 1 })
    await move(hydrogen, '10:00', '11:00')
    await releaseNow()
    expect([await digests('jana'), await digests('next')]).toEqual([[], []])
  })

  it('carries hostile titles as text and stays one line in the subject', async () => {
    const title = { cs: '<script>alert(1)</script> „konec“ https://zlo.example/?a={b}' }
    await world
      .db('events')
      .where({ id: event.id })
      .update({ title: { cs: 'Akce\r\nBcc: x@zlo.example <b>' } })
    const evil = await session('Vodík', '09:00', '10:00')
    await guest('jana', [evil])
    await releaseNow()
    await world.db('agendaSessions').where({ reference: evil }).update({ title })
    await releaseNow()
    const [mail] = await digests('jana')
    expect(mail?.content?.html).not.toMatch(/<script|<b>/)
    expect(mail?.content?.html).toContain('&lt;script')
    expect(mail?.subject).not.toMatch(/[\r\n]/)
  })
})

describe('1,500 people', () => {
  it('are told by as many statements as three', async () => {
    const hydrogen = await session('Vodík', '09:00', '10:00')
    const first = await guest('first', [hydrogen])
    await releaseNow()
    await move(hydrogen, '10:00', '11:00')
    await release()
    const few = await world.queries(() => tellPlanners(world.db, { eventId: event.id, number: 2 }))
    expect(few.result).toBe(1)
    await crowd(first.id, 1_499)
    await world.db.raw(
      `insert into starred_sessions (registration_id, person_version, session_reference)
       select id, person_version, ? from registrations where event_id = ? on conflict do nothing`,
      [hydrogen, event.id],
    )
    await move(hydrogen, '11:00', '12:00')
    await release()
    const many = await world.queries(() => tellPlanners(world.db, { eventId: event.id, number: 3 }))
    expect(many.result).toBe(1_500)
    expect(many.count).toBe(few.count)
  })
})

/** Copies of one registration, past the rules: only their number counts. */
async function crowd(id: number, count: number): Promise<void> {
  await world.db.raw(
    `insert into registrations (event_id, category_id, reference, submission_digest, given_name, family_name, email,
       country, locale, confirmed_at, place_held)
     select event_id, category_id, 'CROWD' || n, 'crowd' || n, 'Jan', 'Novák ' || n, 'crowd' || n || '@example.org',
       country, locale, confirmed_at, place_held
     from registrations, generate_series(1, ?::int) n where id = ?`,
    [count, id],
  )
}
