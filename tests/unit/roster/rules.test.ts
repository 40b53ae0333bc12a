import { describe, expect, it } from '@jest/globals'
import { concerned, countConcerned } from '../../../src/features/roster/rules/bulk.ts'
import { usualColumns } from '../../../src/features/roster/rules/columns.ts'
import { cursorAt, readCursor } from '../../../src/features/roster/rules/cursor.ts'
import {
  filtersOf,
  parseSelection,
  selectionAtTheDoor,
  selectionQuery,
} from '../../../src/features/roster/rules/selection.ts'
import { longestTag, readTag } from '../../../src/features/roster/rules/tags.ts'

const canonical = (query: string) => selectionQuery(parseSelection(query)).toString()

describe('the address of the table', () => {
  it('is empty for the usual, and one text for one view however it was written', () => {
    expect(canonical('')).toBe('')
    expect(canonical('sort=changed&direction=descending&page=3&after=ABCD&q=+')).toBe('')
    expect(canonical(`columns=${usualColumns.join(',')}`)).toBe('')
    expect(canonical('columns=email&columns=tags')).toBe('columns=email%2Ctags')
    expect(canonical('status=waiting&status=confirmed')).toBe(canonical('status=confirmed&status=waiting'))
  })

  it.each([
    'q=n%C3%A1+%26&status=confirmed&category=ABCD&part=EFGH&partState=waiting&tag=VIP+%3D&answer=QQQQ.yes',
    'delegation=any&country=CZ&country=PL&code=*&note=yes&language=en&since=2027-01-01&sort=name&columns=email%2Cq.ABCD',
    'option=ABCD&optionState=offered&attendance=online&sort=status&direction=descending',
  ])('is read and written back: %s', query => {
    expect(canonical(canonical(query))).toBe(canonical(query))
    expect(new URLSearchParams(canonical(query))).toEqual(new URLSearchParams(query))
  })

  it('ignores what it does not know', () => {
    const nonsense =
      'status=zzz&category=%27--&part=a b&attendance=x&since=31.2.2027&country=cz&sort=;drop&columns=__proto__'
    expect(canonical(`${nonsense}&answer=a.b.c&answer=.&partState=waiting&language=de`)).toBe('')
    expect(parseSelection(`q=${'x'.repeat(10_000)}`).search).toHaveLength(200)
    expect(parseSelection('q=a%00b').search).toBe('ab')
    expect(canonical('constructor=x&__proto__=y&toString=z&q=a')).toBe('q=a')
    expect(filtersOf(parseSelection('tag=a&tag=a&tag=b'))).toHaveLength(2)
  })

  it('is cut at the door to what the door sees', () => {
    const asked = parseSelection('q=a&status=waiting&tag=VIP&code=*&note=yes&country=CZ&sort=created&columns=email')
    expect(selectionQuery(selectionAtTheDoor(asked)).toString()).toBe(
      'q=a&status=waiting&columns=organisation%2Ccategory%2Cstatus%2Carrived',
    )
  })
})

describe('a cursor', () => {
  it('names a registration and keeps numbers alone', () => {
    const line = { reference: 'K7PM2345', cursor0: '1763821234567890', cursor1: null }
    expect(cursorAt(line)).toBe('K7PM2345.1763821234567890')
    expect(readCursor(cursorAt(line), '')).toEqual({ side: 'after', reference: 'K7PM2345', keys: ['1763821234567890'] })
    expect(readCursor('', 'K7PM2345')).toEqual({ side: 'before', reference: 'K7PM2345', keys: [] })
    for (const text of ['', 'x', "K7PM2345'", 'K7PM2345.-1', 'K7PM2345.1.2.3', `K7PM2345.${'9'.repeat(19)}`])
      expect(readCursor(text, '')).toBeUndefined()
  })
})

describe('a tag', () => {
  it('is one line without separators', () => {
    expect(readTag('  VIP   hosté ')).toBe('VIP hosté')
    expect(readTag('a,b;c\u0000\u202ed')).toBe('a b c d')
    expect(readTag('x'.repeat(longestTag))).toHaveLength(longestTag)
    for (const nothing of ['', ' , ;', '\u200b', 'x'.repeat(longestTag + 1)]) expect(readTag(nothing)).toBeUndefined()
  })
})

describe('a deed done to many', () => {
  it('concerns those it makes sense for', () => {
    const counts = { confirmed: 1, offered: 2, waiting: 4, applied: 8, unconfirmed: 16, declined: 32, cancelled: 64 }
    expect(countConcerned('approve', counts)).toBe(8)
    expect(countConcerned('decline', counts)).toBe(8)
    expect(countConcerned('cancel', counts)).toBe(31)
    expect(countConcerned('mail', counts)).toBe(127 - 16)
    expect(countConcerned('tag', counts)).toBe(127)
    expect(concerned.mail).not.toContain('unconfirmed')
  })
})
