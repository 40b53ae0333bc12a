import type { QuestionInput } from '../questions/types.ts'

/** What an organiser says of a question, and of the places of its options in the same order (null: not counted). */
export interface QuestionDraft {
  readonly input: QuestionInput
  readonly capacities: readonly (number | null)[]
}

/** What a change does to answers that were given already. */
export type Consequence =
  | { readonly kind: 'relabelled' | 'limited' | 'narrowed'; readonly answers: number }
  /** Of a consent: those who agreed did so to the former words. */
  | { readonly kind: 'reworded'; readonly answers: number; readonly version: number }
  | { readonly kind: 'required'; readonly missing: number }
  | {
      readonly kind: 'option-archived' | 'option-relabelled' | 'option-counted'
      readonly option: string
      readonly chosen: number
    }
