import { type Head, page, type PublicityStrip } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, listNames, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { dateOf, formatDay, formatZone } from '../../../core/time.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ReleasedAgenda } from '../types.ts'
import { programmeDays, releaseLine } from './programme.ts'
import { gridOf, type ItemSource, type ProgrammeSlot, slotsOf } from './programme-items.ts'

/** The whole programme for paper. */
export interface PrintModel {
  readonly head: Head
  readonly hosts: string
  readonly title: { readonly text: string; readonly lang: Locale | undefined }
  readonly when: string
  readonly place: string
  readonly zone: string
  readonly release: string
  readonly days: readonly { readonly title: string; readonly slots: readonly ProgrammeSlot[] }[]
  readonly publicity: readonly PublicityStrip[]
  readonly agendaHref: string
}

export const printPage = page<PrintModel>('agenda/print')

/** Every day of the programme, as the sheet shows it. */
export function printModel(
  context: FrameContext,
  source: ItemSource,
  release: ReleasedAgenda,
): Omit<PrintModel, 'head' | 'hosts' | 'publicity'> {
  const { t, locale } = context
  const { event, content } = source
  const active = content.sessions.filter(session => !session.isCancelled)
  const days = programmeDays(event, content).map(day => {
    const sessions = active.filter(session => dateOf(session.startsLocal) === day)
    return { title: formatDay(day, locale), slots: slotsOf(context, source, sessions, gridOf(content, sessions)) }
  })
  const when = eventWhen(context, event)
  const { number, date } = releaseLine(context, event, release)
  return {
    title: textWithLanguage(event.title, locale),
    when: when.dates,
    place: when.place,
    zone: formatZone(event.startsAt, event.timeZone, locale),
    release: t('agenda.programme.release', { number, date }),
    days,
    agendaHref: urls.agenda(locale, event.slug),
  }
}

/** Names in a row, for the line of hosts. */
export function hostNames(
  locale: Locale,
  hosts: readonly { readonly name: EventRow['title']; readonly role: string }[],
): string {
  const inviting = hosts.filter(host => host.role === 'host' || host.role === 'co_organiser')
  return listNames(
    inviting.map(host => readText(host.name, locale)),
    locale,
  )
}
