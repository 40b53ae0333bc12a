import { type LocalisedText, type Locale, locales } from '../../../core/localised-text.ts'
import { beginning } from '../../../core/typography.ts'

interface Place {
  readonly city: LocalisedText
  readonly title: LocalisedText
}

/** Longest title an event may have. */
const longestTitle = 200

/**
 * What the event in a place is called: as typed, else the name of the original and the city in each of its languages
 * (“Info Day: Drážďany”).
 */
export function titleAt(original: LocalisedText, { city, title }: Place): LocalisedText {
  const named = (locale: Locale) => {
    const [typed, name] = [title[locale], original[locale]]
    if (typed) return typed
    const place = city[locale] || city.cs || city.en
    return name && place ? beginning(`${name}: ${place}`, longestTitle) : name
  }
  const entries = locales.map(locale => [locale, named(locale)] as const)
  return Object.fromEntries(entries.filter(([, text]) => text))
}

/** One address for each place, none twice and none that is taken; undefined where none of its addresses is free. */
export function distributeSlugs(
  wishes: readonly (readonly string[])[],
  taken: ReadonlySet<string>,
): (string | undefined)[] {
  const given = new Set(taken)
  return wishes.map(wish => {
    const free = wish.find(slug => !given.has(slug))
    if (free !== undefined) given.add(free)
    return free
  })
}
