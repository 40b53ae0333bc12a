import { describe, expect, it } from '@jest/globals'
import { instant } from '../../../src/core/time.ts'
import type { AgendaChange } from '../../../src/features/agenda/types.ts'
import { readEntry, readNeeds } from '../../../src/features/contributions/forms.ts'
import { availabilityOf, daysOfAvailability } from '../../../src/features/contributions/rules/availability.ts'
import { changesOf, concernedSessions } from '../../../src/features/contributions/rules/changes.ts'
import {
  answerOf,
  isInvitable,
  isRemindable,
  mayAnswer,
  mayContribute,
} from '../../../src/features/contributions/rules/states.ts'

const at = instant('2027-02-01T10:00:00Z')
const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000)
const nobody = { email: 'a@example.org', invitedAt: null, remindedAt: null, confirmedAt: null, declinedAt: null }

describe('how somebody answered', () => {
  it.each([
    [{}, 'none'],
    [{ invitedAt: at }, 'invited'],
    [{ invitedAt: at, confirmedAt: at }, 'confirmed'],
    [{ confirmedAt: at }, 'confirmed'],
    [{ declinedAt: at }, 'declined'],
  ])('%j is %s', (facts, answer) => {
    expect(answerOf({ ...nobody, ...facts })).toBe(answer)
  })

  it('decides who can be written to', () => {
    expect(isInvitable(nobody)).toBe(true)
    expect(isInvitable({ ...nobody, email: null })).toBe(false)
    expect(isInvitable({ ...nobody, invitedAt: hoursAgo(1) })).toBe(false)
    expect(isRemindable({ ...nobody, invitedAt: hoursAgo(23) }, at)).toBe(false)
    expect(isRemindable({ ...nobody, invitedAt: hoursAgo(25) }, at)).toBe(true)
    expect(isRemindable({ ...nobody, invitedAt: hoursAgo(90), remindedAt: hoursAgo(2) }, at)).toBe(false)
    expect(isRemindable({ ...nobody, invitedAt: hoursAgo(90), declinedAt: hoursAgo(50) }, at)).toBe(false)
    expect(isRemindable(nobody, at)).toBe(false)
  })
})

describe('what can still be said', () => {
  const event = { endsAt: at, cancelledAt: null, archivedAt: null }
  it('is asked until the end, and handed in for thirty days more', () => {
    expect(mayAnswer(event, hoursAgo(1))).toBe(true)
    expect(mayAnswer(event, at)).toBe(false)
    expect(mayAnswer({ ...event, cancelledAt: at }, hoursAgo(1))).toBe(false)
    expect(mayContribute(event, hoursAgo(-29 * 24))).toBe(true)
    expect(mayContribute(event, hoursAgo(-31 * 24))).toBe(false)
    expect(mayContribute({ ...event, archivedAt: at }, hoursAgo(1))).toBe(false)
  })
})

