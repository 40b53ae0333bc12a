import { refusalMessages } from '../../registration/rules/refusals.ts'
import type { Admission, Refusal } from '../../registration/types/offers.ts'
import { fieldName } from '../../questions/rules/kinds.ts'
import {
  type CellProblem,
  type ImportCounts,
  type ImportMapping,
  type ImportReport,
  type ImportSetup,
  lineOutcomes,
  type LineReading,
  type LineReport,
  type Target,
} from '../types.ts'

/** The words of a report in a form, to recognise it: `place:12 waiting:3 …`. */
export function summaryOf(counts: ImportCounts): string {
  return lineOutcomes.map(outcome => `${outcome}:${counts[outcome]}`).join(' ')
}

/** How many mails there are when those who are new are written to. */
export function mailsOf({ place, waiting }: ImportCounts): number {
  return place + waiting
}

/** A report of some lines, counted. */
export function reportOf(lines: readonly LineReport[]): ImportReport {
  const count = (outcome: LineReport['outcome']) => lines.filter(line => line.outcome === outcome).length
  const counts = {
    place: count('place'),
    waiting: count('waiting'),
    registered: count('registered'),
    repeated: count('repeated'),
    wrong: count('wrong'),
  }
  return { lines, counts }
}

/** A line whose fate does not depend on places: wrong, said before, or registered already. */
export function settledLine(reading: LineReading, registered: ReadonlySet<string>): LineReport | undefined {
  const about = { ...aboutOf(reading), position: undefined }
  if (reading.wish === undefined) return { ...about, outcome: 'wrong' }
  if (registered.has(reading.email)) return { ...about, outcome: 'registered' }
  return reading.sameAs === undefined ? undefined : { ...about, outcome: 'repeated' }
}

/** A line after the engine decided. */
export function decidedLine(
  reading: LineReading,
  { admission, existed }: { readonly admission: Admission; readonly existed: boolean },
  mapping: ImportMapping,
  setup: ImportSetup,
): LineReport {
  const about = { ...aboutOf(reading), position: undefined }
  if (existed) return { ...about, outcome: 'registered' }
  switch (admission.kind) {
    case 'waiting':
      return { ...about, outcome: 'waiting', position: admission.position }
    case 'place':
    case 'approval':
    case 'address':
      return { ...about, outcome: 'place' }
    default:
      return { ...about, outcome: 'wrong', problems: [problemOf(admission, mapping, setup)] }
  }
}

function aboutOf({ line, name, email, problems, sameAs, wish }: LineReading) {
  return { line, name, email, problems, sameAs, ignored: wish?.ignored ?? [] }
}

/** Why there is nothing for somebody, at the column that could be changed. */
function problemOf(refusal: Refusal, mapping: ImportMapping, setup: ImportSetup): CellProblem {
  const at = (...targets: Target[]) => {
    const found = targets.map(target => mapping.columns.indexOf(target)).find(column => column >= 0)
    return found === undefined ? undefined : found
  }
  switch (refusal.kind) {
    case 'part-full': {
      const part = setup.parts.find(({ id }) => id === refusal.partId)
      const column = part === undefined ? undefined : at(`part.${part.reference}`, 'parts')
      return { column, message: 'imports.problems.partFull' }
    }
    case 'option-full': {
      const question = setup.questions.find(({ options }) => options.some(({ id }) => id === refusal.optionId))
      const column = question === undefined ? undefined : at(fieldName(question) as Target)
      return { column, message: 'imports.problems.optionFull' }
    }
    case 'full':
      return { column: at('category'), message: 'imports.problems.full' }
    default:
      return { column: at('category'), message: refusalMessages[refusal.kind] }
  }
}
