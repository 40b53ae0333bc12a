import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { type PartDay } from '../../registration/frame.ts'

/** The parts somebody takes part in, as an organiser changes them. */
export interface PartsModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly days: readonly PartDay[]
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
  /** What stands on the way back: the page it leads to, by its heading. */
  readonly backLabel: string
}

export const partsPage = page<PartsModel>('roster/parts')
