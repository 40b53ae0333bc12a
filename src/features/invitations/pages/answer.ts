import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { RegistrationStatus } from '../../registration/types.ts'
import type { InvitationView } from '../rules/states.ts'
import { type AcceptModel, type Again, type AnswerMatter, acceptOf, acceptValues, placesOf } from './accept.ts'
import { paragraphsOf } from './one.ts'

export interface AnswerModel {
  readonly head: Head
  readonly view: InvitationView
  readonly title: string
  readonly lead: string
  readonly name: string
  readonly message: readonly string[]
  readonly messageLang: Locale | undefined
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly action: string
  /** Nothing can be accepted now: the places are gone and nobody queues. */
  readonly isFull: boolean
  readonly accept: AcceptModel | undefined
  /** The registration that came of a yes; the link only while it is still that person's. */
  readonly registrationHref: string | undefined
  readonly eventHref: string | undefined
}

export const answerPage = page<AnswerModel>('invitations/answer')

/** The page of the invited without its head. */
export function answerModel(
  context: FrameContext,
  matter: AnswerMatter,
  form: FormModel | undefined,
  again: Again = { newlyAsked: [], files: new Map() },
): Omit<AnswerModel, 'head'> {
  const { locale } = context
  const { event, invitation, view, token } = matter
  const action = urls.invitation(locale, token)
  const places = placesOf(matter)
  const isOpen = view === 'open' && !places.isFull
  return {
    view,
    ...sentencesOf(context, matter),
    name: printedName(invitation),
    message: view === 'withdrawn' ? [] : paragraphsOf(invitation.message),
    messageLang: invitation.locale === locale ? undefined : invitation.locale,
    facts: factsOf(context, matter),
    action,
    isFull: view === 'open' && places.isFull,
    accept: isOpen
      ? acceptOf(context, matter, form ?? freshForm(action, acceptValues(invitation, locale)), again)
      : undefined,
    registrationHref: matter.registrationToken && urls.mine(locale, matter.registrationToken),
    eventHref: event.publishedAt === null ? undefined : urls.event(locale, event.slug),
  }
}

function sentencesOf({ t }: FrameContext, matter: AnswerMatter): { title: string; lead: string } {
  const { view, invitation } = matter
  if (view !== 'yes')
    return { title: t(`invitations.answer.${view}.title`), lead: t(`invitations.answer.${view}.lead`) }
  const status = comingAs(invitation.registrationStatus)
  return { title: t(`invitations.answer.yes.${status}.title`), lead: t(`invitations.answer.yes.${status}.lead`) }
}

/** What became of a yes, in the three ways the page tells apart. */
function comingAs(status: RegistrationStatus | null): 'place' | 'waiting' | 'other' {
  if (status === 'confirmed') return 'place'
  return status === 'waiting' ? 'waiting' : 'other'
}

function factsOf(context: FrameContext, { event, invitation, venue, view }: AnswerMatter) {
  const { t, locale } = context
  if (view === 'withdrawn') return []
  const { dates, weekdays, times, place, zoneNote } = eventWhen(context, event, venue)
  // Clocks matter only where a time is told.
  const when = times === undefined ? [dates, weekdays] : [dates, `${weekdays} ${times}`, zoneNote ?? '']
  return [
    { label: t('invitations.answer.when'), value: when.filter(part => part !== '').join(', ') },
    { label: t('invitations.answer.where'), value: event.mode === 'online' ? t('invitations.answer.online') : place },
    { label: t('invitations.answer.category'), value: readText(invitation.categoryName, locale) },
  ].filter(({ value }) => value !== '')
}
