import { urls } from '../../../core/http/urls.ts'
import { writeCalendar } from '../../../core/icalendar.ts'
import { type Locale, type LocalisedText, readText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { findOrganisation } from '../../directory/queries.ts'
import { findSeries } from '../../events/queries.ts'
import { later, voiceOf, type WrittenCalendar } from '../actions.ts'
import { type CollectedEvents, collectOrganisation, collectSeries } from '../queries/collections.ts'
import { eventEntry } from '../rules.ts'
import { lastTurn, refreshMinutes } from '../rules/refresh.ts'

/** The published events of a series, each one entry; undefined for an unknown one. */
export async function writeSeries(
  services: Services,
  slug: string,
  locale: Locale,
): Promise<WrittenCalendar | undefined> {
  const series = await findSeries(services.db, slug)
  if (series === undefined) return undefined
  const [source, page] = [urls.calendarSeries(locale, slug), urls.series(locale, slug)]
  return write(services, locale, { name: series.name, source, page }, await collectSeries(services.db, series.id))
}

/** The published events an organisation invites to, each one entry; undefined for an unknown one. */
export async function writeOrganisation(
  services: Services,
  slug: string,
  locale: Locale,
): Promise<WrittenCalendar | undefined> {
  const found = await findOrganisation(services.db, slug)
  if (found === undefined) return undefined
  const { id, name } = found.organisation
  const [source, page] = [urls.calendarOrganisation(locale, slug), urls.organisation(locale, slug)]
  return write(services, locale, { name, source, page }, await collectOrganisation(services.db, id))
}

interface About {
  readonly name: LocalisedText
  readonly source: string
  readonly page: string
}

function write(
  services: Services,
  locale: Locale,
  { name, source, page }: About,
  { matters, lastModified }: CollectedEvents,
): WrittenCalendar {
  const { voice, link } = voiceOf(services, locale)
  const events = matters.map(({ event }) => event)
  const [zone, ...others] = new Set(events.map(({ timeZone }) => timeZone))
  const bytes = writeCalendar({
    name: readText(name, locale),
    zone: others.length === 0 ? zone : undefined,
    refreshMinutes: refreshMinutes(events, now()),
    sourceUrl: link(source),
    pageUrl: link(page),
    // It tells what is going on; only who takes part is busy.
    entries: matters.map(matter => ({ ...eventEntry(matter, voice, link), transparent: true })),
  })
  return { bytes, lastModified: later(lastModified, lastTurn(events, now())) }
}
