import type { ReleaseContent, ReleaseOutline } from '../types.ts'

/** One reading: what need not be read again, and where what was read is put. */
export interface ReleaseReading<Content> {
  /** Ids of releases whose content this process has. */
  readonly known: readonly number[]
  /** What was read, or (null) what was known already. */
  take(id: number, content: Content | null): Content
}

/**
 * Parsed releases of this process, the last used ones. A release never changes, so none ever has to be forgotten; where
 * somebody is taken out of one for good, or its instants follow new tables of zones, it gets another id.
 */
function remembering<Content>(most: number): () => ReleaseReading<Content> {
  const memory = new Map<number, Content>()
  return () => {
    // A copy: while the answer is on its way, others may push out what this one counts on.
    const held = new Map(memory)
    return {
      known: [...held.keys()],
      take(id, read) {
        const content = read ?? held.get(id)
        if (content === undefined) throw new Error(`release ${id} was neither read nor known`)
        memory.delete(id)
        memory.set(id, content)
        for (const oldest of memory.keys()) {
          if (memory.size <= most) break
          memory.delete(oldest)
        }
        return content
      },
    }
  }
}

/** Of a conference of 1,351 sessions an outline takes about 5 MB, a whole content about 15 MB. */
export const outlines = remembering<ReleaseOutline>(8)
export const contents = remembering<ReleaseContent>(3)
