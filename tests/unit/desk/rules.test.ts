import { describe, expect, it } from '@jest/globals'
import { allTranslators } from '../../../src/core/messages.ts'
import { instant, timeZone } from '../../../src/core/time.ts'
import { activityLines } from '../../../src/features/desk/pages/activity.ts'
import { type ChartFacts, drawChart, weeksOf } from '../../../src/features/desk/rules/chart.ts'
import {
  isSkippedByClocks,
  proposedSlug,
  satelliteSlug,
  satelliteStart,
} from '../../../src/features/desk/rules/copies.ts'
import { paragraphsOf, withoutSecretLinks } from '../../../src/features/desk/rules/mails.ts'
import { toldActions } from '../../../src/features/desk/rules/told.ts'
import { type WaitingFacts, waitingFor } from '../../../src/features/desk/rules/waiting.ts'
import type { Activity } from '../../../src/features/desk/types.ts'

const prague = timeZone('Europe/Prague')

describe('the chart of registrations', () => {
  const facts: ChartFacts = {
    days: [
      { day: '2027-07-20', taken: 2, freed: 0 },
      { day: '2027-07-21', taken: 3, freed: 0 },
      { day: '2027-08-01', taken: 4, freed: 1 },
    ],
    today: '2027-08-22',
    closesOn: '2027-09-05',
    eventOn: '2027-09-13',
    capacity: 16,
  }

  it('is not drawn before the first registration', () => {
    expect(drawChart({ ...facts, days: [] })).toBeUndefined()
  })

  it('counts places up and down, to today, on an axis that ends with the closing', () => {
    const chart = drawChart(facts)
    expect(chart).toMatchObject({ from: '2027-07-20', to: '2027-09-05', until: '2027-08-22', total: 8 })
    expect(chart?.days.map(({ total }) => total)).toEqual([2, 5, 8])
    expect(chart?.line).toBe('M40 168L52.4 135L176.7 135L189.1 102L450 102')
    expect(chart?.area).toBe('M40 168L52.4 135L176.7 135L189.1 102L450 102V190H40z')
    expect(chart?.dot).toEqual({ x: 450, y: 102, isLate: false })
    expect(chart?.limit).toEqual({ value: 16, at: 14 })
    expect(chart?.up).toEqual([
      { value: 0, at: 190 },
      { value: 5, at: 135 },
      { value: 10, at: 80 },
    ])
    const across = chart?.across.map(({ value }) => value)
    expect(across).toEqual(['2027-07-20', '2027-08-01', '2027-08-15', '2027-08-22', '2027-09-05'])
  })

  it('names the month and the present where there is room for them', () => {
    const across = drawChart({ ...facts, closesOn: '2027-12-31' })?.across ?? []
    const gaps = across.slice(1).map((tick, index) => tick.at - (across[index]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(84)
    expect(across[0]?.value).toBe('2027-07-20')
    expect(across.at(-1)?.value).toBe('2027-12-31')
  })

  it('stands on one day, without a limit, after the closing, and with a cancellation after it', () => {
    const [first] = facts.days
    const single = drawChart({
      ...facts,
      days: first ? [first] : [],
      today: '2027-07-20',
      closesOn: '2027-07-20',
      capacity: undefined,
    })
    expect(single).toMatchObject({ to: '2027-07-21', until: '2027-07-20', limit: undefined, line: 'M40 14' })
    const late = drawChart({
      ...facts,
      today: '2028-01-01',
      days: [...facts.days, { day: '2027-09-10', taken: 0, freed: 1 }],
    })
    expect(late).toMatchObject({ to: '2027-09-10', until: '2027-09-10', total: 7 })
    expect(late?.dot.isLate).toBe(true)
  })

  it('compares the last seven days with the seven before', () => {
    expect(weeksOf(facts.days, '2027-08-01')).toEqual({ last: 4, before: 5 })
    expect(weeksOf(facts.days, '2027-08-22')).toEqual({ last: 0, before: 0 })
  })
})

describe('what waits for the organiser', () => {
  const at = instant('2027-08-22T08:00:00Z')
  const event = { publishedAt: at, cancelledAt: null, archivedAt: null, endsAt: instant('2027-09-13T14:00:00Z') }
  const side = {
    reference: 'a',
    title: { cs: 'Panel' },
    startsLocal: '2027-09-13T13:30:00',
    endsLocal: '2027-09-13T14:00:00',
  }
  const clash = { kind: 'outside', session: side } as const
  const calm: WaitingFacts = {
    event,
    at,
    clashes: [],
    applied: 0,
    oldestAppliedAt: null,
    offered: 0,
    endingOffers: 0,
    duplicates: 0,
    failedMails: 0,
    unreleased: 0,
    isReleased: true,
    checklist: { blockers: [], warnings: [] },
    categories: 1,
  }
  const kinds = (facts: Partial<WaitingFacts>) => waitingFor({ ...calm, ...facts }).map(({ kind }) => kind)

  it('is nothing when all is done', () => {
    expect(kinds({})).toEqual([])
  })

  it('comes with the most urgent first', () => {
    const people = { applied: 5, endingOffers: 1, duplicates: 2 }
    const all = { ...people, clashes: [clash, clash], failedMails: 2, unreleased: 3 }
    expect(kinds(all)).toEqual(['clash', 'mails', 'applications', 'offers', 'duplicates', 'unreleased'])
    expect(waitingFor({ ...calm, ...all })[0]).toEqual({ kind: 'clash', clash, more: 1 })
  })

  it('of a draft is what publishing lacks, a category, publicity and the first release', () => {
    const checklist = { blockers: ['place'], warnings: ['project-without-number'] } as const
    const draft = { event: { ...event, publishedAt: null }, checklist, categories: 0, unreleased: 9, isReleased: false }
    expect(kinds(draft)).toEqual(['publish', 'no-categories', 'publicity', 'never-released'])
    expect(kinds({ checklist })).toEqual(['publicity'])
  })

  it('of an event that is over or cancelled is only mail, of an archived one nothing', () => {
    const busy = { clashes: [clash], failedMails: 1, applied: 5, unreleased: 3 }
    expect(kinds({ ...busy, at: event.endsAt })).toEqual(['mails'])
    expect(kinds({ ...busy, event: { ...event, cancelledAt: at } })).toEqual(['mails'])
    expect(kinds({ ...busy, event: { ...event, archivedAt: at } })).toEqual([])
  })
})

describe('a copy', () => {
  it('of a satellite is called after what is new in the address of its parent', () => {
    const parent = { from: 'clusters-meet-regions-burgas', to: 'clusters-meet-regions-ukazka', startsOn: '2027-03-03' }
    expect(satelliteSlug('digitour-burgas', parent)).toBe('digitour-burgas-ukazka')
    expect(satelliteSlug('digitour-burgas', { ...parent, to: 'regions-meet' })).toBe('digitour-burgas-2027')
    expect(satelliteSlug('x'.repeat(80), parent)).toBe(`${'x'.repeat(73)}-ukazka`)
  })

  it('of a satellite keeps its distance from the parent', () => {
    const [parent, satellite] = [{ startsLocal: '2023-09-13T09:00:00' }, { startsLocal: '2023-09-14T13:00:00' }]
    expect(satelliteStart(satellite, parent, '2027-12-31')).toBe('2028-01-01')
  })

  it('proposes an address with the year', () => {
    expect(proposedSlug('konference-2023', 2027)).toBe('konference-2027')
    expect(proposedSlug('konference', 2027)).toBe('konference-2027')
  })

  it('notices a time that clocks skip', () => {
    expect(isSkippedByClocks('2027-03-27T02:30:00', prague, 1)).toBe(true)
    expect(isSkippedByClocks('2027-03-27T02:30:00', prague, 2)).toBe(false)
  })
})

describe('the text of a mail for an organiser', () => {
  it('has no link that opens somebody’s registration, and no ticket', () => {
    const text =
      'Registrace: https://example.org/cs/r/abc.def/edit\nhttps://example.org/calendar/my/tok.ics a EVS1.ABCDEF'
    const shown = withoutSecretLinks(text)
    expect(shown).toBe('Registrace: https://example.org/cs/r/…/edit\nhttps://example.org/calendar/my/… a EVS1…')
  })

  it('is cut into paragraphs of lines', () => {
    expect(paragraphsOf('a\nb\n\n\nc\n')).toEqual([['a', 'b'], ['c']])
  })
})

describe('recent activity', () => {
  const entry: Activity = {
    at: instant('2027-08-22T08:12:00Z'),
    action: 'registration.created',
    actorKind: 'visitor',
    actorName: null,
    details: { kind: 'waiting' },
    personName: 'Jana Nováková',
    organisation: 'UJEP',
    categoryName: null,
    sessionTitle: null,
    thingName: null,
    mailAddress: null,
  }
  const at = instant('2027-08-22T12:00:00Z')
  const { cs, en } = allTranslators()
  const lines = (entries: readonly Activity[]) => activityLines({ t: cs, locale: 'cs' }, prague, at, entries)

  it('is told in sentences, with the hour today and the day before', () => {
    const yesterday = instant('2027-08-21T08:12:00Z')
    const earlier = instant('2027-08-02T08:12:00Z')
    const published = { ...entry, action: 'event.published', actorName: 'Olga Ownerová' }
    expect(lines([entry, { ...published, at: yesterday }, { ...entry, details: {}, at: earlier }])).toEqual([
      { time: '10.12', datetime: '2027-08-22T10:12+02:00', text: 'Čekací listina: Jana Nováková, UJEP' },
      { time: 'včera', datetime: '2027-08-21T10:12+02:00', text: 'Akce: zveřejněna (Olga Ownerová)' },
      { time: '2.\u00A08.', datetime: '2027-08-02T10:12+02:00', text: 'Registrace: Jana Nováková, UJEP' },
    ])
  })

  it('says why, in the words of whoever gave the reason, and nothing where the deed says it itself', () => {
    const moved = { ...entry, action: 'registration.moved', details: { from: 3, to: 1, reason: 'přednáší' } }
    const merged = { ...entry, action: 'registration.cancelled', details: { was: 'waiting', reason: 'merged' } }
    expect(lines([moved, merged]).map(({ text }) => text.replaceAll('\u00A0', ' '))).toEqual([
      'Čekací listina: Jana Nováková, UJEP, z 3. na 1. místo: „přednáší“',
      'Zrušení: Jana Nováková, UJEP',
    ])
  })

  it('has a sentence for every deed in both languages, and one for those nobody foresaw', () => {
    for (const [locale, t] of [
      ['cs', cs],
      ['en', en],
    ] as const) {
      const told = activityLines(
        { t, locale },
        prague,
        at,
        toldActions.map(action => ({ ...entry, action })),
      )
      expect(told.filter(({ text }) => text === '' || text.includes('{'))).toEqual([])
    }
    expect(lines([{ ...entry, action: 'badge.printed' }])[0]?.text).toBe('Změna v\u00A0nastavení akce')
  })
})
