import { z } from 'zod'
import {
  type FieldProblem,
  type FormReading,
  optionalLocalDate,
  optionalLocalTime,
  optionalText,
  readForm,
  wholeNumber,
} from '../../../core/http/forms.ts'
import { localDateTime, type TimeZone, toInstant } from '../../../core/time.ts'
import type { AgendaSettings } from '../types.ts'

/** More sites than this frame nobody’s programme. */
const mostOrigins = 20

/** `https://example.org/page` → `https://example.org`; a plain host means https. undefined: no site at all. */
export function originOf(text: string): string | undefined {
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`)
    // The origin goes into a header: nothing that means something there. Names in other letters are in Punycode here.
    const isName = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname)
    const isLocal = url.hostname === 'localhost' && url.protocol === 'http:'
    return (url.protocol === 'https:' && isName) || isLocal ? url.origin : undefined
  } catch {
    return undefined
  }
}

function origins() {
  return optionalText(4_000).transform((text, context) => {
    const lines = text.split(/[\s,;]+/).filter(line => line !== '')
    const found = lines.map(originOf)
    const wrong = lines.find((_, index) => found[index] === undefined)
    const isWrong = wrong !== undefined || found.length > mostOrigins
    if (isWrong) context.addIssue({ code: 'custom', message: 'errors.origin' })
    return [...new Set(found.flatMap(origin => origin ?? []))]
  })
}

const settingsForm = z.object({
  opens: optionalLocalTime(),
  closes: optionalLocalTime(),
  roomChangeMinutes: wholeNumber(0, 120),
  feedbackOpensDate: optionalLocalDate(),
  feedbackOpensTime: optionalLocalTime(),
  feedbackClosesDate: optionalLocalDate(),
  feedbackClosesTime: optionalLocalTime(),
  embedOrigins: origins(),
})

type Typed = z.output<typeof settingsForm>

/** Reads the settings of a programme; the moments of feedback are typed in the zone of the event. */
export function readSettingsForm(body: unknown, zone: TimeZone): FormReading<AgendaSettings> {
  const reading = readForm(settingsForm, body)
  if (!reading.ok) return reading
  const form = reading.value
  const problems: FieldProblem[] = []
  if (form.opens !== undefined && form.closes !== undefined && form.closes <= form.opens)
    problems.push({ field: 'closes', message: 'errors.endBeforeStart' })
  const feedbackOpensAt = momentOf(form, 'feedbackOpens', zone, problems)
  const feedbackClosesAt = momentOf(form, 'feedbackCloses', zone, problems)
  if (feedbackOpensAt && feedbackClosesAt && feedbackClosesAt <= feedbackOpensAt)
    problems.push({ field: 'feedbackClosesDate', message: 'errors.endBeforeStart' })
  if (feedbackClosesAt && !feedbackOpensAt && problems.length === 0)
    problems.push({ field: 'feedbackOpensDate', message: 'errors.required' })
  if (problems.length > 0) return { ok: false, problems, typed: reading.typed }
  const { opens = null, closes = null, roomChangeMinutes, embedOrigins } = form
  const value = { opens, closes, roomChangeMinutes, feedbackOpensAt, feedbackClosesAt, embedOrigins }
  return { ok: true, value, typed: reading.typed }
}

/** A date without a time means its first or its last minute; of two equal times the generous one is taken. */
function momentOf(
  form: Typed,
  name: 'feedbackOpens' | 'feedbackCloses',
  zone: TimeZone,
  problems: FieldProblem[],
): string | null {
  const [date, time] = [form[`${name}Date`], form[`${name}Time`]]
  if (date === undefined) {
    if (time !== undefined) problems.push({ field: `${name}Date`, message: 'errors.required' })
    return null
  }
  const isOpening = name === 'feedbackOpens'
  const typed = localDateTime(date, time ?? (isOpening ? '00:00' : '23:59'))
  const meaning = toInstant(typed, zone, isOpening ? 'earlier' : 'later')
  if (meaning.kind === 'instant') return meaning.instant.toISOString()
  if (meaning.kind === 'gap') problems.push({ field: `${name}Time`, message: 'errors.gap' })
  return null
}
