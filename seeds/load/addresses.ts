import { slugFrom } from '../../src/core/slugs.ts'
import type { PersonContent } from '../content/people.ts'

/** The address of somebody invented. */
export function addressOf([givenName, familyName]: PersonContent): string {
  return `${slugFrom(givenName)}.${slugFrom(familyName)}@example.org`
}
