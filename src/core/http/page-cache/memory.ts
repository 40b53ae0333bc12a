import { type Answer, weightOf } from './answers.ts'

/** Answers by their address, those that were asked for last, within so many bytes. */
export interface Memory {
  get(address: string): Answer | undefined
  keep(address: string, answer: Answer): void
  /** To be called when an answer that may be kept here has grown. */
  weigh(address: string, answer: Answer): void
  readonly bytes: number
  readonly count: number
}

interface Place {
  readonly answer: Answer
  weight: number
}

/**
 * A memory that forgets what was not asked for the longest time.
 * @param mostBytes what it may hold; an answer over an eighth of it is not kept at all
 */
export function createMemory(mostBytes: number): Memory {
  const places = new Map<string, Place>()
  let bytes = 0

  function forget(address: string): void {
    const place = places.get(address)
    if (place === undefined) return
    places.delete(address)
    bytes -= place.weight
  }

  function shrink(): void {
    for (const oldest of places.keys()) {
      if (bytes <= mostBytes) return
      forget(oldest)
    }
  }

  return {
    get bytes() {
      return bytes
    },
    get count() {
      return places.size
    },
    get(address) {
      const place = places.get(address)
      if (place === undefined) return undefined
      places.delete(address)
      places.set(address, place)
      return place.answer
    },
    keep(address, answer) {
      forget(address)
      const weight = weightOf(answer)
      if (weight > mostBytes / 8) return
      places.set(address, { answer, weight })
      bytes += weight
      shrink()
    },
    weigh(address, answer) {
      const place = places.get(address)
      if (place?.answer !== answer) return
      bytes -= place.weight
      place.weight = weightOf(answer)
      bytes += place.weight
      shrink()
    },
  }
}

/** Remembers texts for a while, so many at most: when there are more, all are forgotten. */
export function createNotes(most: number) {
  const notes = new Map<string, number>()
  return {
    get: (text: string) => notes.get(text),
    set(text: string, value: number) {
      if (notes.size >= most) notes.clear()
      notes.set(text, value)
    },
  }
}
