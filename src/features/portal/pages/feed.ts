import { type AtomFeed, atomId, paragraph } from '../../../core/atom.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { NewEvent } from '../queries.ts'

/** Events as they were published, the latest first: RFC 4287. `at` is the time of a feed without entries. */
export function eventsFeed(
  context: FrameContext,
  events: readonly NewEvent[],
  { baseUrl, at }: { baseUrl: string; at: Instant },
): AtomFeed {
  const { t, locale } = context
  const updates = events.map(updatedAt)
  return {
    id: atomId('events', locale),
    title: t('portal.feed.title'),
    href: absolute(baseUrl, urls.home(locale)),
    self: absolute(baseUrl, urls.eventsFeed(locale)),
    author: t('core.product'),
    locale,
    updated: updates.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? at,
    entries: events.map(event => ({
      id: atomId('event', event.calendarUid, locale),
      title: readText(event.title, locale),
      href: absolute(baseUrl, urls.event(locale, event.slug)),
      published: event.publishedAt ?? event.createdAt,
      updated: updatedAt(event),
      contentHtml: entryHtml(context, event),
    })),
  }
}

/** An event may have stood as it is before it was published. */
function updatedAt({ publishedAt, createdAt, contentUpdatedAt }: NewEvent): Instant {
  const from = publishedAt ?? createdAt
  return contentUpdatedAt > from ? contentUpdatedAt : from
}

function entryHtml(context: FrameContext, event: NewEvent): string {
  const when = eventWhen(context, event, venueOf(event))
  const lines = [
    event.cancelledAt === null ? '' : context.t('portal.feed.cancelled'),
    [when.dates, when.place].filter(text => text !== '').join(', '),
    readText(event.summary, context.locale),
  ]
  return lines.map(paragraph).join('')
}

function venueOf({ venueCity, venueCountry }: NewEvent): { city: string; country: string } | null {
  return venueCity !== null && venueCountry !== null ? { city: venueCity, country: venueCountry } : null
}
