import { describe, expect, it } from '@jest/globals'
import {
  answersToValues,
  answerText,
  chosenOptionIds,
  consentWords,
  givenAnswers,
  givenConsents,
} from '../../../src/features/questions/rules/answers.ts'
import { checkCompanyNumber } from '../../../src/features/questions/rules/company-number.ts'
import { neededOption, possibleConditions, readCondition } from '../../../src/features/questions/rules/conditions.ts'
import { isReworded } from '../../../src/features/questions/rules/consents.ts'
import { controlOf, shownOnForm } from '../../../src/features/questions/rules/drawing.ts'
import {
  dateOfDays,
  daysKept,
  daysOfDate,
  fieldName,
  listFieldsOf,
} from '../../../src/features/questions/rules/kinds.ts'
import { reorder } from '../../../src/features/questions/rules/order.ts'
import { readAnswers } from '../../../src/features/questions/rules/reading.ts'
import { visibleQuestions } from '../../../src/features/questions/rules/visibility.ts'
import type { Question, ReadingContext } from '../../../src/features/questions/types.ts'
import { aQuestion, shownWhen } from '../../factories/questions.ts'

const everybody: ReadingContext = { categoryId: undefined }

/** Reads one typed answer: its value, or the message of what is wrong with it. */
function read(question: Question, typed: string | readonly string[], context: ReadingContext = everybody) {
  const name = fieldName(question)
  const form =
    typeof typed === 'string' ? { values: { [name]: typed }, lists: {} } : { values: {}, lists: { [name]: typed } }
  const { answers, problems } = readAnswers([question], form, context)
  return problems[0]?.message ?? answers.get(question.id)
}

describe('a company number', () => {
  it.each(['44555601', '00081582', '62156489', ' 445 556 01 ', '81582'])('%s has a right check digit', typed => {
    const right = checkCompanyNumber(typed)
    expect([typed, right?.length ?? 0]).toEqual([typed, typed === '81582' ? 0 : 8])
  })

  it('is written with its leading zeros', () => {
    expect(checkCompanyNumber('081582')).toBe('00081582')
  })

  it.each(['44555602', '12345678', '00000000', 'CZ44555601', '445556010', '', '4455560¹'])('%s has not', typed => {
    expect(checkCompanyNumber(typed)).toBeUndefined()
  })

  it('covers the check digits 0 and 1 of the remainders 1 and 0', () => {
    const all = Array.from({ length: 200 }, (_, n) => String(1_000_000 + n))
    const digits = all.map(seven =>
      Array.from({ length: 10 }, (_, d) => `${seven}${d}`).filter(n => checkCompanyNumber(n)),
    )
    // Exactly one check digit belongs to every seven digits.
    expect(digits.map(found => found.length)).toEqual(all.map(() => 1))
  })
})

