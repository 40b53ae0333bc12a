import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { dateIn, formatDay, formatTime, type Instant, instant, type TimeZone, timeZone } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { nowAndNext } from '../rules/now.ts'
import type { OutlineSession } from '../types.ts'
import { type ItemSource, type ProgrammeSlot, slotsOf } from './programme-items.ts'

/** What is on at this moment, and what begins next. */
export interface NowModel {
  readonly head: Head
  readonly time: string
  readonly day: string
  readonly running: readonly ProgrammeSlot[]
  readonly next: readonly ProgrammeSlot[]
  /** The day of what is next when that is not today; else ''. */
  readonly nextDay: string
  readonly isOver: boolean
  readonly agendaHref: string
  readonly refreshHref: string
}

export const nowPage = page<NowModel>('agenda/now')

/** The programme around a moment. Before it begins only its first sessions; after its end nothing. */
export function nowModel(context: FrameContext, source: ItemSource, at: Instant): Omit<NowModel, 'head'> {
  const { locale } = context
  const { event, content } = source
  const zone: TimeZone = source.zone ?? timeZone(event.timeZone)
  const active = content.sessions.filter(session => !session.isCancelled)
  const { running, next } = nowAndNext(
    active.map(session => ({ session, start: millis(session.startsAt), end: millis(session.endsAt) })),
    at.getTime(),
  )
  const today = dateIn(at, zone)
  const first = next[0]?.session
  const nextDay = first ? dateIn(instant(first.startsAt), zone) : today
  const slots = (list: readonly { session: OutlineSession }[], prefix: string, day: string) =>
    slotsOf(
      context,
      source,
      list.map(({ session }) => session),
      { day, prefix },
    )
  return {
    time: formatTime(at, zone, locale),
    day: formatDay(today, locale),
    running: slots(running, 'now-', today),
    next: slots(next, 'next-', nextDay),
    nextDay: nextDay === today ? '' : formatDay(nextDay, locale),
    isOver: running.length === 0 && next.length === 0,
    agendaHref: urls.agenda(locale, event.slug, { zone: source.zone }),
    refreshHref: urls.agendaNow(locale, event.slug, { zone: source.zone }),
  }
}

function millis(at: string): number {
  return instant(at).getTime()
}
