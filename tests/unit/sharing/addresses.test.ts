import { describe, expect, it } from '@jest/globals'
import { frameSize, sharedPage } from '../../../src/features/sharing/rules/addresses.ts'

const base = 'https://pozvanka.example.org'
const page = (path: string) => sharedPage(`${base}${path}`, base)

describe('addresses that other sites may ask about', () => {
  it('are events, their agendas and sessions', () => {
    expect(page('/cs/events/klastry')).toEqual({ kind: 'event', locale: 'cs', event: 'klastry' })
    expect(page('/en/events/klastry/agenda?day=2027-02-06')).toEqual({ kind: 'agenda', locale: 'en', event: 'klastry' })
    expect(page('/cs/events/klastry/sessions/M9W7S6B3')).toEqual({
      kind: 'session',
      locale: 'cs',
      event: 'klastry',
      session: 'M9W7S6B3',
    })
    expect(page('/cs/events/klastry/speakers/')).toEqual({ kind: 'event', locale: 'cs', event: 'klastry' })
  })

  it.each([
    '/',
    '/cs/',
    '/de/events/klastry',
    '/cs/events/',
    '/cs/organiser/events/klastry',
    '/cs/events/kl%00',
    '/cs/events/a/../b/../../x',
  ])('are not %s', path => expect(page(path)).toBeUndefined())

  it('are none of another site, nor anything that is no address', () => {
    expect(sharedPage('https://evil.example/cs/events/klastry', base)).toBeUndefined()
    expect(sharedPage('http://pozvanka.example.org/cs/events/klastry', base)).toBeUndefined()
    expect(sharedPage('https://pozvanka.example.org@evil.example/cs/events/klastry', base)).toBeUndefined()
    expect(sharedPage('javascript:alert(1)', base)).toBeUndefined()
    expect(sharedPage('', base)).toBeUndefined()
  })

  it('give a frame that fits where it is asked for', () => {
    expect(['', '400', '100', '99999', '-5', '1e3'].map(asked => frameSize(asked, 960))).toEqual([
      960, 400, 240, 960, 960, 960,
    ])
  })
})
