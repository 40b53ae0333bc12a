import { z } from 'zod'
import {
  checkbox,
  type FieldProblem,
  localisedFields,
  oneOf,
  optionalLine,
  optionalLocalDate,
  optionalLocalTime,
  optionalText,
  localTime,
  wholeNumber,
} from '../../core/http/forms.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import { type Instant, localDateTime, now, type TimeZone, toInstant } from '../../core/time.ts'
import { paces } from './rules/states.ts'
import { type Words, wordsProblems } from './rules/words.ts'
import { type AnnouncementAnchor, announcementPresets } from './types.ts'

/** Characters of a subject and of a text at most. */
export const longest = { subject: 150, body: 10_000 } as const

const words = {
  ...localisedFields('subject', () => optionalLine(longest.subject)),
  ...localisedFields('body', () => optionalText(longest.body)),
  lockVersion: wholeNumber(0, 999_999_999),
}

/** What an announcement says; whom it is for is read by `segmentIn`. */
export const composeForm = z.object(words)

type WordsTyped = { readonly [Key in `${'subject' | 'body'}.${'cs' | 'en'}`]: string }

/** The words of a form, an empty language left out, and what is wrong with them. */
export function wordsOf(typed: WordsTyped): { words: Words; problems: readonly FieldProblem[] } {
  const words = { subject: textOf(typed, 'subject'), body: textOf(typed, 'body') }
  return { words, problems: wordsProblems(words) }
}

function textOf(typed: WordsTyped, part: 'subject' | 'body'): LocalisedText {
  const [cs, en] = [typed[`${part}.cs`], typed[`${part}.en`]]
  return { ...(cs !== '' && { cs }), ...(en !== '' && { en }) }
}

/** What somebody agrees to: how many, how fast, now or when. */
export const sendForm = z.object({
  lockVersion: wholeNumber(0, 999_999_999),
  expected: wholeNumber(0, 10_000_000),
  when: oneOf(['now', 'later']),
  date: optionalLocalDate(),
  time: optionalLocalTime(),
  perMinute: oneOf(paces.map(String)),
  expires: checkbox(),
})

export type Planned =
  | { readonly kind: 'instant'; readonly at: Instant }
  | { readonly kind: 'problem'; readonly problem: FieldProblem }

/** The instant that a date and a time mean in the zone of the event; it must come, and be one. */
export function plannedAt(
  { date, time }: { readonly date: string | undefined; readonly time: string | undefined },
  zone: TimeZone,
): Planned {
  const problem = (field: string, message: string, values?: FieldProblem['values']) =>
    ({ kind: 'problem', problem: { field, message, values } }) as const
  if (date === undefined) return problem('date', 'errors.required')
  if (time === undefined) return problem('time', 'errors.required')
  const meaning = toInstant(localDateTime(date, time), zone)
  if (meaning.kind === 'gap') return problem('time', 'errors.announcementGap')
  if (meaning.kind === 'overlap') return problem('time', 'errors.announcementOverlap')
  return meaning.instant <= now()
    ? problem('date', 'errors.announcementPast')
    : { kind: 'instant', at: meaning.instant }
}

/** When a rule is due, as people say it. */
export const relations = ['before-start', 'after-start', 'after-end'] as const
export type Relation = (typeof relations)[number]

/** A rule: its moment, and what it says. */
export const ruleForm = z.object({
  ...words,
  preset: oneOf(announcementPresets),
  days: wholeNumber(0, 365),
  relation: oneOf(relations),
  timeOfDay: localTime(),
})

/** The anchor and the signed days of what was chosen. */
export function momentOf(relation: Relation, days: number): { anchor: AnnouncementAnchor; days: number } {
  if (relation === 'before-start') return { anchor: 'start', days: days === 0 ? 0 : -days }
  return { anchor: relation === 'after-start' ? 'start' : 'end', days }
}

/** What was chosen, from the anchor and the signed days. */
export function relationOf({ anchor, days }: { anchor: AnnouncementAnchor; days: number }): Relation {
  if (anchor === 'end' && days >= 0) return 'after-end'
  return days <= 0 ? 'before-start' : 'after-start'
}
