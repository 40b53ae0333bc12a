import { describe, expect, it } from '@jest/globals'
import { instant } from '../../../src/core/time.ts'
import { guessMapping, mappingProblems, possibleTargets } from '../../../src/features/imports/rules/headings.ts'
import { readLines } from '../../../src/features/imports/rules/lines.ts'
import { readFullName } from '../../../src/features/imports/rules/names.ts'
import { attendanceOf, countryOf, namedIn, yesOrNo } from '../../../src/features/imports/rules/words.ts'
import type { ImportMapping, ImportSetup, Target } from '../../../src/features/imports/types.ts'
import type { PartRow } from '../../../src/features/registration/types/places.ts'
import { aCategory } from '../../factories/ledger.ts'
import { aQuestion } from '../../factories/questions.ts'

type PartOfSetup = ImportSetup['parts'][number]

function aPart(
  id: number,
  title: string,
  hours: readonly [number, number],
  more: Partial<PartOfSetup> = {},
): PartOfSetup {
  const at = (hour: number) => instant(`2027-09-15T${String(hour).padStart(2, '0')}:00:00Z`)
  const times = { startsAt: at(hours[0]), endsAt: at(hours[1]), startsLocal: null, endsLocal: null }
  const row: PartRow = {
    id,
    eventId: 1,
    reference: `P${id}`,
    kind: 'workshop',
    position: id,
    title: {
      cs: title,
      en: `${title} EN`,
    },
    description: {},
    placeNote: {},
    ...times,
    satelliteEventId: null,
    sessionReference: null,
    attendance: 'any',
    hasWaitingList: true,
    closesAt: null,
    cancelledAt: null,
    calendarUid: '',
    calendarSequence: 0,
    contentUpdatedAt: at(0),
    createdAt: at(0),
  }
  return { ...row, categoryIds: [], ...more }
}

const diet = aQuestion('one_choice', {
  label: { cs: 'Strava', en: 'Diet' },
  choices: ['Maso', 'Vegan'],
  isRequired: true,
})
const bus = aQuestion('yes_no', { label: { cs: 'Pojedete autobusem?', en: 'Will you take the bus?' } })
const phone = aQuestion('phone', { label: { cs: 'Telefon', en: 'Telephone' } })
const forSpeakers = aQuestion('short_text', { label: { cs: 'Název příspěvku' }, categoryIds: [2] })
const setup: ImportSetup = {
  event: { id: 1, slug: 'event', mode: 'hybrid' },
  categories: [
    aCategory({ id: 1, reference: 'C1', name: { cs: 'Účastník', en: 'Participant' } }),
    aCategory({ id: 2, reference: 'C2', name: { cs: 'Řečník', en: 'Speaker' } }),
  ],
  parts: [
    aPart(1, 'Dílna, první', [9, 10]),
    aPart(2, 'Exkurze', [9, 11]),
    aPart(3, 'Večeře', [18, 20], { attendance: 'on_site' }),
  ],
  questions: [diet, bus, phone, forSpeakers],
  countedOptions: new Set([diet.options[1]?.id ?? 0]),
}

/** The lines of a table with these headings, understood as it is guessed. */
function read(header: readonly string[], rows: readonly (readonly string[])[], more: Partial<ImportMapping> = {}) {
  const mapping = { ...guessMapping(header, setup), category: 'C1', ...more }
  const lines = rows.map((cells, index) => ({ line: index + 2, cells }))
  return readLines(lines, { mapping, setup, locale: 'cs' })
}
const problemsOf = (header: readonly string[], row: readonly string[]) =>
  read(header, [row]).flatMap(({ problems }) => problems.map(({ column, message }) => [column, message]))
const who = ['Jméno', 'Příjmení', 'E-mail']
const jana = ['Jana', 'Nováková', 'jana@example.org']

describe('the guess at what columns mean', () => {
  it.each<[string, Target | '']>([
    ['Jméno', 'fullName'],
    ['PŘÍJMENÍ', 'familyName'],
    ['First name', 'fullName'],
    ['Jméno a příjmení', 'fullName'],
    ['Titul před', 'titleBefore'],
    ['Titul za jménem', 'titleAfter'],
    ['e-mail:', 'email'],
    ['E-mailová adresa', 'email'],
    ['Organization', 'organisation'],
    ['Země', 'country'],
    ['Language', 'locale'],
    ['Kategorie', 'category'],
    ['Způsob účasti', 'attendance'],
    ['Doprovodné akce', 'parts'],
    ['Štítky', 'tags'],
    ['Poznámka', 'note'],
    ['Strava', `q.${diet.reference}`],
    ['diet', `q.${diet.reference}`],
    ['Will you take the bus?', `q.${bus.reference}`],
    ['večeře', 'part.P3'],
    ['', ''],
    ['Velikost trička', ''],
  ])('%s → %s', (heading, target) => {
    expect(guessMapping([heading], setup).columns).toEqual([target])
  })

  it('takes a first name for one where there is a family name, and the first of two alike', () => {
    const header = ['Jméno', 'Příjmení', 'Celé jméno', 'E-mail', 'Email']
    expect(guessMapping(header, setup).columns).toEqual(['givenName', 'familyName', '', 'email', ''])
  })

  it('says what is missing, twice or too much', () => {
    const problems = (columns: (Target | '')[], category = 'C1') =>
      mappingProblems({ columns, category, locale: 'cs', country: 'CZ', attendance: 'on_site' }, setup).map(
        ({ field, message }) => `${field} ${message.split('.').at(-1)}`,
      )
    expect(problems(['email', 'fullName'])).toEqual([])
    expect(problems(['', 'givenName'])).toEqual(['columns noEmail', 'columns noName'])
    expect(problems(['email', 'email', 'fullName'])).toEqual(['column-1 twice'])
    expect(problems(['email', 'fullName', 'familyName'])).toEqual(['column-1 twoNames'])
    expect(problems(['email', 'fullName'], '')).toEqual(['category choose'])
    expect(problems(['email', 'fullName', 'category'], '')).toEqual([])
  })

  it('offers neither a way of attending where there is one, nor parts where there are none', () => {
    const plain = possibleTargets({ ...setup, event: { ...setup.event, mode: 'online' }, parts: [] })
    expect(plain).not.toContain('attendance')
    expect(plain).not.toContain('parts')
  })
})

