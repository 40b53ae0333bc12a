import { comparisonKey } from './typography.ts'

/** What a slug may look like: lower-case words and digits joined by single hyphens. */
export const slugShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Names that stand in the place of a slug in our own addresses: `/organiser/events/new`. */
export const reservedSlugs: readonly string[] = ['new', 'copy']

/** The address made out of a name: `Posílení spolupráce 2023` gives `posileni-spoluprace-2023`; at most 80 characters. */
export function slugFrom(name: string): string {
  const words = comparisonKey(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
  const slug = words.replace(/^-+|-+$/g, '')
  return reservedSlugs.includes(slug) ? `${slug}-1` : slug
}

/** `slug`, `slug-2`, `slug-3`… up to 99: insert with the first the table does not refuse. */
export function* slugCandidates(slug: string): Generator<string> {
  yield slug
  for (let number = 2; number < 100; number++) {
    const ending = `-${number}`
    yield slug.slice(0, 80 - ending.length).replace(/-+$/, '') + ending
  }
}
