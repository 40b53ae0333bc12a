import { describe, expect, it } from '@jest/globals'
import { isHtml, markdownOf } from '../../../src/features/interchange/formats/html.ts'
import { readSchedule } from '../../../src/features/interchange/formats/read.ts'
import {
  isUuid,
  namedUuid,
  readAddress,
  readDuration,
  readLanguage,
  readMoment,
} from '../../../src/features/interchange/formats/values.ts'
import type { ScheduleDocument } from '../../../src/features/interchange/types.ts'
import type { AnomalyKind } from '../../../src/features/interchange/types/anomalies.ts'
import type { ScheduleRefusal } from '../../../src/features/interchange/types/refusals.ts'
import { c3vocJson, frabXml, guidOf, written } from '../../factories/schedules.ts'
import { growth } from '../../support/growth.ts'

async function read(text: string | Buffer): Promise<ScheduleDocument> {
  const reading = await readSchedule(Buffer.from(text))
  if (reading.kind === 'refused') throw new Error(`refused: ${JSON.stringify(reading.refusal)}`)
  return reading.document
}

async function refusal(content: string | Buffer): Promise<ScheduleRefusal | undefined> {
  const reading = await readSchedule(Buffer.from(content))
  return reading.kind === 'refused' ? reading.refusal : undefined
}

const counts = ({ anomalies }: ScheduleDocument) =>
  Object.fromEntries(anomalies.map(({ kind, count }) => [kind, count])) as Partial<Record<AnomalyKind, number>>

