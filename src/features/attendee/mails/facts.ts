import { readText } from '../../../core/localised-text.ts'
import { deadlineOf, lineOfSignUp, nameOfSignUp, whenOfPart } from '../pages/sign-ups.ts'
import { contextOf, isToFormer, type Matter, partNews, positionOf, whenOf, whereOf } from './matter.ts'

interface Fact {
  readonly label: string
  readonly value: string
}

/** What stands in the table of a mail: when, where, as what, and each part on a line of its own. */
export function factsOf(matter: Matter): Fact[] {
  const { t, mail, registration } = matter
  const base = [
    { label: t('attendee.ticket.when'), value: whenOf(matter) },
    { label: t('attendee.ticket.where'), value: whereOf(matter) },
  ]
  if (isToFormer(matter)) return base
  return [
    ...offerOf(matter),
    ...base,
    { label: t('registration.fields.category'), value: readText(registration.categoryName, mail.locale) },
    ...attendanceOf(matter),
    ...queueOf(matter),
    ...reasonOf(matter),
    ...(matter.kind === 'registration-parts' ? newsOf(matter) : signUpsOf(matter)),
    ...(hasTicket(matter) ? [] : [{ label: t('registration.fields.reference'), value: registration.reference }]),
  ]
}

const ticketKinds = ['registration-confirmed', 'registration-promoted', 'registration-replaced', 'event-moved']

/** Whether a mail tells of a place that is confirmed: the entry for a calendar goes with it. */
export function hasPlace(matter: Matter): boolean {
  return ticketKinds.includes(matter.kind) && matter.registration.status === 'confirmed' && !isToFormer(matter)
}

/** Whether a ticket goes with it: who takes part from afar shows none at a door. */
export function hasTicket(matter: Matter): boolean {
  return hasPlace(matter) && whereOf(matter) !== matter.t('attendee.ticket.online')
}

function offerOf(matter: Matter): Fact[] {
  const { t, event, registration } = matter
  if (registration.status !== 'offered' || registration.offerExpiresAt === null) return []
  return [
    { label: t('attendee.mail.deadline'), value: deadlineOf(contextOf(matter), event, registration.offerExpiresAt) },
  ]
}

/** Where somebody takes part online, the place says it already. */
function attendanceOf(matter: Matter): Fact[] {
  const { t, event, registration } = matter
  if (event.mode !== 'hybrid' || whereOf(matter) === t('attendee.ticket.online')) return []
  return [{ label: t('attendee.mail.attendance'), value: t(`attendee.attendance.word.${registration.attendance}`) }]
}

function queueOf(matter: Matter): Fact[] {
  const position = positionOf(matter)
  if (position === 0) return []
  return [{ label: matter.t('attendee.mail.queue'), value: matter.t('attendee.mail.position', { position }) }]
}

function reasonOf({ t, kind, payload: { reason } }: Matter): Fact[] {
  return kind === 'registration-declined' && reason !== '' ? [{ label: t('attendee.mail.reason'), value: reason }] : []
}

const over = ['registration-declined', 'registration-cancelled', 'registration-offer-expired', 'event-cancelled']

function signUpsOf(matter: Matter): Fact[] {
  return over.includes(matter.kind) ? [] : standingOf(matter, matter.signUps, matter.t('attendee.mail.parts'))
}

/** Parts, then options with counted places, each on a line of its own. */
function standingOf(matter: Matter, signUps: Matter['signUps'], label: string): Fact[] {
  const lines = (some: typeof signUps) => some.map(one => lineOfSignUp(contextOf(matter), matter.event, one))
  return [
    ...rowsOf(label, lines(signUps.filter(({ partId }) => partId !== null))),
    ...rowsOf(matter.t('attendee.mail.options'), lines(signUps.filter(({ optionId }) => optionId !== null))),
  ]
}

/** The label stands at the first line. */
function rowsOf(label: string, lines: readonly string[]): Fact[] {
  return lines.map((value, index) => ({ label: index === 0 ? label : '', value }))
}

/** What changed, by what happened; then what else stands. */
function newsOf(matter: Matter): Fact[] {
  const { t, signUps, payload } = matter
  const news = partNews.flatMap(kind => rowsOf(t(`attendee.mail.changed.${kind}`), linesOf(matter, payload[kind])))
  const told = new Set(partNews.flatMap(kind => payload[kind]))
  const rest = signUps.filter(signUp => !told.has(referenceOf(signUp)))
  return [...news, ...standingOf(matter, rest, t('attendee.mail.rest'))]
}

/** A part that still stands with its state (the row of facts says it in general, the line exactly); one that was left without. */
function linesOf(matter: Matter, references: readonly string[]): string[] {
  const { event, signUps, named } = matter
  const context = contextOf(matter)
  const options = signUps.filter(one => one.optionReference !== null && references.includes(one.optionReference))
  const parts = named
    .filter(({ reference }) => references.includes(reference))
    .map(part => {
      const signUp = signUps.find(({ partReference }) => partReference === part.reference)
      if (signUp !== undefined) return lineOfSignUp(context, event, signUp)
      const words = [whenOfPart(context, event, part), nameOfSignUp(context, { ...part, questionLabel: null })]
      return words.filter(word => word !== '').join(' · ')
    })
  return [...parts, ...options.map(signUp => lineOfSignUp(context, event, signUp))]
}

function referenceOf({ partReference, optionReference }: Matter['signUps'][number]): string {
  return partReference ?? optionReference ?? ''
}

/** The names of the parts to which something happened. */
export function namesOf(matter: Matter, references: readonly string[]): string[] {
  const context = contextOf(matter)
  const parts = matter.named
    .filter(({ reference }) => references.includes(reference))
    .map(part => nameOfSignUp(context, { ...part, questionLabel: null }))
  const options = matter.signUps.filter(one => one.optionReference !== null && references.includes(one.optionReference))
  return [...parts, ...options.map(option => nameOfSignUp(context, option))]
}
