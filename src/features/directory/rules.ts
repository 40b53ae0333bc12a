import { isEmptyText, type LocalisedText, locales } from '../../core/localised-text.ts'
import { type ProjectState, projectStates, type ProjectStatistics } from './types.ts'

/**
 * Whether a programme may show the EU emblem: Norway and EEA Grants are not money of the Union and never stand beside
 * it (CZ-05). Judged by the name and the statement, because that is what a funder is recognised by.
 */
export function mayShowEuEmblem(programme: {
  readonly name: LocalisedText
  readonly statement: LocalisedText
}): boolean {
  const words = [programme.name, programme.statement].flatMap(text => locales.map(locale => text[locale] ?? ''))
  return !words.some(text => /norsk|norway grants|norwegian|eea grants|\behp\b|fondy ehp|eeagrants/i.test(text))
}

/** A programme that shows the emblem must say why: the statement of the funder. */
export function needsStatement(programme: { showsEuEmblem: boolean; statement: LocalisedText }): boolean {
  return programme.showsEuEmblem && isEmptyText(programme.statement)
}

/** How many projects stand where, and how many of those asked for were approved. */
export function projectStatistics(states: readonly ProjectState[]): ProjectStatistics {
  const counts = Object.fromEntries(
    projectStates.map(state => [state, states.filter(candidate => candidate === state).length]),
  ) as Record<ProjectState, number>
  const total = states.length
  const successRate = total === 0 ? undefined : (total - counts.rejected) / total
  return { states: counts, total, successRate }
}
