import { describe, expect, it } from '@jest/globals'
import { inTransaction, rows } from '../../../src/core/database.ts'
import { recordAudit, recordAudits } from '../../../src/features/audit/actions.ts'
import { listActivity, listHistory } from '../../../src/features/audit/queries.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

async function insertEvent(): Promise<number> {
  const { organisation } = await world.people()
  const [event] = await rows<{ id: number }>(
    world.db,
    `insert into events (slug, organisation_id, title, time_zone, starts_local, ends_local, starts_at, ends_at)
     values ('burgas', ?, '{}', 'Europe/Sofia', '2023-09-13', '2023-09-15', '2023-09-13', '2023-09-15') returning id`,
    [organisation.id],
  )
  return event?.id ?? 0
}

describe('the audit log', () => {
  it('tells who did what, the latest first', async () => {
    const { owner } = await world.people()
    const eventId = await insertEvent()
    world.at('2026-11-22T08:00:00Z')
    await inTransaction(world.db, async trx => {
      await recordAudit(trx, { kind: 'user', userId: owner.id }, 'event.published', { eventId })
      await recordAudit(trx, { kind: 'attendee', registrationId: 7 }, 'registration.cancelled', {
        eventId,
        subject: { kind: 'registration', id: 7 },
        details: { promoted: [8] },
      })
      await recordAudit(trx, { kind: 'system' }, 'event.copied', { subject: { kind: 'event', id: eventId } })
    })
    const activity = await listActivity(world.db, eventId, 10)
    expect(activity).toEqual([
      {
        at: new Date('2026-11-22T08:00:00Z'),
        actorKind: 'attendee',
        actorName: null,
        action: 'registration.cancelled',
        subjectKind: 'registration',
        subjectId: 7,
        details: { promoted: [8] },
      },
      expect.objectContaining({
        action: 'event.published',
        actorKind: 'user',
        actorName: owner.name,
        subjectKind: null,
        details: {},
      }),
    ])
    expect(await listActivity(world.db, eventId, 1)).toHaveLength(1)
    expect((await listHistory(world.db, { kind: 'registration', id: 7 })).map(({ action }) => action)).toEqual([
      'registration.cancelled',
    ])
    expect(await listHistory(world.db, { kind: 'registration', id: 8 })).toEqual([])
  })

  it('writes many entries in one statement, and none for nothing', async () => {
    const abouts = Array.from({ length: 50 }, (_, id) => ({ subject: { kind: 'registration', id } }))
    const counted = await world.queries(() =>
      inTransaction(world.db, async trx => {
        await recordAudits(trx, { kind: 'visitor' }, 'registration.created', abouts)
        await recordAudits(trx, { kind: 'visitor' }, 'registration.created', [])
      }),
    )
    expect(counted.count).toBe(3)
    expect(await rows(world.db, 'select id from audit_entries')).toHaveLength(50)
  })

  it('forgets what was rolled back, and nothing else', async () => {
    const broken = inTransaction(world.db, async trx => {
      await recordAudit(trx, { kind: 'system' }, 'event.published', {})
      throw new Error('rolled back')
    })
    await expect(broken).rejects.toThrow('rolled back')
    expect(await rows(world.db, 'select id from audit_entries')).toEqual([])
    await inTransaction(world.db, trx => recordAudit(trx, { kind: 'system' }, 'event.published', {}))
    await expect(world.db.raw(`update audit_entries set action = 'x'`)).rejects.toThrow('append-only')
    await expect(world.db.raw('delete from audit_entries')).rejects.toThrow('append-only')
  })

  it('reads each list in one query', async () => {
    const eventId = await insertEvent()
    for (const size of [1, 30]) {
      await inTransaction(world.db, trx =>
        recordAudits(
          trx,
          { kind: 'system' },
          'event.edited',
          Array.from({ length: size }, () => ({ eventId })),
        ),
      )
      expect((await world.queries(() => listActivity(world.db, eventId, 100))).count).toBe(1)
    }
  })
})
