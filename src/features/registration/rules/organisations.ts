import type { CategoryRow } from '../types/places.ts'
import type { RefusalAtField } from './refusals.ts'

/** Whether places of a category are counted by organisation: then everybody says theirs. */
export function needsOrganisation({ mostPerOrganisation }: Pick<CategoryRow, 'mostPerOrganisation'>): boolean {
  return mostPerOrganisation !== null
}

/**
 * What is wrong with an organisation left empty where places are counted by it. Without one people would count as one
 * organisation and use up each other's places.
 */
export function organisationProblem(
  category: Pick<CategoryRow, 'mostPerOrganisation'> | undefined,
  organisation: string,
): RefusalAtField | undefined {
  if (category === undefined || !needsOrganisation(category) || organisation.trim() !== '') return undefined
  return { field: 'organisation', message: 'errors.organisationNeeded' }
}
