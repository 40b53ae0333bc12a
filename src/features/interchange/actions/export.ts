import type { Locale } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import type { EventRow } from '../../events/types.ts'
import { exportedSchedule, exportLocale } from '../formats/exported.ts'
import { writeC3vocJson } from '../formats/write-json.ts'
import { writeFrabXml } from '../formats/write-xml.ts'
import { findExportMatter } from '../queries/export.ts'

export type ScheduleFormat = 'xml' | 'json'

const writers = { xml: writeFrabXml, json: writeC3vocJson } as const

/**
 * The released programme as frab XML or c3voc JSON; undefined before the first release. The same release gives the same
 * bytes.
 * @param locale the language wanted; without it, the one the event is written in
 */
export async function writeSchedule(
  { db, config }: Pick<Services, 'db' | 'config'>,
  event: EventRow,
  format: ScheduleFormat,
  locale?: Locale,
): Promise<string | undefined> {
  const matter = await findExportMatter(db, event)
  if (!matter) return undefined
  return writers[format](exportedSchedule(matter, locale ?? exportLocale(matter), config.baseUrl))
}
