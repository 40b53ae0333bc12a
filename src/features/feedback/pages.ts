import type { FormModel } from '../../core/http/forms.ts'
import { type Head, page } from '../../core/http/pages.ts'
import type { Pager } from '../../core/http/pagination.ts'
import { urls } from '../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../core/localised-text.ts'
import {
  dateIn,
  dateOf,
  formatDate,
  formatDateTime,
  formatDay,
  formatLocalTime,
  type Instant,
  timeOf,
} from '../../core/time.ts'
import type { FrameContext } from '../events/frame.ts'
import type { EventRow } from '../events/types.ts'
import {
  type FeedbackLine,
  type FeedbackState,
  type FeedbackWindow,
  type RatedSession,
  ratings,
  type SessionFeedback,
} from './types.ts'

/** The form about one session, or why there is none. */
export interface FeedbackModel {
  readonly head: Head
  readonly title: { readonly text: string; readonly lang: Locale | undefined }
  readonly state: 'open' | 'later' | 'closed' | 'given'
  readonly from: string
  readonly form: FormModel
  readonly ratings: readonly { readonly value: string; readonly label: string }[]
  readonly sessionHref: string
  readonly agendaHref: string
}

export const feedbackPage = page<FeedbackModel>('feedback/form')

/** What a reader sees who wants to say something of a session. */
export function feedbackModel(
  { t, locale }: FrameContext,
  event: EventRow,
  { session, state, form, isGiven }: { session: RatedSession; state: FeedbackState; form: FormModel; isGiven: boolean },
): Omit<FeedbackModel, 'head'> {
  return {
    title: textWithLanguage(session.title, locale),
    state: isGiven ? 'given' : state.kind,
    from: state.kind === 'later' ? formatDateTime(state.from, event.timeZone, locale) : '',
    form,
    ratings: ratings.toReversed().map(value => ({ value: String(value), label: t(`feedback.rating.${value}`) })),
    sessionHref: urls.session(locale, event.slug, session.reference),
    agendaHref: urls.agenda(locale, event.slug),
  }
}

/** What was said at an event, by session. */
export interface FeedbackListModel {
  readonly head: Head
  /** Whether anybody can say anything now, in a sentence. */
  readonly window: string
  readonly settingsHref: string | undefined
  readonly fileHref: string
  readonly agendaHref: string | undefined
  readonly total: number
  readonly sessions: readonly FeedbackSummary[]
}

export interface FeedbackSummary {
  readonly title: string
  readonly when: string
  readonly href: string
  readonly total: number
  readonly comments: number
  /** `4,3`; '' without a rating. */
  readonly average: string
  /** From the best rating to the worst. */
  readonly counts: readonly { readonly label: string; readonly count: number }[]
}

export const feedbackListPage = page<FeedbackListModel>('feedback/organiser/list')

/** The comments of one session. */
export interface CommentsModel {
  readonly head: Head
  readonly summary: FeedbackSummary
  readonly listHref: string
  readonly comments: readonly { readonly rating: string; readonly text: string; readonly date: string }[]
  readonly pager: Pager
}

export const commentsPage = page<CommentsModel>('feedback/organiser/comments')

/** The address of the organisers' pages of feedback. */
export function feedbackPath(locale: Locale, event: Pick<EventRow, 'slug'>, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, `feedback${part}`)
}

/** What was said of one session, in words and numbers of the reader. */
export function feedbackSummary({ t, locale }: FrameContext, event: EventRow, one: SessionFeedback): FeedbackSummary {
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const { startsLocal } = one
  return {
    title: readText(one.title, locale),
    when:
      startsLocal === null
        ? ''
        : `${formatDay(dateOf(startsLocal), locale)}, ${formatLocalTime(timeOf(startsLocal), locale)}`,
    href: feedbackPath(locale, event, `/${one.reference}`),
    total: one.total,
    comments: one.comments,
    average: one.average === null ? '' : number.format(one.average),
    counts: ratings.toReversed().map(value => {
      return { label: t(`feedback.rating.${value}`), count: one.counts[value - 1] ?? 0 }
    }),
  }
}

/** Comments as the page lists them: with the day only, so that the hour does not give anybody away. */
export function commentLines(
  { t, locale }: FrameContext,
  event: EventRow,
  lines: readonly FeedbackLine[],
): CommentsModel['comments'] {
  return lines.map(({ rating, comment, givenAt }) => ({
    rating: rating === null ? '' : t(`feedback.rating.${rating}`),
    text: comment,
    date: formatDate(dateIn(givenAt, event.timeZone), locale),
  }))
}

/** Whether feedback is taken now, in a sentence. */
export function windowText(
  { t, locale }: FrameContext,
  event: EventRow,
  { feedbackOpensAt: opens, feedbackClosesAt: closes }: FeedbackWindow,
  at: Instant,
): string {
  const words = (moment: Instant) => formatDateTime(moment, event.timeZone, locale)
  if (opens === null) return t('feedback.window.none')
  if (at < opens) return t('feedback.window.later', { from: words(opens) })
  if (closes === null) return t('feedback.window.open')
  return at < closes
    ? t('feedback.window.until', { to: words(closes) })
    : t('feedback.window.closed', { to: words(closes) })
}

/** The header and the rows of the file. */
export function feedbackTable(
  { t, locale }: FrameContext,
  event: EventRow,
  lines: readonly (FeedbackLine & Pick<SessionFeedback, 'title' | 'startsLocal'>)[],
): { header: string[]; rows: string[][] } {
  const columns = ['session', 'day', 'start', 'rating', 'comment', 'given'] as const
  const rows = lines.map(({ title, startsLocal, rating, comment, givenAt }) => [
    readText(title, locale),
    startsLocal === null ? '' : dateOf(startsLocal),
    startsLocal === null ? '' : timeOf(startsLocal),
    rating === null ? '' : String(rating),
    comment,
    dateIn(givenAt, event.timeZone),
  ])
  return { header: columns.map(column => t(`feedback.column.${column}`)), rows }
}
