import type { Actor } from '../../../core/actor.ts'
import type { Database, Transaction } from '../../../core/database.ts'
import { type Instant, now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { isActive } from '../permissions.ts'
import { lockLedger } from '../queries/ledger.ts'
import { lockSignUps } from '../queries/locks.ts'
import { clashesAmong, isPartFor, isPartOpen } from '../rules/admission.ts'
import { decideSignUp, type PlannedSignUp } from '../rules/claims.ts'
import type { Ledger } from '../rules/ledger.ts'
import type { PartRow, SignUpRow } from '../types/places.ts'
import type { RegistrationRow } from '../types.ts'
import { drawNumbers } from './counters.ts'
import { underLock } from './decisions.ts'
import { countOut } from './endings.ts'
import { auditRegistration } from './facts.ts'
import { noNews, type PartNews, referencesOf, tellOfParts } from './grants.ts'
import { settle } from './places.ts'
import '../tables.ts'

interface About {
  readonly registration: Pick<RegistrationRow, 'id' | 'eventId'>
}

export type ChangeSignUpsOutcome =
  /** Part ids (and option ids) by what became of them. */
  | {
      readonly kind: 'saved'
      readonly confirmed: readonly number[]
      readonly waiting: readonly number[]
      readonly left: readonly number[]
    }
  | { readonly kind: 'part-full'; readonly partId: number }
  | { readonly kind: 'option-full'; readonly optionId: number }
  | { readonly kind: 'clash'; readonly partIds: readonly [number, number] }
  /** The part can be neither joined nor left any more. */
  | { readonly kind: 'part-closed'; readonly partId: number }
  | { readonly kind: 'not-active' }

interface Wanted {
  /** Parts to be signed up for afterwards; undefined: as they are. */
  readonly partIds?: readonly number[] | undefined
  /** Options with counted places to be held afterwards; undefined: as they are. */
  readonly optionIds?: readonly number[] | undefined
}

/**
 * Signs up for exactly these parts (and options): what is new is taken, what is not wanted any more is given up, the rest
 * stays as it is, all of it or nothing. Deadlines and clashes bind attendees; an organiser by the places alone.
 */
export async function changeSignUps(
  db: Database | Transaction,
  actor: Actor,
  { registration: about, partIds, optionIds }: About & Wanted,
): Promise<ChangeSignUpsOutcome> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (!isActive(registration.status)) return { kind: 'not-active' }
    const present = await lockSignUps(trx, registration.id)
    const { leaving, joining } = differences(present, { partIds, optionIds })
    const isBound = actor.kind !== 'user'
    const refusal = refusalOf(ledger, { present, leaving, joining, isBound })
    if (refusal) return refusal
    for (const signUp of leaving) countOut(ledger, signUp)
    const decided = decideAll(ledger, registration, joining, isBound)
    if ('kind' in decided) return decided
    await writeChanges(trx, registration, leaving, decided)
    const idOf = (one: { partId: number | null; optionId: number | null }) => one.partId ?? one.optionId ?? 0
    const news = newsOf(ledger, leaving, decided)
    if (leaving.length + decided.length > 0) {
      await auditRegistration(trx, actor, 'parts-changed', registration, { ...news })
      if (registration.status === 'confirmed') await tellOfParts(trx, ledger, new Map([[registration.id, news]]))
    }
    await settle(trx, ledger)
    return {
      kind: 'saved',
      confirmed: decided.filter(({ status }) => status === 'confirmed').map(idOf),
      waiting: decided.filter(({ status }) => status === 'waiting').map(idOf),
      left: leaving.map(idOf),
    }
  })
}

type Wish = Pick<PlannedSignUp, 'partId' | 'optionId'>

function differences(present: readonly SignUpRow[], { partIds, optionIds }: Wanted) {
  const isWanted = ({ partId, optionId }: SignUpRow) =>
    partId === null ? (optionIds?.includes(optionId ?? 0) ?? true) : (partIds?.includes(partId) ?? true)
  const newParts = [...new Set(partIds)].filter(id => !present.some(one => one.partId === id))
  const newOptions = [...new Set(optionIds)].filter(id => !present.some(one => one.optionId === id))
  const joining: Wish[] = [
    ...newParts.map(partId => ({ partId, optionId: null })),
    ...newOptions.map(optionId => ({ partId: null, optionId })),
  ]
  return { leaving: present.filter(one => !isWanted(one)), joining }
}

interface Changes {
  readonly present: readonly SignUpRow[]
  readonly leaving: readonly SignUpRow[]
  readonly joining: readonly Wish[]
  readonly isBound: boolean
}

