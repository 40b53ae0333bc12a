// knex 3 is CommonJS without detectable named exports: `import { knex }` type-checks but throws at run time.
import knexModule, { type Knex } from 'knex'
import type { Tables } from 'knex/types/tables.js'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Busy } from './errors.ts'

/** Anything that can be queried: the pool, or a transaction. */
export type Database = Knex
/** Proof that a transaction is open. Functions that lock or write several rows ask for it. */
export type Transaction = Knex.Transaction
/** Where the database is: a URL, or the parts of an embedded server's address. */
export type Connection = string | { host: string; port: number; user: string; password: string; database: string }

declare const locked: unique symbol
/** A row read with a lock in the open transaction: the only kind of row that may be changed by decision. */
export type Locked<Row> = Row & { readonly [locked]: true }

/** Marks rows that were just read `for update`; only `lock…` queries call it. */
export function asLocked<Row>(row: Row): Locked<Row> {
  return row as Locked<Row>
}

/** What knex knows of a table: a whole row, and which columns an insert may leave to the database. */
export type Table<Row, Defaulted extends keyof Row = never> = Knex.CompositeTableType<
  Row,
  Omit<Row, Defaulted> & Partial<Pick<Row, Defaulted>>,
  Partial<Row>
>

// A calendar date and a wall-clock time are not instants: keep the strings, in ISO form.
pg.types.setTypeParser(pg.types.builtins.DATE, value => value)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMP, value => value.replace(' ', 'T'))
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** How a pool keeps its connections. */
export interface PoolOptions {
  readonly min?: number
  readonly max?: number
  /**
   * The address is that of a pooler which lends a connection for one transaction: what is set on it stays with whoever
   * comes next, so nothing is set; `core/pooler.ts` gives the settings to the role.
   */
  readonly isShared?: boolean
  /** Statements may be sent before those ahead of them were answered (`together`). No cursors or streams then. */
  readonly pipelines?: boolean
}

/** What every connection that answers requests has: nobody waits for ever, nothing is left open. */
export const sessionSettings = {
  lock_timeout: '3s',
  idle_in_transaction_session_timeout: '30s',
  statement_timeout: '60s',
  timezone: 'UTC',
} as const

/**
 * Opens a pool. Table and column names are camelCase in TypeScript and snake_case in PostgreSQL;
 * this is the only place that converts. Raw SQL is written in snake_case, its rows come back in camelCase.
 */
export function connect(connection: Connection, { isShared, pipelines, ...pool }: PoolOptions = {}): Database {
  return knexModule({
    client: 'pg',
    connection: {
      ...(typeof connection === 'string' ? { connectionString: connection } : connection),
      ...(pipelines && { pipeline: true }),
      // As long as anybody waits for a connection of the pool: one that cannot be made must not keep its place.
      connectionTimeoutMillis: 5_000,
    },
    pool: { min: 0, max: 10, ...pool, ...(isShared ? {} : { afterCreate: prepareSession }) },
    acquireConnectionTimeout: 5_000,
    // An error must not quote the values of its statement: they are people's names and addresses, and errors are logged.
    compileSqlOnError: false,
    // It would print what its callers get as an error and log.
    log: { warn: () => undefined, error: () => undefined, deprecate: () => undefined, debug: () => undefined },
    wrapIdentifier: (identifier, quote) => (identifier === '*' ? identifier : quote(toSnakeCase(identifier))),
    postProcessResponse: toCamelCase,
  })
}

type Done = (error: Error | undefined | null, connection: unknown) => void

function prepareSession(connection: pg.Client, done: Done): void {
  const settings = Object.entries(sessionSettings).map(([name, value]) => `set ${name} = '${value}'`)
  connection.query(settings.join('; '), error => done(error, connection))
}

/** Times that a transaction is tried which PostgreSQL breaks off for the sake of others (REL-02). */
export const mostTries = 4

/**
 * Runs `work` in a transaction, joining the one that is open when `db` is already one.
 * @param tries how often it may run: more than once only where `work` bears to be begun anew (`mostTries`), since a
 *   deadlock or a serialisation failure then starts it again a moment later
 * @throws Busy when a lock was not had in time, or contention outlasted the tries
 */
