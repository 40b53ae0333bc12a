import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, inTransaction, rows } from '../../src/core/database.ts'
import { queueMails } from '../../src/features/mail/actions.ts'
import type { MailToQueue } from '../../src/features/mail/types.ts'
import type { Bench, Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import type { Sample } from '../support/load.ts'
import { answerTime, compare, figure, type Measurement, medianMs } from '../support/measurements.ts'
import { type ProcessorTime, processorTime } from '../support/processor-time.ts'
import { type MailPeer, startMailPeer } from '../support/mail-peer.ts'

const event = 'technologicky-transfer-ukazka'
const patienceMs = 120_000

/** How the page of the event is drawn meanwhile: with a cookie, for an answer from memory would show nothing. */
function readPages({ load, quick }: Bench, app: App): Promise<Sample> {
  const targets = [{ path: `/cs/events/${event}`, headers: { cookie: 'seen=1' }, expect: [200] }]
  return load({ url: app.url, connections: 2, requests: quick ? 20 : 200, targets })
}

/** Personal mails to the people of the event, again and again until there are enough. */
async function mailsTo(db: Database, count: number): Promise<MailToQueue[]> {
  const held = await db('events').where({ slug: event }).first('id', 'organisationId')
  const people = await rows<{ id: number; email: string; locale: 'cs' | 'en' }>(
    db,
    `select id, email, locale from registrations where event_id = ? and status = 'confirmed' order by id`,
    [held?.id],
  )
  const run = Date.now().toString(36)
  return Array.from({ length: count }, (_, n) => {
    const person = people[n % people.length]
    return {
      kind: 'registration-message',
      idempotencyKey: `bench ${run} ${n}`,
      to: { name: `Jana Nováková ${n}`, address: person?.email ?? '' },
      locale: person?.locale ?? 'cs',
      isBulk: true,
      eventId: held?.id,
      organisationId: held?.organisationId,
      registrationId: person?.id,
      payload: { subject: 'Zítra začínáme', text: 'Dobrý den,\n\ntěšíme se na vás zítra v devět.' },
    }
  })
}

/** Queues them all in one transaction; milliseconds. */
async function queue(db: Database, mails: readonly MailToQueue[]): Promise<number> {
  const began = performance.now()
  await inTransaction(db, async trx => {
    for (let from = 0; from < mails.length; from += 1_000) await queueMails(trx, mails.slice(from, from + 1_000))
  })
  return performance.now() - began
}

/** Waits until the peer has them all. */
async function handedOver(peer: MailPeer, count: number): Promise<{ seconds: number; missing: number }> {
  const began = performance.now()
  while (peer.taken() < count && performance.now() - began < patienceMs) await sleep(20)
  return { seconds: (performance.now() - began) / 1_000, missing: Math.max(0, count - peer.taken()) }
}

/** Over the two connections of the bulk lane to a server that takes 100 ms for a mail: 20 a second is all it can take. */
async function toSlowPeer(app: App, peer: MailPeer, count: number): Promise<Measurement> {
  peer.ponder(100)
  const before = peer.taken()
  await queue(app.db, await mailsTo(app.db, count))
  const { seconds, missing } = await handedOver(peer, before + count)
  return figure('handed to a peer that takes 20 a second', 'per second', [count / seconds], { failures: missing })
}

/** Milliseconds for each mail. */
function processorTimeOf(before: ProcessorTime | undefined, after: ProcessorTime | undefined, count: number) {
  if (before === undefined || after === undefined) return undefined
  const each = (part: keyof ProcessorTime) => ((after[part] - before[part]) * 1_000) / count
  return { server: each('server'), database: each('database'), generator: 0 }
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const peer = await startMailPeer()
  try {
    const app = await bench.startApp({
      demo: true,
      withJobs: true,
      environment: { MAIL_RATES: 'off', SMTP_URL: `smtp://127.0.0.1:${peer.port}` },
    })
    const count = bench.quick ? 100 : 1_500
    await readPages(bench, app)
    const idle = await readPages(bench, app)
    const before = { taken: peer.taken(), cpu: processorTime(app.processes) }
    const mails = await mailsTo(app.db, count)
    const queuedMs = await queue(app.db, mails)
    const began = performance.now()
    const busy = await readPages(bench, app)
    const { missing } = await handedOver(peer, before.taken + count)
    const perSecond = count / ((performance.now() - began) / 1_000)
    const cpu = processorTimeOf(before.cpu, processorTime(app.processes), count)
    return [
      figure('mails queued in one transaction', 'per second', [count / (queuedMs / 1_000)]),
      figure('mails written and handed over', 'per second', [perSecond], {
        failures: missing,
        ...(cpu && { cpu }),
        note: 'the processor time holds the pages read meanwhile',
      }),
      answerTime('a page meanwhile', [busy], {
        comparisons: [compare('nothing to send', medianMs([busy]), medianMs([idle]))],
      }),
      await toSlowPeer(app, peer, bench.quick ? 20 : 100),
    ]
  } finally {
    await peer.close()
  }
}

const mail: Scenario = {
  description: 'Personal mails to many: how fast they are queued, written and handed over, and whether pages wait.',
  run,
}
export default mail
