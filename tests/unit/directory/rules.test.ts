import { describe, expect, it } from '@jest/globals'
import { blankRow, changeRows, isFilledRow, readRows, rowOperation } from '../../../src/core/http/form-rows.ts'
import { slugCandidates, slugFrom } from '../../../src/core/slugs.ts'
import { partnerRows, programmeForm, readProjectForm } from '../../../src/features/directory/forms.ts'
import { mayShowEuEmblem, projectStatistics } from '../../../src/features/directory/rules.ts'

describe('the EU emblem', () => {
  it.each([
    ['Norské fondy 2014–2021', false],
    ['Norway Grants', false],
    ['EEA Grants', false],
    ['Fondy EHP', false],
    ['Interreg IVC', true],
    ['Operační program Výzkum, vývoj a vzdělávání', true],
  ])('of %s may be shown: %s', (name, may) => {
    expect(mayShowEuEmblem({ name: { cs: name }, statement: {} })).toBe(may)
    expect(mayShowEuEmblem({ name: {}, statement: { en: name } })).toBe(may)
  })

  it('needs its statement', () => {
    const refused = programmeForm.safeParse({ 'name.cs': 'Interreg', 'name.en': '', showsEuEmblem: 'yes' })
    expect(refused.error?.issues.map(issue => [issue.path.join('.'), issue.message])).toEqual([
      ['statement.cs', 'errors.emblemStatement'],
    ])
  })
})

describe('statistics of projects', () => {
  it('count states and the share that was approved', () => {
    const states = [
      ...Array<'running'>(5).fill('running'),
      ...Array<'before_start'>(1).fill('before_start'),
      ...Array<'sustainability'>(3).fill('sustainability'),
      ...Array<'closed'>(9).fill('closed'),
      ...Array<'rejected'>(22).fill('rejected'),
    ]
    expect(projectStatistics(states)).toEqual({
      states: { before_start: 1, running: 5, sustainability: 3, closed: 9, rejected: 22 },
      total: 40,
      successRate: 0.45,
    })
    expect(projectStatistics([]).successRate).toBeUndefined()
  })
})

describe('addresses out of names', () => {
  it('lose diacritics and everything that is no word', () => {
    expect(slugFrom('Posílení meziodvětvové & meziregionální spolupráce 2023!')).toBe(
      'posileni-meziodvetvove-meziregionalni-spoluprace-2023',
    )
    expect(slugFrom('Žižkův stůl — '.repeat(20)).length).toBeLessThanOrEqual(80)
    expect(slugFrom('Новини')).toBe('')
    expect(slugFrom('New')).toBe('new-1')
  })

  it('are counted on until one is free, never over 80 characters', () => {
    const [first, second, third] = [...slugCandidates('a'.repeat(80))]
    expect([first, second, third].map(slug => slug?.slice(-4))).toEqual(['aaaa', 'aa-2', 'aa-3'])
    expect(second).toHaveLength(80)
  })
})

describe('rows of a form', () => {
  const values = { 'partner.0.name': 'A', 'partner.0.country': 'CZ', 'partner.4.name': 'B', 'name.cs': 'Projekt' }

  it('are read in order, whatever is missing between', () => {
    expect(readRows(values, partnerRows).map(row => row['name'])).toEqual(['A', 'B'])
    expect(isFilledRow(blankRow(partnerRows))).toBe(false)
  })

  it('are added, moved and removed by buttons, and nothing else changes', () => {
    const add = rowOperation({ rows: 'partner.add' })
    const up = rowOperation({ rows: 'partner.up.1' })
    const remove = rowOperation({ rows: 'partner.remove.0' })
    if (!add || !up || !remove) throw new Error('no operation was read')
    const names = (changed: Record<string, string>) => readRows(changed, partnerRows).map(row => row['name'])
    expect(names(changeRows(values, partnerRows, add))).toEqual(['A', 'B', ''])
    expect(names(changeRows(values, partnerRows, up))).toEqual(['B', 'A'])
    expect(names(changeRows(values, partnerRows, remove))).toEqual(['B'])
    expect(changeRows(values, partnerRows, remove)['name.cs']).toBe('Projekt')
    expect(rowOperation({ rows: 'partner.delete.0' })).toBeUndefined()
    expect(rowOperation({ rows: ['partner.add'] })).toBeUndefined()
  })

  it('name the problem of a row by its own field', () => {
    const body = { currency: 'EUR', state: 'running', ...values, 'partner.4.web': 'javascript:alert(1)' }
    const reading = readProjectForm(body)
    expect(reading.ok ? [] : reading.problems.map(problem => [problem.field, problem.message])).toEqual([
      ['partner.1.country', 'errors.country'],
      ['partner.1.web', 'errors.url'],
    ])
  })
})
