import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { Locale } from '../../../core/localised-text.ts'
import { dateOf, formatLocalTime, formatZone, instant, startOfDay, timeOf, toLocal } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import type { AgendaSettings } from '../types.ts'

export interface AgendaSettingsModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly agendaHref: string
  readonly form: FormModel
  /** `Praha (UTC+2)` */
  readonly zone: string
}

export const agendaSettingsPage = page<AgendaSettingsModel>('agenda/organiser/settings')

/** The zone of the event on its first day, in words. */
export function zoneText({ startsLocal, timeZone }: EventRow, locale: Locale): string {
  return formatZone(startOfDay(dateOf(startsLocal), timeZone), timeZone, locale)
}

/** The settings as their form shows them, in the zone of the event. */
export function settingsFormOf(
  action: string,
  settings: AgendaSettings,
  { timeZone }: Pick<EventRow, 'timeZone'>,
  locale: Locale,
): FormModel {
  const clock = (time: string | null) => (time === null ? '' : formatLocalTime(time, locale))
  const moment = (name: string, at: string | null) => {
    const local = at === null ? undefined : toLocal(instant(at), timeZone)
    return { [`${name}Date`]: local ? dateOf(local) : '', [`${name}Time`]: local ? timeOf(local) : '' }
  }
  return freshForm(action, {
    opens: clock(settings.opens),
    closes: clock(settings.closes),
    roomChangeMinutes: String(settings.roomChangeMinutes),
    ...moment('feedbackOpens', settings.feedbackOpensAt),
    ...moment('feedbackCloses', settings.feedbackClosesAt),
    embedOrigins: settings.embedOrigins.join('\n'),
  })
}
