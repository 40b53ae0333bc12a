import type { Actor } from '../../../core/actor.ts'
import { rows, type Transaction } from '../../../core/database.ts'
import { dateOf, daysBetween, type Instant } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { copyQuestions } from '../../questions/actions/copy.ts'
import { listCategories } from '../queries/offers.ts'
import { listParts, type PartWithQuota } from '../queries/parts.ts'
import { findSettings } from '../queries/settings.ts'
import { shiftedMoment, shiftedPartTimes, timesOf } from '../rules/part-times.ts'
import type { QuotaMemberRow, QuotaRow } from '../types/places.ts'
import '../tables.ts'

type CopiedEvent = Pick<EventRow, 'id' | 'timeZone' | 'startsLocal'>
/** From the id of what is copied to the id of its copy. */
type Copies = ReadonlyMap<number, number>

/** What of one event's registration goes to another, and what became of what it refers to. */
export interface RegistrationSetup {
  readonly from: CopiedEvent
  readonly to: CopiedEvent
  /** From a satellite event to its copy, by id; the parts of other satellites stay behind. */
  readonly satellites?: Copies | undefined
  /** From a session to its copy, by reference; the part of any other session becomes one made by hand. */
  readonly sessions?: ReadonlyMap<string, string> | undefined
}

/**
 * Takes over how one registers: settings, categories, parts, questions, and all their places. Moments keep their place
 * before the event, on the wall clock. People, codes, the join link and what was cancelled stay behind.
 */
export async function copyRegistrationSetup(trx: Transaction, actor: Actor, setup: RegistrationSetup): Promise<void> {
  const { from, to } = setup
  const shift = shiftOf(setup)
  await copySettings(trx, setup, shift)
  const categories = await copyCategories(trx, setup, shift)
  const options = await copyQuestions(trx, actor, { from: from.id, to: to.id, categoryIds: categories })
  const parts = await copyParts(trx, setup, shift, categories)
  await copyQuotas(trx, setup, { categories, parts, options })
  const details = { from: from.id, categories: categories.size, parts: parts.size }
  const subject = { kind: 'event', id: to.id }
  await recordAudit(trx, actor, 'registration.setup-copied', { eventId: to.id, subject, details })
}

type Shift = (moment: Instant | null) => Instant | null

function daysApart({ from, to }: RegistrationSetup): number {
  return daysBetween(dateOf(from.startsLocal), dateOf(to.startsLocal))
}

function shiftOf(setup: RegistrationSetup): Shift {
  const days = daysApart(setup)
  return moment => (moment === null ? null : shiftedMoment(moment, setup.from.timeZone, setup.to.timeZone, days))
}

async function copySettings(trx: Transaction, { from, to }: RegistrationSetup, shift: Shift): Promise<void> {
  const settings = await findSettings(trx, from.id)
  const copy = {
    ...settings,
    eventId: to.id,
    waitingFrozenAt: shift(settings.waitingFrozenAt),
    partsCloseAt: shift(settings.partsCloseAt),
    // The link leads to last year's meeting.
    joinUrl: '',
    joinFrom: shift(settings.joinFrom),
  }
  await trx('registrationSettings').insert(copy).onConflict('eventId').merge()
}

async function copyCategories(trx: Transaction, { from, to }: RegistrationSetup, shift: Shift): Promise<Copies> {
  const originals = await listCategories(trx, from.id)
  if (originals.length === 0) return new Map()
  const copies = originals.map((category, index) => ({
    name: category.name,
    description: category.description,
    needsApproval: category.needsApproval,
    approvalHoldsPlace: category.approvalHoldsPlace,
    hasWaitingList: category.hasWaitingList,
    isHidden: category.isHidden,
    mostPerOrganisation: category.mostPerOrganisation,
    opensAt: shift(category.opensAt),
    closesAt: shift(category.closesAt),
    eventId: to.id,
    reference: newReference(),
    position: index + 1,
  }))
  const inserted = await trx('categories').insert(copies).returning(['id', 'reference'])
  return idsByOriginal(originals, copies, inserted)
}

