import { z } from 'zod'
import { localDate, localTime, oneOf, optionalLine, wholeNumber } from '../../../core/http/forms.ts'
import { isLocalDate, isLocalTime } from '../../../core/time.ts'
import type { BatchChange } from '../rules/batch.ts'

/** A programme of a day is moved in one go; more than this is no edit by hand. */
const mostChanges = 500

const reference = z.string().regex(/^[\w-]{1,64}$/)
const lockVersion = z.int().min(0)
const local = z
  .string()
  .refine(text => isLocalDate(text.slice(0, 10)) && isLocalTime(text.slice(11, 16)) && /^.{10}T.{5}:00$/.test(text))
const placing = z.object({
  startsLocal: local,
  endsLocal: local,
  room: reference.nullish().transform(room => room),
})
const name = optionalLine(200)

const change: z.ZodType<BatchChange> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place'), reference, lockVersion, to: placing }),
  z.object({ kind: z.literal('unplace'), reference, lockVersion }),
  z.object({ kind: z.literal('remove'), reference, lockVersion }),
  z.object({ kind: z.literal('copy'), reference, to: placing.nullable() }),
  z.object({ kind: z.literal('break'), title: z.object({ cs: name, en: name }), to: placing }),
])

/** What an organiser's own hand may be the reason of; the other deeds have their own routes. */
export const batchDeeds = ['added', 'moved', 'shifted', 'copied', 'unscheduled', 'removed'] as const
export type BatchDeed = (typeof batchDeeds)[number]

/** Several changes that stand or fall together. */
export interface Batch {
  readonly deed: BatchDeed
  readonly changes: readonly BatchChange[]
}

const batch: z.ZodType<Batch> = z.object({
  deed: z.enum(batchDeeds),
  changes: z.array(change).min(1).max(mostChanges),
})

/** The field `batch`: changes as JSON, because a form knows no lists of things. */
export const batchForm = z.object({
  batch: z.string('errors.required').transform((text, context) => {
    const read = batch.safeParse(parsed(text))
    if (read.success) return read.data
    context.addIssue({ code: 'custom', message: 'errors.invalid' })
    return z.NEVER
  }),
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `reference:version`: the value of a box that chooses a session. */
const ticked = z
  .string()
  .regex(/^[\w-]{1,64}:\d{1,9}$/)
  .transform(text => {
    const [reference = '', version = ''] = text.split(':')
    return { reference, lockVersion: Number(version) }
  })

const chosen = z.array(ticked).min(1, 'errors.chooseSome').max(mostChanges)

/** Minutes as people write a move: `15`, `-15`, `−15`, `+15`. */
function minutesMoved(): z.ZodType<number> {
  return z.string('errors.required').transform((text, context) => {
    const clean = text.trim().replace('−', '-').replace(/^\+/, '')
    const minutes = /^-?\d{1,4}$/.test(clean) ? Number(clean) : 0
    if (minutes !== 0 && Math.abs(minutes) <= 1440) return minutes
    context.addIssue({ code: 'custom', message: clean === '' ? 'errors.required' : 'errors.minutesMoved' })
    return z.NEVER
  })
}

const empty = z.literal('').transform(() => undefined)

/** What is done to the chosen sessions: the button says which. Names of lists: `session`. */
export const bulkForm = z.discriminatedUnion(
  'deed',
  [
    z.object({ deed: z.literal('shift'), session: chosen, minutes: minutesMoved() }),
    z.object({
      deed: z.literal('move'),
      session: chosen,
      day: empty.or(localDate()),
      time: empty.or(localTime()),
      room: optionalLine(64),
    }),
    z.object({
      deed: z.literal('copy'),
      session: chosen,
      day: empty.or(localDate()),
      time: empty.or(localTime()),
      room: optionalLine(64),
    }),
    z.object({ deed: z.literal('unplace'), session: chosen }),
    z.object({ deed: z.literal('remove'), session: chosen }),
  ],
  { error: 'errors.choose' },
)
export type Bulk = z.output<typeof bulkForm>

/** The room of the forms that means “no room”; the empty one leaves the room as it is. */
export const noRoom = '-'

/** Everything from a time of a day on, in one room or (empty) in all. */
export const shiftForm = z.object({
  day: localDate(),
  from: localTime(),
  minutes: minutesMoved(),
  room: optionalLine(64),
})

/** The usual breaks; their names in both languages stand in the locales. */
export const breakNames = ['coffee', 'lunch', 'registration', 'transfer', 'dinner'] as const
export type BreakName = (typeof breakNames)[number]

/** A break across all rooms, or in one. */
export const breakForm = z.object({
  day: localDate(),
  time: localTime(),
  length: wholeNumber(1, 1440),
  name: oneOf(breakNames),
  room: optionalLine(64),
})
