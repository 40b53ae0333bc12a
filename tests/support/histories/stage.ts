import type { Database } from '../../../src/core/database.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory } from '../../factories/registration.ts'

/** The event that a history is played at: everything that counts places, in one. Plain, to be handed to processes. */
export interface Stage {
  readonly eventId: number
  readonly organisationId: number
  readonly userId: number
  readonly categoryIds: readonly number[]
  readonly partIds: readonly number[]
  readonly optionIds: readonly number[]
  readonly codes: readonly { readonly id: number; readonly code: string }[]
}

/** Numbers that look random and come again with the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * A hybrid event of few places: a category that all may take, one by approval whose applications hold places, one hidden
 * behind codes that keep places, one with few of each organisation; parts of which two share a room; an option with
 * places; a limit of the whole event, of those on site and of those online. Odd seeds offer freed places, even ones give
 * them; every third confirms addresses.
 */
export async function buildStage(db: Database, seed: number): Promise<Stage> {
  const [organisation] = await db('organisations')
    .insert({ slug: `jeviste-${seed}`, name: { cs: 'Jeviště' } })
    .returning('id')
  if (organisation === undefined) throw new Error('no organisation')
  const event = await createPublished(db, { organisation, slug: `historie-${seed}`, mode: 'hybrid' })
  const eventId = event.id
  const [user] = await db('users')
    .insert({ reference: `HIST${seed}`, email: `historie${seed}@example.org`, name: 'Historie' })
    .returning('id')
  const categories = [
    await createCategory(db, event, { title: 'Host', capacity: 12 }),
    await createCategory(db, event, { title: 'Cesta', capacity: 5, needsApproval: true, approvalHoldsPlace: true }),
    await createCategory(db, event, { title: 'Zvaní', capacity: 8, isHidden: true }),
    await createCategory(db, event, {
      title: 'Firmy',
      capacity: 6,
      mostPerOrganisation: 2,
      hasWaitingList: seed % 2 === 0,
    }),
  ]
  await db('registrationSettings').insert({
    eventId,
    promotion: seed % 2 === 0 ? 'at_once' : 'offer',
    confirmsAddress: seed % 3 === 0,
    takesDelegations: true,
  })
  const partIds = await addParts(db, eventId)
  const optionIds = await addOptions(db, eventId)
  await addQuota(db, eventId, 'event', 24)
  await addQuota(db, eventId, 'on_site', 18)
  await addQuota(db, eventId, 'online', 9)
  const shared = await addQuota(db, eventId, 'shared', 9)
  await db('quotaMembers').insert(partIds.slice(0, 2).map(partId => ({ quotaId: shared, partId })))
  const mixed = await addQuota(db, eventId, 'shared', 14)
  await db('quotaMembers').insert(categories.slice(0, 2).map(({ id }) => ({ quotaId: mixed, categoryId: id })))
  const codes = await addCodes(db, eventId, categories[2]?.id ?? 0)
  const categoryIds = categories.map(({ id }) => id)
  return { eventId, organisationId: organisation.id, userId: user?.id ?? 0, categoryIds, partIds, optionIds, codes }
}

async function addQuota(
  db: Database,
  eventId: number,
  scope: 'event' | 'on_site' | 'online' | 'shared',
  capacity: number,
): Promise<number> {
  const [row] = await db('quotas')
    .insert({ eventId, scope, capacity, reference: `Q${eventId}${scope}${capacity}` })
    .returning('id')
  return row?.id ?? 0
}

async function addParts(db: Database, eventId: number): Promise<number[]> {
  const hours = [9, 11, 11, 14]
  const parts = await db('parts')
    .insert(
      hours.map((hour, index) => ({
        eventId,
        reference: `P${eventId}X${index}`,
        kind: 'workshop' as const,
        position: index,
        title: { cs: `Dílna ${index}` },
        startsLocal: `2027-09-15T${String(hour).padStart(2, '0')}:00:00`,
        endsLocal: `2027-09-15T${String(hour + 1).padStart(2, '0')}:00:00`,
        startsAt: new Date(Date.UTC(2027, 8, 15, hour - 3)),
        endsAt: new Date(Date.UTC(2027, 8, 15, hour - 2)),
        hasWaitingList: index !== 3,
        attendance: index === 2 ? ('on_site' as const) : ('any' as const),
      })),
    )
    .returning('id')
  const capacities = [6, 5, 4, 3]
  await db('quotas').insert(
    parts.map(({ id: partId }, index) => ({
      eventId,
      partId,
      reference: `QP${partId}`,
      capacity: capacities[index] ?? null,
    })),
  )
  return parts.map(({ id }) => id)
}

async function addOptions(db: Database, eventId: number): Promise<number[]> {
  const [question] = await db('questions')
    .insert({ eventId, reference: `T${eventId}`, kind: 'one_choice', position: 1, label: { cs: 'Nocleh' } })
    .returning('id')
  const options = await db('questionOptions')
    .insert(
      [true, false].map((hasWaitingList, position) => ({
        eventId,
        questionId: question?.id ?? 0,
        reference: `O${eventId}X${position}`,
        position,
        label: { cs: `Pokoj ${position}` },
        hasWaitingList,
      })),
    )
    .returning('id')
  await db('quotas').insert(
    options.map(({ id: optionId }) => ({ eventId, optionId, reference: `QO${optionId}`, capacity: 4 })),
  )
  return options.map(({ id }) => id)
}

async function addCodes(db: Database, eventId: number, categoryId: number): Promise<Stage['codes']> {
  const codes = await db('accessCodes')
    .insert([
      { eventId, reference: `C${eventId}A`, code: 'MNOHOKRAT', categoryId, mostUses: 6 },
      { eventId, reference: `C${eventId}B`, code: 'REZERVACE', categoryId, mostUses: 3, reserves: true },
    ])
    .returning(['id', 'code'])
  await db('quotas').where({ eventId, categoryId }).increment('taken', 3)
  await db('quotas').where({ eventId, scope: 'event' }).increment('taken', 3)
  return codes
}
