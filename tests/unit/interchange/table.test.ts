import { describe, expect, it } from '@jest/globals'
import { toXlsx } from '../../../src/core/spreadsheet.ts'
import { zipStored } from '../../../src/core/tables/zip.ts'
import { isDayHeading, readDay } from '../../../src/features/interchange/rules/table-days.ts'
import { readPeople } from '../../../src/features/interchange/rules/table-people.ts'
import { type Given, type GivenReading, readGiven } from '../../../src/features/interchange/formats/given.ts'
import { documentOf } from '../../../src/features/interchange/rules/table-document.ts'
import { mappingProblems } from '../../../src/features/interchange/rules/table-columns.ts'
import { looksLikeTime, readLength, readTimes, splitTime } from '../../../src/features/interchange/rules/table-times.ts'
import { kindByTitle, languageNamed, targetOf } from '../../../src/features/interchange/rules/table-words.ts'
import { docx, odt } from '../../factories/documents.ts'

const days = { first: '2023-09-13', last: '2023-09-15' }
const setting = { days, locale: 'cs' } as const

async function read(given: Partial<Given> | string) {
  const whole = typeof given === 'string' ? { pasted: given } : given
  const reading = await readGiven({ pasted: '', markup: '', ...whole }, setting)
  if (reading.kind !== 'read') throw new Error(JSON.stringify(reading))
  return reading
}
const file = (content: Buffer | string, name = 'program') => ({ file: { name, content: Buffer.from(content) } })
const lines = ({ document }: Extract<GivenReading, { kind: 'read' }>) =>
  document.sessions.map(one => [one.startsLocal?.slice(5, 16), one.minutes, one.title, one.room].join(' | '))
const anomalies = ({ document }: Extract<GivenReading, { kind: 'read' }>) =>
  Object.fromEntries(document.anomalies.map(({ kind, examples }) => [kind, examples]))

