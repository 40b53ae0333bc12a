import { type Database, rows } from './database.ts'

/**
 * What answers are made of. `content`: everything that organisers write; `places`: how many are left; `people`: who is
 * registered, what they starred. Triggers count the changes (table `content_changes`).
 */
export type ContentKind = 'content' | 'places' | 'people'

/** A number for each kind that differs whenever something of the kind was committed in between. */
export type Versions = Readonly<Record<ContentKind, number>>

/** The versions of the content, exact across processes. */
export interface ContentVersions {
  /**
   * The versions as they are now: read from the database after the call, never before. Whoever asks while a reading is
   * under way shares the next one, so that a thousand askers at once cost one query.
   */
  read(): Promise<Versions>
}

/** Rows that are left to add up: the sum of so many costs a fraction of a millisecond. */
const mostRows = 500

/**
 * The versions of the content of a database.
 * @param db where they are read; a pool of its own, so that nothing slow stands before it
 */
export function createContentVersions(db: Database): ContentVersions {
  let running: Promise<Versions> | undefined
  let next: Promise<Versions> | undefined

  function begin(): Promise<Versions> {
    const reading = readVersions(db).finally(() => {
      if (running === reading) running = undefined
    })
    running = reading
    return reading
  }

  return {
    read() {
      if (running === undefined) return begin()
      // What runs may have looked before the caller's moment.
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return begin()
        })
      return next
    },
  }
}

async function readVersions(db: Database): Promise<Versions> {
  const found = await rows<{ kind: ContentKind; version: number; rows: number }>(
    db,
    'select kind, sum(changes)::bigint as version, count(*)::int as rows from content_changes group by kind',
  )
  // Not awaited: nobody waits for the tidying, and whoever comes next tries again.
  if (found.some(one => one.rows > mostRows)) void addUp(db).catch(() => undefined)
  const versions = { content: 0, places: 0, people: 0 }
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
