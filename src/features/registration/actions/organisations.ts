import type { Transaction } from '../../../core/database.ts'
import { countPerOrganisation, findOrganisationKeys } from '../queries/locks.ts'
import type { Ledger } from '../rules/ledger.ts'
import type { RegistrationRow } from '../types.ts'
import '../tables.ts'

export interface OrganisationFull {
  readonly kind: 'organisation-full'
  readonly most: number
}

/**
 * Whether a registration may become one of another organisation: at most so many of each, under the lock, holds for
 * whoever comes instead and for whoever corrects where they come from as it does for newcomers.
 */
export async function organisationRefusal(
  trx: Transaction,
  ledger: Ledger,
  before: Pick<RegistrationRow, 'categoryId' | 'organisationKey'>,
  { organisation }: { readonly organisation: string },
): Promise<OrganisationFull | undefined> {
  const most = ledger.categories.get(before.categoryId)?.mostPerOrganisation ?? null
  if (most === null) return undefined
  const key = (await findOrganisationKeys(trx, [organisation])).get(organisation) ?? ''
  if (key === before.organisationKey) return undefined
  const counts = await countPerOrganisation(trx, [before.categoryId], [key])
  return (counts.get(`${before.categoryId}:${key}`) ?? 0) >= most ? { kind: 'organisation-full', most } : undefined
}
