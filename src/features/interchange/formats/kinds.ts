import { comparisonKey } from '../../../core/typography.ts'
import { type SessionKind, sessionKinds } from '../../agenda/types.ts'

const words: readonly (readonly [SessionKind, RegExp])[] = [
  ['break', /^(break|coffee|pause|prestavka|obed|lunch|dinner|vecere|mittag|cas na kavu|obcerstveni)/],
  ['keynote', /keynote|plenary|plenarni|hlavni prednaska|opening|zahajeni|closing|zakonceni/],
  ['panel', /panel|podium|discussion|diskus|debat|round ?table|kulaty stul/],
  ['workshop', /workshop|hands ?-?on|tutorial|seminar|dilna|training|skoleni|course|kurz/],
  ['b2b', /b2b|match ?making|brokerage/],
  [
    'social',
    /social|concert|koncert|dj ?set|party|performance|reception|recepce|raut|film|movie|screening|game|excursion|exkurze/,
  ],
  ['talk', /talk|lecture|prednaska|vortrag|presentation|prezentace|devroom|main ?track|session|slot|lightning|lange/],
]

/** The kind of session a document's word means, and whether we knew it. `''` is a talk. */
export function kindOf(type: string): { readonly kind: SessionKind; readonly isKnown: boolean } {
  const key = comparisonKey(type)
  const exact = sessionKinds.find(kind => kind === key)
  if (exact) return { kind: exact, isKnown: true }
  const found = words.find(([, pattern]) => pattern.test(key))
  return { kind: found?.[0] ?? 'talk', isKnown: found !== undefined || key === '' }
}