export async function inTransaction<Result>(
  db: Database | Transaction,
  work: (trx: Transaction) => Promise<Result>,
  { tries = 1 }: { readonly tries?: number } = {},
): Promise<Result> {
  if (isTransaction(db)) return work(db)
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work)
    } catch (error) {
      if (attempt >= tries || !isBrokenOff(error)) throw busyIfContended(error)
      // Those who fought each other must not meet again at the same moment.
      await sleep(5 * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

/** Deadlock or serialisation failure: nothing was written, and the same work may do well when it is begun anew. */
function isBrokenOff(error: unknown): boolean {
  const code = postgresCode(error)
  return code === '40P01' || code === '40001'
}

/** Runs `work` in a transaction of its own and takes back everything it wrote: to see what would happen. */
export async function rehearse<Result>(db: Database, work: (trx: Transaction) => Promise<Result>): Promise<Result> {
  const trx = await db.transaction()
  try {
    return await work(trx)
  } catch (error) {
    throw busyIfContended(error)
  } finally {
    await trx.rollback()
  }
}

function isTransaction(db: Database | Transaction): db is Transaction {
  return db.isTransaction === true
}

/** PostgreSQL gave up waiting (lock_timeout, deadlock) or the pool is exhausted: the caller may try again. */
function busyIfContended(error: unknown): unknown {
  const code = postgresCode(error)
  if (code === '55P03' || isBrokenOff(error)) return new Busy(`database contention ${code}`)
  if (error instanceof Error && error.name === 'KnexTimeoutError') return new Busy('database pool exhausted')
  return error
}

/** The SQLSTATE of a PostgreSQL error, if it is one. */
export function postgresCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** The name of the constraint that refused a write (23xxx), if that is what happened. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!postgresCode(error)?.startsWith('23')) return undefined
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : undefined
}

/** Values for the `?` of a raw statement in order, or for its `:names`; arrays are PostgreSQL arrays. */
export type Bindings = readonly unknown[] | Readonly<Record<string, unknown>>

/** Rows of a raw statement (snake_case SQL with `?` or `:name` bindings), keys in camelCase. */
export async function rows<Row>(db: Database | Transaction, sql: string, bindings: Bindings = []): Promise<Row[]> {
  const result = await db.raw<{ rows: Row[] }>(sql, bindings as readonly Knex.RawBinding[])
  return result.rows
}

/** The first row of a raw statement, if any. */
export async function firstRow<Row>(
  db: Database | Transaction,
  sql: string,
  bindings: Bindings = [],
): Promise<Row | undefined> {
  return (await rows<Row>(db, sql, bindings))[0]
}

type Insertable<Name extends keyof Tables> = Knex.ResolveTableType<Tables[Name], 'insert'>

/**
 * Inserts rows in their order, in one statement whose text does not depend on how many there are: they travel as one
 * JSON value, which PostgreSQL reads in a fraction of the time that it takes to plan thousands of parameters.
 * @param values rows that name the same columns (`id` if drawn before); an instant or JSON as such, never binary data
 * @param ending what follows the rows: `on conflict … do nothing`, `returning id`; snake_case
 */
export async function insertRows<Name extends keyof Tables, Returned = never>(
  trx: Transaction,
  table: Name,
  values: readonly Insertable<Name>[],
  ending = '',
): Promise<Returned[]> {
  const [first] = values
  if (first === undefined) return []
  const names = Object.keys(first).map(name => [name, toSnakeCase(name)] as const)
  const columns = names.map(([, column]) => `"${column}"`).join(', ')
  const records = values.map(row => {
    const given: Readonly<Record<string, unknown>> = { ...row }
    const record: Record<string, unknown> = {}
    for (const [name, column] of names) record[column] = given[name]
    return record
  })
  const into = `"${toSnakeCase(table)}"`
  const drawn = 'id' in first ? 'overriding system value' : ''
  const sql = `insert into ${into} (${columns}) ${drawn} select ${columns} from json_populate_recordset(null::${into}, ?::json) ${ending}`
  return rows<Returned>(trx, sql, [JSON.stringify(records)])
}

/** The single row that a statement must return; anything else is breakage. */
export function only<Row>(found: readonly Row[]): Row {
  const [row] = found
  if (row === undefined || found.length !== 1) throw new Error(`expected one row, found ${found.length}`)
  return row
}

const snakeCased = new Map<string, string>()
const camelCased = new Map<string, string>()

function toSnakeCase(identifier: string): string {
  return remembered(snakeCased, identifier, () => identifier.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
}

function camelKey(key: string): string {
  return remembered(camelCased, key, () => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()))
}

function remembered(memory: Map<string, string>, key: string, make: () => string): string {
  const known = memory.get(key)
  if (known !== undefined) return known
  const made = make()
  memory.set(key, made)
  return made
}

function toCamelCase(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(toCamelCase)
  if (result === null || typeof result !== 'object') return result
  if ('rows' in result && Array.isArray(result.rows)) {
    result.rows = result.rows.map(toCamelCase)
    return result
  }
  return isPlainRow(result) ? camelCaseKeys(result) : result
}

function isPlainRow(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function camelCaseKeys(row: object): object {
  const converted: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(row)) converted[camelKey(key)] = value
  return converted
}
