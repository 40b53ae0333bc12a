import { setTimeout as sleep } from 'node:timers/promises'
import { firstRow } from '../../../core/database.ts'
import { addMinutes, type Instant, now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import type { MailDefinition } from '../types.ts'
import { aheadSql, claimMail, dueSql } from './claim.ts'
import { deliverClaimed } from './deliver.ts'

/** What goes to one person waiting for it, and what goes to many: neither waits for the other. */
interface Lane {
  readonly isBulk: boolean
  /** Mails it has under way at once, each over a connection of its own. */
  readonly abreast: number
  readonly senders: Set<Promise<void>>
  /** How often somebody said that there is something to do. */
  asked: number
  /** Some job waits for the senders; one is enough. */
  isHeld: boolean
  /** What stopped a sender; for the job that waits. */
  problem: Error | undefined
}

const lanesOf = new WeakMap<object, readonly [Lane, Lane]>()

function laneOf(services: Services, isBulk: boolean): Lane {
  const known = lanesOf.get(services) ?? [newLane(false, 4), newLane(true, 4)]
  lanesOf.set(services, known)
  return known[isBulk ? 1 : 0]
}

function newLane(isBulk: boolean, abreast: number): Lane {
  return { isBulk, abreast, senders: new Set(), asked: 0, isHeld: false, problem: undefined }
}

/**
 * Sees to it that the mails of a lane go. Returns when they are gone, or at once when a call before this one waits for
 * them: however many ask, a lane holds one place among the jobs of the process.
 * @param senders how many to put to work, if they are not at it: one for one mail
 */
export async function runLane(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  isBulk: boolean,
  senders: number,
): Promise<void> {
  const lane = laneOf(services, isBulk)
  lane.asked++
  for (let more = senders; more > 0 && lane.senders.size < lane.abreast; more--) {
    const sender: Promise<void> = work(services, definitions, lane)
      .catch((error: unknown) => {
        lane.problem = error instanceof Error ? error : new Error(String(error))
      })
      .finally(() => lane.senders.delete(sender))
    lane.senders.add(sender)
  }
  if (lane.isHeld) return
  lane.isHeld = true
  while (lane.senders.size > 0) await Promise.all(lane.senders)
  lane.isHeld = false
  const { problem } = lane
  lane.problem = undefined
  if (problem !== undefined) throw problem
}

/** Delivers whatever is due in both lanes: what was deferred, and what a lost job or a dead sender left. */
export async function deliverDueMails(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
): Promise<void> {
  await Promise.all([runLane(services, definitions, false, 4), runLane(services, definitions, true, 4)])
}

async function work(services: Services, definitions: readonly MailDefinition<Services>[], lane: Lane): Promise<void> {
  for (let idle = 0; !services.draining && idle < mostIdle; ) {
    const { asked } = lane
    const mail = await claimMail(services, lane)
    if (mail !== undefined) {
      idle = 0
      await deliverClaimed(services, definitions, mail)
      // A mail that was committed while we looked may have been missed: whoever queued it has asked since.
    } else if (lane.asked === asked) {
      if (!(await slotComes(services, lane))) return
      idle++
    }
  }
}

/** Slots in a row that others were quicker to take; then they do without this sender. */
const mostIdle = 20
/** Minutes that a sender waits for a domain to be free; whatever is later, the next minute looks after. */
const patience = 0.3
/** Milliseconds between looks whether the process is to stop. */
const glance = 200

/** Waits for the next slot of a domain that holds mails back; false when there is none soon. */
async function slotComes(services: Services, lane: Lane): Promise<boolean> {
  if (services.mailer === null || services.config.mailRates === undefined) return false
  const at = now()
  const found = await firstRow<{ next: Instant | null }>(services.db, waiting, {
    at,
    bulk: lane.isBulk,
    soon: addMinutes(at, patience),
  })
  if (!found?.next) return false
  for (let left = found.next.getTime() - at.getTime(); left > 0 && !services.draining; left -= glance)
    await sleep(Math.min(left, glance))
  return true
}

const waiting = `
  select min(d.free_at - ${aheadSql}) as next
  from mails as m join mail_domains as d on d.domain = m.to_domain
  where ${dueSql} and m.is_bulk = :bulk and m.next_try_at <= :at and d.free_at - ${aheadSql} <= :soon`
