import { type Actor, visitor } from '../../../src/core/actor.ts'
import { type Database, inTransaction } from '../../../src/core/database.ts'
import { Busy } from '../../../src/core/errors.ts'
import * as decisions from '../../../src/features/registration/actions/decisions.ts'
import * as expiry from '../../../src/features/registration/actions/expiry.ts'
import * as moves from '../../../src/features/registration/actions/moves.ts'
import * as offers from '../../../src/features/registration/actions/offers.ts'
import { changeCapacities } from '../../../src/features/registration/actions/places.ts'
import {
  register,
  registerByHand,
  registerDelegation,
  registerTogether,
} from '../../../src/features/registration/actions/register.ts'
import * as signUps from '../../../src/features/registration/actions/sign-ups.ts'
import { findEvent } from '../../../src/features/events/queries.ts'
import { replacePerson } from '../../../src/features/registration/actions/replace.ts'
import type { RegisterRequest, RegistrationRow, RegistrationStatus } from '../../../src/features/registration/types.ts'
import { aRequest } from '../../factories/registration.ts'
import type { Stage } from './stage.ts'

/** What was asked and what was answered. */
export interface Note {
  readonly step: string
  readonly answer: string
  readonly email?: string | undefined
}

export interface Player {
  readonly db: Database
  readonly stage: Stage
  readonly random: () => number
  /** Tells the addresses of one player from those of others. */
  readonly name: string
  count: number
}

type Step = (player: Player) => Promise<Note | Note[] | undefined>

const organiser = ({ stage }: Player): Actor => ({ kind: 'user', userId: stage.userId })
const pick = <Thing>({ random }: Player, from: readonly Thing[]): Thing | undefined =>
  from[Math.floor(random() * from.length)]
const some = <Thing>(player: Player, from: readonly Thing[], chance: number): Thing[] =>
  from.filter(() => player.random() < chance)

function newRequest(player: Player): RegisterRequest {
  const { stage, random, name } = player
  const categoryId = pick(player, stage.categoryIds) ?? 0
  const isHidden = categoryId === stage.categoryIds[2]
  // Now and then an address that is there already, perhaps from the other process.
  const isKnown = random() < 0.08
  const who = isKnown ? `spolecny${Math.floor(random() * 6)}` : `${name}-${player.count++}`
  return aRequest({ id: categoryId, eventId: stage.eventId }, who, {
    organisation: `Firma ${Math.floor(random() * 4)}`,
    attendance: random() < 0.6 ? 'on_site' : 'online',
    partIds: partsFor(player, 0.35),
    optionIds: some(player, stage.optionIds, 0.15).slice(0, 1),
    ...(isHidden && { code: pick(player, stage.codes)?.code }),
  })
}

/** No clashes most of the time. */
function partsFor(player: Player, chance: number): number[] {
  const [first, second, third, fourth] = player.stage.partIds
  const wanted = [first, player.random() < 0.5 ? second : third, fourth]
  return some(player, wanted, chance).flatMap(id => (id === undefined ? [] : [id]))
}

async function anybody(player: Player, statuses: readonly RegistrationStatus[]): Promise<RegistrationRow | undefined> {
  const found = await player.db('registrations').where({ eventId: player.stage.eventId }).whereIn('status', statuses)
  return pick(player, found)
}

/** A step about one registration that stands in one of some ways. */
function about(
  step: string,
  statuses: readonly RegistrationStatus[],
  work: (player: Player, registration: RegistrationRow) => Promise<{ readonly kind: string }>,
): Step {
  return async player => {
    const registration = await anybody(player, statuses)
    if (registration === undefined) return undefined
    return { step, answer: (await work(player, registration)).kind, email: registration.email }
  }
}

const active: readonly RegistrationStatus[] = ['confirmed', 'offered', 'waiting', 'applied']

async function registerOne(player: Player): Promise<Note> {
  const request = newRequest(player)
  const { kind } = await register(player.db, visitor, request)
  return { step: 'register', answer: kind, email: request.email }
}