describe('answers by kind', () => {
  it('are texts within their limits', () => {
    expect(read(aQuestion('short_text'), '  ahoj\n světe ')).toBe('ahoj světe')
    expect(read(aQuestion('short_text', { most: 3 }), 'ahoj')).toBe('errors.tooLong')
    expect(read(aQuestion('short_text', { least: 5 }), 'ahoj')).toBe('errors.tooShort')
    expect(read(aQuestion('short_text', { most: 2 }), '👍👍')).toBe('👍👍')
    expect(read(aQuestion('short_text'), 'x'.repeat(301))).toBe('errors.tooLong')
    expect(read(aQuestion('long_text'), 'a\r\n\r\nb')).toBe('a\n\nb')
    expect(read(aQuestion('long_text'), 'x'.repeat(5_001))).toBe('errors.tooLong')
  })

  it('are addresses, telephones and countries', () => {
    expect(read(aQuestion('email'), ' jana@example.org ')).toBe('jana@example.org')
    expect(read(aQuestion('email'), 'jana@')).toBe('errors.email')
    expect(read(aQuestion('phone'), '475 657 111')).toBe('+420475657111')
    expect(read(aQuestion('phone'), '030 901820', { ...everybody, country: 'DE' })).toBe('+4930901820')
    expect(read(aQuestion('phone'), '+44 20 7946 0958', { ...everybody, country: 'DE' })).toBe('+442079460958')
    expect(read(aQuestion('phone'), '12')).toBe('errors.phone')
    expect(read(aQuestion('country'), 'BG')).toBe('BG')
    expect(read(aQuestion('country'), 'XX')).toBe('errors.country')
    expect(read(aQuestion('company_number'), '44555601')).toBe('44555601')
    expect(read(aQuestion('company_number'), '44555602')).toBe('errors.companyNumber')
  })

  it('take the country of a telephone from the form', () => {
    const phone = aQuestion('phone')
    const values = { [fieldName(phone)]: '2 951 2345', country: 'BG' }
    expect(readAnswers([phone], { values, lists: {} }, everybody).answers.get(phone.id)).toBe('+35929512345')
  })

  it('are numbers and dates within their limits', () => {
    expect(read(aQuestion('number'), '1 500')).toBe(1500)
    expect(read(aQuestion('number'), '−2,5')).toBe(-2.5)
    expect(read(aQuestion('number', { least: 1 }), '0')).toBe('errors.numberMin')
    expect(read(aQuestion('number', { most: 10 }), '11')).toBe('errors.numberMax')
    expect(read(aQuestion('number'), '1e9')).toBe('errors.number')
    const [from, to] = [daysOfDate('2027-09-13'), daysOfDate('2027-09-15')]
    expect(read(aQuestion('date', { least: from, most: to }), '13. 9. 2027')).toBe('2027-09-13')
    expect(read(aQuestion('date', { least: from, most: to }), '2027-09-16')).toBe('errors.dateOutside')
    expect(read(aQuestion('date'), '31. 2. 2027')).toBe('errors.date')
    expect(dateOfDays(daysOfDate('2027-02-28'))).toBe('2027-02-28')
  })

  it('are yes, no, or nothing', () => {
    const question = aQuestion('yes_no')
    expect([read(question, 'yes'), read(question, 'no'), read(question, '')]).toEqual([true, false, undefined])
    expect(read(question, 'maybe')).toBe('errors.choose')
    expect(read(aQuestion('yes_no', { isRequired: true }), '')).toBe('errors.choose')
  })

  it('are consents that must be ticked when they are required', () => {
    expect(read(aQuestion('consent'), 'yes')).toBe(true)
    expect(read(aQuestion('consent'), '')).toBeUndefined()
    expect(read(aQuestion('consent', { isRequired: true }), '')).toBe('errors.consent')
  })

  it('are choices among the options of the question', () => {
    const one = aQuestion('one_choice', { choices: ['A', 'B'] })
    expect(read(one, 'B')).toEqual(['B'])
    expect(read(one, 'C')).toBe('errors.unknownChoice')
    const several = aQuestion('several_choices', { choices: ['A', 'B', 'C'], least: 2, most: 2 })
    expect(read(several, ['C', 'A', 'A'])).toEqual(['A', 'C'])
    expect(read(several, ['A'])).toBe('errors.tooFew')
    expect(read(several, ['A', 'B', 'C'])).toBe('errors.tooMany')
    expect(read(several, [])).toBeUndefined()
  })

  it('keep an archived option that was chosen before, and only that', () => {
    const question = aQuestion('one_choice', { choices: ['A', 'B'] })
    const [a, b] = question.options
    const archived = { ...question, options: [{ ...a, archivedAt: new Date(0) }, b] } as Question
    expect(read(archived, 'A')).toBe('errors.unknownChoice')
    expect(read(archived, 'A', { ...everybody, former: new Map([[question.id, ['A']]]) })).toEqual(['A'])
  })

  it('are files that somebody stored', () => {
    const question = aQuestion('file', { isRequired: true })
    expect(read(question, 'anything')).toBe('errors.fileMissing')
    expect(read(question, '', { ...everybody, files: new Map([[question.reference, 'F1']]) })).toBe('F1')
  })

  it('are required where the organiser says so', () => {
    expect(read(aQuestion('short_text', { isRequired: true }), ' \u200b ')).toBe('errors.required')
    expect(read(aQuestion('number', { isRequired: true }), '')).toBe('errors.required')
  })
})