describe('frab XML', () => {
  it('is read whole', async () => {
    const document = await read(
      frabXml([
        written(1, {
          subtitle: 'Podtitul',
          abstract: 'Krátce',
          description: 'Dlouze',
          type: 'Workshop 2 hours',
          track: 'Vodík',
          duration: '1:30',
          people: [{ id: '7', name: 'Jana Nováková' }],
          links: [{ href: 'https://example.org/a', title: 'Web' }],
          optOut: true,
        }),
      ]),
    )
    expect(document).toMatchObject({
      source: 'frab-xml',
      title: 'Klastry v regionu',
      timeZone: 'Europe/Prague',
      locale: 'cs',
    })
    expect(document.sessions).toEqual([
      {
        key: guidOf(1),
        guid: guidOf(1),
        title: 'Přednáška 1',
        subtitle: 'Podtitul',
        abstract: 'Krátce',
        description: 'Dlouze',
        language: 'cs',
        locale: 'cs',
        kind: 'workshop',
        typeLabel: 'Workshop 2 hours',
        room: 'Sál B',
        track: 'Vodík',
        startsLocal: '2026-10-24T09:00:00',
        startsAt: '2026-10-24T07:00:00.000Z',
        minutes: 90,
        people: [{ person: 'id:7', role: 'speaker' }],
        links: [{ url: 'https://example.org/a', title: 'Web' }],
        recordingUrl: null,
        doNotRecord: true,
        url: null,
      },
    ])
    expect(document.anomalies).toEqual([])
  })

  it('lists everything odd, and loses nothing', async () => {
    const document = await read(
      frabXml(
        [
          written(1, { language: '', duration: '0:00' }),
          written(2, { guid: guidOf(1), id: '1', language: 'xx', heading: 'Dům Sál B' }),
          written(3, { guid: 'talk-3', title: ' ', type: 'Klangteppich' }),
          written(4, { guid: '', id: '4', duration: '36:00', date: '2026-10-27T12:00:00+01:00', start: '12:00' }),
          written(5, { date: '', start: '01:30' }),
          written(6, { date: 'soon', start: 'later' }),
          written(7, { date: '', start: '' }),
          written(8, { room: '', heading: '', more: '<logo>/logo.png</logo><answers/>' }),
          written(9, {
            links: [
              { href: '', title: 'nowhere' },
              { href: 'ftp://x.example', title: '' },
              { href: '', title: 'https://example.org' },
            ],
          }),
          written(10, {
            people: [
              { id: '1', name: 'Jana' },
              { id: '1', name: 'Petr' },
              { id: '1', name: 'Jana' },
              { id: '2', name: ' ' },
            ],
          }),
        ],
        { version: '', zone: 'Prague' },
      ),
    )
    expect(document.sessions).toHaveLength(10)
    expect(new Set(document.sessions.map(({ key }) => key)).size).toBe(10)
    expect(document.sessions.map(({ minutes }) => minutes).toSorted((a, b) => a - b)).toEqual([
      5, 60, 60, 60, 60, 60, 60, 60, 60, 1440,
    ])
    const named = (title: string) => document.sessions.find(session => session.title === title)
    expect(named('Přednáška 5')?.startsLocal).toBe('2026-10-25T01:30:00')
    expect(named('Přednáška 9')?.links).toEqual([{ url: 'https://example.org/', title: '' }])
    expect(document.people.map(({ name }) => name)).toEqual(['Jana', 'Petr'])
    expect(counts(document)).toEqual({
      'guid-missing': 1,
      'guid-not-uuid': 1,
      'guid-twice': 1,
      'id-twice': 1,
      'title-missing': 1,
      'time-missing': 1,
      'time-unreadable': 1,
      'duration-missing': 1,
      'duration-too-long': 1,
      'day-differs': 1,
      'past-midnight': 1,
      'room-missing': 1,
      'room-differs': 1,
      'language-missing': 1,
      'language-unknown': 1,
      'person-unnamed': 1,
      'person-ids-unreliable': 1,
      'link-without-address': 1,
      'link-unusable': 1,
      'unknown-elements': 1,
      'zone-missing': 1,
      'version-missing': 1,
      'speaker-twice': 1,
      'kind-unknown': 1,
    })
  })

  it('derives the same identifiers each time, others for another conference', async () => {
    const keys = async (acronym: string) =>
      (await read(frabXml([written(1, { guid: '' })], { acronym }))).sessions[0]?.key
    expect(await keys('klastry')).toBe(await keys('klastry'))
    expect(await keys('klastry')).not.toBe(await keys('jina_akce'))
    expect(isUuid((await keys('klastry')) ?? '')).toBe(true)
  })

  it('takes people from the list of people, rooms without sessions and tracks of the head', async () => {
    const more = `<tracks><track slug="v">Vodík</track></tracks>
      <persons><person id="7"><name>Jana Nováková</name><biography>&lt;p&gt;Chemie&lt;/p&gt;</biography></person></persons>`
    const xml = frabXml(
      [
        written(1, {
          people: [
            { id: '7', name: 'Jana Nováková' },
            { id: '8', name: 'Petr' },
          ],
        }),
      ],
      { more },
    )
    const document = await read(xml)
    expect(document.people.map(({ name, biography }) => [name, biography])).toEqual([
      ['Jana Nováková', 'Chemie'],
      ['Petr', ''],
    ])
    expect(document.tracks).toEqual([{ name: 'Vodík', colour: null }])
    expect(counts(document)).toEqual({ 'person-unlisted': 1, 'html-converted': 1 })
  })

  it('reads what another encoding, a byte order mark and control characters make of it', async () => {
    const xml = frabXml([written(1, { title: 'Žluťoučký' })])
    const latin = Buffer.from(xml.replace('UTF-8', 'ISO-8859-2').replace('Žluťoučký', '@@'), 'latin1').toString(
      'binary',
    )
    const inLatin2 = Buffer.from(
      latin.replaceAll('Sál', 'Sal').replaceAll('Přednáška', 'P').replace('@@', '\xaelu\xbbou\xe8k\xfd'),
      'binary',
    )
    expect((await read(inLatin2)).sessions[0]?.title).toBe('Žluťoučký')
    expect((await read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(xml)]))).sessions[0]?.title).toBe(
      'Žluťoučký',
    )
    expect((await read(Buffer.from(`\ufeff${xml}`, 'utf16le'))).sessions[0]?.title).toBe('Žluťoučký')
    expect((await read(xml.replace('Žlu', '\u0002Žlu'))).sessions[0]?.title).toBe('Žluťoučký')
  })

  it('comes in pieces of any size', async () => {
    const bytes = Buffer.from(
      frabXml(Array.from({ length: 30 }, (_, index) => written(index + 1, { title: 'Řeřicha' }))),
    )
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
      bytes.subarray(index * 7, index * 7 + 7),
    )
    const reading = await readSchedule(chunks)
    expect(reading.kind === 'read' && reading.document.sessions.map(({ title }) => title)).toEqual(
      Array(30).fill('Řeřicha'),
    )
  })

  it('reads the oldest form: no guid, no date, no zone, a night that belongs to the day before', async () => {
    const xml = `<schedule><conference><title>Stará</title></conference>
      <day date="2012-02-04" index="1"><room name="Aula">
        <event id="1"><start>23:30</start><duration>00:30</duration><title>Večer</title></event>
        <event id="2"><start>00:15</start><duration>00:30</duration><title>Noc</title></event>
      </room></day></schedule>`
    const document = await read(xml)
    expect(document.sessions.map(({ startsLocal, startsAt }) => [startsLocal, startsAt])).toEqual([
      ['2012-02-04T23:30:00', null],
      ['2012-02-05T00:15:00', null],
    ])
  })
})

