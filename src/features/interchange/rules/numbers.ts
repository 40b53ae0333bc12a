/**
 * A positive number for a reference, the same each time (FNV-1a, 31 bits): frab wants numbers, and our own never leave
 * the server. Two references may share one; whoever writes a document steps on to the next free number.
 */
export function numberOf(reference: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < reference.length; index += 1) {
    hash ^= reference.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return (hash >>> 0) & 0x7fffffff || 1
}

/** A number for each reference, all different, in the order given. */
export function numbersOf(references: readonly string[]): Map<string, number> {
  const taken = new Set<number>()
  return new Map(
    references.map(reference => {
      let number = numberOf(reference)
      while (taken.has(number)) number = (number % 0x7fffffff) + 1
      taken.add(number)
      return [reference, number]
    }),
  )
}
