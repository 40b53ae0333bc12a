import { type Database, inTransaction, rows } from '../../../core/database.ts'
import type { Bucket, FileStore, KeptContent } from '../../../core/file-store.ts'
import { newReference } from '../../../core/tokens.ts'
import { listLooseObjects } from '../queries.ts'
import '../tables.ts'

/** A table whose contents may lie in object storage; its owner alone writes it. */
export interface Shelf {
  /** First part of the keys. */
  readonly name: string
  /** Rows whose content lies in the database, or in object storage. */
  list(db: Database, where: 'database' | 'bucket'): Promise<number[]>
  read(db: Database, id: number): Promise<KeptContent | undefined>
  /** Lets go of a content that lies under the key now; false when it had gone there already, or the row is no more. */
  letGo(db: Database, id: number, key: string): Promise<boolean>
  /** Takes a content back; false when the row is no more. */
  takeBack(db: Database, id: number, content: Buffer): Promise<boolean>
}

/**
 * Moves contents to object storage. Uploads are written into the database with the rest of their transaction, so none
 * is ever half there; from there they move when they are committed. The key is written down first, and the content is
 * let go only when object storage has given the same bytes back: whoever is killed in between leaves at most an object
 * that nothing names, which `dropLooseObjects` deletes. Two who move the same content do so under two keys.
 * @returns how many moved
 */
export async function moveToBucket(db: Database, { bucket }: FileStore, shelf: Shelf): Promise<number> {
  if (bucket === undefined) return 0
  let moved = 0
  for (const id of await shelf.list(db, 'database')) {
    const content = (await shelf.read(db, id))?.content ?? null
    if (content === null) continue
    const key = `${shelf.name}/${newReference(32)}`
    await db('storedObjects').insert({ key })
    await bucket.put(key, content)
    const kept = await bucket.get(key)
    if (kept === undefined || !kept.equals(content))
      throw new Error(`object storage does not keep what it took: ${key}`)
    if (await shelf.letGo(db, id, key)) moved += 1
  }
  return moved
}

/** Brings contents back into the database, to leave object storage for good. Running applications may go on. */
export async function bringBack(db: Database, store: FileStore, shelf: Shelf): Promise<number> {
  let back = 0
  for (const id of await shelf.list(db, 'bucket')) {
    const kept = await shelf.read(db, id)
    if (kept !== undefined && (await shelf.takeBack(db, id, await store.read(kept)))) back += 1
  }
  return back
}

/**
 * Deletes objects that no file names: files that were removed, and what a killed process left. The row goes first and
 * is committed last, so that nobody can begin to name the object meanwhile; a key that waits for its content is younger
 * than an hour, and is named within half an hour or never (`mostMinutes`).
 * @returns how many
 */
export async function dropLooseObjects(db: Database, bucket: Bucket): Promise<number> {
  let dropped = 0
  for (const key of await listLooseObjects(db, 60)) {
    await inTransaction(db, async trx => {
      if ((await trx('storedObjects').where({ key }).delete()) === 0) return
      await bucket.delete(key)
      dropped += 1
    })
  }
  return dropped
}

/** A key that has waited longer for its content is left to `dropLooseObjects`. */
export const mostMinutes = 30

/** SQL: the key that content is let go for is young enough to be nobody's to delete; binds `:key` and `:mostMinutes`. */
export const keyIsYoung = `exists (select from stored_objects where key = :key
  and created_at > now() - make_interval(mins => :mostMinutes))`

/** The contents of `files`. */
export const fileShelf: Shelf = {
  name: 'files',
  async list(db, where) {
    const column = where === 'bucket' ? 'object_key' : 'content'
    const found = await rows<{ id: number }>(
      db,
      `select id from files where ${column} is not null order by id limit 500`,
    )
    return found.map(({ id }) => id)
  },
  read: (db, id) => db('files').where({ id }).first('content', 'objectKey'),
  async letGo(db, id, key) {
    const done = await rows(
      db,
      `update files set content = null, object_key = :key where id = :id and content is not null and ${keyIsYoung}
       returning id`,
      { id, key, mostMinutes },
    )
    return done.length > 0
  },
  async takeBack(db, id, content) {
    return (await db('files').where({ id }).update({ content, objectKey: null })) > 0
  },
}
