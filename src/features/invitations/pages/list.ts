import { type Head, page } from '../../../core/http/pages.ts'
import type { Pager } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatShortDateTime, now } from '../../../core/time.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventAccess, EventRow } from '../../events/types.ts'
import { registrationSetupNav, type SetupNav } from '../../registration/frame.ts'
import type { InvitationFilter } from '../queries/invitations.ts'
import { mayInvite } from '../rules/states.ts'
import { type InvitationCounts, type InvitationInEvent, invitationGroups } from '../types.ts'
import { type GroupTab, invitedName, type StateWord, stateWord } from './words.ts'

export interface InvitationLine {
  readonly name: string
  readonly href: string
  readonly organisation: string
  readonly email: string
  readonly category: string
  readonly state: StateWord
  readonly reminded: boolean
  readonly when: string
  readonly datetime: string
}

export interface InvitationListModel {
  readonly head: Head
  /** Only for those who may open the pages it names. */
  readonly nav: SetupNav | undefined
  readonly backHref: string
  readonly flash: string | undefined
  readonly groups: readonly GroupTab[]
  readonly group: string
  readonly action: string
  readonly search: string
  readonly clearHref: string | undefined
  readonly lines: readonly InvitationLine[]
  readonly pager: Pager
  readonly inviteHref: string | undefined
  readonly remind: { readonly href: string; readonly count: number } | undefined
  /** A draft cannot be invited to: its pages are shown to nobody. */
  readonly isDraft: boolean
  readonly isEmptyEvent: boolean
}

export const invitationListPage = page<InvitationListModel>('invitations/organiser/list')

/** The address of the invitations of an event, or of something to do with them. */
export function invitationsHref({ locale }: FrameContext, event: EventRow, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, part === '' ? 'invitations' : `invitations/${part}`)
}

/** The address of the list that shows what is looked for. */
export function invitationListHref(
  { locale }: FrameContext,
  event: EventRow,
  { group, search }: InvitationFilter,
  number = 1,
): string {
  const query = { group: group === 'all' ? undefined : group, q: search, page: number === 1 ? undefined : number }
  return urls.organiserEventPart(locale, event.slug, 'invitations', query)
}

interface ListData {
  readonly access: EventAccess
  readonly filter: InvitationFilter
  readonly counts: InvitationCounts
  readonly toRemind: number
  readonly lines: readonly InvitationInEvent[]
  readonly pager: Pager
}

/** The list without its head. */
export function invitationList(
  context: FrameContext,
  { access, filter, counts, toRemind, lines, pager }: ListData,
): Omit<InvitationListModel, 'head' | 'flash'> {
  const { event, role } = access
  const mayAct = mayOrganise(role) && mayInvite(event, now())
  const groups = invitationGroups.map(group => ({
    href: invitationListHref(context, event, { group, search: '' }),
    label: context.t(`invitations.groups.${group}`),
    note: String(counts[group]),
    current: filter.group === group,
  }))
  return {
    nav: mayOrganise(role) ? registrationSetupNav(context, event, 'invitations') : undefined,
    backHref: urls.organiserEventPart(context.locale, event.slug, 'registrations'),
    groups,
    group: filter.group === 'all' ? '' : filter.group,
    action: invitationsHref(context, event),
    search: filter.search,
    clearHref: filter.search === '' ? undefined : invitationListHref(context, event, { ...filter, search: '' }),
    lines: lines.map(line => lineOf(context, event, line)),
    pager,
    inviteHref: mayAct ? invitationsHref(context, event, 'new') : undefined,
    remind: mayAct && toRemind > 0 ? { href: invitationsHref(context, event, 'remind'), count: toRemind } : undefined,
    isDraft: event.publishedAt === null,
    isEmptyEvent: counts.all + counts.withdrawn === 0,
  }
}

function lineOf(context: FrameContext, event: EventRow, invitation: InvitationInEvent): InvitationLine {
  const { locale } = context
  const { answeredAt, withdrawnAt, openedAt, sentAt, createdAt, remindedAt } = invitation
  const last = withdrawnAt ?? answeredAt ?? openedAt ?? sentAt ?? createdAt
  return {
    name: invitedName(context, invitation),
    href: invitationsHref(context, event, invitation.reference),
    organisation: invitation.organisation,
    email: invitation.email,
    category: readText(invitation.categoryName, locale),
    state: stateWord(context, invitation),
    reminded: remindedAt !== null && invitation.answer === null,
    when: formatShortDateTime(last, event.timeZone, locale),
    datetime: last.toISOString(),
  }
}
