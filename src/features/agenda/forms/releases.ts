import { z } from 'zod'
import {
  type FieldProblem,
  localisedFields,
  oneOf,
  optionalLine,
  optionalText,
  optionalWholeNumber,
  type Typed,
} from '../../../core/http/forms.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import {
  dateIn,
  type Instant,
  localDateTime,
  parseLocalDate,
  parseLocalTime,
  timeIn,
  type TimeZone,
  toInstant,
} from '../../../core/time.ts'
import { written } from './fields.ts'

/** What the organisers say to a release, and when it is to be. */
export const releaseForm = z.object({
  ...localisedFields('name', () => optionalLine(120)),
  ...localisedFields('note', () => optionalText(1_000)),
  when: oneOf(['now', 'later']).default('now'),
  date: optionalLine(40),
  time: optionalLine(40),
  /** The release that the draft was brought back to, where the form was opened for that. */
  restoredFrom: optionalWholeNumber(1, 999_999),
})

type ReleaseValue = z.output<typeof releaseForm>

/** The name and the note; empty languages are left out, so that what is stored is what somebody wrote. */
export function releaseWords(value: ReleaseValue): { name: LocalisedText; note: LocalisedText } {
  return { name: written(value['name.cs'], value['name.en']), note: written(value['note.cs'], value['note.en']) }
}

export type ReleaseTime =
  | { readonly kind: 'now' }
  | { readonly kind: 'later'; readonly at: Instant }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] }

/** When to release, on the clocks of the event. Who wrote a time and left “at once” ticked is asked which one it is. */
export function readReleaseTime({ when, date, time }: ReleaseValue, zone: TimeZone, present: Instant): ReleaseTime {
  const refused = (field: string, message: string): ReleaseTime => ({ kind: 'refused', problems: [{ field, message }] })
  if (when === 'now') return date === '' && time === '' ? { kind: 'now' } : refused('when', 'releases.problem.either')
  const [day, clock] = [parseLocalDate(date), parseLocalTime(time)]
  if (day === undefined) return refused('date', date === '' ? 'errors.required' : 'errors.date')
  if (clock === undefined) return refused('time', time === '' ? 'errors.required' : 'errors.time')
  const meaning = toInstant(localDateTime(day, clock), zone, 'earlier')
  if (meaning.kind !== 'instant') return refused('time', 'errors.gap')
  return meaning.instant > present ? { kind: 'later', at: meaning.instant } : refused('date', 'releases.problem.past')
}

/** A planned release as the fields of the form. */
export function plannedFields(plan: { releaseAt: Instant; name: LocalisedText; note: LocalisedText }, zone: TimeZone) {
  const { name, note, releaseAt } = plan
  const texts = {
    'name.cs': name.cs ?? '',
    'name.en': name.en ?? '',
    'note.cs': note.cs ?? '',
    'note.en': note.en ?? '',
  }
  return { ...texts, when: 'later', date: dateIn(releaseAt, zone), time: timeIn(releaseAt, zone) }
}

/** What was typed, with one of the two choices ticked whatever was sent. */
export function withChoice(typed: Typed): Typed {
  return { ...typed, values: { ...typed.values, when: typed.values['when'] === 'later' ? 'later' : 'now' } }
}
