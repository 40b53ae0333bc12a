import { describe, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { inTransaction, rows } from '../../../src/core/database.ts'
import { createNotifications, type Notice, notify } from '../../../src/core/notifications.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

async function until(check: () => boolean): Promise<void> {
  for (const end = performance.now() + 5_000; !check() && performance.now() < end; ) await sleep(10)
}

/** Connections that wait for notices. */
const listeners = () =>
  rows<{ pid: number }>(world.db, `select pid from pg_stat_activity where application_name = 'pozvanka notices'`)
const say = (channel: string, notice: Notice) => inTransaction(world.db, trx => notify(trx, channel, notice))

describe('notifications', () => {
  it('are heard after the commit, on their channel, by everybody who subscribed', async () => {
    const notifications = createNotifications(world.connection, world.services.log)
    const heard: unknown[] = []
    const stop = notifications.subscribe('things', notice => heard.push(notice))
    notifications.subscribe('things', ({ n }) => heard.push(n))
    notifications.subscribe('others', notice => heard.push(notice))
    for (let tries = 0; (await listeners()).length === 0 && tries < 100; tries++) await sleep(20)
    await sleep(100)
    const undone = inTransaction(world.db, async trx => {
      await notify(trx, 'things', { n: 0 })
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    await say('things', { n: 1 })
    await until(() => heard.length === 2)
    expect(heard).toEqual([{ n: 1 }, 1])
    stop()
    await say('things', { n: 2 })
    await until(() => heard.length === 3)
    expect(heard.at(-1)).toBe(2)
    await notifications.close()
    expect(await listeners()).toEqual([])
  })

  it('are heard again after the connection broke, and that something may be missing is said', async () => {
    const notifications = createNotifications(world.connection, world.services.log)
    const heard: unknown[] = []
    notifications.subscribe('things', notice => heard.push(notice))
    for (let tries = 0; (await listeners()).length === 0 && tries < 100; tries++) await sleep(20)
    await sleep(100)
    for (const { pid } of await listeners()) await rows(world.db, 'select pg_terminate_backend(?)', [pid])
    await until(() => heard.length === 1)
    expect(heard).toEqual([{ missed: true }])
    await say('things', { n: 3 })
    await until(() => heard.length === 2)
    expect(heard.at(-1)).toEqual({ n: 3 })
    await notifications.close()
  })

  it('end with the process, take no novels, and never connect when nobody listens', async () => {
    const notifications = createNotifications(world.connection, world.services.log)
    expect(await listeners()).toEqual([])
    let ended = 0
    notifications.subscribe(
      'things',
      () => undefined,
      () => (ended += 1),
    )
    await notifications.close()
    notifications.subscribe(
      'things',
      () => undefined,
      () => (ended += 1),
    )
    expect(ended).toBe(2)
    await expect(say('things', { long: 'x'.repeat(8_000) })).rejects.toThrow('too long')
    expect(await listeners()).toEqual([])
  })
})