describe('conditions', () => {
  const coming = aQuestion('yes_no')
  const meal = shownWhen(aQuestion('one_choice', { choices: ['soup', 'salad'], isRequired: true }), coming, 'yes')
  const soup = shownWhen(aQuestion('short_text', { isRequired: true }), meal, 'soup')
  const chain = [coming, meal, soup]

  it('hide what is not asked, whatever was sent', () => {
    const values = { [fieldName(coming)]: 'no', [fieldName(meal)]: 'soup', [fieldName(soup)]: 'x' }
    const reading = readAnswers(chain, { values, lists: {} }, everybody)
    expect([...reading.answers.keys()]).toEqual([coming.id])
    expect(reading.problems).toEqual([])
  })

  it('are asked along a chain', () => {
    const answers = new Map<number, boolean | string[]>([
      [coming.id, true],
      [meal.id, ['soup']],
    ])
    expect(visibleQuestions(chain, undefined, answers)).toEqual(chain)
    expect(visibleQuestions(chain, undefined, new Map([[meal.id, ['soup']]]))).toEqual([coming])
  })

  it('make the form ask, without complaint, what was not on the page', () => {
    const asked = ['-', coming.reference]
    const typed = { values: { [fieldName(coming)]: 'yes' }, lists: { asked } }
    const reading = readAnswers(chain, typed, everybody)
    expect([reading.newlyAsked, reading.problems]).toEqual([[meal], []])
    const again = {
      values: { ...typed.values, [fieldName(meal)]: 'soup' },
      lists: { asked: [...asked, meal.reference] },
    }
    expect(readAnswers(chain, again, everybody).newlyAsked).toEqual([soup])
    const last = { ...again, lists: { asked: [...again.lists.asked, soup.reference] } }
    expect(readAnswers(chain, last, everybody).problems).toEqual([
      { field: fieldName(soup), message: 'errors.required', values: undefined },
    ])
  })

  it('complain at once where everything is shown', () => {
    const typed = { values: { [fieldName(coming)]: 'yes' }, lists: {} }
    expect(readAnswers(chain, typed, everybody).problems.map(({ field }) => field)).toEqual([fieldName(meal)])
  })

  it('decide what is drawn, from what stands in the form', () => {
    const shown = (values: Record<string, string>) => [...shownOnForm(chain, { values, lists: {} }, everybody)]
    expect(shown({})).toEqual([coming.id])
    expect(shown({ [fieldName(coming)]: 'yes' })).toEqual([coming.id, meal.id])
  })

  it('draw what too many choices, or one that is archived now, make visible', () => {
    const topics = aQuestion('several_choices', { choices: ['A', 'B'], most: 1 })
    const more = shownWhen(aQuestion('short_text'), topics, 'B')
    const lists = { [fieldName(topics)]: ['A', 'B'] }
    expect([...shownOnForm([topics, more], { values: {}, lists }, everybody)]).toEqual([topics.id, more.id])
    const archived = { ...topics, options: topics.options.map(option => ({ ...option, archivedAt: new Date(0) })) }
    expect([...shownOnForm([archived, more], { values: {}, lists }, everybody)]).toEqual([topics.id, more.id])
  })

  it('are asked only in their categories', () => {
    const cluster = aQuestion('short_text', { categoryIds: [7], isRequired: true })
    expect(read(cluster, '')).toBeUndefined()
    expect(read(cluster, '', { categoryId: 8 })).toBeUndefined()
    expect(read(cluster, '', { categoryId: 7 })).toBe('errors.required')
  })

  it('name an earlier question with answers to choose from', () => {
    const text = aQuestion('short_text')
    const questions = [coming, text, meal]
    expect(possibleConditions(questions, meal)).toEqual([coming])
    expect(possibleConditions(questions, coming)).toEqual([])
    const ask = (shownIf: string | undefined, ...shownIfValues: string[]) =>
      readCondition(questions, { shownIf, shownIfValues }, text).kind
    expect(ask(undefined)).toBe('none')
    expect(ask(coming.reference, 'yes', 'soup')).toBe('condition')
    expect(ask(coming.reference, 'soup')).toBe('without-values')
    expect(ask(meal.reference, 'soup')).toBe('unknown')
    expect(ask('NOBODY', 'yes')).toBe('unknown')
  })

  it('hold the option they name', () => {
    const kept = { label: { cs: 'salát' }, hasWaitingList: false, reference: 'salad' }
    expect(neededOption(chain, meal, [kept])?.dependent).toBe(soup)
    expect(neededOption(chain, meal, [{ ...kept, reference: 'soup' }])).toBeUndefined()
  })
})

