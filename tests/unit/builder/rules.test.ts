import { describe, expect, it } from '@jest/globals'
import { readLimits } from '../../../src/features/builder/forms/limits.ts'
import { isOptionRow, readQuestionForm } from '../../../src/features/builder/forms.ts'
import { matchCategories } from '../../../src/features/builder/rules/categories.ts'
import { consequencesOf, type Standing } from '../../../src/features/builder/rules/consequences.ts'
import type { QuestionDraft } from '../../../src/features/builder/types.ts'
import type { Question } from '../../../src/features/questions/types.ts'
import { aQuestion, questionInput } from '../../factories/questions.ts'

/** The question as it stands, as a draft with some changes. */
function draftOf(
  question: Question,
  changes: Partial<QuestionDraft['input']> = {},
  capacities: (number | null)[] = [],
) {
  const { label, purpose, isRequired, least, most, categoryIds, shownIf, shownIfValues, options } = question
  const same = { label, purpose, isRequired, least, most, categoryIds, shownIf, shownIfValues, options }
  return { input: questionInput({ ...same, ...changes }), capacities }
}

const standing: Standing = { answers: 3, chosen: { a: 2 }, capacities: new Map(), registrations: 5 }
const kindsOf = (question: Question, draft: QuestionDraft, given: Partial<Standing> = {}) =>
  consequencesOf(question, draft, { ...standing, ...given }, 'cs').map(({ kind }) => kind)

describe('the consequences of a change', () => {
  const text = aQuestion('short_text')
  const choice = aQuestion('one_choice', { choices: ['a', 'b'] })
  const [a, b] = choice.options

  it('are none where nothing touches answers', () => {
    expect(kindsOf(text, draftOf(text, { help: { cs: 'Rada' } }))).toEqual([])
    expect(kindsOf(text, draftOf(text, { label: { cs: 'Jinak' }, most: 5 }), { answers: 0 })).toEqual([])
    expect(kindsOf(choice, draftOf(choice))).toEqual([])
  })

  it('are told of words, limits, and fewer people', () => {
    expect(kindsOf(text, draftOf(text, { label: { cs: 'Jinak' } }))).toEqual(['relabelled'])
    expect(kindsOf(text, draftOf(text, { most: 5 }))).toEqual(['limited'])
    expect(kindsOf(text, draftOf(text, { categoryIds: [1] }))).toEqual(['narrowed'])
    expect(kindsOf(text, draftOf(text, { shownIf: 'X', shownIfValues: ['yes'] }))).toEqual(['narrowed'])
    expect(kindsOf(text, draftOf(text, { isRequired: true }))).toEqual(['required'])
    expect(kindsOf(text, draftOf(text, { isRequired: true }), { registrations: 3 })).toEqual([])
  })

  it('are a new version for a consent', () => {
    const consent = aQuestion('consent', { textVersion: 2 })
    const draft = draftOf(consent, { purpose: { cs: 'fotky' } })
    expect(consequencesOf(consent, draft, standing, 'cs')).toEqual([{ kind: 'reworded', answers: 3, version: 3 }])
  })

  it('are told of options that were chosen, and of no others', () => {
    const without = (reference: string) => choice.options.filter(option => option.reference !== reference)
    expect(kindsOf(choice, draftOf(choice, { options: without('a') }))).toEqual(['option-archived'])
    expect(kindsOf(choice, draftOf(choice, { options: without('b') }))).toEqual([])
    const renamed = [{ reference: 'a', label: { cs: 'A!' }, hasWaitingList: false }, b ?? choice.options[0]]
    const input = { options: renamed.filter(option => option !== undefined) }
    expect(kindsOf(choice, draftOf(choice, input))).toEqual(['option-relabelled'])
    expect(kindsOf(choice, draftOf(choice, {}, [10, null]))).toEqual(['option-counted'])
    const counted = { capacities: new Map([[a?.id ?? 0, 5]]) }
    expect(kindsOf(choice, draftOf(choice, {}, [10, null]), counted)).toEqual([])
  })
})

describe('what an organiser types', () => {
  it('are limits that make sense for the kind', () => {
    expect(readLimits('number', { least: '−3', most: '1 500' })).toEqual({ least: -3, most: 1500, problems: [] })
    expect(readLimits('short_text', { least: '', most: '0' }).problems.map(({ field }) => field)).toEqual(['most'])
    expect(readLimits('number', { least: '5', most: '4' }).problems[0]?.message).toBe('errors.limitsCrossed')
    expect(readLimits('date', { least: '1. 1. 1970', most: '2.1.1970' })).toMatchObject({ least: 0, most: 1 })
    expect(readLimits('date', { least: 'zítra', most: '' }).problems[0]?.message).toBe('errors.date')
    expect(readLimits('yes_no', { least: '7', most: 'x' })).toEqual({ least: null, most: null, problems: [] })
  })

  it('are options without the empty rows, each with its places', () => {
    expect(isOptionRow({ reference: '', cs: ' ', en: '', capacity: '5', waits: 'yes' })).toBe(false)
    const body = {
      'label.cs': 'Oběd',
      'option.0.cs': '',
      'option.3.cs': ' polévka ',
      'option.3.capacity': '2',
      'option.7.en': 'salad',
      'option.7.waits': 'yes',
    }
    const surroundings = { kind: 'one_choice', questions: [], question: undefined, categories: [] } as const
    const reading = readQuestionForm(body, surroundings)
    expect(reading.ok && reading.draft).toMatchObject({
      input: {
        options: [
          { reference: undefined, label: { cs: 'polévka' }, hasWaitingList: false },
          { reference: undefined, label: { en: 'salad' }, hasWaitingList: true },
        ],
      },
      capacities: [2, null],
    })
  })

  it('are categories of the same name, however it is written', () => {
    const from = [
      { id: 1, name: { cs: 'Řečníci' } },
      { id: 2, name: { en: 'Press' } },
      { id: 3, name: {} },
    ]
    const to = [
      { id: 7, name: { cs: 'recnici' } },
      { id: 8, name: { cs: 'Média', en: 'press' } },
      { id: 9, name: {} },
    ]
    expect(matchCategories(from, to)).toEqual(
      new Map([
        [1, 7],
        [2, 8],
      ]),
    )
  })
})
