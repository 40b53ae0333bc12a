import { z } from 'zod'
import {
  checkbox,
  type FieldProblem,
  localisedFields,
  oneOf,
  optionalLine,
  optionalText,
  optionalWholeNumber,
} from '../../../core/http/forms.ts'
import { isEmptyText } from '../../../core/localised-text.ts'
import type { Instant, TimeZone } from '../../../core/time.ts'
import type { PartTimes } from '../rules/part-times.ts'
import { attendances, partKinds } from '../types/places.ts'
import { mostPlaces } from './categories.ts'
import { localisedOf, momentFields, type MomentReading, readMoment } from './moments.ts'

/** A part, as organisers edit it; the times are read in the zone of the event by `readPart`. */
export const partForm = z.object({
  kind: oneOf(partKinds),
  ...localisedFields('title', () => optionalLine(150)),
  ...localisedFields('description', () => optionalText(2_000)),
  ...localisedFields('placeNote', () => optionalLine(150)),
  ...momentFields('starts'),
  ...momentFields('ends'),
  ...momentFields('closes'),
  capacity: optionalWholeNumber(0, mostPlaces),
  hasWaitingList: checkbox(),
  attendance: oneOf(['any', ...attendances]).default('any'),
  categories: z.array(z.string()),
})
export type PartFormValue = z.output<typeof partForm>
export const partLists = ['categories']

interface PartReading {
  /** undefined: they are not asked for. */
  readonly times: PartTimes | null | undefined
  readonly closesAt: Instant | null
  readonly problems: readonly FieldProblem[]
}

/** What is wrong with a part beyond its single fields, and its times; `asksTimes` is false where a session says them. */
export function readPart(value: PartFormValue, zone: TimeZone, { asksTimes }: { asksTimes: boolean }): PartReading {
  const problems: FieldProblem[] = []
  if (isEmptyText(localisedOf(value, 'title'))) problems.push({ field: 'title.cs', message: 'errors.oneLanguage' })
  const typed = asksTimes ? readTimes(value, zone) : { times: undefined, problems: [] }
  const closes = readMoment(value, 'closes', zone, 'closes')
  problems.push(...typed.problems, ...closes.problems)
  return { times: typed.times, closesAt: closes.at, problems }
}

/** Nothing, or a beginning and an end; a time of the end alone means the same day. */
function readTimes(value: PartFormValue, zone: TimeZone): { times: PartTimes | null; problems: FieldProblem[] } {
  const isEmpty = [value.startsDate, value.startsTime, value.endsDate, value.endsTime].every(text => text.trim() === '')
  if (isEmpty) return { times: null, problems: [] }
  const missing = (['startsDate', 'startsTime', 'endsTime'] as const).filter(field => value[field].trim() === '')
  if (missing.length > 0)
    return { times: null, problems: missing.map(field => ({ field, message: 'errors.required' })) }
  const starts = readMoment(value, 'starts', zone, 'opens')
  const endsDate = value.endsDate.trim() === '' ? value.startsDate : value.endsDate
  const ends = readMoment({ ...value, endsDate }, 'ends', zone, 'closes')
  return joined(starts, ends)
}

function joined(starts: MomentReading, ends: MomentReading): { times: PartTimes | null; problems: FieldProblem[] } {
  const problems = [...starts.problems, ...ends.problems]
  if (!starts.at || !starts.local || !ends.at || !ends.local) return { times: null, problems }
  if (ends.at <= starts.at) return { times: null, problems: [{ field: 'endsTime', message: 'errors.endBeforeStart' }] }
  return {
    times: { startsLocal: starts.local, endsLocal: ends.local, startsAt: starts.at, endsAt: ends.at },
    problems,
  }
}
