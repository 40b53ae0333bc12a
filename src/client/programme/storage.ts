/** A starred session as this browser remembers it: enough to say what is at the same time. */
export interface Star {
  readonly start: number
  readonly end: number
  readonly title: string
}

/** Starred sessions of one event, by their references. */
export type Stars = Readonly<Record<string, Star>>

const keyOf = (event: string) => `pozvanka.stars.${event}`

/** What is kept for an event; nothing where the browser keeps nothing. */
export function readStars(event: string): Stars {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(event)) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    return Object.fromEntries(Object.entries(kept).filter(([, star]) => isStar(star)))
  } catch {
    return {}
  }
}

function isStar(kept: unknown): kept is Star {
  return typeof kept === 'object' && kept !== null && 'start' in kept && 'end' in kept && 'title' in kept
}

/** Keeps the stars of an event; a browser that refuses keeps none. */
export function writeStars(event: string, stars: Stars): void {
  try {
    localStorage.setItem(keyOf(event), JSON.stringify(stars))
  } catch {
    // Private windows and full storages refuse: the stars then last as long as the page.
  }
}

/** With one session starred that was not, or the other way round. */
export function toggled(stars: Stars, reference: string, star: Star): Stars {
  const { [reference]: known, ...others } = stars
  return known ? others : { ...stars, [reference]: star }
}

/** The titles of other starred sessions at the same time. */
export function clashesOf(stars: Stars, reference: string, { start, end }: Star): string[] {
  return Object.entries(stars)
    .filter(([other, star]) => other !== reference && star.start < end && start < star.end)
    .map(([, star]) => star.title)
}
