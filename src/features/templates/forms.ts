import { z } from 'zod'
import { type FieldProblem, optionalLine, optionalText, wholeNumber } from '../../core/http/forms.ts'
import { problemOf } from '../mail/rules/wording.ts'
import type { Wording } from '../mail/types/wording.ts'
import { placeholdersFor, type WordedKind } from './rules.ts'

/** Characters at most: a subject is cut by mailboxes long before, a text is read on a telephone. */
const most = { line: 150, body: 5_000 }

/** The words of a mail; what is left empty stays as the original has it. */
export const wordingForm = z.object({
  subject: optionalLine(most.line),
  heading: optionalLine(most.line),
  body: optionalText(most.body),
  lockVersion: wholeNumber(0, 1_000_000),
})

/** Only the version that was seen. */
export const versionForm = z.object({ lockVersion: wholeNumber(0, 1_000_000) })

/** What is wrong with the words themselves: braces and addresses. */
export function wordingProblems(kind: WordedKind, wording: Wording): FieldProblem[] {
  const allowed = placeholdersFor(kind)
  return (['subject', 'heading', 'body'] as const).flatMap(field => {
    const problem = problemOf(wording[field], field, allowed)
    return problem === undefined ? [] : [{ field, ...problem }]
  })
}

/** Words to look at, whatever they are; whom the mail is for, and in which scheme. */
export const previewForm = z.object({
  subject: optionalLine(most.line),
  heading: optionalLine(most.line),
  body: optionalText(most.body),
  registration: optionalLine(20),
  scheme: optionalLine(10),
})
