import { describe, expect, it } from '@jest/globals'
import { instant, timeZone } from '../../../src/core/time.ts'
import { readTerms } from '../../../src/features/invitations/forms/codes.ts'
import { readInvited, toTabs } from '../../../src/features/invitations/forms/list.ts'
import { readPasted } from '../../../src/core/tables.ts'
import {
  isFormula,
  languageOf,
  missingColumns,
  recogniseColumns,
  splitName,
} from '../../../src/features/invitations/rules/columns.ts'
import { looksLikePerson, stateOf, viewOf } from '../../../src/features/invitations/rules/states.ts'

const now = instant('2027-03-01T12:00:00Z')
const event = {
  endsAt: instant('2027-09-17T10:00:00Z'),
  publishedAt: now,
  cancelledAt: null,
  archivedAt: null,
}
const open = { answer: null, withdrawnAt: null, registrationStatus: null } as const

describe('what the invited see', () => {
  it.each([
    ['the question', open, {}, 'open'],
    ['a yes', { ...open, answer: 'yes', registrationStatus: 'waiting' } as const, {}, 'yes'],
    ['the question again', { ...open, answer: 'yes', registrationStatus: 'cancelled' } as const, {}, 'open'],
    ['a no', { ...open, answer: 'no' } as const, {}, 'no'],
    ['that it was withdrawn', { ...open, withdrawnAt: now }, {}, 'withdrawn'],
    ['nothing of a draft', open, { publishedAt: null }, 'withdrawn'],
    [
      'that it is cancelled',
      { ...open, answer: 'yes', registrationStatus: 'confirmed' } as const,
      { cancelledAt: now },
      'cancelled',
    ],
    ['that it is over', open, { endsAt: now }, 'over'],
    ['that it is archived', open, { archivedAt: now }, 'over'],
  ])('is %s', (_name, invitation, facts, view) => {
    expect(viewOf(invitation, { ...event, ...facts }, now)).toBe(view)
  })

  it('stands for the organiser as answered, opened or sent', () => {
    expect(stateOf({ answer: 'no', openedAt: now, withdrawnAt: null })).toBe('no')
    expect(stateOf({ answer: null, openedAt: now, withdrawnAt: null })).toBe('opened')
    expect(stateOf({ answer: null, openedAt: null, withdrawnAt: null })).toBe('sent')
    expect(stateOf({ answer: null, openedAt: now, withdrawnAt: now })).toBe('withdrawn')
  })
})

describe('a person at the page', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  it.each([
    ['GET', firefox, '', true],
    ['HEAD', firefox, '', false],
    ['GET', firefox, 'prefetch', false],
    ['GET', '', '', false],
    ['GET', 'curl/8.5.0', '', false],
    ['GET', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', '', false],
    ['GET', 'Mozilla/5.0 (compatible; BarracudaLinkProtect/1.0)', '', false],
    ['GET', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) SkypeUriPreview Preview/0.5', '', false],
  ])('%s %s %s: %s', (method, userAgent, purpose, isPerson) => {
    expect(looksLikePerson({ method, userAgent, purpose })).toBe(isPerson)
  })
})

