import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Address, withDatabase } from '../../bin/support/scratch-server.ts'
import { rows } from '../../src/core/database.ts'
import { ensureDatabase } from '../../src/core/embedded-postgres.ts'
import { findDisagreements } from '../../src/features/registration/queries/offers.ts'
import { createOrganisation } from '../factories/accounts.ts'
import { createPublished } from '../factories/events.ts'
import { createCategory, formOf } from '../factories/registration.ts'
import { type Application, eventually, startApplication } from './support/applications.ts'
import { type Pair, startPair } from './support/standby.ts'
import { startSwitch, type Switch } from './support/switch.ts'

/** What a cluster of two servers does, put together by hand. */
class Cluster {
  pair!: Pair
  leader!: Switch
  application!: Application
  form: (who: string) => Readonly<Record<string, string>> = () => ({})
  /** Who was told that they have a place. */
  readonly told: string[] = []
  private people = 0

  async open(): Promise<void> {
    this.pair = await startPair()
    this.leader = await startSwitch(await ensureDatabase(this.pair.primary.connection, 'pozvanka'))
    this.application = await startApplication({ DATABASE_URL: this.leader.url })
    const { db } = this.application.services
    const organisation = await createOrganisation(db, { slug: 'porad', name: 'Pořadatel' })
    const event = await createPublished(db, { organisation, slug: 'narazovy-test' })
    const category = await createCategory(db, event, { capacity: 100_000 })
    this.form = who => formOf(category, who)
  }

  /** One person registers; true when they were told that they have a place. */
  async register(): Promise<boolean> {
    this.people += 1
    const who = `clovek${this.people}`
    const answer = await fetch(`${this.application.url}/cs/events/narazovy-test/registration`, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(this.form(who)),
      redirect: 'manual',
    })
    const isTold = answer.headers.get('location')?.endsWith('state=place') === true
    if (isTold) this.told.push(`${who}@example.org`)
    return isTold
  }

  get standby(): Address {
    return { ...this.pair.standby.connection, database: 'pozvanka' }
  }

  /** The leader is gone from one moment to the next, the follower takes over. */
  async failOver(): Promise<void> {
    this.leader.cut()
    process.kill(this.pair.primary.pid, 'SIGKILL')
    await withDatabase(this.standby, async db => db.raw('select pg_promote(true)'))
    this.leader.leadTo(this.standby)
  }

  /** Who was told and is not there. */
  async lost(): Promise<string[]> {
    const found = await rows<{ email: string }>(this.application.services.db, 'select email from registrations')
    const there = new Set(found.map(({ email }) => email))
    return this.told.filter(email => !there.has(email))
  }

  async close(): Promise<void> {
    await this.application?.stop()
    await this.leader?.close()
    await this.pair?.remove()
  }
}

describe('a failover in the middle of a rush', () => {
  const cluster = new Cluster()
  beforeAll(() => cluster.open())
  afterAll(() => cluster.close())

  it('loses nobody who was told of a place, when commits are on two machines', async () => {
    await withDatabase(cluster.pair.primary.connection, async db => {
      await db.raw(`alter system set synchronous_standby_names = '*'`)
      await db.raw('select pg_reload_conf()')
      const state = () => rows<{ state: string }>(db, 'select sync_state as state from pg_stat_replication')
      await eventually(state, ([one]) => one?.state === 'sync')
    })
    let isOver = false
    const visitors = Array.from({ length: 8 }, async () => {
      while (!isOver) if (!(await cluster.register())) await sleep(50)
    })
    await eventually(async () => cluster.told.length > 60)
    await cluster.failOver()
    const before = cluster.told.length
    // The same process goes on with the new leader.
    await eventually(async () => cluster.told.length > before + 30)
    isOver = true
    await Promise.all(visitors)
    expect(await cluster.lost()).toEqual([])
    expect(await findDisagreements(cluster.application.services.db)).toEqual([])
  })
})

describe('a failover to a follower that commits did not wait for', () => {
  const cluster = new Cluster()
  beforeAll(() => cluster.open())
  afterAll(() => cluster.close())

  it('loses people who hold a mail about their place', async () => {
    // The control. The follower hears nothing for a moment, as behind a slow network, and no commit waits for it.
    await withDatabase(cluster.standby, async db => {
      const categories = () => rows<{ count: number }>(db, 'select count(*)::int as count from categories')
      await eventually(categories, ([one]) => one?.count === 1)
    })
    await cluster.pair.standby.stop()
    await cluster.pair.standbyAgain('alone')
    for (let number = 0; number < 5; number += 1) expect(await cluster.register()).toBe(true)
    await cluster.failOver()
    await eventually(() => cluster.register())
    expect(await cluster.lost()).toHaveLength(5)
  })
})
