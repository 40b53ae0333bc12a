import { type Database, only, rows } from '../../core/database.ts'

/** Keys that no file names, older than so many minutes. */
export async function listLooseObjects(db: Database, minutes: number): Promise<string[]> {
  const found = await rows<{ key: string }>(
    db,
    `select key from stored_objects o where created_at < now() - make_interval(mins => ?)
       and not exists (select from files where object_key = o.key)
       and not exists (select from answer_files where object_key = o.key)
     order by created_at limit 1000`,
    [minutes],
  )
  return found.map(({ key }) => key)
}

/** How many contents lie where, and how many objects nothing names. */
export interface WhereContentsLie {
  readonly inDatabase: number
  readonly inBucket: number
  readonly loose: number
}

/** Counts contents by where they lie. */
export async function countContents(db: Database): Promise<WhereContentsLie> {
  return only(
    await rows<WhereContentsLie>(
      db,
      `with kept as (select object_key from files union all select object_key from answer_files)
       select count(*) filter (where object_key is null)::int as in_database, count(object_key)::int as in_bucket,
         ((select count(*) from stored_objects) - count(object_key))::int as loose from kept`,
    ),
  )
}
