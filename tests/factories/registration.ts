import { system, visitor } from '../../src/core/actor.ts'
import { type Database, only } from '../../src/core/database.ts'
import type { LocalisedText } from '../../src/core/localised-text.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { addCategory, type CategoryInput } from '../../src/features/registration/actions/categories.ts'
import { register } from '../../src/features/registration/actions/register.ts'
import type { CategoryRow } from '../../src/features/registration/types/places.ts'
import type { RegisterOutcome } from '../../src/features/registration/types/offers.ts'
import type { RegisterRequest, RegistrationRow } from '../../src/features/registration/types.ts'
import type { Services } from '../../src/services.ts'

/** A category as a test needs it; 40 places, a waiting list, open at once, unless said otherwise. */
export async function createCategory(
  db: Database,
  event: Pick<EventRow, 'id'>,
  { title = 'Účastník', ...input }: Partial<CategoryInput> & { title?: string } = {},
): Promise<CategoryRow> {
  const name: LocalisedText = { cs: title, en: `${title} (en)` }
  const usual = { name, description: {}, capacity: 40, opensAt: null, closesAt: null }
  return addCategory(db, system, {
    event,
    input: { ...usual, needsApproval: false, hasWaitingList: true, ...input },
  })
}

/** What somebody sends; the address is made from `who`. */
export function aRequest(
  category: Pick<CategoryRow, 'id' | 'eventId'>,
  who: string,
  more: Partial<RegisterRequest> = {},
) {
  const request: RegisterRequest = {
    eventId: category.eventId,
    categoryId: category.id,
    titleBefore: '',
    givenName: 'Jana',
    familyName: `Nováková ${who}`,
    titleAfter: '',
    email: `${who}@example.org`,
    organisation: 'Inovační centrum Ústeckého kraje',
    country: 'CZ',
    locale: 'cs',
    needs: { dietary: '', access: '' },
    consents: [{ purpose: 'participation', textShown: 'Souhlasím.', locale: 'cs' }],
    ...more,
  }
  return request
}

/** Registers somebody through the product's own action. */
export async function createRegistration(
  db: Database,
  category: Pick<CategoryRow, 'id' | 'eventId'>,
  who: string,
  more: Partial<RegisterRequest> = {},
): Promise<{ outcome: RegisterOutcome; registration: RegistrationRow }> {
  const outcome = await register(db, visitor, aRequest(category, who, more))
  return { outcome, registration: await findByEmail(db, category.eventId, more.email ?? `${who}@example.org`) }
}

/** The latest registration of an address at an event. */
export async function findByEmail(db: Database, eventId: number, email: string): Promise<RegistrationRow> {
  return only(await db('registrations').where({ eventId, email }).orderBy('id', 'desc').limit(1))
}

/** The private link of a registration, as its mails carry it. */
export function linkOf(
  { tokens }: Services,
  { reference, tokenVersion }: RegistrationRow,
  locale: 'cs' | 'en' = 'cs',
): string {
  return `/${locale}/r/${tokens.issue('registration', reference, tokenVersion)}`
}

/** The fields of the public form as a browser sends them. */
export function formOf(category: Pick<CategoryRow, 'reference'>, who: string, more: Record<string, string> = {}) {
  return {
    titleBefore: '',
    givenName: 'Jana',
    familyName: 'Nováková',
    titleAfter: '',
    email: `${who}@example.org`,
    organisation: 'ICUK',
    country: 'CZ',
    locale: 'cs',
    category: category.reference,
    dietary: '',
    access: '',
    participation: 'yes',
    website: '',
    ...more,
  }
}
