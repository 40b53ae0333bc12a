import { locales } from '../../../core/localised-text.ts'
import { comparisonKey } from '../../../core/typography.ts'
import type { CategoryRow } from '../../registration/types/places.ts'

type Named = Pick<CategoryRow, 'id' | 'name'>

/** Which category of one event is which of another: the first of the same name in a language, however it is written. */
export function matchCategories(from: readonly Named[], to: readonly Named[]): Map<number, number> {
  return new Map(
    from.flatMap(category => {
      const same = to.find(other => isSameName(category, other))
      return same === undefined ? [] : [[category.id, same.id] as const]
    }),
  )
}

function isSameName({ name }: Named, other: Named): boolean {
  return locales.some(locale => {
    const key = comparisonKey(name[locale] ?? '')
    return key !== '' && key === comparisonKey(other.name[locale] ?? '')
  })
}