async function addByHand(player: Player): Promise<Note> {
  const request = newRequest(player)
  const { kind } = await registerByHand(player.db, organiser(player), request)
  return { step: 'add', answer: kind, email: request.email }
}

async function importSome(player: Player): Promise<Note[]> {
  const requests = Array.from({ length: 5 }, () => newRequest(player))
  const { eventId } = player.stage
  const answers = await inTransaction(player.db, trx =>
    registerTogether(trx, organiser(player), { eventId, requests, rule: 'by-hand' }),
  )
  return answers.map(({ admission }, index) => ({
    step: 'import',
    answer: admission.kind,
    email: requests[index]?.email,
  }))
}

async function sendDelegation(player: Player): Promise<Note[]> {
  const first = newRequest(player)
  const categoryId = player.stage.categoryIds[player.random() < 0.7 ? 0 : 3] ?? 0
  const people = Array.from({ length: 2 + Math.floor(player.random() * 3) }, () => newRequest(player))
  const requests = people.map(person => ({ ...person, categoryId, organisation: first.organisation, code: undefined }))
  const delegation = {
    eventId: player.stage.eventId,
    contactName: 'Kontakt',
    contactEmail: first.email,
    organisation: first.organisation,
    locale: 'cs' as const,
    waitsTogether: player.random() < 0.5,
    submissionDigest: first.email,
  }
  const outcome = await registerDelegation(player.db, visitor, { delegation, requests })
  if (outcome.kind === 'refused') return [{ step: 'delegation', answer: outcome.refusal.kind }]
  return outcome.answers.map(({ admission }, index) => ({
    step: 'delegation',
    answer: admission.kind,
    email: requests[index]?.email,
  }))
}

async function changeCapacity(player: Player): Promise<Note> {
  const { eventId } = player.stage
  const quota = pick(player, await player.db('quotas').where({ eventId }))
  if (quota === undefined) throw new Error('no quota')
  const capacity = Math.max(0, (quota.capacity ?? 5) + Math.floor(player.random() * 5) - 2)
  const capacities = new Map([[quota.id, capacity]])
  const outcome = await inTransaction(player.db, trx =>
    changeCapacities(trx, organiser(player), { eventId, capacities }),
  )
  return { step: 'capacity', answer: outcome.kind }
}

/** An offer whose time is made to be up, and the clock that sees it. */
async function letOffersExpire(player: Player): Promise<Note> {
  const { db } = player
  const past = new Date(Date.now() - 1_000)
  const late = await anybody(player, ['offered'])
  if (late) await db('registrations').where({ id: late.id, status: 'offered' }).update({ offerExpiresAt: past })
  const signUp = pick(player, await db('signUps').where({ eventId: player.stage.eventId, status: 'offered' }))
  if (signUp) await db('signUps').where({ id: signUp.id, status: 'offered' }).update({ offerExpiresAt: past })
  return { step: 'expire', answer: String((await expiry.expireOffers(db)) > 0) }
}

async function answerPartOffer(player: Player): Promise<Note | undefined> {
  const signUp = pick(player, await player.db('signUps').where({ eventId: player.stage.eventId, status: 'offered' }))
  if (signUp === undefined) return undefined
  const matter = { registration: { id: signUp.registrationId, eventId: signUp.eventId }, signUp }
  const answer = player.random() < 0.7 ? offers.acceptSignUpOffer : offers.declineSignUpOffer
  return { step: 'part-offer', answer: (await answer(player.db, visitor, matter)).kind }
}

async function freezeOrThaw(player: Player): Promise<Note> {
  const waitingFrozenAt = player.random() < 0.3 ? new Date(Date.now() - 1_000) : null
  await player.db('registrationSettings').where({ eventId: player.stage.eventId }).update({ waitingFrozenAt })
  return { step: 'freeze', answer: String(waitingFrozenAt !== null) }
}

