import { describe, expect, it } from '@jest/globals'
import { addMinutes, type Instant, instant, localDateTime, timeZone, toInstant } from '../../../src/core/time.ts'
import { momentOf, plannedAt, relationOf } from '../../../src/features/announcements/forms.ts'
import {
  decidePlanned,
  decideRule,
  type EventOfRule,
  occasionOf,
  type RuleOfEvent,
} from '../../../src/features/announcements/rules/occasions.ts'
import { presetDraft } from '../../../src/features/announcements/actions/presets.ts'
import { readyPresets } from '../../../src/features/announcements/rules/presets.ts'
import { minuteOf, readersOf, stateOf } from '../../../src/features/announcements/rules/states.ts'
import { isWritten, languageFor, wordsProblems } from '../../../src/features/announcements/rules/words.ts'
import { filterQuery, parseSelection } from '../../../src/features/roster/rules/selection.ts'

const sofia = timeZone('Europe/Sofia')
const at = (date: string, time: string, zone = sofia): Instant => {
  const meaning = toInstant(localDateTime(date, time), zone, 'earlier')
  if (meaning.kind !== 'instant') throw new Error('not an instant')
  return meaning.instant
}
const event: EventOfRule = {
  startsLocal: '2027-09-13T09:00:00',
  endsLocal: '2027-09-15T16:00:00',
  startsAt: at('2027-09-13', '09:00'),
  endsAt: at('2027-09-15', '16:00'),
  timeZone: sofia,
  publishedAt: instant('2027-01-01T00:00:00Z'),
  cancelledAt: null,
  archivedAt: null,
}
const rule: RuleOfEvent = {
  reference: 'RULE2345',
  anchor: 'start',
  days: -7,
  timeOfDay: '09:00',
  enabledAt: instant('2027-02-01T00:00:00Z'),
  subject: { cs: 'Za týden' },
  body: { cs: 'Za týden.' },
}

describe('the occasion of a rule', () => {
  it('is counted in days from the first or the last day, at a time on the wall of the event', () => {
    expect(occasionOf(rule, event).at).toEqual(instant('2027-09-06T06:00:00Z'))
    expect(occasionOf({ ...rule, anchor: 'end', days: 1, timeOfDay: '10:00' }, event).at).toEqual(
      instant('2027-09-16T07:00:00Z'),
    )
    // An event without times ends at the midnight after its last day.
    const whole = { ...event, endsLocal: '2027-09-16T00:00:00' }
    expect(occasionOf({ ...rule, anchor: 'end', days: 1 }, whole).key).toBe('RULE2345:2027-09-15:1')
  })

  it('keeps the wall time over a change of clocks, and moves out of a gap', () => {
    const spring = { ...event, startsLocal: '2027-03-29T09:00:00', startsAt: at('2027-03-29', '09:00') }
    expect(occasionOf(rule, spring).at).toEqual(instant('2027-03-22T07:00:00Z'))
    expect(occasionOf({ ...rule, days: 0 }, spring).at).toEqual(instant('2027-03-29T06:00:00Z'))
    // On 28 March 2027 clocks in Sofia go from 3.00 to 4.00.
    expect(occasionOf({ ...rule, days: -1, timeOfDay: '03:30' }, spring).at).toEqual(instant('2027-03-28T01:00:00Z'))
  })

  it('is another one when the event moves to another day, and the same when only its hour changes', () => {
    const moved = { ...event, startsLocal: '2027-10-04T09:00:00', startsAt: at('2027-10-04', '09:00') }
    expect(occasionOf(rule, moved).key).not.toBe(occasionOf(rule, event).key)
    const later = { ...event, startsLocal: '2027-09-13T11:00:00', startsAt: at('2027-09-13', '11:00') }
    expect(occasionOf(rule, later).key).toBe(occasionOf(rule, event).key)
  })

  it('ends when its mail would no longer be true', () => {
    expect(occasionOf(rule, event).expiresAt).toEqual(instant('2027-09-08T06:00:00Z'))
    // What says “tomorrow” is over at midnight.
    expect(occasionOf({ ...rule, days: -1, timeOfDay: '17:00' }, event).expiresAt).toEqual(at('2027-09-13', '00:00'))
    expect(occasionOf({ ...rule, days: 0, timeOfDay: '07:00' }, event).expiresAt).toEqual(event.startsAt)
    expect(occasionOf({ ...rule, anchor: 'end', days: 1 }, event).expiresAt).toEqual(at('2027-09-23', '09:00'))
  })
})

