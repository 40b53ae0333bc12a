import { countryName } from '../../../core/countries.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatShortDateTime, type Instant, now } from '../../../core/time.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventAccess, EventRow } from '../../events/types.ts'
import { isStillAsked } from '../rules/states.ts'
import type { InvitationInEvent } from '../types.ts'
import { invitationsHref } from './list.ts'
import { invitedName, type StateWord, stateWord } from './words.ts'

export interface InvitationModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly name: string
  readonly state: StateWord
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly message: readonly string[]
  readonly messageLang: string
  readonly history: readonly { readonly when: string; readonly datetime: string; readonly what: string }[]
  /** The private link, for organisers only: who has it answers in the name of the invited. */
  readonly link: string | undefined
  readonly resendAction: string | undefined
  readonly withdrawHref: string | undefined
  readonly registrationHref: string | undefined
  readonly backHref: string
}

export const invitationPage = page<InvitationModel>('invitations/organiser/one')

/** The organiser's words as paragraphs: empty lines part them. */
export function paragraphsOf(message: string): string[] {
  return message.split(/\n\s*\n/).filter(paragraph => paragraph.trim() !== '')
}

/**
 * One invitation without its head.
 * @param token of the private link; it is shown only to those who may organise, and only while it is asked
 */
export function invitationModel(
  context: FrameContext,
  {
    access,
    invitation,
    token,
    baseUrl,
  }: { access: EventAccess; invitation: InvitationInEvent; token: string; baseUrl: string },
): Omit<InvitationModel, 'head' | 'flash'> {
  const { locale } = context
  const { event, role } = access
  const here = invitationsHref(context, event, invitation.reference)
  const isAsked = mayOrganise(role) && isStillAsked(invitation, event, now())
  const isWithdrawable = mayOrganise(role) && invitation.withdrawnAt === null && invitation.answer !== 'yes'
  const { registrationReference } = invitation
  return {
    name: invitedName(context, invitation),
    state: stateWord(context, invitation),
    facts: factsOf(context, invitation),
    message: paragraphsOf(invitation.message),
    messageLang: invitation.locale,
    history: historyOf(context, event, invitation),
    link: isAsked ? absolute(baseUrl, urls.invitation(invitation.locale, token)) : undefined,
    resendAction: isAsked ? `${here}/resend` : undefined,
    withdrawHref: isWithdrawable ? `${here}/withdraw` : undefined,
    registrationHref:
      registrationReference === null
        ? undefined
        : urls.organiserEventPart(locale, event.slug, `registrations/${registrationReference}`),
    backHref: invitationsHref(context, event),
  }
}

function factsOf({ t, locale }: FrameContext, invitation: InvitationInEvent) {
  const { email, organisation, country, categoryName } = invitation
  const facts = [
    { label: t('invitations.fields.email'), value: email },
    { label: t('invitations.fields.organisation'), value: organisation },
    { label: t('invitations.fields.country'), value: country === null ? '' : countryName(country, locale) },
    {
      label: t('invitations.fields.category'),
      value: categoryName === null ? t('invitations.anyCategory') : readText(categoryName, locale),
    },
    { label: t('invitations.fields.language'), value: t(`core.languageName.${invitation.locale}`) },
  ]
  return facts.filter(({ value }) => value !== '')
}

function historyOf({ t, locale }: FrameContext, event: EventRow, invitation: InvitationInEvent) {
  const { sentAt, openedAt, remindedAt, answeredAt, answer, withdrawnAt } = invitation
  const entries: (readonly [Instant | null, string])[] = [
    [sentAt, t('invitations.history.sent')],
    [openedAt, t('invitations.history.opened')],
    [remindedAt, t('invitations.history.reminded')],
    [answeredAt, t(`invitations.history.${answer ?? 'yes'}`)],
    [withdrawnAt, t('invitations.history.withdrawn')],
  ]
  return entries
    .flatMap(([at, what]) => (at === null ? [] : [{ at, what }]))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .map(({ at, what }) => ({
      when: formatShortDateTime(at, event.timeZone, locale),
      datetime: at.toISOString(),
      what,
    }))
}

/** The question before an invitation is withdrawn. */
export function withdrawQuestion(
  context: FrameContext,
  event: EventRow,
  invitation: InvitationInEvent,
): Omit<ConfirmModel, 'head'> {
  const { t } = context
  const here = invitationsHref(context, event, invitation.reference)
  return {
    question: t('invitations.withdraw.question', { name: invitedName(context, invitation) }),
    consequences: [t('invitations.withdraw.link'), t('invitations.withdraw.again')],
    action: `${here}/withdraw`,
    submit: t('invitations.withdraw.submit'),
    back: { href: here, label: t('core.back') },
  }
}

export interface RemindModel {
  readonly head: Head
  readonly count: number
  /** Somebody answered since the count was shown. */
  readonly hasChanged: boolean
  readonly action: string
  readonly backHref: string
}

export const remindPage = page<RemindModel>('invitations/organiser/remind')
