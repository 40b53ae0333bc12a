import { type Head, page } from '../../../core/http/pages.ts'
import type { Pager } from '../../../core/http/pagination.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { type LocalisedText, readText } from '../../../core/localised-text.ts'
import { formatDateTime, formatZone, now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { CodeFilter, CodeLine, CodeUser } from '../../registration/queries/codes.ts'
import { registrationSetupNav, type SetupNav } from '../../registration/frame.ts'
import { type CodeState, codeState, codeStates, placesKept } from '../../registration/rules/codes.ts'
import type { GroupTab, StateWord } from './words.ts'

export interface CodeUserModel {
  readonly name: string
  readonly organisation: string
  readonly href: string
  /** The registration was cancelled or declined since, and the use is free again. */
  readonly isGone: boolean
}

export interface CodeLineModel {
  readonly code: string
  readonly href: string
  readonly state: StateWord
  readonly opens: string
  readonly used: string
  readonly kept: string
  readonly expires: string
  readonly note: string
  readonly users: readonly CodeUserModel[]
  readonly more: string
}

export interface CodeListModel {
  readonly head: Head
  readonly nav: SetupNav
  readonly backHref: string
  readonly flash: string | undefined
  readonly groups: readonly GroupTab[]
  readonly state: string
  readonly action: string
  readonly search: string
  readonly clearHref: string | undefined
  readonly lines: readonly CodeLineModel[]
  readonly pager: Pager
  readonly zone: string
  readonly newHref: string
  readonly manyHref: string
  readonly csvHref: string
  readonly isEmptyEvent: boolean
}

export const codeListPage = page<CodeListModel>('invitations/organiser/codes')

/** The address of the codes of an event, or of something to do with them. */
export function codesHref({ locale }: FrameContext, event: EventRow, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, part === '' ? 'codes' : `codes/${part}`)
}

/** The address of the list that shows what is looked for. */
export function codeListHref(
  { locale }: FrameContext,
  event: EventRow,
  { state, search }: CodeFilter,
  number = 1,
): string {
  const query = { state, q: search, page: number === 1 ? undefined : number }
  return urls.organiserEventPart(locale, event.slug, 'codes', query)
}

interface ListData {
  readonly event: EventRow
  readonly filter: CodeFilter
  readonly counts: Readonly<Record<CodeState, number>>
  readonly lines: readonly CodeLine[]
  readonly pager: Pager
}

/** The list of codes without its head. */
export function codeList(
  context: FrameContext,
  { event, filter, counts, lines, pager }: ListData,
): Omit<CodeListModel, 'head' | 'flash'> {
  const { t, locale } = context
  const total = codeStates.reduce((sum, state) => sum + counts[state], 0)
  const tab = (state: CodeState | undefined, n: number): GroupTab => ({
    href: codeListHref(context, event, { state, search: '' }),
    label: t(`invitations.codes.groups.${state ?? 'all'}`),
    note: String(n),
    current: filter.state === state,
  })
  return {
    nav: registrationSetupNav(context, event, 'codes'),
    backHref: urls.organiserEventPart(locale, event.slug, 'registrations'),
    groups: [tab(undefined, total), ...codeStates.map(state => tab(state, counts[state]))],
    state: filter.state ?? '',
    action: codesHref(context, event),
    search: filter.search,
    clearHref: filter.search === '' ? undefined : codeListHref(context, event, { ...filter, search: '' }),
    lines: lines.map(line => codeLine(context, event, line)),
    pager,
    zone: formatZone(now(), event.timeZone, locale),
    newHref: codesHref(context, event, 'new'),
    manyHref: codesHref(context, event, 'many'),
    csvHref: urls.organiserEventPart(locale, event.slug, 'codes.csv', { state: filter.state, q: filter.search }),
    isEmptyEvent: total === 0,
  }
}

const stateKinds = { valid: 'good', 'used-up': 'off', expired: 'warn', disabled: 'off' } as const

/** One code with who used it. */
export function codeLine(context: FrameContext, event: EventRow, code: CodeLine): CodeLineModel {
  const { t, locale } = context
  const state = codeState(code, now())
  const kept = placesKept(code)
  const more = code.userCount - code.users.length
  return {
    code: code.code,
    href: codesHref(context, event, code.reference),
    state: { kind: stateKinds[state], label: t(`invitations.codes.states.${state}`) },
    opens: opensOf(context, code),
    used: usedOf(context, code),
    kept: kept > 0 ? t('invitations.codes.kept', { count: kept }) : '',
    expires: code.expiresAt === null ? '' : formatDateTime(code.expiresAt, event.timeZone, locale),
    note: code.note,
    users: code.users.map(user => userOf(context, event, user)),
    more: more > 0 ? t('invitations.codes.more', { count: more }) : '',
  }
}

/** How many uses of how many. */
export function usedOf({ t }: FrameContext, { used, mostUses }: Pick<CodeLine, 'used' | 'mostUses'>): string {
  return mostUses === null
    ? t('invitations.codes.usedOf.any', { used })
    : t('invitations.codes.usedOf.some', { used, mostUses })
}

/** What a code opens, in words. */
export function opensOf({ t, locale }: FrameContext, { categoryName }: { categoryName: LocalisedText | null }): string {
  return categoryName === null ? t('invitations.codes.opensHidden') : readText(categoryName, locale)
}

function userOf({ locale }: FrameContext, event: EventRow, user: CodeUser): CodeUserModel {
  return {
    name: `${user.givenName} ${user.familyName}`.trim(),
    organisation: user.organisation,
    href: urls.organiserEventPart(locale, event.slug, `registrations/${user.reference}`),
    isGone: user.status === 'cancelled' || user.status === 'declined',
  }
}

/** The codes as a table for a spreadsheet: the ready link, what it opens, who used it. */
export function codesTable(
  context: FrameContext,
  { event, codes, baseUrl }: { event: EventRow; codes: readonly CodeLine[]; baseUrl: string },
): { header: string[]; rows: string[][] } {
  const { t, locale } = context
  const columns = ['code', 'link', 'opens', 'state', 'used', 'mostUses', 'expires', 'note', 'users'] as const
  return {
    header: columns.map(column => t(`invitations.codes.csv.${column}`)),
    rows: codes.map(code => {
      const line = codeLine(context, event, code)
      const link = absolute(baseUrl, urls.registration(locale, event.slug, { code: code.code }))
      const people = code.users.map(({ givenName, familyName, email }) => `${givenName} ${familyName} <${email}>`)
      const most = code.mostUses === null ? '' : String(code.mostUses)
      const facts = [line.state.label, String(code.used), most, line.expires, code.note]
      return [code.code, link, line.opens, ...facts, people.join(', ')]
    }),
  }
}
