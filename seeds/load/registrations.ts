import { type Actor, visitor } from '../../src/core/actor.ts'
import { only, type Transaction } from '../../src/core/database.ts'
import type { Locale } from '../../src/core/localised-text.ts'
import { translator } from '../../src/core/messages.ts'
import { atMoment, type Instant } from '../../src/core/time.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import {
  approveRegistration,
  cancelRegistration,
  declineRegistration,
} from '../../src/features/registration/actions/decisions.ts'
import { register } from '../../src/features/registration/actions/register.ts'
import type { RegisterRequest, RegistrationRow } from '../../src/features/registration/types.ts'
import type { PersonContent } from '../content/people.ts'
import { burgasPeople } from '../content/people/burgas.ts'
import { twinningPeople } from '../content/people/twinning.ts'
import { addressOf } from './addresses.ts'
import { companionDeeds, type Deed } from './companions.ts'
import { cancelledAt, decidedAt, registeredAt } from './moments.ts'
import type { OpenEvents } from './open-events.ts'
import { burgasWishes, twinningWishes, type Wishes } from './wishes.ts'

interface Guest {
  readonly event: EventRow
  /** Position of the category in the event's list, from 1. */
  readonly category: number
  readonly person: PersonContent
  readonly wishes: Wishes
}

/**
 * Lets the invented people register in the weeks before the present, one after the other, with what else they do. The
 * counters, the waiting lists and the mails are those of the product; nothing here writes a row.
 * @param organiser who approves and declines
 */
export async function loadRegistrations(
  trx: Transaction,
  organiser: Actor,
  { open, present, afterEach }: { open: OpenEvents; present: Instant; afterEach: () => Promise<void> },
): Promise<void> {
  const parties = [twinningGuests(open), burgasGuests(open)]
  const deeds = parties.flatMap(guests =>
    guests.flatMap((guest, index) => deedsOf(trx, organiser, guest, { index, count: guests.length, present })),
  )
  const inOrder = [...deeds, ...companionDeeds(trx, organiser, { open, present })].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime(),
  )
  for (const { at, work } of inOrder) await atMoment(at, () => work().then(afterEach))
}

function twinningGuests({ twinning: event, setups }: OpenEvents): Guest[] {
  return twinningPeople.map((person, index) => {
    return { event, category: 1, person, wishes: twinningWishes(setups.twinning, person, index) }
  })
}

/** The categories come in turns, so that each fills over the whole time. */
function burgasGuests({ burgas: event, setups }: OpenEvents): Guest[] {
  const columns = Object.values(burgasPeople)
  const longest = Math.max(...columns.map(people => people.length))
  return Array.from({ length: longest }).flatMap((_, row) =>
    columns.flatMap((people, column) => {
      const person = people[row]
      if (person === undefined) return []
      const wishes = burgasWishes(setups.burgas, person, { row, category: column + 1 })
      return [{ event, category: column + 1, person, wishes }]
    }),
  )
}

function deedsOf(
  trx: Transaction,
  organiser: Actor,
  guest: Guest,
  place: { readonly index: number; readonly count: number; readonly present: Instant },
): Deed[] {
  const at = registeredAt(place)
  const deeds: Deed[] = [{ at, work: () => comes(trx, guest) }]
  const fate = guest.person[4]?.fate
  const about = async () => ({ registration: await registrationOf(trx, guest) })
  if (fate === 'cancels') {
    const work = async () => expectKind((await cancelRegistration(trx, visitor, await about())).kind, 'cancelled')
    deeds.push({ at: cancelledAt(place), work })
  } else if (fate === 'approved') {
    const work = async () => expectKind((await approveRegistration(trx, organiser, await about())).kind, 'confirmed')
    deeds.push({ at: decidedAt(at, place.present), work })
  } else if (fate === 'declined') {
    const work = async () => expectKind((await declineRegistration(trx, organiser, await about())).kind, 'declined')
    deeds.push({ at: decidedAt(at, place.present), work })
  }
  return deeds
}

function expectKind(kind: string, expected: string): void {
  if (kind !== expected) throw new Error(`a registration of the demonstration is ${kind}, not ${expected}`)
}

async function comes(trx: Transaction, guest: Guest): Promise<void> {
  const outcome = await register(trx, visitor, await requestOf(trx, guest))
  const isGranted = outcome.kind === 'place' || outcome.kind === 'waiting' || outcome.kind === 'approval'
  if (!isGranted) throw new Error(`${guest.person[1]} cannot register: ${outcome.kind}`)
}

async function requestOf(trx: Transaction, { event, category, person, wishes }: Guest): Promise<RegisterRequest> {
  const [givenName, familyName, country, organisation, more = {}] = person
  const locale: Locale = country === 'CZ' || country === 'SK' ? 'cs' : 'en'
  const { id } = only(await trx('categories').where({ eventId: event.id, position: category }).select('id'))
  const textShown = translator(locale)('registration.consents.participation')
  return {
    givenName,
    familyName,
    country,
    organisation,
    locale,
    eventId: event.id,
    categoryId: id,
    email: addressOf(person),
    titleBefore: more.titleBefore ?? '',
    titleAfter: more.titleAfter ?? '',
    needs: { dietary: more.dietary ?? '', access: more.access ?? '' },
    consents: [{ purpose: 'participation', textShown, locale }],
    ...wishes,
  }
}

async function registrationOf(trx: Transaction, { event, person }: Guest): Promise<RegistrationRow> {
  return only(await trx('registrations').where({ eventId: event.id, email: addressOf(person) }))
}
