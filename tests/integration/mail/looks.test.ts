import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mailDefinitions } from '../../../src/app.ts'
import { dropTestDatabase } from '../../support/database.ts'
import { createDemonstrationDatabase } from '../../support/demonstration.ts'
import { type CatalogueMail, mailCatalogue, missingFrom } from '../../support/mail-catalogue.ts'

const origin = 'https://pozvanka.example.org'
let mails: CatalogueMail[] = []
let address: Awaited<ReturnType<typeof createDemonstrationDatabase>>

beforeAll(async () => {
  address = await createDemonstrationDatabase()
  mails = await mailCatalogue(address)
}, 240_000)

afterAll(async () => dropTestDatabase(address))

const named = ({ kind, locale }: CatalogueMail) => `${kind} (${locale})`
/** The mails of which something is wrong, with what. */
const wrong = (fault: (mail: CatalogueMail) => string | undefined) =>
  mails.flatMap(mail => {
    const found = fault(mail)
    return found === undefined ? [] : [`${named(mail)}: ${found}`]
  })

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  quot: '"',
  '#34': '"',
  '#39': "'",
}
const decoded = (html: string) => html.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
const plain = (text: string) => text.replace(/[\u00A0\s]+/g, ' ').replaceAll('\u2060', '')
/** What is read of the html: no head, no preheader, no tags. */
const visible = (html: string) =>
  plain(
    decoded(
      html
        .replace(/[\s\S]*?<div role="article"[^>]*>/, '')
        .replace(/<br>|<\/(p|td|h1|h2|tr|table)>/g, ' ')
        .replace(/<[^>]+>/g, ''),
    ),
  )
const wordsOf = (text: string) => new Set(plain(text).match(/[\p{L}\p{N}]+/gu) ?? [])
const linksOf = (html: string) =>
  [...html.matchAll(/\shref="([^"]*)"/g)]
    .map(([, href = '']) => decoded(href))
    // The longest first: one may begin with another.
    .toSorted((a, b) => b.length - a.length)
const without = (text: string, parts: readonly string[]) =>
  parts.reduce((rest, part) => rest.replaceAll(part, ' '), text)

describe('every kind of mail in both languages', () => {
  it('is in the catalogue', () => {
    expect(missingFrom(mails, [...new Set(mailDefinitions.map(({ kind }) => kind))])).toEqual([])
  })

  it('has a short subject in ordinary letters, and a line beside it', () => {
    expect(wrong(({ subject }) => (subject.length > 60 ? `${subject.length} ${subject}` : undefined))).toEqual([])
    expect(
      wrong(({ subject }) => (/!!/.test(subject) || subject === subject.toUpperCase() ? subject : undefined)),
    ).toEqual([])
    const preheader = /<div aria-hidden="true" style="display:none;max-height:0;overflow:hidden">[^<]{8,}<\/div>/
    expect(wrong(({ html }) => (preheader.test(html) ? undefined : 'no preheader'))).toEqual([])
  })

  it('is small and loads nothing from elsewhere', () => {
    expect(wrong(({ html }) => (Buffer.byteLength(html) > 100_000 ? 'big' : undefined))).toEqual([])
    expect(wrong(({ source }) => (source.length > 1_000_000 ? 'big' : undefined))).toEqual([])
    expect(
      wrong(({ html }) => /<(link|iframe|object|form|input|video)\b|url\(|@import|@font-face/i.exec(html)?.[0]),
    ).toEqual([])
    const pictures = ({ html }: CatalogueMail) =>
      [...html.matchAll(/\ssrc="([^"]*)"/g)].map(([, src = '']) => src).find(src => !src.startsWith('cid:'))
    expect(wrong(pictures)).toEqual([])
    expect(wrong(({ html }) => linksOf(html).find(href => !href.startsWith(`${origin}/`)))).toEqual([])
  })

  it('can be read by everybody', () => {
    const shape = ({ kind, html, locale, subject }: CatalogueMail) => {
      if (!html.startsWith(`<!doctype html>\n<html lang="${locale}" dir="ltr">`)) return 'language'
      const title = `<title>${plain(subject)}</title>`
      // A test says so in its subject; the rest is the mail as it will be.
      if (kind !== 'mail-test' && !plain(decoded(html)).includes(title)) return 'title'
      if ((html.match(/<h1/g) ?? []).length !== 1) return 'heading'
      if (/<table(?! role="presentation")/.test(html)) return 'table'
      if (/<img(?![^>]*\salt="[^"]+")/.test(html)) return 'picture without words'
      if (/font-size:1[0-4]px/.test(html)) return 'small print'
      if (!html.includes('<meta name="color-scheme" content="light dark">')) return 'scheme'
      if (
        /undefined|\[object|NaN|\{\w+\}/.test(html.replace(/<style>[\s\S]*?<\/style>|<script[\s\S]*?<\/script>/g, ''))
      ) {
        return 'a hole'
      }
      return undefined
    }
    expect(wrong(shape)).toEqual([])
  })

  it('says the same in plain text: the same words, the same links, seventy-six columns', () => {
    const missing = ({ html, text }: CatalogueMail) => {
      const said = wordsOf(text)
      return [...wordsOf(visible(html))].find(word => !said.has(word))
    }
    expect(wrong(missing)).toEqual([])
    expect(wrong(({ html, text }) => linksOf(html).find(href => !text.includes(href)))).toEqual([])
    const more = ({ html, text }: CatalogueMail) => {
      const alt = [...html.matchAll(/\salt="([^"]*)"/g)].map(([, words = '']) => decoded(words)).join(' ')
      const said = wordsOf(`${visible(html)} ${alt}`)
      const rest = [...wordsOf(without(text, linksOf(html)))].filter(word => !said.has(word))
      return rest.length > 1 ? rest.join(' ') : undefined
    }
    expect(wrong(more)).toEqual([])
    const long = ({ text }: CatalogueMail) =>
      text.split('\n').find(line => line.length > 76 && !/https:\/\/|EVS1\./.test(line))
    expect(wrong(long)).toEqual([])
    expect(wrong(({ text }) => /\[cid:|undefined|\{\w+\}|<\w+>|&\w+;/.exec(text)?.[0])).toEqual([])
  })
})

describe('the reservation for mail programs', () => {
  const json = (kind: string) => {
    const found = mails.find(mail => mail.kind === kind && mail.locale === 'cs')
    const [, text] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(found?.html ?? '') ?? []
    return text === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>)
  }

  it('is confirmed with times that name their offset, and cancelled when it is over', () => {
    expect(json('registration-confirmed')).toMatchObject({
      '@type': 'EventReservation',
      reservationStatus: 'http://schema.org/Confirmed',
      reservationNumber: expect.stringMatching(/^[2-9A-Z]{8}$/),
      reservationFor: {
        name: 'Ukázková konference Clusters meet Regions',
        startDate: expect.stringMatching(/T08:30:00\+0[23]:00$/),
      },
      modifyReservationUrl: expect.stringMatching(/^https:\/\/pozvanka\.example\.org\/cs\/r\//),
    })
    expect(json('registration-cancelled')).toMatchObject({ reservationStatus: 'http://schema.org/Cancelled' })
    expect(json('registration-waiting')).toBeUndefined()
  })
})
