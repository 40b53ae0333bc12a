import { type Head, page } from '../../../core/http/pages.ts'

export interface NeedsModel {
  readonly head: Head
  readonly dietary: readonly { readonly label: string; readonly count: number }[]
  readonly access: readonly string[]
  readonly backHref: string
}

export const needsPage = page<NeedsModel>('roster/needs')
