import type { ImportPlan } from '../types.ts'

/** What a plan comes to, as a text: two plans that would do the same give the same. Anomalies change nothing. */
export function planText({ added, changed, conflicts, removed, rooms, tracks, people }: ImportPlan): string {
  return JSON.stringify([added, changed, conflicts, removed, rooms, tracks, people])
}

/** In place of references: all of them. */
export const everyOne = 'all'

/** What is to stay as it is here, in the words of the import: keys of disputed sessions, references of missing ones. */
export function keptOf(
  { conflicts, removed }: Pick<ImportPlan, 'conflicts' | 'removed'>,
  { keep, stay }: { readonly keep: readonly string[]; readonly stay: readonly string[] },
): ReadonlySet<string> {
  const [kept, staying] = [new Set(keep), new Set(stay)]
  const keys = conflicts.filter(({ reference }) => kept.has(everyOne) || kept.has(reference)).map(({ key }) => key)
  const references = removed.map(({ reference }) => reference)
  return new Set([...keys, ...references.filter(one => staying.has(everyOne) || staying.has(one))])
}
