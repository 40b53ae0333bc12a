import type { Actor } from '../../../core/actor.ts'
import { rows, type Transaction } from '../../../core/database.ts'
import { type Instant, now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudits } from '../../audit/actions.ts'
import { queueMails } from '../../mail/actions.ts'
import type { Waiting } from '../queries/locks.ts'
import { decideSignUp } from '../rules/claims.ts'
import type { Ledger } from '../rules/ledger.ts'
import type { RegistrationRow } from '../types.ts'
import type { SignUpRow } from '../types/places.ts'
import { drawNumbers, offerEnd } from './counters.ts'
import { auditRegistrations, mailAbout } from './facts.ts'
import '../tables.ts'

/** References of the parts and options of a registration to which something happened, as the mail about it gets them. */
export interface PartNews {
  readonly confirmed: string[]
  readonly waiting: string[]
  readonly left: string[]
  readonly promoted: string[]
  readonly offered: string[]
  readonly expired: string[]
  readonly cancelled: string[]
  /** To another time or place. */
  readonly moved: string[]
}

/** Nothing happened to any part. */
export function noNews(): PartNews {
  return { confirmed: [], waiting: [], left: [], promoted: [], offered: [], expired: [], cancelled: [], moved: [] }
}

/** The references of what some sign-ups are for. */
export function referencesOf(
  { parts, options }: Pick<Ledger, 'parts' | 'options'>,
  signUps: readonly Pick<SignUpRow, 'partId' | 'optionId'>[],
): string[] {
  return signUps.flatMap(({ partId, optionId }) => {
    const thing = partId === null ? options.get(optionId ?? 0) : parts.get(partId)
    return thing ? [thing.reference] : []
  })
}

/** What a sign-up is for, as the log keeps it. */
export function partsIn(
  ledger: Pick<Ledger, 'parts' | 'options'>,
  signUp: Pick<SignUpRow, 'partId' | 'optionId'>,
): { readonly parts: readonly string[] } {
  return { parts: referencesOf(ledger, [signUp]) }
}

/**
 * Gives places that were counted already to some who waited, or offers them where the event's organiser wants an answer,
 * and tells them.
 */
export async function grantWaiting(
  trx: Transaction,
  actor: Actor,
  ledger: Ledger,
  due: readonly Waiting[],
): Promise<void> {
  const people = due.filter(({ kind }) => kind === 'registration').map(({ id }) => id)
  const signUps = due.filter(({ kind }) => kind === 'sign-up').map(({ id }) => id)
  if (people.length > 0) await grantRegistrations(trx, actor, ledger, people)
  if (signUps.length > 0) await grantSignUps(trx, actor, ledger, signUps)
}

async function grantRegistrations(trx: Transaction, actor: Actor, ledger: Ledger, ids: number[]): Promise<void> {
  const moment = now()
  const { event, settings, touched } = ledger
  for (const id of ids) touched.add(id)
  const isOffer = settings.promotion === 'offer'
  const facts = isOffer
    ? { offeredAt: moment, offerExpiresAt: offerEnd(ledger, moment), placeHeld: true, contentUpdatedAt: moment }
    : { confirmedAt: moment, promotedAt: moment, placeHeld: true, contentUpdatedAt: moment }
  // TENTATIVE becomes CONFIRMED: calendars take a change of status only with a higher SEQUENCE.
  await trx('registrations')
    .whereIn('id', ids)
    .update(facts)
    .increment('calendarSequence', isOffer ? 0 : 1)
  await auditRegistrations(trx, actor, isOffer ? 'offered' : 'promoted', event.id, ids)
  if (!isOffer) await grantWishes(trx, ledger, ids)
  const people = await trx('registrations').whereIn('id', ids).orderBy('queueNumber')
  const kind = isOffer ? 'registration-offered' : 'registration-promoted'
  await queueMails(
    trx,
    people.map(row => mailAbout(kind, row, event, { key: isOffer ? newReference() : '' })),
  )
}

interface Wish extends Pick<SignUpRow, 'id' | 'registrationId' | 'partId' | 'optionId'> {
  readonly categoryId: number
  readonly attendance: RegistrationRow['attendance']
}

/**
 * Decides what some wished to take part in besides, now that they have a place: a place, the queue, or nothing where
 * there is neither. In the order of the people and of their wishes.
 */
export async function grantWishes(trx: Transaction, ledger: Ledger, registrationIds: readonly number[]): Promise<void> {
  const wishes = await rows<Wish>(
    trx,
    `select s.id, s.registration_id, s.part_id, s.option_id, r.category_id, r.attendance
     from sign_ups s join registrations r on r.id = s.registration_id
     where s.registration_id = any(?) and s.status = 'wished' order by r.queue_number nulls first, r.id, s.id`,
    [[...registrationIds]],
  )
  if (wishes.length === 0) return
  const moment = now()
  const decided = wishes.map(wish => ({ wish, state: decideSignUp(ledger, wish, { ...wish, isBound: false }, moment) }))
  const numbers = await drawNumbers(trx, decided.filter(({ state }) => state === 'waiting').length)
  for (const { wish, state } of decided) {
    await trx('signUps')
      .where({ id: wish.id })
      .update(factsOf(state, moment, numbers))
  }
}

function factsOf(state: 'confirmed' | 'waiting' | 'full', moment: Instant, numbers: number[]): Partial<SignUpRow> {
  if (state === 'confirmed') return { confirmedAt: moment, contentUpdatedAt: moment }
  if (state === 'full') return { cancelledAt: moment, contentUpdatedAt: moment }
  return { waitlistedAt: moment, queueNumber: numbers.shift() ?? null, contentUpdatedAt: moment }
}

async function grantSignUps(trx: Transaction, actor: Actor, ledger: Ledger, ids: number[]): Promise<void> {
  const moment = now()
  const isOffer = ledger.settings.promotion === 'offer'
  const facts = isOffer
    ? { offeredAt: moment, offerExpiresAt: offerEnd(ledger, moment), contentUpdatedAt: moment }
    : { confirmedAt: moment, contentUpdatedAt: moment }
  const granted = await trx('signUps')
    .whereIn('id', ids)
    .update(facts)
    .increment('calendarSequence', isOffer ? 0 : 1)
    .returning(['registrationId', 'partId', 'optionId'])
  const news = new Map<number, PartNews>()
  for (const signUp of granted) {
    const one = news.get(signUp.registrationId) ?? noNews()
    one[isOffer ? 'offered' : 'promoted'].push(...referencesOf(ledger, [signUp]))
    news.set(signUp.registrationId, one)
  }
  const abouts = [...news].map(([id, { offered, promoted }]) => ({
    eventId: ledger.event.id,
    subject: { kind: 'registration', id },
    details: { parts: [...offered, ...promoted] },
  }))
  await recordAudits(trx, actor, isOffer ? 'registration.part-offered' : 'registration.part-promoted', abouts)
  await tellOfParts(trx, ledger, news)
}

/** Tells people what became of their parts; each change is a mail of its own. */
export async function tellOfParts(
  trx: Transaction,
  { event }: Pick<Ledger, 'event'>,
  news: ReadonlyMap<number, PartNews>,
): Promise<void> {
  const told = [...news].filter(([, one]) => Object.values(one).some(references => references.length > 0))
  if (told.length === 0) return
  const people = await trx('registrations')
    .whereIn(
      'id',
      told.map(([id]) => id),
    )
    .orderBy('id')
  await queueMails(
    trx,
    people.map(row =>
      mailAbout('registration-parts', row, event, { key: newReference(), payload: { ...news.get(row.id) } }),
    ),
  )
}