async function copyParts(
  trx: Transaction,
  setup: RegistrationSetup,
  shift: Shift,
  categories: Copies,
): Promise<Copies> {
  const parts = await listParts(trx, setup.from.id)
  const originals = parts.filter(part => part.cancelledAt === null && comesAlong(setup, part))
  if (originals.length === 0) return new Map()
  const copies = originals.map((part, index) => ({ ...copiedPart(setup, part, shift), position: index + 1 }))
  const inserted = await trx('parts').insert(copies).returning(['id', 'reference'])
  const ids = idsByOriginal(originals, copies, inserted)
  const openings = originals.flatMap(part =>
    part.categoryIds.map(id => ({ partId: ids.get(part.id) ?? 0, categoryId: categories.get(id) ?? 0 })),
  )
  if (openings.length > 0) await trx('partCategories').insert(openings)
  return ids
}

function comesAlong({ satellites }: RegistrationSetup, { satelliteEventId }: PartWithQuota): boolean {
  return satelliteEventId === null || satellites?.has(satelliteEventId) === true
}

function copiedPart(setup: RegistrationSetup, part: PartWithQuota, shift: Shift) {
  const times = timesOf(part)
  const { kind, title, description, placeNote, attendance, hasWaitingList } = part
  return {
    kind,
    title,
    description,
    placeNote,
    attendance,
    hasWaitingList,
    ...(times && shiftedPartTimes(times, setup.to.timeZone, daysApart(setup))),
    closesAt: shift(part.closesAt),
    satelliteEventId: part.satelliteEventId === null ? null : (setup.satellites?.get(part.satelliteEventId) ?? null),
    sessionReference: setup.sessions?.get(part.sessionReference ?? '') ?? null,
    eventId: setup.to.id,
    reference: newReference(),
  }
}

interface Copied {
  readonly categories: Copies
  readonly parts: Copies
  readonly options: Copies
}

/** All places, nobody on them. A shared quota whose members all stayed behind stays behind too. */
async function copyQuotas(trx: Transaction, { from, to }: RegistrationSetup, copied: Copied): Promise<void> {
  const quotas = await trx('quotas').where({ eventId: from.id }).orderBy('id')
  const members = await rows<QuotaMemberRow>(
    trx,
    'select m.* from quota_members m join quotas q on q.id = m.quota_id where q.event_id = ? order by m.quota_id',
    [from.id],
  )
  const countedNow = (quota: QuotaRow) => members.filter(one => one.quotaId === quota.id && isCopied(copied, one))
  const originals = quotas.filter(quota =>
    quota.scope === 'shared' ? countedNow(quota).length > 0 : quota.scope !== 'own' || isCopied(copied, quota),
  )
  if (originals.length === 0) return
  const copies = originals.map(quota => {
    const { scope, name, capacity } = quota
    return { scope, name, capacity, ...ownersOf(copied, quota), eventId: to.id, reference: newReference() }
  })
  const inserted = await trx('quotas').insert(copies).returning(['id', 'reference'])
  const ids = idsByOriginal(originals, copies, inserted)
  const counted = originals.flatMap(quota =>
    countedNow(quota).map(one => ({ ...ownersOf(copied, one), quotaId: ids.get(quota.id) ?? 0 })),
  )
  if (counted.length > 0) await trx('quotaMembers').insert(counted)
}

type Owners = Pick<QuotaMemberRow, 'categoryId' | 'partId' | 'optionId'>

function ownersOf(copied: Copied, { categoryId, partId, optionId }: Owners): Owners {
  return {
    categoryId: (categoryId !== null && copied.categories.get(categoryId)) || null,
    partId: (partId !== null && copied.parts.get(partId)) || null,
    optionId: (optionId !== null && copied.options.get(optionId)) || null,
  }
}

function isCopied(copied: Copied, one: Owners): boolean {
  return Object.values(ownersOf(copied, one)).some(id => id !== null)
}

/** From the originals to what was inserted for them; the copies are in the order of the originals. */
function idsByOriginal(
  originals: readonly { readonly id: number }[],
  copies: readonly { readonly reference: string }[],
  inserted: readonly { readonly id: number; readonly reference: string }[],
): Map<number, number> {
  const ids = new Map(inserted.map(({ id, reference }) => [reference, id]))
  return new Map(originals.map(({ id }, index) => [id, ids.get(copies[index]?.reference ?? '') ?? 0]))
}
