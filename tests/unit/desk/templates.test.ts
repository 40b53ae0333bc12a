import { describe, expect, it } from '@jest/globals'
import { timeZone } from '../../../src/core/time.ts'
import { slugsFor } from '../../../src/features/desk/actions/several.ts'
import { distributeSlugs, titleAt } from '../../../src/features/desk/rules/several.ts'
import { findTemplate, planTemplate } from '../../../src/features/desk/rules/templates.ts'
import { templateKeys, type Template } from '../../../src/features/desk/rules/template.ts'

const prague = timeZone('Europe/Prague')
const event = (startsLocal: string, endsLocal: string, hasTimes = true) => {
  return { startsLocal, endsLocal, timeZone: prague, hasTimes }
}
const template = (key: string): Template => {
  const found = findTemplate(key)
  if (!found) throw new Error(`no template ${key}`)
  return found
}

describe('every template', () => {
  it('has words in both languages, known tracks and satellites, and fits on its own days', () => {
    for (const key of templateKeys) {
      const { sessions, tracks, satellites, days } = template(key)
      for (const { title } of [...sessions, ...satellites]) expect([title.cs, title.en].every(Boolean)).toBe(true)
      const [trackKeys, satelliteKeys] = [tracks.map(one => one.key), satellites.map(one => one.key)]
      for (const { track, satellite, day, start } of sessions) {
        expect(track === undefined || trackKeys.includes(track)).toBe(true)
        expect(satellite === undefined || satelliteKeys.includes(satellite)).toBe(true)
        expect(day < days && /^\d\d:\d\d$/.test(start)).toBe(true)
      }
      expect(new Set(sessions.map(({ day }) => day)).size).toBe(days)
    }
  })

  it('is no word', () => {
    expect(findTemplate('__proto__')).toBeUndefined()
    expect(findTemplate('')).toBeUndefined()
  })
})

describe('a template on the days of an event', () => {
  it('begins when the event does on the first day, and as written on the others', () => {
    const { sessions } = planTemplate(template('three-days'), event('2027-09-15T10:00:00', '2027-09-17T13:00:00'))
    expect(sessions[0]?.times).toEqual({
      startsLocal: '2027-09-15T10:00:00',
      endsLocal: '2027-09-15T13:00:00',
      startsAt: '2027-09-15T08:00:00.000Z',
      endsAt: '2027-09-15T11:00:00.000Z',
    })
    const second = sessions.find(({ session }) => session.day === 1)
    expect(second?.times?.startsLocal).toBe('2027-09-16T08:30:00')
    expect(sessions.filter(({ times }) => times === null)).toEqual([])
  })

  it('keeps its own hours where the event has only days', () => {
    const { sessions } = planTemplate(template('info-day'), event('2027-09-15T00:00:00', '2027-09-16T00:00:00', false))
    expect(sessions.map(({ times }) => times?.startsLocal.slice(0, 10))).toEqual(sessions.map(() => '2027-09-15'))
    expect(sessions[0]?.times?.startsLocal).toBe('2027-09-15T09:00:00')
  })

  it('leaves without a time what the event has no day for, and its satellites out', () => {
    const plan = planTemplate(template('three-days'), event('2027-09-15T09:00:00', '2027-09-15T17:00:00'))
    const waiting = plan.sessions.filter(({ times }) => times === null)
    expect(waiting.every(({ session }) => session.day > 0)).toBe(true)
    expect(waiting.length).toBe(plan.sessions.filter(({ session }) => session.day > 0).length)
    expect(plan.satellites.map(({ satellite }) => satellite.key)).toEqual(['partners'])
  })

  it('plans nothing to begin at night', () => {
    const { sessions } = planTemplate(template('final-conference'), event('2027-09-15T20:00:00', '2027-09-15T23:00:00'))
    const starts = sessions.flatMap(({ times }) => times?.startsLocal.slice(11, 16) ?? [])
    expect(starts.length).toBeGreaterThan(0)
    expect(starts.every(start => start >= '20:00' && start <= '22:00')).toBe(true)
    expect(sessions.some(({ times }) => times === null)).toBe(true)
  })

  it('survives the night when clocks skip an hour', () => {
    const { sessions } = planTemplate(template('study-trip'), event('2027-03-28T02:30:00', '2027-03-29T17:00:00'))
    expect(sessions[0]?.times).toMatchObject({
      startsLocal: '2027-03-28T03:00:00',
      startsAt: '2027-03-28T01:00:00.000Z',
    })
  })
})

describe('the same event in several places', () => {
  it('is called by the city where no other title was typed', () => {
    const original = { cs: 'Informační den', en: 'Info Day' }
    expect(titleAt(original, { city: { cs: 'Drážďany', en: 'Dresden' }, title: {} })).toEqual({
      cs: 'Informační den: Drážďany',
      en: 'Info Day: Dresden',
    })
    expect(titleAt(original, { city: { cs: 'Linz' }, title: { cs: 'Den v Linci' } })).toEqual({
      cs: 'Den v Linci',
      en: 'Info Day: Linz',
    })
    expect(titleAt({ cs: 'A' }, { city: {}, title: {} })).toEqual({ cs: 'A' })
  })

  it('gives each its own address', () => {
    const made = (cs: string) => slugsFor({ cs }, { slug: '' })
    expect(distributeSlugs([made('Den: Linz'), made('Den: Linz'), ['vlastni']], new Set(['den-linz']))).toEqual([
      'den-linz-2',
      'den-linz-3',
      'vlastni',
    ])
    expect(distributeSlugs([['a'], ['a'], ['b']], new Set(['b']))).toEqual(['a', undefined, undefined])
  })
})