describe('a time', () => {
  it.each([
    ['9.00–9.30', 540, 570],
    ['9:00 - 9.30 hod.', 540, 570],
    ['09.00 ‑ 09.30 h', 540, 570],
    ['od 9.00 do 9.30 hodin', 540, 570],
    ['8.30 až 9.00', 510, 540],
    ['9–10', 540, 600],
    ['9,00 – 9,30', 540, 570],
    ['9.00\n9.30', 540, 570],
    ['9:00 AM – 1:30 PM', 540, 810],
    ['1–2 pm', 780, 840],
    ['22.00–1.00', 1320, 1500],
    ['23.00–24.00', 1380, 1440],
    ['cca 9.00', 540, undefined],
    ['9.00 –', 540, undefined],
    ['9 hod.', 540, undefined],
    ['0.375', 540, undefined],
    ['1899-12-30 09:00', 540, undefined],
  ])('is read from %j', (cell, start, end) => {
    expect(readTimes(cell)).toEqual({ start, end })
  })

  it.each(['', 'dopoledne', '13. 9.', '13. 9. 2023', '2023-09-13', '25.00', '9.75', 'Sál 3', '9.00–9.00'])(
    'is none in %j',
    cell => {
      expect(readTimes(cell)).toBeUndefined()
    },
  )

  it('is certain only with minutes, or from one hour to another', () => {
    expect(['9.00', '9–10', '9 hod.', '12', '2023', 'Kapitola 9.00 hodin něco'].map(looksLikeTime)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('is cut off the beginning of a line, a date is not', () => {
    expect(splitTime('9.00 – 10.00 hod. Prezence')).toEqual({ time: '9.00 – 10.00 hod.', rest: 'Prezence' })
    expect(splitTime('9:00 AM – 10:00 AM\tWelcome\tJohn')).toEqual({
      time: '9:00 AM – 10:00 AM',
      rest: 'Welcome\tJohn',
    })
    expect([splitTime('13.09.2023 středa'), splitTime('13.09. 2023'), splitTime('Program')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('may be a length', () => {
    const cells = ['30', '30 min', '45’', '1,5 h', '1 h 30 min', '1:30', '90 minut', '0.0208333', '1899-12-30 00:30']
    expect(cells.map(readLength)).toEqual([30, 30, 45, 90, 90, 90, 90, 30, 30])
    expect(['', '0', 'dlouho', '5000', '9.00–9.30'].map(readLength)).toEqual(Array(5).fill(undefined))
  })
})

describe('a day', () => {
  it.each([
    ['Středa 13. září 2023', '2023-09-13', ''],
    ['13. 9.', '2023-09-13', ''],
    ['STŘEDA', '2023-09-13', ''],
    ['Ve čtvrtek 14.9. – hotel Primorets', '2023-09-14', 'hotel primorets'],
    ['Wed, September 13', '2023-09-13', ''],
    ['14th September 2023', '2023-09-14', ''],
    ['2. den: exkurze', '2023-09-14', 'exkurze'],
    ['Den 3', '2023-09-15', ''],
    ['první den', '2023-09-13', ''],
    ['2023-09-14 00:00', '2023-09-14', ''],
    ['1. 10. 2024', '2024-10-01', ''],
  ])('is read from %j', (text, date, rest) => {
    expect(readDay(text, days)).toEqual({ date, rest })
  })

  it.each(['', 'so', 'Neděle v parku', '9.00', 'Den otevřených dveří', '31. 2. 2023', '7. den', 'pátá sekce'])(
    'is none in %j',
    text => {
      expect(readDay(text, days)).toBeUndefined()
    },
  )

  it('is no heading where a time follows', () => {
    expect([isDayHeading('13. 9. 9.00–9.30', days), isDayHeading('Středa 13. září', days)]).toEqual([false, true])
  })
})

describe('people in a cell', () => {
  const brief = (cell: string) =>
    readPeople(cell).map(one =>
      [one.titleBefore, one.name, one.titleAfter, one.affiliation, one.isCollective ? 'C' : '', one.role]
        .filter(part => part !== '' && part !== 'speaker')
        .join('|'),
    )

  it.each([
    ['Ing. Jan Novák, Ph.D.', ['Ing.|Jan Novák|Ph.D.']],
    ['doc. Ing. arch. Jan de Vries Ph.D., MBA', ['doc. Ing. arch.|Jan de Vries|Ph.D., MBA']],
    ['Jan Novák, Petra Malá a Karel Veliký', ['Jan Novák', 'Petra Malá', 'Karel Veliký']],
    ['J. Novák; K. Malá', ['J. Novák', 'K. Malá']],
    ['Jan Novák (CzechInvest)\nPetra Malá – MPO ČR', ['Jan Novák|CzechInvest', 'Petra Malá|MPO ČR']],
    ['Ing. Jan Novák, Ph.D., Krajský úřad, Mgr. Eva Malá', ['Ing.|Jan Novák|Ph.D.|Krajský úřad', 'Mgr.|Eva Malá']],
    ['Jan Novák,\nhejtman', ['Jan Novák|hejtman']],
    ['CzechInvest, Ministerstvo průmyslu', ['CzechInvest|C', 'Ministerstvo průmyslu|C']],
    ['Nováková, Jana', ['Jana Nováková']],
    [
      'Moderuje: Eva Nová\nPanelisté:\nJan Novák\nIva Stará',
      ['Eva Nová|moderator', 'Jan Novák|panellist', 'Iva Stará|panellist'],
    ],
    ['Eva Nová (moderátorka); Jan Novák', ['Eva Nová|moderator', 'Jan Novák']],
    ['bude upřesněno', []],
    ['– ', []],
  ])('%j', (cell, expected) => {
    expect(brief(cell)).toEqual(expected)
  })

  it('are read in no time, whatever is pasted', () => {
    const began = process.hrtime.bigint()
    for (const hostile of ['('.repeat(9_000), 'A '.repeat(5_000), ','.repeat(9_000), ' - a'.repeat(2_500)])
      readPeople(hostile)
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(2_000)
  })
})

describe('words', () => {
  it('tell what a column holds, in both languages at once', () => {
    const headings = [
      'Čas',
      'Název příspěvku',
      'Přednášející',
      'SÁL',
      'Čas / Time',
      'Místnost (budova B)',
      'Track',
      'xyz',
    ]
    expect(headings.map(targetOf)).toEqual(['time', 'title', 'speakers', 'room', 'time', 'room', 'track', ''])
  })

  it('tell a break from a talk about breaks', () => {
    const titles = [
      'Přestávka na kávu',
      'Oběd',
      'Coffee break',
      'Polední pauza',
      'Registrace účastníků',
      'Společný oběd',
    ]
    expect(new Set(titles.map(kindByTitle))).toEqual(new Set(['break']))
    expect(['Panelová diskuse: co dál', 'Workshop A', 'B2B jednání', 'Raut', 'Zahájení'].map(kindByTitle)).toEqual([
      'panel',
      'workshop',
      'b2b',
      'social',
      'talk',
    ])
    expect(kindByTitle('Přestávka v podnikání a jak ji přežít ve zdraví a s úsměvem')).toBe('talk')
  })

  it('know languages by code and name', () => {
    expect(['CZ', 'anglicky', 'AJ', 'Deutsch', 'klingonsky', 'cs/en'].map(languageNamed)).toEqual([
      'cs',
      'en',
      'en',
      'de',
      undefined,
      undefined,
    ])
  })
})

describe('a programme pasted from a word processor', () => {
  const pasted = `PROGRAM KONFERENCE
Čas\tProgram\tŘečník\tSál
Středa 13. září 2023 – hotel Primorets
8.30–9.00\tPrezence účastníků
9.00 – 9.30 hod.\tZahájení konference
a úvodní slovo\tIng. Jan Novák, Ph.D.,
hejtman kraje\tVelký sál
9.30–10.15\tKlastry v regionech\tMgr. Petra Malá (CzechInvest); doc. Ing. Karel Veliký, CSc.\tVelký sál
10.15–10.45\tPřestávka na kávu
10.45\tPanelová diskuse: co dál\tModeruje: PhDr. Eva Nová
Panelisté: Jan Novák, Iva Stará – MPO\tVelký sál
12.00\tOběd
Čtvrtek 14. září
9:00\tDílna A\tJ. Dvořák\tSalonek 1
9:00\tDílna B\tTBA\tSalonek 2
22.00-1.00\tRaut
`

  it('keeps cells of several paragraphs, days, breaks and ends that nobody wrote', async () => {
    const reading = await read(pasted)
    expect(reading.table?.columns).toEqual(['time', 'title', 'speakers', 'room'])
    expect(lines(reading)).toEqual([
      '09-13T08:30 | 30 | Prezence účastníků | ',
      '09-13T09:00 | 30 | Zahájení konference a úvodní slovo | Velký sál',
      '09-13T09:30 | 45 | Klastry v regionech | Velký sál',
      '09-13T10:15 | 30 | Přestávka na kávu | ',
      '09-13T10:45 | 75 | Panelová diskuse: co dál | Velký sál',
      '09-13T12:00 | 30 | Oběd | ',
      '09-14T09:00 | 30 | Dílna A | Salonek 1',
      '09-14T09:00 | 30 | Dílna B | Salonek 2',
      '09-14T22:00 | 180 | Raut | ',
    ])
    const kinds = reading.document.sessions.map(({ kind }) => kind).join(' ')
    expect(kinds).toBe('break talk talk break panel break workshop workshop social')
    expect(reading.document.sessions[4]?.people).toEqual([
      { person: 'table:eva nova', role: 'moderator' },
      { person: 'table:jan novak', role: 'panellist' },
      { person: 'table:iva stara', role: 'panellist' },
    ])
    expect(reading.document.people[0]).toMatchObject({
      name: 'Jan Novák',
      titleBefore: 'Ing.',
      titleAfter: 'Ph.D.',
      affiliation: 'hejtman kraje',
    })
  })

  it('lists what is no session, and lengths that were made up', async () => {
    expect(anomalies(await read(pasted))).toEqual({
      'row-skipped': ['PROGRAM KONFERENCE', 'Středa 13. září 2023 – hotel Primorets'],
      'length-assumed': ['Oběd', 'Dílna A', 'Dílna B'],
    })
  })

  it('is known by its titles, so that other times move it', async () => {
    const keys = async (text: string) => (await read(text)).document.sessions.map(({ key }) => key)
    expect(await keys(pasted.replace('9.30–10.15', '9.45–10.15'))).toEqual(await keys(pasted))
    expect(await keys('9.00 Káva\n10.00 Káva\n')).toEqual(['table:kava', 'table:kava#2'])
  })

  it('may have no tabs, headings or rooms at all', async () => {
    const reading = await read(
      'Program\n9.00–9.30 Prezence\n9.30 Zahájení\n10.00 – 11.00 Data v krajích\nMgr. Jana Malá\n',
    )
    expect(lines(reading)).toEqual([
      '09-13T09:00 | 30 | Prezence | ',
      '09-13T09:30 | 30 | Zahájení | ',
      '09-13T10:00 | 60 | Data v krajích | ',
    ])
    expect(reading.document.people.map(({ titleBefore, name }) => `${titleBefore} ${name}`)).toEqual(['Mgr. Jana Malá'])
  })

  it('goes on after midnight, and begins a new day in the morning where it names none', async () => {
    const text = '18.00\tVečeře\n23.30\tHudba\n0.30\tOhňostroj\n9.00\tSnídaně\n10.00–11.00\tVýlet\n'
    expect(lines(await read(text)).map(line => line.slice(0, 11))).toEqual([
      '09-13T18:00',
      '09-13T23:30',
      '09-14T00:30',
      '09-14T09:00',
      '09-14T10:00',
    ])
  })
})

describe('a table', () => {
  it('comes as CSV of Czech Excel, with a day, an end, a length and a language in columns of their own', async () => {
    const csv =
      'Datum;Od;Do;Název;Přednášející;Místnost;Jazyk;Délka\n13.9.2023;9:00;9:30;Zahájení;Jan Novák;A;cz;\n' +
      '14.9.;10:00;;"Více\nřádků";"Ing. A. Malá, MBA";B;AJ;45 min\n'
    const reading = await read(file(Buffer.from(csv)))
    expect(lines(reading)).toEqual(['09-13T09:00 | 30 | Zahájení | A', '09-14T10:00 | 45 | Více řádků | B'])
    expect(reading.document.sessions.map(({ language }) => language)).toEqual(['cs', 'en'])
  })

  it('comes as XLSX', async () => {
    const xlsx = await toXlsx(
      'Program',
      ['Time', 'Title', 'Room'],
      [
        ['9:00', 'Opening', 'Main hall'],
        ['9:30', 'Talk', ''],
      ],
    )
    const reading = await read(file(Buffer.from(xlsx)))
    expect(lines(reading)).toEqual(['09-13T09:00 | 30 | Opening | Main hall', '09-13T09:30 | 30 | Talk | '])
    expect(reading.table?.locale).toBe('cs')
  })

  it('needs no headings', async () => {
    const reading = await read('9:00\t9:30\tZahájení\n9:30\t10:00\tKáva\n10:00\t11:00\tO ničem zvláštním\n')
    expect(reading.table?.columns).toEqual(['time', 'end', 'title'])
    expect(lines(reading)[2]).toBe('09-13T10:00 | 60 | O ničem zvláštním | ')
  })

  it('without times fills the pool', async () => {
    const reading = await read('Název;Řečník;Délka\nPrvní přednáška;Jan Novák;20\nDruhá;Eva Malá;\n')
    expect(reading.document.sessions.map(({ startsLocal, minutes }) => [startsLocal, minutes])).toEqual([
      [null, 20],
      [null, 30],
    ])
    expect(anomalies(reading)).toEqual({ 'time-missing': ['První přednáška', 'Druhá'] })
  })

  it('joins rows without a time to the one above, and says so', async () => {
    const reading = await read(
      'Čas;Program;Řečník\n9.00–10.30;Blok klastrů;\n;Klastry v ČR;Jan Novák\n;Klastry v BG;Eva Malá\n10.30;Oběd;\n',
    )
    expect(lines(reading)).toEqual(['09-13T09:00 | 90 | Blok klastrů | ', '09-13T10:30 | 30 | Oběd | '])
    const [block] = reading.document.sessions
    expect(block?.abstract).toBe('- Klastry v ČR – Jan Novák\n- Klastry v BG – Eva Malá')
    expect(block?.people.map(({ person }) => person)).toEqual(['table:jan novak', 'table:eva mala'])
    expect(anomalies(reading)['row-joined']).toHaveLength(2)
  })

  it('reports cells it cannot read', async () => {
    const reading = await read('Čas;Název;Jazyk;Typ\ndopoledne;Procházka;klingonsky;pouť\n9.00;Zahájení;;\n')
    expect(anomalies(reading)).toMatchObject({
      'time-unreadable': ['dopoledne'],
      'language-unknown': ['klingonsky'],
      'kind-unknown': ['pouť'],
      'time-missing': ['Procházka'],
    })
    expect(reading.document.sessions[0]).toMatchObject({ typeLabel: 'pouť', startsLocal: null })
  })

  it('is understood anew when somebody says what the columns are', async () => {
    const { table } = await read('A;B;C\n9.00;Jan Novák;Zahájení\n10.00;Eva Malá;Klastry\n')
    if (table === undefined) throw new Error('no table')
    const columns = ['time', 'title', 'speakers'] as const
    const { sessions } = documentOf(table, { columns, locale: 'en', minutes: 45 }, { days, title: '' })
    expect(sessions.map(({ title, minutes, locale }) => [title, minutes, locale])).toEqual([
      ['Jan Novák', 60, 'en'],
      ['Eva Malá', 45, 'en'],
    ])
    const twice = mappingProblems({ columns: ['time', 'time', ''], locale: 'cs', minutes: 30 })
    expect(twice.map(({ field }) => field)).toEqual(['columns', 'column-1'])
  })
})

describe('a document', () => {
  const table = [
    ['Čas', 'Název', 'Řečník'],
    [{ text: 'Dopolední část', columns: 3 }],
    ['9.00–10.00', 'Zahájení\nIng. Jan Novák', ''],
    [{ text: '10.00–11.00', merge: 'restart' as const }, 'Dílna A', 'Eva Malá'],
    [{ text: '', merge: 'continue' as const }, 'Dílna B', 'Iva Stará'],
  ]

  it('of Word gives a table for each day, merged cells and paragraphs in cells', async () => {
    const second = [
      ['Čas', 'Název', 'Řečník'],
      ['9.00–10.00', 'Exkurze', ''],
    ]
    const content = docx(['Pozvánka', 'Středa 13. září', table, 'Čtvrtek 14. září', second, 'Změna vyhrazena'])
    const reading = await read(file(content, 'program.docx'))
    expect(lines(reading)).toEqual([
      '09-13T09:00 | 60 | Zahájení | ',
      '09-13T10:00 | 60 | Dílna A | ',
      '09-13T10:00 | 60 | Dílna B | ',
      '09-14T09:00 | 60 | Exkurze | ',
    ])
    expect(reading.document.people.map(({ name }) => name)).toEqual(['Jan Novák', 'Eva Malá', 'Iva Stará'])
    expect(anomalies(reading)['row-skipped']).toEqual(['Pozvánka', 'Změna vyhrazena', 'Dopolední část'])
  })

  it('of Word may be lines with tabs', async () => {
    const reading = await read(file(docx(['Program', '9.00–9.30\tZahájení\tJan Novák', '9.30\tKáva'])))
    expect(lines(reading)).toEqual(['09-13T09:00 | 30 | Zahájení | ', '09-13T09:30 | 30 | Káva | '])
  })

  it('of LibreOffice is read the same', async () => {
    const content = odt([
      'čtvrtek',
      [
        ['Čas', 'Název'],
        ['9.00–9.30', 'Zahájení\nJan Novák'],
      ],
    ])
    const reading = await read(file(content, 'program.odt'))
    expect(lines(reading)).toEqual(['09-14T09:00 | 30 | Zahájení | '])
    expect(reading.document.people).toHaveLength(1)
  })

  it('in HTML may draw rooms side by side', async () => {
    const markup = `<p>středa 13. 9.</p><table><tr><th>Čas</th><th>Velký sál</th><th>Salonek</th></tr>
      <tr><td>9.00–10.00<td colspan=2>Zahájení<br>Ing. Jan Novák<tr><td rowspan=2>10–11</td><td>První přednáška</td>
      <td>Druhá přednáška</td></tr><tr><td>Třetí přednáška</td><td></td></tr><tr><td>11.00</td><td colspan="2">Oběd</td></tr></table>`
    const reading = await read({ pasted: 'něco', markup })
    expect(reading.table?.columns).toEqual(['time', 'titleInRoom', 'titleInRoom'])
    expect(lines(reading)).toEqual([
      '09-13T09:00 | 60 | Zahájení | Velký sál',
      '09-13T10:00 | 60 | První přednáška | Velký sál',
      '09-13T10:00 | 60 | Druhá přednáška | Salonek',
      '09-13T10:00 | 60 | Třetí přednáška | Velký sál',
      '09-13T11:00 | 30 | Oběd | ',
    ])
  })
})

describe('what the clipboard of Word holds', () => {
  it('is read through everything around it', async () => {
    const cell = (text: string) =>
      `<td width=160 valign=top style='border:solid windowtext 1.0pt'><p class=MsoNormal style='margin:0'><span lang=CS>${text}<o:p></o:p></span></p></td>`
    const markup = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {} --></style>
      <!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=CS><!--StartFragment-->
      <table class=MsoTableGrid border=1><tr style='mso-yfti-irow:0'>${cell('Čas')}${cell('Program')}</tr>
      <![if !supportMisalignedRows]><tr>${cell('8.30\u00a0–\u00a09.00')}${cell('Prezence&nbsp;a&nbsp;káva')}</tr><![endif]>
      <tr>${cell('9.00')}${cell('Zahájení</span></p><p class=MsoNormal><b>Mgr. Jana Malá</b><span>')}</tr></table><!--EndFragment--></body></html>`
    const reading = await read({ pasted: 'Čas', markup })
    expect(lines(reading)).toEqual(['09-13T08:30 | 30 | Prezence a káva | ', '09-13T09:00 | 30 | Zahájení | '])
    expect(reading.document.people.map(({ titleBefore, name }) => [titleBefore, name])).toEqual([['Mgr.', 'Jana Malá']])
  })
})

describe('what is no programme', () => {
  const refused = async (given: Partial<Given>) => {
    const { kind, ...rest } = await readGiven({ pasted: '', markup: '', ...given }, setting)
    return [kind, ...Object.values(rest)]
  }

  it('is told from nothing', async () => {
    expect(await refused({ pasted: '  \n' })).toEqual(['nothing'])
    expect(await refused({ pasted: 'Milí přátelé, zveme vás.' })).toMatchObject([expect.stringMatching(/^no-/)])
    expect(await refused(file(docx(['Milí přátelé,', 'zveme vás.'])))).toEqual(['no-programme'])
  })

  it('is called by its name', async () => {
    expect(await refused(file('%PDF-1.7 …', 'program.docx'))).toEqual([
      'refused',
      { reason: 'other-format', found: 'pdf' },
    ])
    const zip = zipStored(new Map([['fotky/a.jpg', Buffer.from('x')]]))
    expect(await refused(file(zip, 'program.xlsx'))).toMatchObject(['refused', { found: 'zip' }])
    expect(await refused(file('<rss version="2.0"></rss>', 'program.xml'))).toMatchObject(['refused', { found: 'rss' }])
  })

  it('may not define entities, in XML or in a document', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    expect(await refused(file(`<?xml version="1.0"?>${bomb}<schedule>&b;</schedule>`))).toMatchObject([
      'refused',
      { reason: 'doctype' },
    ])
    expect(await refused(file(docx([[['9.00', 'Zahájení']]], bomb)))).toEqual(['no-table', 'not-a-table'])
  })

  it('may not nest, span or repeat without end', async () => {
    const hanging = `<table>${`<tr>${'<td rowspan=20000 colspan=100>9.00'.repeat(2)}`.repeat(15_000)}`
    expect(await refused({ pasted: 'x', markup: hanging })).toMatchObject([expect.stringMatching(/^no-/)])
    expect(await refused({ pasted: '9.00–10.00 Úvod\n'.repeat(50_000) })).toMatchObject(['no-table', 'too-many-rows'])
    const deep = `${'<table><tr><td>'.repeat(600)}9.00`
    expect(await refused({ pasted: 'x', markup: deep })).toMatchObject([expect.stringMatching(/^no-/)])
    const wide = `<table><tr><td colspan=99999>9.00</td><td rowspan=99999>A</td></tr>${'<tr></tr>'.repeat(30_000)}</table>`
    expect(await refused({ pasted: 'x', markup: wide })).toMatchObject([expect.stringMatching(/^no-/)])
  })
})