describe('schedule.json', () => {
  it('gives the same as XML', async () => {
    const sessions = [
      written(1, { people: [{ id: '7', name: 'Jana' }], track: 'Vodík', optOut: true }),
      written(2, { type: 'Pause' }),
    ]
    const [xml, json] = [await read(frabXml(sessions)), await read(JSON.stringify(c3vocJson(sessions)))]
    const strip = (document: ScheduleDocument) => ({
      ...document,
      source: '',
      anomalies: [],
      startsOn: null,
      endsOn: null,
    })
    expect(strip(json)).toEqual(strip(xml))
  })

  it('bears maps of languages, persons as texts, unknown keys, links as texts', async () => {
    const content = {
      schedule: {
        conference: {
          title: { en: 'Clusters', de: 'Cluster' },
          days: [
            {
              date: '2026-10-24',
              rooms: {
                Hall: [
                  {
                    id: 1,
                    guid: guidOf(1).toUpperCase(),
                    title: { en: 'Talk' },
                    room: { en: 'Hall' },
                    start: '09:00',
                    duration: 'PT45M',
                    language: 'de-formal',
                    persons: ['Jana', { name: 'Petr', code: 'ABC' }],
                    links: ['https://example.org/x'],
                    do_not_stream: true,
                    answers: [],
                  },
                ],
              },
            },
          ],
        },
      },
    }
    const document = await read(JSON.stringify(content))
    expect(document.title).toBe('Clusters')
    expect(document.sessions[0]).toMatchObject({
      title: 'Talk',
      minutes: 45,
      language: 'de',
      key: guidOf(1),
      links: [{ url: 'https://example.org/x', title: '' }],
    })
    expect(document.people.map(({ key, name }) => [key, name])).toEqual([
      ['name:Jana', 'Jana'],
      ['code:ABC', 'Petr'],
    ])
    expect(counts(document)).toMatchObject({ 'unknown-elements': 1, 'zone-missing': 1, 'version-missing': 1 })
  })
})