describe('when somebody can come', () => {
  const days = ['2027-09-15', '2027-09-16', '2027-09-17']
  const said = [
    { day: '2027-09-15', choice: 'all' },
    { day: '2027-09-16', choice: 'part', from: '10:00', to: '14:30' },
    { day: '2027-09-17', choice: 'none' },
  ] as const

  it('comes back from the spans as it was said', () => {
    const spans = availabilityOf(said)
    expect(spans).toEqual([
      { from: '2027-09-15T00:00:00', to: '2027-09-16T00:00:00' },
      { from: '2027-09-16T10:00:00', to: '2027-09-16T14:30:00' },
    ])
    expect(daysOfAvailability(spans, days)).toEqual(said)
  })

  it('has no span for whoever can come whenever', () => {
    expect(availabilityOf(days.map(day => ({ day, choice: 'all' })))).toEqual([])
    expect(daysOfAvailability([], days).map(({ choice }) => choice)).toEqual(['all', 'all', 'all'])
  })

  it('is read across midnight, and from several spans of a day', () => {
    const spans = [
      { from: '2027-09-15T20:00:00', to: '2027-09-16T02:00:00' },
      { from: '2027-09-16T09:00:00', to: '2027-09-16T11:00:00' },
    ]
    expect(daysOfAvailability(spans, days)).toEqual([
      { day: '2027-09-15', choice: 'part', from: '20:00', to: '23:59' },
      { day: '2027-09-16', choice: 'part', from: '00:00', to: '11:00' },
      { day: '2027-09-17', choice: 'none' },
    ])
  })

  it('is refused where it is no time, backwards, or never', () => {
    const whole = Object.fromEntries(days.map(day => [`day.${day}`, 'all']))
    const problems = (change: Record<string, string>) => {
      const reading = readNeeds({ ...whole, technicalNeeds: '', ...change }, days)
      return reading.ok ? [] : reading.problems.map(({ field, message }) => `${field} ${message}`)
    }
    const part = { 'day.2027-09-15': 'part', 'from.2027-09-15': '9.00', 'to.2027-09-15': '11:00' }
    expect(problems({})).toEqual([])
    expect(problems(part)).toEqual([])
    expect(problems({ ...part, 'to.2027-09-15': '8.30' })).toEqual(['to.2027-09-15 errors.endBeforeStart'])
    expect(problems({ ...part, 'from.2027-09-15': 'ráno', 'to.2027-09-15': '' })).toEqual([
      'from.2027-09-15 errors.time',
      'to.2027-09-15 errors.required',
    ])
    expect(problems({ 'day.2027-09-16': 'snad' })).toEqual(['day.2027-09-16 errors.choose'])
    expect(problems(Object.fromEntries(days.map(day => [`day.${day}`, 'none'])))).toEqual([
      'day.2027-09-15 errors.noDay',
    ])
    expect(problems({ technicalNeeds: 'x'.repeat(2_001) })).toEqual(['technicalNeeds errors.tooLong'])
  })
})

describe('the entry', () => {
  const typed = { 'name.cs': 'Jana Nováková', locale: 'cs', lockVersion: '0' }
  it('keeps what was written in the languages in which it was', () => {
    const reading = readEntry({
      ...typed,
      'biography.en': 'A life.',
      'link.1.url': 'https://example.org/jana',
      'link.2.title': 'nic',
    })
    expect(reading.ok && reading.value.entry).toEqual({
      name: { cs: 'Jana Nováková' },
      titleBefore: '',
      titleAfter: '',
      affiliation: {},
      biography: { en: 'A life.' },
      locale: 'cs',
      links: [{ url: 'https://example.org/jana', title: '' }],
    })
  })

  it('is refused at the field that is wrong', () => {
    const reading = readEntry({ ...typed, 'name.cs': ' ', locale: 'de', 'link.0.url': 'javascript:alert(1)' })
    expect(reading.ok ? [] : reading.problems.map(({ field }) => field).toSorted()).toEqual(['link.0.url', 'locale'])
    const nameless = readEntry({ ...typed, 'name.cs': ' ' })
    expect(nameless.ok ? [] : nameless.problems).toMatchObject([{ field: 'name.cs', message: 'errors.oneLanguage' }])
  })
})

describe('what a release changes for those who speak', () => {
  const title = { cs: 'Bod' }
  const span = { startsLocal: '2027-09-15T09:00:00', endsLocal: '2027-09-15T10:00:00' }
  const changes: AgendaChange[] = [
    { kind: 'new', session: 'NEW', title },
    { kind: 'moved', session: 'MOVED', title, from: span, to: span },
    { kind: 'room', session: 'MOVED', title, from: null, to: title },
    { kind: 'renamed', session: 'RENAMED', title, before: title },
    { kind: 'cancelled', session: 'OFF', title },
    { kind: 'speakers', session: 'OTHERS', title, added: [], removed: [] },
    { kind: 'rooms' },
  ]
  it('is when, where and whether; not the words', () => {
    expect(concernedSessions(changes)).toEqual(['MOVED', 'OFF'])
    expect(changesOf(changes, 'MOVED').map(({ kind }) => kind)).toEqual(['moved', 'room'])
    expect(changesOf(changes, 'RENAMED')).toEqual([])
  })
})
