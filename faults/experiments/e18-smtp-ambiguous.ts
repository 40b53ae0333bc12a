import { inTransaction, rows } from '../../src/core/database.ts'
import { queueMail } from '../../src/features/mail/actions.ts'
import type { Experiment } from '../experiment.ts'
import type { Behaviour } from '../../tests/integration/mail/smtp-peer.ts'
import type { Stage } from '../support/stage.ts'

const accept: Behaviour = { kind: 'accept' }
const cut: Behaviour = { kind: 'cut-after-data' }

/** The mail server takes the whole mail, and the connection dies before it says so: nobody knows whether it arrived. */
async function run(stage: Stage): Promise<void> {
  const users = stage.isShort ? 15 : 60
  const entrance = await stage.open({ capacity: users * 2 })
  stage.mail.next(...Array.from({ length: users }, (_, n) => (n % 3 === 0 ? cut : accept)))
  stage.fault('connection cut after the mail, before its 250', Math.ceil(users / 3))
  await stage.crowd(entrance, 'listek', users, { withinMs: 2_000 })
  stage.expect(await stage.mailsGone(), 'mails are left over')
  stage.mail.forget()
  for (const broken of await stage.broken({ mostCopies: 2 })) stage.violation(broken)
  const doubled = countDoubled(stage)
  stage.expect(doubled > 0, 'no ticket was sent a second time, so nothing was in doubt')
  const lost = await unsent(stage)
  stage.expect(
    lost.every(({ response }) => response === 'doubtful'),
    `failed for another reason: ${lost[0]?.response}`,
  )
  await toMany(stage)
  stage.note(`${doubled} tickets came twice under one Message-ID; ${lost.length} in doubt twice, left to the organiser`)
}

/** A mail to many is not sent again: one copy, and the organiser is told that nobody knows. */
async function toMany(stage: Stage): Promise<void> {
  const people = await stage.db('registrations').orderBy('id').limit(3)
  for (const { id: registrationId, eventId, email, reference } of people) {
    stage.mail.next(cut)
    stage.fault('connection cut after a mail to many')
    const idempotencyKey = `hromadne ${reference}`
    const to = { name: '', address: email }
    const mail = { kind: 'registration-link', idempotencyKey, to, eventId, registrationId, isBulk: true }
    await inTransaction(stage.db, trx => queueMail(trx, { ...mail, locale: 'cs' }))
    stage.expect(await stage.mailsGone(), 'a mail to many is left over')
    const [row] = await stage.db('mails').where({ idempotencyKey })
    const copies = stage.mail.received.filter(({ source }) => messageIdOf(source) === row?.messageId).length
    stage.expect(copies === 1 && row?.failedAt !== null, `a mail to many came ${copies} times; ${row?.smtpResponse}`)
  }
}

function messageIdOf(source: string): string {
  return /^Message-ID: *(\S+)/im.exec(source)?.[1] ?? ''
}

function countDoubled({ mail }: Stage): number {
  const ids = mail.received.map(({ source }) => messageIdOf(source))
  return ids.length - new Set(ids).size
}

function unsent({ db }: Stage): Promise<{ response: string }[]> {
  return rows(db, 'select smtp_response as response from mails where failed_at is not null')
}

const smtpAmbiguous: Experiment = {
  id: 'e18',
  title: 'connection to the mail server dies before its answer',
  holds: 'a ticket comes at most twice, same Message-ID; a mail to many once',
  run,
}
export default smtpAmbiguous
