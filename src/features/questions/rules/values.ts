import { countryCodes } from '../../../core/countries.ts'
import { isEmailAddress, longestEmailAddress } from '../../../core/email-address.ts'
import { parsePhone } from '../../../core/phone.ts'
import { parseLocalDate } from '../../../core/time.ts'
import { normaliseInput, normaliseLine } from '../../../core/typography.ts'
import type { AnswerProblem, AnswerValue, Question } from '../types.ts'
import { checkCompanyNumber } from './company-number.ts'
import { daysOfDate, longestAnswer } from './kinds.ts'

/** A valid answer, nothing (not answered), or what is wrong with it. */
export type ValueReading =
  | { readonly kind: 'answer'; readonly value: AnswerValue }
  | { readonly kind: 'nothing' }
  | ({ readonly kind: 'wrong' } & Omit<AnswerProblem, 'field'>)

const nothing: ValueReading = { kind: 'nothing' }
const answer = (value: AnswerValue): ValueReading => ({ kind: 'answer', value })
const wrong = (message: string, values?: AnswerProblem['values']): ValueReading => ({ kind: 'wrong', message, values })

/** Reads what was typed into the field of a question that is neither a choice nor a file. */
export function readTypedValue(question: Question, typed: string, country: string): ValueReading {
  if (question.kind === 'long_text') return readText(question, normaliseInput(typed), longestAnswer.long_text)
  const text = normaliseLine(typed)
  if (text === '') return nothing
  switch (question.kind) {
    case 'short_text':
      return readText(question, text, longestAnswer.short_text)
    case 'organisation':
      return readText(question, text, longestAnswer.organisation)
    case 'number':
      return readNumber(question, text)
    case 'date':
      return readDate(question, text)
    case 'yes_no':
      return text === 'yes' || text === 'no' ? answer(text === 'yes') : wrong('errors.choose')
    case 'consent':
      return answer(true)
    default:
      return readFormatted(question, text, country)
  }
}

/** What has a form of its own, whoever asks. */
function readFormatted(question: Question, text: string, country: string): ValueReading {
  switch (question.kind) {
    case 'email': {
      if (text.length > longestEmailAddress) return wrong('errors.tooLong', { max: longestEmailAddress })
      return isEmailAddress(text) ? answer(text) : wrong('errors.email')
    }
    case 'phone':
      return whenRead(parsePhone(text, country), 'errors.phone')
    case 'country':
      return countryCodes.includes(text) ? answer(text) : wrong('errors.country')
    case 'company_number':
      return whenRead(checkCompanyNumber(text), 'errors.companyNumber')
    default:
      return nothing
  }
}

function whenRead(value: string | undefined, message: string): ValueReading {
  return value === undefined ? wrong(message) : answer(value)
}

function readText({ least, most }: Question, text: string, longest: number): ValueReading {
  if (text === '') return nothing
  const length = [...text].length
  const max = Math.min(most ?? longest, longest)
  if (length > max) return wrong('errors.tooLong', { max })
  return least !== null && length < least ? wrong('errors.tooShort', { min: least }) : answer(text)
}

/** Numbers as people write them: `1 500`, `12,5`, `-3`. */
function readNumber({ least, most }: Question, text: string): ValueReading {
  const plain = text.replace(/\s/g, '').replace(',', '.').replace('−', '-')
  if (!/^-?\d{1,12}(?:\.\d{1,4})?$/.test(plain)) return wrong('errors.number')
  const value = Number(plain)
  if (least !== null && value < least) return wrong('errors.numberMin', { min: least })
  return most !== null && value > most ? wrong('errors.numberMax', { max: most }) : answer(value)
}

function readDate({ least, most }: Question, text: string): ValueReading {
  const date = parseLocalDate(text)
  if (date === undefined) return wrong('errors.date')
  const days = daysOfDate(date)
  const isOutside = (least !== null && days < least) || (most !== null && days > most)
  return isOutside ? wrong('errors.dateOutside') : answer(date)
}

/** Reads the options that were chosen. `open` are the references that may be chosen. */
export function readChoices(question: Question, chosen: readonly string[], open: ReadonlySet<string>): ValueReading {
  const references = [...new Set(chosen.filter(reference => reference !== ''))]
  if (references.length === 0) return nothing
  if (!references.every(reference => open.has(reference))) return wrong('errors.unknownChoice')
  if (question.kind === 'one_choice') return references.length === 1 ? answer(references) : wrong('errors.choose')
  const { least, most } = question
  if (most !== null && references.length > most) return wrong('errors.tooMany', { max: most })
  if (least !== null && references.length < least) return wrong('errors.tooFew', { min: least })
  // In the order of the form, so that the same choice is always the same answer.
  return answer(question.options.flatMap(({ reference }) => (references.includes(reference) ? [reference] : [])))
}