describe('a list', () => {
  const read = (text: string, usual: 'cs' | 'en' = 'cs') => {
    const table = readPasted(text)
    if (table.kind !== 'table') throw new Error(table.reason)
    return readInvited(table.rows, recogniseColumns(table.header), usual)
  }

  it('is recognised by its headings in both languages', () => {
    const czech = recogniseColumns(['Titul', 'JMÉNO', 'Příjmení', 'E-mail:', 'Organizace', 'Země', 'Jazyk', 'Poznámka'])
    expect([...czech]).toEqual([
      ['titleBefore', 0],
      ['givenName', 1],
      ['familyName', 2],
      ['email', 3],
      ['organisation', 4],
      ['country', 5],
      ['language', 6],
    ])
    const english = recogniseColumns(['Given name', 'Surname', 'E-mail address', 'Company', 'Country'])
    expect([...english.keys()]).toEqual(['givenName', 'familyName', 'email', 'organisation', 'country'])
    expect(missingColumns(recogniseColumns(['jana@example.org', 'Jana']))).toEqual(['email', 'name'])
    expect(missingColumns(recogniseColumns(['Full name', 'Mail']))).toEqual([])
  })

  it('gives people, with names in one column too', () => {
    const { people, problems } = read(
      'Jméno a příjmení\tE-mail\tZemě\tJazyk\nJana Marie Nováková\tjana@example.org\tČesko\t\nNovák, Petr\tpetr@example.org\tslovakia\tanglicky',
    )
    expect(problems).toEqual([])
    expect(people).toEqual([
      expect.objectContaining({ row: 2, givenName: 'Jana Marie', familyName: 'Nováková', country: 'CZ', locale: 'cs' }),
      expect.objectContaining({ row: 3, givenName: 'Petr', familyName: 'Novák', country: 'SK', locale: 'en' }),
    ])
    expect(splitName('Madonna')).toEqual({ givenName: '', familyName: 'Madonna' })
  })

  it('says what is wrong in which row, and takes no formula for a name', () => {
    const { problems, people } = read(
      [
        'Jméno;Příjmení;E-mail;Organizace;Země;Jazyk',
        '=HYPERLINK("http://zlo.example");Nováková;jana@example.org;ICUK;CZ;cs',
        'Petr;;petr(at)example.org;ICUK;Atlantida;klingonsky',
        `Pavel;${'X'.repeat(101)};;;;`,
        '+420(SUM!A1);Svoboda;svoboda@example.org;@SUM(A1);;',
      ].join('\n'),
    )
    expect(people).toEqual([])
    expect(problems.map(({ row, column, problem }) => `${row} ${column} ${problem}`)).toEqual([
      '2 givenName formula',
      '3 familyName missing',
      '3 email email',
      '3 country country',
      '3 language language',
      '4 familyName too-long',
      '4 email missing',
      '5 givenName formula',
      '5 organisation formula',
    ])
    expect(isFormula('-cmd|(x)')).toBe(false)
    expect(isFormula('- ICUK')).toBe(false)
    expect(isFormula('＝1+1')).toBe(true)
  })

  it('invites an address once, whatever its case', () => {
    const { people, doubled } = read('Jméno;Příjmení;Mail\nA;B;jana@example.org\nC;D;JANA@example.org')
    expect(people).toHaveLength(1)
    expect(doubled).toEqual([{ row: 3, email: 'JANA@example.org' }])
  })

  it('lets no address break a header', () => {
    const { problems } = read('Příjmení;Mail\nX;"jana@example.org\r\nBcc: vsem@example.org"')
    expect(problems).toEqual([{ row: 2, column: 'email', problem: 'email' }])
  })

  it('survives being shown in the form and read again', () => {
    const table = [
      ['Příjmení', 'E-mail', 'Organizace'],
      ['Nováková', 'jana@example.org', 'Spolek "Most";\tÚstí\nnad Labem'],
    ]
    const again = readPasted(toTabs(table))
    expect(again).toMatchObject({
      header: ['Příjmení', 'E-mail', 'Organizace'],
      rows: [['Nováková', 'jana@example.org', 'Spolek "Most"; Ústí nad Labem']],
    })
  })

  it('knows the languages we write in', () => {
    expect(['CZ', 'čeština', 'EN', 'English', 'de'].map(languageOf)).toEqual(['cs', 'cs', 'en', 'en', undefined])
  })
})

describe('the terms of a code', () => {
  const typed = { category: '', mostUses: undefined, reserves: false, expiresDate: '', expiresTime: '', note: '' }
  const zone = timeZone('Europe/Sofia')
  const categories = [{ id: 7, reference: 'HOSTE' }]

  it('expire in the zone of the event, a date alone at its last minute', () => {
    const read = (expiresDate: string, expiresTime = '') =>
      readTerms({ ...typed, expiresDate, expiresTime }, categories, zone)
    expect(read('15. 9. 2027').expiresAt).toEqual(instant('2027-09-15T20:59:00Z'))
    expect(read('2027-01-15', '8.30').expiresAt).toEqual(instant('2027-01-15T06:30:00Z'))
    expect(read('2027-03-28', '3.30').problems).toEqual([{ field: 'expiresTime', message: 'errors.gap' }])
    expect(read('2020-01-01').problems).toEqual([{ field: 'expiresDate', message: 'errors.inPast' }])
    expect(read('', '8.30').problems).toEqual([{ field: 'expiresDate', message: 'errors.required' }])
  })

  it('keep places only in a category and for a number of uses', () => {
    const fields = (value: { category?: string; reserves?: boolean; mostUses?: number }) =>
      readTerms({ ...typed, ...value, mostUses: value.mostUses }, categories, zone).problems.map(({ field }) => field)
    expect(fields({ reserves: true })).toEqual(['category', 'mostUses'])
    expect(fields({ reserves: true, category: 'HOSTE', mostUses: 3 })).toEqual([])
    expect(fields({ category: 'CIZI' })).toEqual(['category'])
  })
})