describe('order', () => {
  const a = aQuestion('yes_no')
  const b = shownWhen(aQuestion('short_text'), a, 'yes')
  const c = aQuestion('short_text')
  const moved = (question: Question, position: number) => {
    const outcome = reorder([a, b, c], question, position)
    return outcome.kind === 'order' ? outcome.order.map(({ id }) => id) : outcome.kind
  }

  it('moves a question anywhere', () => {
    expect(moved(c, 1)).toEqual([c.id, a.id, b.id])
    expect(moved(b, 3)).toEqual([a.id, c.id, b.id])
    expect(moved(c, 99)).toEqual([a.id, b.id, c.id])
    expect(moved(c, -5)).toEqual([c.id, a.id, b.id])
  })

  it('keeps a condition behind what it looks at', () => {
    expect(moved(b, 1)).toBe('before-condition')
    expect(moved(a, 2)).toBe('after-dependent')
  })
})

describe('answers as people read them', () => {
  const t = (key: string) => (key === 'core.yes' ? 'Ano' : 'Ne')
  const text = (question: Question, value: Parameters<typeof answerText>[1]) =>
    answerText(question, value, 'cs', t).replace(/\s/g, ' ')

  it('are words of their language', () => {
    expect(text(aQuestion('yes_no'), false)).toBe('Ne')
    expect(text(aQuestion('number'), 1234.5)).toBe('1 234,5')
    expect(text(aQuestion('country'), 'BG')).toBe('Bulharsko')
    expect(text(aQuestion('phone'), '+420475657111')).toBe('+420 475 657 111')
    expect(text(aQuestion('date'), '2027-09-13')).toBe('13. září 2027')
    expect(text(aQuestion('several_choices', { choices: ['A', 'B', 'C'] }), ['A', 'C'])).toBe('A a C')
    expect(text(aQuestion('short_text'), undefined)).toBe('')
  })

  it('fill the form again just as they were', () => {
    const phone = aQuestion('phone')
    const several = aQuestion('several_choices', { choices: ['A', 'B'] })
    const one = aQuestion('one_choice', { choices: ['A', 'B'] })
    const file = aQuestion('file')
    const questions = [phone, several, one, file, aQuestion('number')]
    const answers = new Map<number, string | readonly string[]>([
      [phone.id, '+420475657111'],
      [several.id, ['A', 'B']],
      [one.id, ['B']],
      [file.id, 'F1'],
    ])
    const typed = answersToValues(questions, answers)
    const files = new Map([[file.reference, typed.values[`${fieldName(file)}.kept`] ?? '']])
    expect(readAnswers(questions, typed, { ...everybody, files }).answers).toEqual(answers)
    expect(chosenOptionIds(questions, answers)).toEqual([...several.options, one.options[1]].map(option => option?.id))
    expect(listFieldsOf(questions)).toEqual(['asked', fieldName(several)])
  })

  it('keep the words of a consent and its version, and sensitive ones apart', () => {
    const consent = aQuestion('consent', {
      label: { cs: 'Souhlasím.' },
      purpose: { cs: 'Kvůli fotkám.' },
      textVersion: 3,
    })
    const diet = aQuestion('short_text', { isSensitive: true })
    const answers = new Map<number, string | boolean>([
      [consent.id, true],
      [diet.id, 'bez lepku'],
    ])
    expect(consentWords(consent, 'cs')).toBe('Souhlasím. Kvůli fotkám.')
    expect(givenConsents([consent, diet], answers, 'cs')).toEqual([
      {
        purpose: 'question',
        textShown: 'Souhlasím. Kvůli fotkám.',
        locale: 'cs',
        questionId: consent.id,
        textVersion: 3,
      },
    ])
    expect(givenAnswers([consent, diet], answers).map(({ isSensitive }) => isSensitive)).toEqual([false, true])
    expect([daysKept(diet), daysKept(consent), daysKept({ isSensitive: true, keepDays: 0 })]).toEqual([
      30,
      undefined,
      0,
    ])
    expect(isReworded(consent, { ...consent, purpose: { cs: 'Kvůli fotkám.', en: '' } })).toBe(false)
    expect(isReworded(consent, { ...consent, label: { cs: 'Souhlasím!' } })).toBe(true)
  })

  it('are given with radios, and with a select when there are many', () => {
    const many = Array.from({ length: 9 }, (_, n) => `O${n}`)
    expect(controlOf(aQuestion('one_choice', { choices: many }))).toBe('select')
    expect(controlOf(aQuestion('one_choice', { choices: many.slice(1) }))).toBe('radios')
  })
})
