/** One process of a history: plays its part of the steps in a few lanes at once and prints what was answered. */
import { readFileSync } from 'node:fs'
import { connect } from '../../../src/core/database.ts'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { createRandom, type Stage } from './stage.ts'
import { type Note, takeStep } from './steps.ts'

/** What a process is told, as JSON on its standard input. */
export interface Part {
  readonly connection: Address
  readonly stage: Stage
  readonly seed: number
  readonly name: string
  readonly steps: number
  readonly lanes: number
  /** The control: the counters are read, decided on and written without a lock. */
  readonly withoutLock: boolean
}

const part = JSON.parse(readFileSync(0, 'utf8')) as Part
const db = connect(part.connection, { max: part.lanes + 1 })
if (part.withoutLock) forgetLocks(db)
const notes: Note[] = []
let left = part.steps

await Promise.all(Array.from({ length: part.lanes }, (_, lane) => play(lane)))
await db.destroy()
process.stdout.write(JSON.stringify(notes))

async function play(lane: number): Promise<void> {
  const random = createRandom(part.seed * 1_000 + lane)
  const player = { db, stage: part.stage, random, name: `${part.name}${lane}`, count: 0 }
  while (left-- > 0) notes.push(...(await takeStep(player)))
}

interface QueryRunner {
  _query(connection: unknown, query: { sql?: string }): unknown
}

/** Takes the lock on quotas out of every statement, below everything the product knows. */
function forgetLocks(database: { readonly client: object }): void {
  const runner = Object.getPrototypeOf(database.client) as QueryRunner
  const send = runner._query
  runner._query = function (connection, query) {
    if (query.sql?.startsWith('select id from quotas')) query.sql = query.sql.replace(' for update', '')
    return send.call(this, connection, query)
  }
}
