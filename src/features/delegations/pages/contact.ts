import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText, textWithLanguage } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { isActive, mayCancel, mayChange } from '../../registration/permissions.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import type { RegistrationStatus } from '../../registration/types.ts'
import { countPeople, hasRoomForOne } from '../rules.ts'
import type { DelegationPerson, OwnDelegation } from '../types.ts'
import { type CategoryChoice, choiceOf, fieldLabels, isOpenCategory } from './public.ts'

/** A shape and a word (`partials/state`). */
export interface StateWord {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

export interface PersonLine {
  readonly name: string
  readonly email: string
  readonly category: { readonly text: string; readonly lang: string | undefined }
  readonly state: StateWord
  /** A required question waits for an answer of this person. */
  readonly isUnfinished: boolean
  readonly isGone: boolean
  readonly replaceHref: string | undefined
  readonly cancelHref: string | undefined
}

export interface DelegationModel {
  readonly head: Head
  readonly notice: { readonly kind: 'good' | 'warn'; readonly text: string } | undefined
  readonly title: string
  readonly lead: string
  /** How the delegation waits, while somebody of it does. */
  readonly waits: string | undefined
  readonly people: readonly PersonLine[]
  readonly hasUnfinished: boolean
  readonly addHref: string | undefined
  /** Why nobody can be added, when that is so. */
  readonly addNote: string | undefined
  readonly cancelAllHref: string | undefined
  readonly linkHref: string
}

export const delegationPage = page<DelegationModel>('delegations/delegation')

/** What was just done, as the address of the page says it; anything else is ignored. */
export const notices = ['added', 'replaced', 'cancelled', 'all-cancelled', 'not-active', 'over'] as const
export type Notice = (typeof notices)[number]

interface ContactData {
  readonly own: OwnDelegation
  readonly people: readonly DelegationPerson[]
  readonly unfinished: ReadonlySet<number>
  readonly offer: EventOffer
  readonly notice: string
}

/** The page of the contact without its head. */
export function delegationModel(context: FrameContext, data: ContactData): Omit<DelegationModel, 'head'> {
  const { t, locale } = context
  const { event, delegation, token } = data.own
  const done = notices.find(notice => notice === data.notice)
  const counts = countPeople(data.people)
  const mayAdd = mayAddPerson(data.own, data.people, data.offer)
  const isFull = !hasRoomForOne(data.people, data.offer.settings.largestDelegation)
  const isKept = event.cancelledAt === null && now() < event.endsAt
  return {
    notice: done && {
      kind: done === 'not-active' || done === 'over' ? 'warn' : 'good',
      text: t(`delegations.notice.${done}`),
    },
    title: delegation.organisation,
    lead: event.cancelledAt === null ? t('delegations.page.counts', { ...counts }) : t('delegations.page.off'),
    waits:
      counts.waiting === 0
        ? undefined
        : t(delegation.waitsTogether ? 'delegations.page.waitsTogether' : 'delegations.page.waitsEach'),
    people: data.people.map(person => personLine(context, data, person)),
    hasUnfinished: data.unfinished.size > 0,
    addHref: mayAdd ? urls.delegationPart(locale, token, 'add') : undefined,
    addNote: mayAdd || !isKept ? undefined : addNote(context, isFull, data.offer),
    cancelAllHref: counts.people > 0 && now() < event.endsAt ? urls.delegationPart(locale, token, 'cancel') : undefined,
    linkHref: urls.registrationLink(locale, event.slug),
  }
}

function addNote({ t }: FrameContext, isFull: boolean, { settings }: EventOffer): string {
  return isFull ? t('delegations.page.full', { largest: settings.largestDelegation }) : t('delegations.page.closed')
}

/** Whether the contact may add somebody now: delegations are taken, this one is not full, and a category is open. */
export function mayAddPerson(
  { event }: OwnDelegation,
  people: readonly DelegationPerson[],
  { settings, categories }: EventOffer,
): boolean {
  if (!settings.takesDelegations || event.publishedAt === null) return false
  return hasRoomForOne(people, settings.largestDelegation) && categories.some(isOpenCategory)
}

function personLine(context: FrameContext, { own, unfinished }: ContactData, person: DelegationPerson): PersonLine {
  const { locale } = context
  const { event, token } = own
  const part = (deed: string) => urls.delegationPart(locale, token, `people/${person.reference}/${deed}`)
  return {
    name: printedName(person),
    email: person.email,
    category: textWithLanguage(person.categoryName, locale),
    state: stateWord(context, person),
    isUnfinished: unfinished.has(person.id),
    isGone: !isActive(person.status),
    replaceHref: mayChange(person.status, event, now()) ? part('replace') : undefined,
    cancelHref: mayCancel(person.status, event, now()) ? part('cancel') : undefined,
  }
}

const shapes: Record<RegistrationStatus, StateWord['kind']> = {
  confirmed: 'good',
  offered: 'warn',
  waiting: 'warn',
  applied: 'warn',
  unconfirmed: 'warn',
  declined: 'off',
  cancelled: 'off',
}

/** Where somebody stands: `Čeká, 2. v pořadí`. */
export function stateWord(
  { t }: FrameContext,
  { status, position }: Pick<DelegationPerson, 'status' | 'position'>,
): StateWord {
  return { kind: shapes[status], label: t(`delegations.status.${status}`, { position }) }
}

export interface PersonFormModel {
  readonly head: Head
  readonly title: string
  readonly lead: string
  readonly notes: readonly string[]
  readonly form: FormModel
  readonly labels: Readonly<Record<string, string>>
  /** Only when somebody is added and there is a choice. */
  readonly categories: readonly CategoryChoice[]
  /** Of the registration the form was drawn from; undefined when somebody is added. */
  readonly version: number | undefined
  readonly submit: string
  readonly backHref: string
}

export const personFormPage = page<PersonFormModel>('delegations/person')

/** The form of somebody who is added. */
export function addModel(
  context: FrameContext,
  { event, delegation, token }: OwnDelegation,
  offer: EventOffer,
  form: FormModel,
): Omit<PersonFormModel, 'head'> {
  const { t, locale } = context
  const open = offer.categories.filter(isOpenCategory)
  return {
    title: t('delegations.add.title'),
    lead: t('delegations.add.lead', { organisation: delegation.organisation }),
    notes: [t('delegations.add.mail'), t('delegations.add.known')],
    form,
    labels: fieldLabels(context, 0),
    categories: open.length > 1 ? open.map(category => choiceOf(context, event, category)) : [],
    version: undefined,
    submit: t('delegations.add.submit'),
    backHref: urls.delegation(locale, token),
  }
}

/** The form of somebody who comes instead. */
export function replaceModel(
  context: FrameContext,
  { token }: OwnDelegation,
  person: DelegationPerson,
  form: FormModel,
): Omit<PersonFormModel, 'head'> {
  const { t, locale } = context
  return {
    title: t('delegations.replace.title', { name: printedName(person) }),
    lead: t('delegations.replace.lead'),
    notes: [t('delegations.replace.mail'), t('delegations.replace.forgotten')],
    form,
    labels: fieldLabels(context, 0),
    categories: [],
    version: person.personVersion,
    submit: t('delegations.replace.submit'),
    backHref: urls.delegation(locale, token),
  }
}

export const delegationConfirmPage = page<ConfirmModel>('delegations/confirm')

/** The question before one person is cancelled. */
export function cancelOneModel(
  { t, locale }: FrameContext,
  { token }: OwnDelegation,
  person: DelegationPerson,
): Omit<ConfirmModel, 'head'> {
  return {
    question: t('delegations.cancel.question', { name: printedName(person) }),
    consequences: [t('delegations.cancel.mail'), t('delegations.cancel.place'), t('delegations.cancel.instead')],
    action: urls.delegationPart(locale, token, `people/${person.reference}/cancel`),
    submit: t('delegations.cancel.submit'),
    back: { href: urls.delegation(locale, token), label: t('delegations.cancel.keep') },
  }
}

/** The question before the whole delegation is cancelled. */
export function cancelAllModel(
  { t, locale }: FrameContext,
  { event, token }: OwnDelegation,
  people: readonly DelegationPerson[],
): Omit<ConfirmModel, 'head'> {
  const count = countPeople(people).people
  return {
    question: t('delegations.cancelAll.question', { event: readText(event.title, locale) }),
    consequences: [t('delegations.cancelAll.mail', { count }), t('delegations.cancelAll.place')],
    action: urls.delegationPart(locale, token, 'cancel'),
    submit: t('delegations.cancelAll.submit'),
    back: { href: urls.delegation(locale, token), label: t('delegations.cancel.keep') },
  }
}