describe('what becomes of a rule', () => {
  const due = occasionOf(rule, event).at
  const decided = (over: Partial<RuleOfEvent>, about: Partial<EventOfRule>, moment: Instant) => {
    const decision = decideRule({ ...rule, ...over }, { ...event, ...about }, moment)
    return decision.kind === 'skip' ? decision.reason : decision.kind
  }

  it('waits until it is due, then sends for three hours', () => {
    expect(decided({}, {}, addMinutes(due, -1))).toBe('wait')
    expect(decided({}, {}, due)).toBe('send')
    expect(decided({}, {}, addMinutes(due, 180))).toBe('send')
    expect(decided({}, {}, addMinutes(due, 181))).toBe('late')
    expect(decided({ enabledAt: null }, {}, due)).toBe('wait')
  })

  it('skips what makes no sense any more', () => {
    expect(decided({}, { cancelledAt: due }, due)).toBe('event-cancelled')
    expect(decided({}, { archivedAt: due }, due)).toBe('event-over')
    expect(decided({}, { publishedAt: null }, due)).toBe('not-published')
    expect(decided({ enabledAt: addMinutes(due, 1) }, {}, addMinutes(due, 2))).toBe('enabled-late')
    expect(decided({}, {}, event.startsAt)).toBe('event-started')
    expect(decided({ days: 0, timeOfDay: '08:30' }, {}, event.startsAt)).toBe('event-started')
    // “Tomorrow” at 23.00, and the server was down over midnight.
    expect(decided({ days: -1, timeOfDay: '23:00' }, {}, at('2027-09-13', '00:10'))).toBe('late')
    expect(decided({ anchor: 'end', days: 1 }, {}, at('2027-09-16', '09:00'))).toBe('send')
  })

  it('sends a planned one within three hours, unless the event was cancelled after somebody agreed', () => {
    const planned = { plannedFor: due, agreedAt: addMinutes(due, -600), expiresAt: null }
    const kind = (more: Partial<typeof planned>, cancelledAt: Instant | null, moment: Instant) => {
      const decision = decidePlanned({ ...planned, ...more }, { cancelledAt }, moment)
      return decision.kind === 'skip' ? decision.reason : decision.kind
    }
    expect(kind({}, null, addMinutes(due, -1))).toBe('wait')
    expect(kind({}, null, due)).toBe('send')
    expect(kind({}, null, addMinutes(due, 200))).toBe('late')
    expect(kind({}, addMinutes(due, -5), due)).toBe('event-cancelled')
    expect(kind({}, addMinutes(due, -700), due)).toBe('send')
    expect(decidePlanned({ ...planned, expiresAt: due }, { cancelledAt: null }, due)).toEqual({
      kind: 'skip',
      reason: 'event-started',
    })
  })
})

