import { z } from 'zod'
import { checkbox, email, type FieldProblem, optionalLine, requiredCheckbox } from '../../../core/http/forms.ts'
import { needs, personal } from '../forms.ts'

/**
 * The public form but for the questions and the parts, which depend on the event and are read by their rules. Which
 * category and way of taking part may be chosen depends on it too.
 */
export const registerForm = z.object({
  ...personal,
  email: email(),
  ...needs,
  attendance: optionalLine(10),
  category: optionalLine(16),
  code: optionalLine(200),
  participation: requiredCheckbox('errors.consent'),
  newsletter: checkbox(),
})

/** The field that people do not see and programs fill in. */
export const honeypot = 'website'

/** Whether a program filled in what nobody sees. */
export function isCaught(body: unknown): boolean {
  return (
    body !== null && typeof body === 'object' && Boolean(Object.entries(body).find(([k, v]) => k === honeypot && v))
  )
}

/** The address whose private link is asked for. */
export const linkForm = z.object({ email: email() })

const beforeQuestions = [
  'code',
  'titleBefore',
  'givenName',
  'familyName',
  'titleAfter',
  'email',
  'organisation',
  'country',
  'locale',
  'attendance',
  'category',
]
const afterQuestions = ['parts', 'dietary', 'access', 'participation', 'newsletter']

/** Problems in the order in which the page has their fields, the questions in their own order between the rest. */
export function inPageOrder(problems: readonly FieldProblem[], questionFields: readonly string[]): FieldProblem[] {
  const order = [...beforeQuestions, ...questionFields, ...afterQuestions]
  const rank = ({ field }: FieldProblem) => (order.includes(field) ? order.indexOf(field) : order.length)
  return problems.toSorted((a, b) => rank(a) - rank(b))
}
