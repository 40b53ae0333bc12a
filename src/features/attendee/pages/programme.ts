import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { dateOf, formatDay, formatLocalTime, instant, isoWithOffset, timeOf } from '../../../core/time.ts'
import type { OutlineSession, ReleaseOutline } from '../../agenda/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'

/** One day of the programme as its guest has it. */
export interface ProgrammeDay {
  readonly label: string
  readonly items: readonly {
    readonly time: string
    readonly datetime: string
    readonly title: { readonly text: string; readonly lang: Locale | undefined }
    readonly href: string
    readonly room: string
  }[]
}

/**
 * The released programme by day, without breaks and without what one signs up for and has no place in.
 * @param isOpen whether somebody may simply come to the session with this reference
 */
export function daysOf(
  { locale }: FrameContext,
  event: EventRow,
  content: ReleaseOutline,
  isOpen: (session: string) => boolean,
): ProgrammeDay[] {
  const sessions = content.sessions.filter(
    session => !session.isCancelled && session.kind !== 'break' && isOpen(session.reference),
  )
  const days = new Map<string, OutlineSession[]>()
  for (const session of sessions) {
    const day = dateOf(session.startsLocal)
    days.set(day, [...(days.get(day) ?? []), session])
  }
  return [...days].map(([day, ofDay]) => ({
    label: formatDay(day, locale),
    items: ofDay.map(session => ({
      time: formatLocalTime(timeOf(session.startsLocal), locale),
      datetime: isoWithOffset(instant(session.startsAt), event.timeZone),
      title: textWithLanguage(session.title, locale),
      href: urls.session(locale, event.slug, session.reference),
      room: readText(content.rooms.find(({ reference }) => reference === session.room)?.name, locale),
    })),
  }))
}
