import { z } from 'zod'
import { email, type FieldProblem, line, oneOf, optionalLine } from '../../core/http/forms.ts'
import { locales } from '../../core/localised-text.ts'
import { judgePassword, longestPassword, shortestPassword } from './rules.ts'
import { roles } from './types.ts'

/** A password as it was typed: nothing is cut or cleaned (SEC-14). The limit only bounds the work of hashing. */
const typedPassword = z.string({ error: 'errors.required' }).min(1, 'errors.required').max(1_000, 'errors.tooLong')

export const signInForm = z.object({ email: email(), password: typedPassword })

export const resetRequestForm = z.object({ email: email() })

export const newPasswordForm = z.object({ password: typedPassword })

export const passwordChangeForm = z.object({ present: typedPassword, password: typedPassword })

export const accountForm = z.object({ name: line(100), locale: oneOf(locales) })

export const inviteForm = z.object({
  email: email(),
  name: optionalLine(100),
  role: oneOf(roles),
  locale: oneOf(locales),
})

export const roleForm = z.object({ role: oneOf(roles) })

const messages = {
  'too-short': 'errors.passwordShort',
  'too-long': 'errors.tooLong',
  common: 'errors.passwordCommon',
} as const

/** What is wrong with a new password, as a problem of its field. */
export function passwordProblems(password: string, address: string): FieldProblem[] {
  const problem = judgePassword(password, address)
  if (problem === undefined) return []
  const values = { min: shortestPassword, max: longestPassword }
  return [{ field: 'password', message: messages[problem], values }]
}
