import { countryName } from '../../../core/countries.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatDateTime, formatDateTimeRange } from '../../../core/time.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import type { ActivityRow } from '../../audit/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventAccess } from '../../events/types.ts'
import type { MailSummary } from '../../mail/types.ts'
import type { Answers, Question } from '../../questions/types.ts'
import type { FileOfAnswer } from '../../registration/queries/files.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { NoteOfRegistration } from '../../registration/queries/notes.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import type { ConsentRow, Needs, RegistrationInEvent } from '../../registration/types.ts'
import type { Connections } from '../queries/one.ts'
import { longestTag } from '../rules/tags.ts'
import { signUpWord, type StateWord, statusWord } from '../rules/words.ts'
import { type AnswerLine, answerLines, needLines } from './answers.ts'
import { type Deeds, deedsOf } from './deeds.ts'
import { fieldLabels } from './fields.ts'
import { oneHref, partHref } from './query.ts'
import { type TimelineEntry, timelineOf } from './timeline.ts'
import type { Notice } from './notice.ts'

export interface Fact {
  readonly label: string
  readonly value: string
  readonly href?: string | undefined
}

/** A part or an option that was chosen, and where it stands. */
export interface PlaceLine {
  readonly title: string
  readonly about: string
  readonly state: StateWord
  /** Gives the place to whoever waits for it, for a reason. */
  readonly promoteHref: string | undefined
}

/** The tags of one registration, and what those who organise may do with them. */
export interface TagsModel {
  readonly tags: readonly string[]
  readonly suggestions: readonly string[]
  readonly longest: number
  readonly add: string | undefined
  readonly remove: string | undefined
}

export interface OneModel {
  readonly head: Head
  readonly notice: Notice | undefined
  readonly name: string
  readonly state: StateWord
  readonly facts: readonly Fact[]
  readonly answers: readonly AnswerLine[]
  /** Diet, access and sensitive answers; undefined: not for this reader. */
  readonly needs: readonly AnswerLine[] | undefined
  readonly places: readonly PlaceLine[]
  readonly consents: readonly string[]
  readonly timeline: readonly TimelineEntry[]
  readonly tags: TagsModel
  readonly noteAction: string | undefined
  readonly deeds: Deeds
  readonly backHref: string
}

export const onePage = page<OneModel>('roster/one')

export const oneConfirmPage = page<ConfirmModel>('roster/confirm')

export interface OneData {
  readonly access: EventAccess
  readonly registration: RegistrationInEvent
  readonly connections: Connections
  readonly questions: readonly Question[]
  readonly answers: Answers
  /** undefined: not for this reader. */
  readonly sensitive: { readonly answers: Answers; readonly needs: Needs } | undefined
  readonly files: readonly FileOfAnswer[]
  readonly signUps: readonly SignUpOfRegistration[]
  readonly consents: readonly ConsentRow[]
  readonly history: readonly ActivityRow[]
  readonly mails: readonly MailSummary[]
  readonly notes: readonly NoteOfRegistration[]
}

/** One registration with all that happened to it. */
export function oneModel(context: FrameContext, data: OneData): Omit<OneModel, 'head' | 'notice'> {
  const { locale } = context
  const { access, registration, sensitive } = data
  const { event, role } = access
  const isOrganiser = mayOrganise(role)
  const visible = data.questions.filter(({ isSensitive }) => isOrganiser || !isSensitive)
  return {
    name: printedName(registration),
    state: statusWord(context, registration.status, registration.position),
    facts: factsOf(context, data),
    answers: answerLines(context, data, data.answers, false),
    needs: sensitive && [
      ...needLines(context, sensitive.needs),
      ...answerLines(context, data, sensitive.answers, true),
    ],
    places: data.signUps.map(signUp => placeLine(context, data, signUp)),
    consents: data.consents.map(consent => consentLine(context, data, consent)),
    timeline: timelineOf(context, {
      ...data,
      event,
      facts: { ...data.connections, questions: visible },
    }),
    tags: tagsOf(context, data, isOrganiser),
    noteAction: isOrganiser ? oneHref(locale, event, registration, '/notes') : undefined,
    deeds: deedsOf(context, data),
    backHref: partHref(locale, event, ''),
  }
}

