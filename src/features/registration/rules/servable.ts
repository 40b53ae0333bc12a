import { attendances, type Attendance } from '../types/places.ts'
import { hasRoom, type Item, type Ledger, quotasOf } from './ledger.ts'

/** What somebody waits for and there is room for: who waits for anything else need not be looked at. */
export interface Servable {
  readonly mains: readonly { readonly categoryId: number; readonly attendance: Attendance }[]
  readonly partIds: readonly number[]
  readonly optionIds: readonly number[]
}

/** What of an event could be given to those who wait, by its counters alone. */
export function findServable(ledger: Ledger): Servable {
  const isServable = (item: Item) => {
    const quotas = quotasOf(ledger, item)
    return quotas.some(({ scope, waiting }) => scope === 'own' && waiting > 0) && hasRoom(quotas)
  }
  const mains = [...ledger.categories.keys()].flatMap(categoryId =>
    attendances.map(attendance => ({ categoryId, attendance })),
  )
  return {
    mains: mains.filter(isServable),
    partIds: [...ledger.parts.keys()].filter(partId => isServable({ partId })),
    optionIds: [...ledger.options.keys()].filter(optionId => isServable({ optionId })),
  }
}

/** Whether there is anything to give. */
export function isAnything({ mains, partIds, optionIds }: Servable): boolean {
  return mains.length + partIds.length + optionIds.length > 0
}