describe('whole names', () => {
  it.each([
    ['Jana Nováková', '', 'Jana', 'Nováková', ''],
    ['Ing. Jana Nováková, Ph.D.', 'Ing.', 'Jana', 'Nováková', 'Ph.D.'],
    ['prof. MUDr. Jan Novák, CSc., MBA', 'prof. MUDr.', 'Jan', 'Novák', 'CSc., MBA'],
    ['Mgr. et Mgr. Eva Malá', 'Mgr. et Mgr.', 'Eva', 'Malá', ''],
    ['Ing. arch. Petr Dlouhý', 'Ing. arch.', 'Petr', 'Dlouhý', ''],
    ['Jan Novák Ph.D.', '', 'Jan', 'Novák', 'Ph.D.'],
    ['Nováková, Jana', '', 'Jana', 'Nováková', ''],
    ['NOVÁKOVÁ Jana', '', 'Jana', 'NOVÁKOVÁ', ''],
    ['John F. Kennedy', '', 'John F.', 'Kennedy', ''],
    ['Anna Marie Horká', '', 'Anna Marie', 'Horká', ''],
    ['  Jana   Nováková ', '', 'Jana', 'Nováková', ''],
  ])('%s', (text, titleBefore, givenName, familyName, titleAfter) => {
    expect(readFullName(text)).toEqual({ titleBefore, givenName, familyName, titleAfter })
  })

  it('of one word are half a name', () => {
    expect(problemsOf(['Celé jméno', 'E-mail'], ['Jana', 'jana@example.org'])).toEqual([
      [0, 'imports.problems.halfName'],
    ])
  })
})

describe('words', () => {
  it.each([
    ['Česko', 'CZ'],
    ['česká republika', 'CZ'],
    ['Czechia', 'CZ'],
    ['cz', 'CZ'],
    ['Germany', 'DE'],
    ['NĚMECKO', 'DE'],
    ['Velká Británie', 'GB'],
    ['Zeměplocha', undefined],
  ])('the country %s', (cell, code) => expect(countryOf(cell)).toBe(code))

  it.each([
    ['Ano', true],
    ['x', true],
    ['✓', true],
    ['TRUE', true],
    ['ne', false],
    ['-', false],
    ['', false],
    ['možná', undefined],
  ])('yes or no: %s', (cell, answer) => expect(yesOrNo(cell)).toBe(answer))

  it('on site or online', () => {
    expect([attendanceOf('Na místě'), attendanceOf('On-line'), attendanceOf('jinde')]).toEqual([
      'on_site',
      'online',
      undefined,
    ])
  })

  it('names of things, also with commas in them', () => {
    const things = [
      { value: 1, names: ['Dílna, první', 'Workshop'] },
      { value: 2, names: ['Exkurze'] },
    ]
    expect(namedIn('dilna, prvni; EXKURZE', things)).toEqual({ found: [1, 2], unknown: [] })
    expect(namedIn('Exkurze, workshop', things)).toEqual({ found: [2, 1], unknown: [] })
    expect(namedIn('Dílna, první', things)).toEqual({ found: [1], unknown: [] })
    expect(namedIn('Exkurze | plavání', things)).toEqual({ found: [2], unknown: ['plavání'] })
    expect(namedIn(' ; ', things)).toEqual({ found: [], unknown: [] })
  })
})