describe('what is no programme', () => {
  const bomb = `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "lol">\n${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n - 1};`.repeat(10)}">`).join('\n')}]>\n<schedule>&a8;</schedule>`

  it.each<[string, string | Buffer, unknown]>([
    ['nothing', '', { reason: 'empty' }],
    ['an entity bomb', bomb, { reason: 'doctype', line: 11 }],
    [
      'an external entity',
      '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule>&x;</schedule>',
      { reason: 'doctype', line: 1 },
    ],
    [
      'a document type elsewhere',
      '<?xml version="1.0"?>\n\n<!DOCTYPE schedule SYSTEM "http://example.org/x.dtd"><schedule/>',
      { reason: 'doctype', line: 3 },
    ],
    [
      'XML that breaks off',
      '<schedule>\n<conference>',
      { reason: 'broken-xml', line: 2, detail: expect.stringMatching(/unclosed/) },
    ],
    [
      'XML with a wrong end',
      '<schedule>\n<a>\n</b></schedule>',
      { reason: 'broken-xml', line: 3, detail: expect.anything() },
    ],
    [
      'an entity of HTML',
      '<schedule><conference><title>A&nbsp;B</title></conference></schedule>',
      { reason: 'broken-xml', line: 1, detail: expect.stringMatching(/entity/) },
    ],
    [
      'XML without an end of depth',
      '<schedule>' + '<a>'.repeat(1_000),
      { reason: 'broken-xml', line: 1, detail: expect.stringMatching(/deep/) },
    ],
    ['no sessions', frabXml([]), { reason: 'no-sessions' }],
    [
      'JSON that breaks off',
      '{"schedule": {\n"conference": [',
      { reason: 'broken-json', line: 2, detail: expect.anything() },
    ],
    ['RSS', '<?xml version="1.0"?><rss version="2.0"/>', { reason: 'other-format', found: 'rss' }],
    [
      'an xCal calendar',
      '<iCalendar xmlns:pentabarf="http://pentabarf.org"/>',
      { reason: 'other-format', found: 'pentabarf-xcal' },
    ],
    ['a page', '<!DOCTYPE html><html></html>', { reason: 'other-format', found: 'html' }],
    [
      'a picture of vectors',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      { reason: 'other-format', found: 'unknown-xml' },
    ],
    ['a calendar', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR', { reason: 'other-format', found: 'icalendar' }],
    ['a table', 'čas;název;sál\n9.00;Úvod;A', { reason: 'other-format', found: 'csv' }],
    ['words', 'Program konference', { reason: 'other-format', found: 'text' }],
    ['a PDF', Buffer.from('%PDF-1.7\n'), { reason: 'other-format', found: 'pdf' }],
    [
      'a Word document',
      Buffer.from('PK\u0003\u0004......word/document.xml'),
      { reason: 'other-format', found: 'docx' },
    ],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), { reason: 'other-format', found: 'gzip' }],
    ['bytes', Buffer.from([1, 0, 2, 0, 0, 0, 9, 9]), { reason: 'other-format', found: 'binary' }],
    ['the API of pretalx', '{"count": 1, "results": []}', { reason: 'other-format', found: 'pretalx-api' }],
    ['JSON', '[1, 2]', { reason: 'other-format', found: 'unknown-json' }],
  ])('is refused: %s', async (_name, content, expected) => {
    expect(await refusal(content)).toEqual(expected)
  })

  it('is refused as soon as it is too big, without being read to its end', async () => {
    let given = 0
    function* endless() {
      yield Buffer.from('<schedule>')
      for (; given < 100; given += 1) yield Buffer.alloc(1024 * 1024, 'x ')
    }
    const reading = await readSchedule(endless())
    expect(reading).toEqual({
      kind: 'refused',
      refusal: { reason: 'too-big', megabytes: expect.any(Number), limit: 10 },
    })
    expect(given).toBeLessThan(12)
  })

  it('is refused with people and links without end', async () => {
    const people = '<person>A</person>'.repeat(30_000)
    const links = '<link href="https://example.org/"/>'.repeat(30_000)
    const session = `<event id="1"><persons>${people}</persons><links>${links}</links></event>`
    expect(await refusal(`<schedule><day><room name="A">${session}</room></day></schedule>`)).toMatchObject({
      reason: 'too-many',
    })
  })

  it('is refused with too many sessions', async () => {
    const many = Array.from({ length: 5_001 }, (_, index) => `<event id="${index}"/>`).join('')
    expect(await refusal(`<schedule><day><room name="A">${many}</room></day></schedule>`)).toEqual({
      reason: 'too-many',
      limit: 5_000,
    })
  })
})

