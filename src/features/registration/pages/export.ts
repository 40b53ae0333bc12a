import { countryName } from '../../../core/countries.ts'
import { readText } from '../../../core/localised-text.ts'
import { type Instant, type TimeZone, toLocal } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationLine } from '../queries/list.ts'

/** The columns and rows of an export: what the table shows, whole, and nothing about diet or access. */
export function exportTable(
  { t, locale }: FrameContext,
  event: EventRow,
  lines: readonly RegistrationLine[],
): { header: string[]; rows: string[][] } {
  const columns = [
    'reference',
    'titleBefore',
    'givenName',
    'familyName',
    'titleAfter',
    'email',
    'organisation',
  ] as const
  const others = ['country', 'category', 'status', 'position', 'locale', 'newsletter', 'created', 'changed'] as const
  return {
    header: [...columns, ...others].map(column => t(`registration.export.${column}`)),
    rows: lines.map(line => [
      ...columns.map(column => line[column]),
      countryName(line.country, locale),
      plain(readText(line.categoryName, locale)),
      t(`registration.export.statuses.${line.status}`),
      line.position === 0 ? '' : String(line.position),
      t(`core.languageName.${line.locale}`),
      line.wantsNewsletter ? t('core.yes') : t('core.no'),
      wallTime(line.createdAt, event.timeZone),
      wallTime(line.changedAt, event.timeZone),
    ]),
  }
}

/** `2027-09-13 09:00` on the wall of the event: sorts as text, and every spreadsheet reads it. */
function wallTime(instant: Instant, zone: TimeZone): string {
  return toLocal(instant, zone).slice(0, 16).replace('T', ' ')
}

/** Without the spaces and joiners that only typography needs. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
}