describe('lines', () => {
  it('become wishes', () => {
    const header = [
      ...who,
      'Země',
      'Jazyk',
      'Kategorie',
      'Způsob účasti',
      'Strava',
      'Telefon',
      'Štítky',
      'Poznámka',
      'Večeře',
    ]
    const row = [
      ...jana,
      'Slovensko',
      'en',
      'speaker',
      'osobně',
      'VEGAN',
      '475 657 111',
      'vip, tisk',
      'Přijede dřív.',
      'ano',
    ]
    const [line] = read(header, [row])
    expect(line?.problems).toEqual([])
    expect(line?.wish?.request).toMatchObject({
      givenName: 'Jana',
      familyName: 'Nováková',
      email: 'jana@example.org',
      country: 'SK',
      locale: 'en',
      categoryId: 2,
      attendance: 'on_site',
      partIds: [3],
      optionIds: [diet.options[1]?.id],
      consents: [],
    })
    expect(line?.wish?.request.answers?.map(({ questionId, value }) => [questionId, value])).toEqual([
      [diet.id, ['Vegan']],
      [phone.id, '+421475657111'],
    ])
    expect([line?.wish?.tags, line?.wish?.note]).toEqual([['vip', 'tisk'], 'Přijede dřív.'])
  })

  it('take what is usual where they say nothing, and make nobody answer', () => {
    const [line] = read([...who, 'Strava'], [[...jana, '']])
    expect(line?.wish?.request).toMatchObject({ country: 'CZ', locale: 'cs', categoryId: 1, attendance: 'on_site' })
    expect(line?.wish?.request.answers).toEqual([])
  })

  it.each<[string, string[], string[], [number, string][]]>([
    ['an address that is none', who, ['Jana', 'Nováková', 'jana@'], [[2, 'errors.email']]],
    [
      'nothing at all',
      who,
      ['', '', ''],
      [
        [2, 'imports.problems.empty'],
        [0, 'imports.problems.empty'],
        [1, 'imports.problems.empty'],
      ],
    ],
    ['a name too long', who, ['J'.repeat(101), 'N', 'a@example.org'], [[0, 'errors.tooLong']]],
    ['a formula', who, ["=cmd|' /C calc'!A0", 'N', 'a@example.org'], [[0, 'imports.problems.formula']]],
    ['a cell cut at its end', [...who, 'Poznámka'], [...jana, 'x'.repeat(10_001)], [[3, 'errors.tooLong']]],
    ['a category there is not', [...who, 'Kategorie'], [...jana, 'VIP'], [[3, 'imports.problems.unknownCategory']]],
    ['a country there is not', [...who, 'Země'], [...jana, 'Atlantida'], [[3, 'imports.problems.unknownCountry']]],
    ['a language we do not write in', [...who, 'Jazyk'], [...jana, 'de'], [[3, 'imports.problems.unknownLanguage']]],
    ['another way', [...who, 'Účast'], [...jana, 'poštou'], [[3, 'imports.problems.unknownAttendance']]],
    ['an option there is not', [...who, 'Strava'], [...jana, 'Led'], [[3, 'imports.problems.unknownOption']]],
    ['neither yes nor no', [...who, 'Pojedete autobusem?'], [...jana, 'snad'], [[3, 'imports.problems.yesOrNo']]],
    ['a telephone that is none', [...who, 'Telefon'], [...jana, '12'], [[3, 'errors.phone']]],
    ['a part there is not', [...who, 'Části'], [...jana, 'Ples'], [[3, 'imports.problems.unknownPart']]],
    ['parts at one time', [...who, 'Části'], [...jana, 'Dílna, první; Exkurze'], [[3, 'imports.problems.clash']]],
    [
      'a part not for them',
      [...who, 'Účast', 'Večeře'],
      [...jana, 'online', 'x'],
      [[4, 'imports.problems.partNotFor']],
    ],
    ['a tag too long', [...who, 'Štítky'], [...jana, 't'.repeat(41)], [[3, 'imports.problems.longTag']]],
  ])('with %s are wrong', (_name, header, row, problems) => {
    expect(problemsOf(header, row)).toEqual(problems)
  })

  it('tell of an answer to what is not asked, and do not keep it', () => {
    const [line] = read([...who, 'Název příspěvku'], [[...jana, 'O klastrech']])
    expect([line?.wish?.ignored, line?.wish?.request.answers]).toEqual([[3], []])
  })

  it('that say the same are taken once; two people need two addresses', () => {
    const lines = read(who, [jana, ['Jana', 'NOVÁKOVÁ', 'JANA@example.org'], ['Petr', 'Malý', 'jana@example.org']])
    expect(lines.map(({ sameAs }) => sameAs)).toEqual([undefined, 2, undefined])
    expect(lines[2]?.problems).toEqual([{ column: 2, message: 'imports.problems.sharedAddress', values: { line: 2 } }])
  })

  it('have so many tags together at most', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ['Jana', 'N', `a${index}@example.org`, `t${index}`])
    const wrong = read([...who, 'Štítky'], rows).filter(({ wish }) => wish === undefined)
    expect(wrong).toHaveLength(10)
  })

  it('of any texts never throw', () => {
    const hostile = ['\u202e<script>', '$(rm)', "'; drop table", '\ud83d\ude00', '1e309', '-', 'NaN', '%00', '{{7*7}}']
    const header = [...who, 'Země', 'Jazyk', 'Kategorie', 'Účast', 'Části', 'Strava', 'Telefon', 'Štítky', 'Poznámka']
    for (const text of hostile) expect(() => read(header, [header.map(() => text)])).not.toThrow()
  })
})