describe('whom and how fast', () => {
  it('reaches those who have or await a place, others only when they are named, the unconfirmed never', () => {
    const readers = (query: string) => readersOf(parseSelection(query))
    expect(readers('')).toEqual(['confirmed', 'offered', 'waiting', 'applied'])
    expect(readers('status=cancelled&status=unconfirmed')).toEqual(['cancelled'])
    expect(readers('status=unconfirmed')).toEqual([])
  })

  it('keeps only filters of the table, in one form', () => {
    const query = 'columns=email&sort=name&arrived=yes&country=CZ&status=confirmed&arrived=maybe&evil=1'
    expect(filterQuery(parseSelection(query))).toBe('status=confirmed&country=CZ&arrived=yes')
  })

  it('spreads over minutes', () => {
    expect([0, 59, 60, 121].map(index => minuteOf(index, 60))).toEqual([0, 0, 1, 2])
  })

  it('knows where an announcement is in its life', () => {
    const none = { skippedAt: null, queuedAt: null, stoppedAt: null, plannedFor: null, open: 0 }
    const moment = event.startsAt
    expect(stateOf(none)).toBe('draft')
    expect(stateOf({ ...none, plannedFor: moment })).toBe('planned')
    expect(stateOf({ ...none, queuedAt: moment, open: 2 })).toBe('running')
    expect(stateOf({ ...none, queuedAt: moment, stoppedAt: moment, open: 2 })).toBe('stopped')
    expect(stateOf({ ...none, queuedAt: moment, stoppedAt: moment })).toBe('done')
    expect(stateOf({ ...none, skippedAt: moment })).toBe('skipped')
  })
})

describe('what it says', () => {
  const problems = (subject: Record<string, string>, body: Record<string, string>) =>
    wordsProblems({ subject, body }).map(({ field, message }) => `${field} ${message}`)

  it('is whole in at least one language', () => {
    expect(problems({}, {})).toEqual(['subject.cs errors.announcementEmpty'])
    expect(problems({ cs: 'A' }, { en: 'B' })).toEqual(['body.cs errors.required', 'subject.en errors.required'])
    expect(problems({ en: 'A {event}' }, { en: 'B {given_name} {link}' })).toEqual([])
  })

  it('knows its placeholders, and none of a person in the subject', () => {
    expect(problems({ cs: '{given_name}' }, { cs: '{nobody}' })).toEqual([
      'subject.cs errors.placeholderElsewhere',
      'body.cs errors.placeholderUnknown',
    ])
    expect(problems({ cs: 'A' }, { cs: 'open {event' })).toEqual(['body.cs errors.placeholderOpen'])
    expect(problems({ cs: 'A' }, { cs: 'http://192.0.2.1/x' })).toEqual(['body.cs errors.linkForm'])
  })

  it('is read in the language of the reader, else in the one there is', () => {
    const words = { subject: { en: 'A' }, body: { en: 'B' } }
    expect(isWritten(words)).toBe(true)
    expect(languageFor(words, 'cs')).toBe('en')
    expect(isWritten({ subject: { cs: 'A' }, body: {} })).toBe(false)
  })

  it.each(readyPresets)('is ready in both languages: %s', preset => {
    const draft = presetDraft(preset)
    expect(wordsProblems(draft)).toEqual([])
    expect(Object.keys(draft.body)).toEqual(['cs', 'en'])
    expect(`${draft.subject.cs}${draft.body.cs}`).toContain('{event}')
  })
})

describe('the forms', () => {
  it('say a moment as people do, and read it back', () => {
    for (const relation of ['before-start', 'after-start', 'after-end'] as const)
      expect(relationOf(momentOf(relation, 3))).toBe(relation)
    expect(momentOf('before-start', 0)).toEqual({ anchor: 'start', days: 0 })
    expect(momentOf('before-start', 7)).toEqual({ anchor: 'start', days: -7 })
  })

  it('plan only a time that comes and is one', () => {
    const prague = timeZone('Europe/Prague')
    const planned = (date: string | undefined, time: string | undefined) => {
      const found = plannedAt({ date, time }, prague)
      return found.kind === 'instant' ? found.at.toISOString() : `${found.problem.field} ${found.problem.message}`
    }
    expect(planned('2099-03-29', '02:30')).toBe('time errors.announcementGap')
    expect(planned('2099-10-25', '02:30')).toBe('time errors.announcementOverlap')
    expect(planned('2001-01-01', '09:00')).toBe('date errors.announcementPast')
    expect(planned(undefined, '09:00')).toBe('date errors.required')
    expect(planned('2099-07-01', undefined)).toBe('time errors.required')
    expect(planned('2099-07-01', '09:00')).toBe('2099-07-01T07:00:00.000Z')
  })
})