describe('HTML', () => {
  it.each([
    ['<p>One</p><p>Two <b>bold</b> &amp; <i> it</i>.</p>', 'One\n\nTwo **bold** & *it*.'],
    ['<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><ol><li>x</li><li>y</li></ol>', '- a\n- b\n  - c\n\n1. x\n2. y'],
    [
      'See <a href="https://example.org/a(b)">this [link]</a>',
      'See [this \\[link\\]](https://example.org/a%28b%29)'.replace('\\[link\\]', '[link]'),
    ],
    ['<p>See <a href="https://example.org/">this [link]</a></p>', 'See [this \\[link\\]](https://example.org/)'],
    ['<p><a href="javascript:alert(1)">x</a><script>alert(1)</script></p>', 'x'],
    ['<h1>Title</h1>text<br>more<blockquote>said<br>so</blockquote>', '### Title\n\ntext\nmore\n\n> said\n> so'],
    [
      '<p>5 * 3 and # no heading, snake_case, _not_</p><p># either</p><p>1. nor this</p>',
      '5 \\* 3 and # no heading, snake_case, \\_not\\_\n\n\\# either\n\n1\\. nor this',
    ],
    ['<p>unclosed <b>bold', 'unclosed **bold**'],
    ['a\nb &amp; c\n\n* kept', 'a\nb & c\n\n* kept'],
    ['<p>&lt;script&gt; &amp;amp;</p>', '<script> \\&amp;'],
  ])('%s', (html, markdown) => {
    expect(isHtml(html)).toBe(true)
    expect(markdownOf(html)).toBe(markdown)
  })

  it('is not seen in Markdown', () => {
    for (const text of ['a < b > c', '**bold** & more', 'x <y@example.org>', '`<script>`'])
      expect(isHtml(text)).toBe(false)
  })

  it('does not end in nesting without end', () => {
    expect(markdownOf(`<p>${'<b>'.repeat(50_000)}x`)).toContain('x')
  })

  it.each<[string, number, (length: number) => string]>([
    ['blanks in a block', 20_000, length => `<p><pre>x${' '.repeat(length)}x`],
    ['lines in nested lists', 2_000, length => `<p>${'<ul><li>'.repeat(60)}${'x<br>'.repeat(length)}`],
    ['lines in nested quotes', 2_000, length => `<p>${'<blockquote>'.repeat(60)}${'x<br>'.repeat(length)}`],
  ])('does not take the square of %s', (_what, length, html) => {
    expect(markdownOf(html(length))).toContain('x')
    expect(growth(size => void markdownOf(html(size)), length)).toBeLessThan(24)
  })
})

describe('values', () => {
  it('reads lengths', () => {
    expect(
      ['1:30', '01:30', '01:30:00', '1:00:30:00', 'PT1H30M', '90', 'P1D', '', 'x', '1:2:3:4:5'].map(readDuration),
    ).toEqual([90, 90, 90, 1470, 90, 90, 1440, undefined, undefined, undefined])
  })

  it('reads moments', () => {
    expect(readMoment('2026-01-31T09:30:00+01:00')).toEqual({
      local: '2026-01-31T09:30:00',
      exact: '2026-01-31T09:30:00+01:00',
    })
    expect(readMoment('2026-01-31 09:30 +0100')).toEqual({
      local: '2026-01-31T09:30:00',
      exact: '2026-01-31T09:30:00+01:00',
    })
    expect(readMoment('2026-01-31T09:30Z')?.exact).toBe('2026-01-31T09:30:00Z')
    expect(readMoment('2026-01-31T09:30')).toEqual({ local: '2026-01-31T09:30:00', exact: null })
    for (const wrong of ['2026-02-30T09:30', '2026-01-31', '2026-01-31T25:00', 'x'])
      expect(readMoment(wrong)).toBeUndefined()
  })

  it('reads languages and addresses', () => {
    expect(['en', 'de-formal', 'PT_br', 'English', 'ab', '', 'xx', 'tlh'].map(readLanguage)).toEqual([
      'en',
      'de',
      'pt',
      'en',
      'ab',
      undefined,
      undefined,
      undefined,
    ])
    expect(readAddress('www.example.org/a b', null)).toBeUndefined()
    expect(readAddress('www.example.org', null)).toBe('https://www.example.org/')
    expect(readAddress('/files/a.pdf', 'https://example.org/x/')).toBe('https://example.org/files/a.pdf')
    for (const wrong of ['javascript:alert(1)', 'data:text/html,x', '', '//'])
      expect(readAddress(wrong, null)).toBeUndefined()
  })

  it('names a UUID of version 5', () => {
    expect(namedUuid('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(namedUuid('a', 'b')).not.toBe(namedUuid('ab'))
  })
})
