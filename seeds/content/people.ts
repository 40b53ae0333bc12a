import type { Dietary } from '../../src/features/registration/types.ts'

/** Given name, family name, ISO country, organisation, and what else there is to say. Nobody of these exists. */
export type PersonContent = readonly [
  givenName: string,
  familyName: string,
  country: string,
  organisation: string,
  more?: {
    readonly titleBefore?: string
    readonly titleAfter?: string
    readonly dietary?: Dietary
    readonly access?: string
    readonly fate?: 'cancels' | 'approved' | 'declined'
  },
]

/** The password of everybody who signs in to the demonstration; refused in production. */
export { demonstrationPassword as password } from '../../src/features/accounts/rules.ts'

/** Those who sign in to the demonstration. */
export const accounts = {
  organiser: { email: 'organizator@example.org', name: 'Olga Organizátorová', locale: 'cs' },
  doorStaff: { email: 'zapis@example.org', name: 'Zbyněk Zápis', locale: 'cs' },
  stranger: { email: 'cizi@example.org', name: 'Cyril Cizí', locale: 'cs' },
} as const