async function endCode(player: Player): Promise<Note> {
  const code = player.stage.codes[1]
  if (code === undefined || player.random() < 0.9) return { step: 'code', answer: 'kept' }
  const { eventId } = player.stage
  await inTransaction(player.db, async trx => {
    await expiry.releaseCode(trx, organiser(player), { id: code.id, eventId })
    await trx('accessCodes').where({ id: code.id }).update({ disabledAt: new Date() })
  })
  return { step: 'code', answer: 'released' }
}

async function replace(player: Player, registration: RegistrationRow): Promise<{ kind: string }> {
  const event = await findEvent(player.db, registration.eventId)
  if (event === undefined) throw new Error('no event')
  const { titleBefore, givenName, familyName, titleAfter, organisation, country, locale } = registration
  const details = { titleBefore, givenName, familyName, titleAfter, organisation, country, locale }
  const person = { ...details, familyName: 'Náhradník', email: `${player.name}-n${player.count++}@example.org` }
  return replacePerson(player.db, organiser(player), { registration, event, person })
}

/** What may happen, and how often beside the rest. */
const steps: readonly (readonly [number, Step])[] = [
  [30, registerOne],
  [4, addByHand],
  [2, importSome],
  [5, sendDelegation],
  [12, about('cancel', active, ({ db }, registration) => decisions.cancelRegistration(db, visitor, { registration }))],
  [
    8,
    about('approve', ['applied'], (player, registration) =>
      decisions.approveRegistration(player.db, organiser(player), { registration }),
    ),
  ],
  [
    3,
    about('decline', ['applied'], (player, registration) =>
      decisions.declineRegistration(player.db, organiser(player), { registration, reason: 'plno' }),
    ),
  ],
  [6, changeCapacity],
  [
    10,
    about('parts', ['confirmed', 'waiting', 'applied'], (player, registration) =>
      signUps.changeSignUps(player.db, visitor, { registration, partIds: partsFor(player, 0.5) }),
    ),
  ],
  [
    3,
    about('options', ['confirmed'], (player, registration) =>
      signUps.changeSignUps(player.db, visitor, {
        registration,
        optionIds: some(player, player.stage.optionIds, 0.4).slice(0, 1),
      }),
    ),
  ],
  [8, about('accept', ['offered'], ({ db }, registration) => offers.acceptOffer(db, visitor, { registration }))],
  [2, about('refuse', ['offered'], ({ db }, registration) => offers.declineOffer(db, visitor, { registration }))],
  [6, letOffersExpire],
  [6, answerPartOffer],
  [
    5,
    about('attendance', active, ({ db, random }, registration) =>
      moves.switchAttendance(db, visitor, { registration, attendance: random() < 0.5 ? 'online' : 'on_site' }),
    ),
  ],
  [
    2,
    about('category', active, (player, registration) =>
      moves.changeCategory(player.db, organiser(player), {
        registration,
        categoryId: pick(player, player.stage.categoryIds) ?? 0,
      }),
    ),
  ],
  [
    2,
    about('promote', ['waiting'], (player, registration) =>
      decisions.promoteRegistration(player.db, organiser(player), { registration, reason: 'host' }),
    ),
  ],
  [
    1,
    about('move', ['waiting'], (player, registration) =>
      decisions.moveInQueue(player.db, organiser(player), { registration, position: 1, reason: 'omyl' }),
    ),
  ],
  [
    12,
    about('address', ['unconfirmed'], ({ db }, registration) => offers.confirmAddress(db, visitor, { registration })),
  ],
  [4, about('replace', ['confirmed', 'waiting', 'offered'], replace)],
  [2, freezeOrThaw],
  [1, endCode],
]
const total = steps.reduce((sum, [weight]) => sum + weight, 0)

/** Does one thing by chance. Being busy is an answer; anything else that is thrown is not. */
export async function takeStep(player: Player): Promise<Note[]> {
  let chance = player.random() * total
  const [, step] = steps.find(([weight]) => (chance -= weight) < 0) ?? steps[0] ?? []
  if (step === undefined) throw new Error('there are no steps')
  try {
    return [await step(player)].flat().filter(note => note !== undefined)
  } catch (error) {
    if (error instanceof Busy) return [{ step: 'any', answer: 'busy' }]
    throw error
  }
}
