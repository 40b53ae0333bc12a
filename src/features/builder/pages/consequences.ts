import { type Head, page } from '../../../core/http/pages.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { Consequence } from '../types.ts'

/** What a change does to answers given already; the whole posted form goes along and is sent again to confirm. */
export interface ConsequencesModel {
  readonly head: Head
  readonly question: string
  readonly consequences: readonly string[]
  readonly action: string
  readonly submit: string
  readonly danger: boolean
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  readonly back: { readonly href: string; readonly label: string }
}

export const consequencesPage = page<ConsequencesModel>('builder/organiser/consequences')

/** A consequence as a sentence. */
export function consequenceWords({ t }: FrameContext, consequence: Consequence): string {
  const { kind, ...values } = consequence
  return t(`builder.consequences.${kind}`, values)
}

/** Everything that was posted, to be posted again with the confirmation. */
export function postedFields(body: unknown): ConsequencesModel['fields'] {
  const entries: [string, unknown][] = body !== null && typeof body === 'object' ? Object.entries(body) : []
  return entries.flatMap(([name, value]) => {
    const texts: unknown[] = Array.isArray(value) ? value : [value]
    return texts.flatMap(text => (typeof text === 'string' ? [{ name, value: text }] : []))
  })
}
