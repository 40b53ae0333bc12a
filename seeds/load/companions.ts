import { type Actor, visitor } from '../../src/core/actor.ts'
import { only, type Transaction } from '../../src/core/database.ts'
import type { Locale } from '../../src/core/localised-text.ts'
import { translator } from '../../src/core/messages.ts'
import { addMinutes, type Instant } from '../../src/core/time.ts'
import { draftAnnouncement } from '../../src/features/announcements/actions/compose.ts'
import { addRule } from '../../src/features/announcements/actions/rules.ts'
import { sendAnnouncement } from '../../src/features/announcements/actions/send.ts'
import { listReaders } from '../../src/features/announcements/queries/audience.ts'
import { presetDraft } from '../../src/features/announcements/actions/presets.ts'
import { announceDelegation } from '../../src/features/delegations/actions.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { acceptInvitation, declineInvitation } from '../../src/features/invitations/actions/answer.ts'
import { invite } from '../../src/features/invitations/actions/invite.ts'
import { addNote } from '../../src/features/registration/actions/notes.ts'
import { tagRegistrations } from '../../src/features/registration/actions/tags.ts'
import { listCategories } from '../../src/features/registration/queries/offers.ts'
import type { RegisterRequest } from '../../src/features/registration/types.ts'
import { saveView } from '../../src/features/roster/actions/views.ts'
import { airport } from '../content/announcements.ts'
import type { PersonContent } from '../content/people.ts'
import { delegation, invited } from '../content/people/companions.ts'
import { text } from '../content/types.ts'
import { addressOf } from './addresses.ts'
import type { OpenEvents } from './open-events.ts'

/** Something that happened around registrations, and when. */
export interface Deed {
  readonly at: Instant
  readonly work: () => Promise<void>
}

interface Matter {
  readonly event: EventRow
  readonly organiser: Actor
  readonly present: Instant
}

const day = 24 * 60

/** What happens in Burgas besides: a delegation, personal invitations and their answers, what organisers note. */
export function companionDeeds(
  trx: Transaction,
  organiser: Actor,
  { open, present }: { open: OpenEvents; present: Instant },
): Deed[] {
  const matter = { event: open.burgas, organiser, present }
  return [
    { at: addMinutes(present, -19 * day), work: () => sendDelegation(trx, matter) },
    { at: addMinutes(present, -16 * day), work: () => inviteAll(trx, matter) },
    ...invited.flatMap(([answer, person], index) => {
      if (answer === undefined) return []
      return [{ at: addMinutes(present, -(14 - 2 * index) * day), work: () => respond(trx, matter, answer, person) }]
    }),
    { at: addMinutes(present, -6 * day), work: () => announce(trx, matter) },
    { at: addMinutes(present, -5 * day), work: () => annotate(trx, matter) },
  ]
}

function localeOf([, , country]: PersonContent): Locale {
  return country === 'CZ' || country === 'SK' ? 'cs' : 'en'
}

async function requestOf(
  trx: Transaction,
  { event }: Matter,
  person: PersonContent,
  position: number,
): Promise<RegisterRequest> {
  const [givenName, familyName, country, organisation, more = {}] = person
  const locale = localeOf(person)
  const category = (await listCategories(trx, event.id)).find(one => one.position === position)
  const textShown = translator(locale)('registration.consents.participation')
  return {
    givenName,
    familyName,
    country,
    organisation,
    locale,
    eventId: event.id,
    categoryId: category?.id ?? 0,
    email: addressOf(person),
    titleBefore: more.titleBefore ?? '',
    titleAfter: more.titleAfter ?? '',
    needs: { dietary: more.dietary ?? '', access: more.access ?? '' },
    consents: [{ purpose: 'participation', textShown, locale }],
  }
}

async function sendDelegation(trx: Transaction, matter: Matter): Promise<void> {
  const { contact, people } = delegation
  const requests: RegisterRequest[] = []
  for (const person of people) requests.push(await requestOf(trx, matter, person, 3))
  const outcome = await announceDelegation(trx, visitor, {
    event: matter.event,
    delegation: {
      contactName: `${contact[0]} ${contact[1]}`,
      contactEmail: addressOf(contact),
      organisation: contact[3],
      locale: localeOf(contact),
      waitsTogether: true,
    },
    requests,
  })
  if (outcome.kind !== 'registered') throw new Error(`the delegation is ${outcome.kind}`)
}

async function inviteAll(trx: Transaction, { event, organiser }: Matter): Promise<void> {
  const hidden = (await listCategories(trx, event.id)).find(({ isHidden }) => isHidden)
  const people = invited.map(([, person]) => {
    const [givenName, familyName, country, organisation, more = {}] = person
    const titles = { titleBefore: more.titleBefore ?? '', titleAfter: more.titleAfter ?? '' }
    return {
      ...titles,
      givenName,
      familyName,
      country,
      organisation,
      email: addressOf(person),
      locale: localeOf(person),
    }
  })
  const message = text(
    'Rádi bychom Vás v Burgasu přivítali jako hosta. Místo Vám držíme do konce měsíce.',
    'We would like to welcome you in Burgas as our guest.',
  )
  const outcome = await invite(trx, organiser, { event, people, categoryId: hidden?.id ?? null, message })
  if (outcome.kind !== 'invited') throw new Error(`the invitations are ${outcome.kind}`)
}

async function respond(trx: Transaction, matter: Matter, answer: 'yes' | 'no', person: PersonContent): Promise<void> {
  const { event } = matter
  const invitation = only(await trx('invitations').where({ eventId: event.id, email: addressOf(person) }))
  const request = await requestOf(trx, matter, person, 6)
  const outcome =
    answer === 'yes'
      ? await acceptInvitation(trx, { invitation, event, request })
      : await declineInvitation(trx, { invitation, event })
  if (outcome.kind !== 'place' && outcome.kind !== 'answered')
    throw new Error(`${person[1]} cannot answer: ${outcome.kind}`)
}

/** One message to many that has gone, and two that will go by themselves. */
async function announce(trx: Transaction, { event, organiser }: Matter): Promise<void> {
  const input = { segment: 'status=confirmed&country=CZ&country=SK', ...airport }
  const announcement = await draftAnnouncement(trx, organiser, { event, input })
  const readers = await listReaders(trx, event, input.segment)
  const agreement = { event, announcement, version: 0, expected: readers.length, perMinute: 600, expiresAt: null }
  const outcome = await sendAnnouncement(trx, organiser, agreement)
  if (outcome.kind !== 'sent') throw new Error(`the announcement is ${outcome.kind}`)
  for (const preset of ['week-before', 'thanks'] as const)
    await addRule(trx, organiser, { event, input: presetDraft(preset) })
}

/** What organisers keep beside registrations, and how they like to see them. */
async function annotate(trx: Transaction, { event, organiser }: Matter): Promise<void> {
  const eventId = event.id
  const speakers = await trx('registrations').where({ eventId, status: 'applied' }).orderBy('id')
  const [first, second] = speakers
  const some = [first, second].flatMap(one => (one ? [one.id] : []))
  await tagRegistrations(trx, organiser, { eventId, registrationIds: some, tag: 'panel 2. den' })
  if (first)
    await addNote(trx, organiser, { registration: first, body: 'Domluvit s moderátorem do pátku, volat dopoledne.' })
  const guests = await trx('registrations').where({ eventId, country: 'NO' }).orderBy('id')
  const registrationIds = guests.map(({ id }) => id)
  await tagRegistrations(trx, organiser, { eventId, registrationIds, tag: 'Norské fondy' })
  await saveView(trx, organiser, { eventId, name: 'Ke schválení', query: 'status=applied' })
}
