import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { SeriesRow } from '../types.ts'
import type { Option } from './fields.ts'

export interface SeriesFormModel {
  readonly head: Head
  readonly heading: string
  readonly flash: string | undefined
  readonly form: FormModel
  readonly organisations: readonly Option[]
  readonly publicHref: string | undefined
}

export const seriesFormPage = page<SeriesFormModel>('events/organiser/series')

/** What stands in the form of a series before anybody types. */
export function seriesValues({ name, description, plannedEditions }: SeriesRow): Record<string, string> {
  return {
    'name.cs': name.cs ?? '',
    'name.en': name.en ?? '',
    'description.cs': description.cs ?? '',
    'description.en': description.en ?? '',
    plannedEditions: plannedEditions === null ? '' : String(plannedEditions),
  }
}
