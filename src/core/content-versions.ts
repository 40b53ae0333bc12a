import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, rows } from './database.ts'

/**
 * What answers are made of. `content`: everything that organisers write; `places`: how many are left; `people`: who is
 * registered, what they starred. Triggers count the changes (table `content_changes`).
 */
export type ContentKind = 'content' | 'places' | 'people'

/**
 * A mark for each kind that differs whenever something of the kind was committed in between. It names the server too: one
 * that takes over from another may have lost the last changes, and count others to the same sum.
 */
export type Versions = Readonly<Record<ContentKind, string>>

/**
 * So few share a reading without a wait. When more did, the next one begins a millisecond later than it could: in a rush
 * the readings would otherwise cost more than what they are for.
 */
const few = 4

/** The versions of the content, exact across processes. */
export interface ContentVersions {
  /**
   * The versions as they are now: read from the database after the call, never before. Whoever asks while a reading is
   * under way shares the next one, so that a thousand askers at once cost one query.
   */
  read(): Promise<Versions>
}

/** SQL for the mark of the rows of one kind, to be read by whoever asks inside a transaction of their own. */
export const versionSql = `coalesce(sum(changes), 0) || '@' || extract(epoch from pg_postmaster_start_time())`

/** Rows that are left to add up: the sum of so many costs a fraction of a millisecond. */
const mostRows = 500

/**
 * The versions of the content of a database.
 * @param db where they are read; a pool of its own, so that nothing slow stands before it
 */
export function createContentVersions(db: Database): ContentVersions {
  let running: Promise<Versions> | undefined
  let next: Promise<Versions> | undefined
  /** Who asked for the reading that has not begun, and who did for the one before. */
  let askers = 0
  let askersBefore = 0
  let isTidying = false

  function begin(): Promise<Versions> {
    next = undefined
    askersBefore = askers
    askers = 0
    const reading = readVersions(db, tidy).finally(() => {
      if (running === reading) running = undefined
    })
    running = reading
    return reading
  }

  /** Not awaited: nobody waits for the tidying, and whoever comes later tries again. One at a time: the pool is small. */
  function tidy(): void {
    if (isTidying) return
    isTidying = true
    const over = () => void (isTidying = false)
    addUp(db).then(over, over)
  }

  return {
    read() {
      askers++
      if (next !== undefined) return next
      if (running === undefined && askersBefore <= few) return begin()
      // What runs may have looked before the caller's moment. And where many ask, more do in a moment.
      const before = running?.catch(() => undefined) ?? Promise.resolve(undefined)
      next = before.then(() => (askersBefore > few ? sleep(1) : undefined)).then(begin)
      return next
    },
  }
}

async function readVersions(db: Database, tidy: () => void): Promise<Versions> {
  const found = await rows<{ kind: ContentKind; version: string; rows: number }>(
    db,
    `select kind, ${versionSql} as version, count(*)::int as rows from content_changes group by kind`,
  )
  if (found.some(one => one.rows > mostRows)) tidy()
  const versions = { content: '', places: '', people: '' }
  for (const { kind, version } of found) versions[kind] = version
  return versions
}

/** Puts the sum of many rows into one of this transaction: the versions stay what they are. */
async function addUp(db: Database): Promise<void> {
  await rows(
    db,
    `with gone as (delete from content_changes returning kind, changes)
     insert into content_changes (kind, changes) select kind, sum(changes) from gone group by kind`,
  )
}

/** What was made of the content under a key, until one of the kinds it was made of changes. */
export type Remembered<Value> = (versions: Versions, key: string, make: () => Promise<Value>) => Promise<Value>

/**
 * A memory of this process for what is made of the content. Several who want the same at once share one making.
 * @param kinds what the values are made of
 * @param most so many keys are kept, those used last
 */
export function rememberWhile<Value>(kinds: readonly ContentKind[], most: number): Remembered<Value> {
  const memory = new Map<string, { readonly stamp: string; readonly value: Promise<Value> }>()
  return (versions, key, make) => {
    const stamp = kinds.map(kind => versions[kind]).join()
    const known = memory.get(key)
    memory.delete(key)
    if (known?.stamp === stamp) {
      memory.set(key, known)
      return known.value
    }
    const fresh = { stamp, value: make() }
    memory.set(key, fresh)
    for (const oldest of memory.keys()) {
      if (memory.size <= most) break
      memory.delete(oldest)
    }
    fresh.value.catch(() => {
      if (memory.get(key) === fresh) memory.delete(key)
    })
    return fresh.value
  }
}
