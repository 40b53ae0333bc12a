import { slot } from '../../../core/http/loaders.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { WordedKind } from '../rules.ts'

/** The kind of mail and the language that an address names. */
export const nameSlot = slot<{ readonly kind: WordedKind; readonly locale: Locale }>('template')