function factsOf(context: FrameContext, { access, registration, connections }: OneData): Fact[] {
  const { t, locale } = context
  const { event } = access
  const label = fieldLabels(context)
  const { code, delegationReference, delegationOrganisation } = connections
  const delegation =
    delegationReference && urls.organiserEventPart(locale, event.slug, `delegations/${delegationReference}`)
  const named = (name: string, value: string): Fact => ({ label: label[name] ?? '', value })
  return [
    { label: t('registration.fields.reference'), value: registration.reference },
    { ...named('email', registration.email), href: `mailto:${registration.email}` },
    named('organisation', registration.organisation || t('core.unknown')),
    named('country', countryName(registration.country, locale)),
    named('category', readText(registration.categoryName, locale)),
    ...(event.mode === 'hybrid'
      ? [{ label: t('roster.columns.attendance'), value: t(`roster.attendance.${registration.attendance}`) }]
      : []),
    ...(delegation
      ? [{ label: t('roster.columns.delegation'), value: delegationOrganisation ?? '', href: delegation }]
      : []),
    ...(code ? [{ label: t('roster.columns.code'), value: code }] : []),
    named('locale', t(`core.languageName.${registration.locale}`)),
    { label: t('roster.columns.created'), value: formatDateTime(registration.createdAt, event.timeZone, locale) },
    ...arrivalFact(context, access, registration),
    ...calendarFact(context, access, connections),
    ...standing(context, access, registration),
  ]
}

function arrivalFact({ t, locale }: FrameContext, { event }: EventAccess, { arrivedAt }: RegistrationInEvent): Fact[] {
  if (arrivedAt === null) return []
  return [{ label: t('roster.one.arrived'), value: formatDateTime(arrivedAt, event.timeZone, locale) }]
}

/** What the calendar answered to the invitation: a sign, not a cancellation. */
function calendarFact({ t, locale }: FrameContext, { event, role }: EventAccess, connections: Connections): Fact[] {
  const { calendarAnswer, calendarAnsweredAt } = connections
  if (calendarAnswer === null || calendarAnsweredAt === null || !mayOrganise(role)) return []
  const when = formatDateTime(calendarAnsweredAt, event.timeZone, locale)
  return [{ label: t('roster.one.calendar'), value: t(`roster.one.calendarAnswer.${calendarAnswer}`, { when }) }]
}

/** Until when an offer stands, and why a registration ended. */
function standing({ t, locale }: FrameContext, { event }: EventAccess, registration: RegistrationInEvent): Fact[] {
  const { status, offerExpiresAt, closingReason } = registration
  if (status === 'offered' && offerExpiresAt)
    return [{ label: t('roster.one.offerUntil'), value: formatDateTime(offerExpiresAt, event.timeZone, locale) }]
  if (status !== 'cancelled' || closingReason === null) return []
  return [{ label: t('roster.one.closed'), value: t(`roster.closing.${closingReason}`) }]
}

function placeLine(context: FrameContext, { access, registration }: OneData, signUp: SignUpOfRegistration): PlaceLine {
  const { t, locale } = context
  const { event, role } = access
  const { startsAt, endsAt, questionLabel, status } = signUp
  const when = startsAt && endsAt ? formatDateTimeRange(startsAt, endsAt, event.timeZone, locale) : ''
  const isWaiting = status === 'waiting' && registration.status === 'confirmed' && mayOrganise(role)
  const reference = signUp.partReference ?? signUp.optionReference ?? ''
  return {
    title: readText(signUp.title, locale),
    about: questionLabel ? t('roster.one.optionOf', { question: readText(questionLabel, locale) }) : when,
    state: signUpWord(context, status, signUp.position),
    promoteHref: isWaiting ? oneHref(locale, event, registration, `/places/${reference}/promote`) : undefined,
  }
}

function consentLine({ t, locale }: FrameContext, { access, questions }: OneData, consent: ConsentRow): string {
  const when = formatDateTime(consent.withdrawnAt ?? consent.givenAt, access.event.timeZone, locale)
  const question = questions.find(({ id }) => id === consent.questionId)
  const purpose =
    consent.purpose === 'question'
      ? readText(question?.label, locale) || consent.textShown
      : t(`registration.purposes.${consent.purpose}`)
  return t(`roster.one.consent.${consent.withdrawnAt === null ? 'given' : 'withdrawn'}`, { purpose, when })
}

function tagsOf({ locale }: FrameContext, { access, registration, connections }: OneData, mayEdit: boolean): TagsModel {
  const { tags } = registration
  const to = (part: string) => (mayEdit ? oneHref(locale, access.event, registration, part) : undefined)
  return {
    tags,
    suggestions: connections.tags.filter(tag => !tags.includes(tag)),
    longest: longestTag,
    add: to('/tags'),
    remove: to('/tags/remove'),
  }
}
