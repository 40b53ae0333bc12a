import { readRows } from '../../../core/http/form-rows.ts'
import type { FieldProblem, Typed } from '../../../core/http/forms.ts'
import { dateOf, formatDateRange } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { speakerRows } from '../forms/session.ts'
import type { SessionProblem } from '../types/changes.ts'
import type { Draft } from '../types.ts'
import { clashMessage } from './sentences.ts'

/** Which form refuses: that of a session has a row for each speaker, the move form only times and the room. */
export type SessionFormKind = 'session' | 'move'

/** Why a session was not saved, each reason at the field where it can be mended. */
export function fieldProblems(
  problems: readonly SessionProblem[],
  { draft, typed, form, locale }: { draft: Draft; typed: Typed; form: SessionFormKind } & Pick<FrameContext, 'locale'>,
): FieldProblem[] {
  const people = readRows(typed.values, speakerRows)
  const known = new Set(draft.speakers.map(({ reference }) => reference))
  const rowOf = (reference: string | undefined) => {
    const wanted = (row: (typeof people)[number]) =>
      reference === undefined ? !known.has(row['reference'] ?? '') : row['reference'] === reference
    const number = Math.max(0, people.findIndex(wanted))
    return form === 'move' ? 'start' : `speaker.${number}.reference`
  }
  return problems.flatMap(problem => {
    switch (problem.kind) {
      case 'gap':
        return [{ field: problem.field, message: 'errors.gap' }]
      case 'twice':
        return [{ field: problem.field, message: 'agenda.problem.twice' }]
      case 'end-before-start':
        return [{ field: 'end', message: 'errors.endBeforeStart' }]
      case 'too-long':
        return [{ field: typed.values['unscheduled'] ? 'minutes' : 'end', message: 'agenda.problem.tooLong' }]
      case 'outside': {
        const dates = formatDateRange(dateOf(draft.startsLocal), dateOf(draft.endsLocal), locale)
        return [{ field: 'day', message: 'errors.outsideEvent', values: { dates } }]
      }
      case 'unknown':
        return [
          { field: problem.field === 'speakers' ? rowOf(undefined) : problem.field, message: 'errors.unknownChoice' },
        ]
      case 'clash': {
        const said = clashMessage(problem.clash, { locale })
        if (!said) return []
        const field = problem.clash.kind === 'speaker' ? rowOf(problem.clash.speakerReference) : 'room'
        return [{ field, ...said }]
      }
    }
  })
}
