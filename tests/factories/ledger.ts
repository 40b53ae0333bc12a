import { instant } from '../../src/core/time.ts'
import type { Ledger, Tally } from '../../src/features/registration/rules/ledger.ts'
import { usualSettings } from '../../src/features/registration/queries/settings.ts'
import type { CategoryRow, RegistrationSettingsRow } from '../../src/features/registration/types/places.ts'

/** The moment at which the ledgers of unit tests are read: registration is open. */
export const openMoment = instant('2026-06-01T10:00:00Z')

/** A category as the rules see it, number 1 unless said otherwise. */
export function aCategory(changes: Partial<CategoryRow> = {}): CategoryRow {
  return {
    id: 1,
    eventId: 1,
    reference: 'ABCDEFGH',
    name: { cs: 'Host' },
    description: {},
    position: 1,
    opensAt: null,
    closesAt: null,
    needsApproval: false,
    approvalHoldsPlace: false,
    hasWaitingList: true,
    isHidden: false,
    mostPerOrganisation: null,
    createdAt: openMoment,
    ...changes,
  }
}

/** A quota as the rules see it: of category 1, 10 of 40 taken, unless said otherwise. */
export function aTally(changes: Partial<Tally> = {}): Tally {
  const id = changes.id ?? 1
  const counted = { capacity: 40, taken: 10, waiting: 0 }
  const own = { categoryId: 1, partId: null, optionId: null }
  return { id, eventId: 1, scope: 'own', reference: `QUOTA${id}`, name: {}, ...own, ...counted, ...changes }
}

interface Parts {
  readonly categories?: readonly CategoryRow[]
  readonly quotas?: readonly Tally[]
  readonly members?: Ledger['members']
  readonly parts?: Ledger['parts']
  readonly event?: Partial<Ledger['event']>
  readonly settings?: Partial<RegistrationSettingsRow>
}

/** A ledger without a database: one open category with 40 places, 10 taken, unless said otherwise. */
export function aLedger({ categories = [aCategory()], quotas = [aTally()], ...parts }: Parts = {}): Ledger {
  const event: Ledger['event'] = {
    id: 1,
    organisationId: 1,
    mode: 'on_site',
    registrationOpensAt: instant('2026-05-01T00:00:00Z'),
    registrationClosesAt: instant('2026-09-01T00:00:00Z'),
    endsAt: instant('2026-09-15T12:00:00Z'),
    cancelledAt: null,
    archivedAt: null,
  }
  return {
    event: { ...event, ...parts.event },
    settings: { ...usualSettings(1), ...parts.settings },
    categories: new Map(categories.map(category => [category.id, category])),
    parts: parts.parts ?? new Map(),
    options: new Map(),
    quotas: quotas.map(quota => ({ ...quota })),
    members: parts.members ?? [],
    before: new Map(),
    touched: new Set(),
  }
}
