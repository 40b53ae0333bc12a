import { type Head, page } from '../../../core/http/pages.ts'
import type { EventLine } from './home.ts'

export interface SeriesModel {
  readonly head: Head
  readonly name: string
  readonly description: string
  readonly planned: number | undefined
  readonly events: readonly (EventLine & { readonly edition: number | undefined })[]
}

export const seriesPage = page<SeriesModel>('portal/series')