function refusalOf(ledger: Ledger, { present, leaving, joining, isBound }: Changes): ChangeSignUpsOutcome | undefined {
  const moment = now()
  const partsOf = (some: readonly Wish[]) =>
    some.flatMap(({ partId }) => (partId === null ? [] : (ledger.parts.get(partId) ?? [])))
  const closed = partsOf([...leaving, ...joining]).find(part => !isPartOpen(part, ledger.settings, moment))
  if (closed && isBound) return { kind: 'part-closed', partId: closed.id }
  const staying = present.filter(one => !leaving.includes(one))
  const clash = joining.length > 0 ? clashesAmong(partsOf([...staying, ...joining])) : undefined
  return clash && { kind: 'clash', partIds: clash }
}

function decideAll(
  ledger: Ledger,
  registration: RegistrationRow,
  joining: readonly Wish[],
  isBound: boolean,
): PlannedSignUp[] | ChangeSignUpsOutcome {
  const decided: PlannedSignUp[] = []
  for (const wish of joining) {
    const status = decideWish(ledger, registration, wish, isBound)
    if (status === 'full')
      return wish.partId === null
        ? { kind: 'option-full', optionId: wish.optionId ?? 0 }
        : { kind: 'part-full', partId: wish.partId }
    decided.push({ ...wish, status })
  }
  return decided
}

function decideWish(ledger: Ledger, registration: RegistrationRow, wish: Wish, isBound: boolean) {
  if (registration.status === 'confirmed') return decideSignUp(ledger, wish, { ...registration, isBound }, now())
  const part = wish.partId === null ? undefined : ledger.parts.get(wish.partId)
  const isKnown = wish.partId === null ? ledger.options.has(wish.optionId ?? 0) : part !== undefined
  return isKnown && (!part || isPartFor(part, registration)) ? 'wished' : 'full'
}

async function writeChanges(
  trx: Transaction,
  { id: registrationId, eventId }: RegistrationRow,
  leaving: readonly SignUpRow[],
  decided: readonly PlannedSignUp[],
): Promise<void> {
  const moment = now()
  const left = leaving.map(({ id }) => id)
  if (left.length > 0) await endSignUps(trx, left, moment)
  if (decided.length === 0) return
  const numbers = await drawNumbers(trx, decided.filter(({ status }) => status === 'waiting').length)
  await trx('signUps').insert(
    decided.map(({ partId, optionId, status }) => ({
      registrationId,
      eventId,
      partId,
      optionId,
      createdAt: moment,
      contentUpdatedAt: moment,
      confirmedAt: status === 'confirmed' ? moment : null,
      waitlistedAt: status === 'waiting' ? moment : null,
      queueNumber: status === 'waiting' ? (numbers.shift() ?? null) : null,
    })),
  )
}

/** Writes that sign-ups are over; they are counted out. */
export async function endSignUps(trx: Transaction, ids: readonly number[], moment: Instant): Promise<void> {
  await trx('signUps')
    .whereIn('id', ids)
    .update({ cancelledAt: moment, contentUpdatedAt: moment })
    .increment('calendarSequence', 1)
}

function newsOf(ledger: Ledger, leaving: readonly SignUpRow[], decided: readonly PlannedSignUp[]): PartNews {
  const inState = (state: PlannedSignUp['status']) => decided.filter(({ status }) => status === state)
  return {
    ...noNews(),
    confirmed: referencesOf(ledger, inState('confirmed')),
    waiting: referencesOf(ledger, inState('waiting')),
    left: referencesOf(ledger, leaving),
  }
}

/** Calls a part off: everybody who had signed up for it is told, and nothing more can be changed there. */
export async function cancelPart(
  trx: Transaction,
  actor: Actor,
  { part }: { part: Pick<PartRow, 'id' | 'eventId' | 'reference'> },
): Promise<number> {
  const ledger = await lockLedger(trx, part.eventId)
  const moment = now()
  await trx('parts')
    .where({ id: part.id })
    .update({ cancelledAt: moment, contentUpdatedAt: moment })
    .increment('calendarSequence', 1)
  const signUps = await trx('signUps').where({ partId: part.id }).whereNull('cancelledAt').orderBy('id').forUpdate()
  for (const signUp of signUps) countOut(ledger, signUp)
  if (signUps.length > 0)
    await endSignUps(
      trx,
      signUps.map(({ id }) => id),
      moment,
    )
  const news = new Map(signUps.map(one => [one.registrationId, { ...noNews(), cancelled: [part.reference] }]))
  await tellOfParts(trx, ledger, news)
  const subject = { kind: 'part', id: part.id }
  await recordAudit(trx, actor, 'part.cancelled', {
    eventId: part.eventId,
    subject,
    details: { people: signUps.length },
  })
  await settle(trx, ledger)
  return signUps.length
}
