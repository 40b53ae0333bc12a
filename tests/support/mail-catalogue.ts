import { seedDemonstration } from '../../seeds/demonstration.ts'
import { jobHandlers } from '../../src/app.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import { type Database, inTransaction, rows } from '../../src/core/database.ts'
import { runJobsOnce } from '../../src/core/jobs/worker.ts'
import { type Locale, locales } from '../../src/core/localised-text.ts'
import { createLog } from '../../src/core/log.ts'
import { type MailMessage, type MailTransport, sourceOf } from '../../src/core/mailer.ts'
import { queueMails } from '../../src/features/mail/actions.ts'
import type { MailToQueue } from '../../src/features/mail/types.ts'
import { closeServices, createServices, type Services } from '../../src/services.ts'
import type { Address } from '../../bin/support/scratch-server.ts'
import { mailCauses } from './mail-causes.ts'

/** One mail of the system as it went to the mail server. */
export interface CatalogueMail {
  readonly kind: string
  readonly locale: Locale
  readonly subject: string
  readonly html: string
  readonly text: string
  /** What the server was handed, headers and calendar included. */
  readonly message: MailMessage
  /** The `.eml`: the same, as bytes on the wire. */
  readonly source: Buffer
}

/** Quiet, without a server of its own; the addresses a mail would have in real life. */
const environment = {
  NODE_ENV: 'test',
  DEMO: 'off',
  JOBS: 'off',
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'silent',
  DATA_DIR: '/tmp',
  BASE_URL: 'https://pozvanka.example.org',
  MAIL_FROM: 'Pozvánka <pozvanka@pozvanka.example.org>',
  INBOUND_DOMAIN: 'post.pozvanka.example.org',
  MAIL_RATES: 'off',
}

/**
 * Loads the demonstration into an empty migrated database and writes every kind of mail in both languages from it, by
 * the way that mails go: queued, delivered by the jobs, taken by a transport that keeps them. About ten seconds.
 * @param address of a database that nobody else uses; `createTestDatabase()` gives one within Jest
 * @param more variables of the configuration
 */
export async function mailCatalogue(
  address: Address,
  more: Readonly<Record<string, string>> = {},
): Promise<CatalogueMail[]> {
  const config: Config = loadConfig({ ...environment, ...more })
  const services = createServices(config, address, createLog('silent'))
  try {
    await seedDemonstration(services)
    return await writeMails(services)
  } finally {
    await closeServices(services)
  }
}

/** As `mailCatalogue`, where the demonstration is loaded already. It changes what it needs to: the event may be called off. */
export async function writeMails(services: Services): Promise<CatalogueMail[]> {
  const taken = new Map<string, MailMessage>()
  const mailer: MailTransport = {
    send: async message => {
      taken.set(message.messageId, message)
      return { kind: 'accepted', response: '250 2.0.0 Ok' }
    },
    close: () => undefined,
  }
  const sending = { ...services, mailer }
  const keys: string[] = []
  for (const step of mailCauses) {
    const mails = await step(services)
    keys.push(...mails.map(({ idempotencyKey }) => idempotencyKey))
    await inTransaction(services.db, trx => queueMails(trx, mails))
    await runJobsOnce(sending, jobHandlers(sending))
  }
  return collect(services.db, keys, taken)
}

async function collect(
  db: Database,
  keys: readonly string[],
  taken: ReadonlyMap<string, MailMessage>,
): Promise<CatalogueMail[]> {
  const found = await rows<Pick<MailToQueue, 'kind' | 'locale'> & { messageId: string; state: string }>(
    db,
    `select kind, locale, message_id, coalesce(smtp_response, case when dropped_at is null then 'waits' else 'dropped' end) as state
     from mails where idempotency_key = any(?) order by kind, locale`,
    [[...keys]],
  )
  return Promise.all(
    found.map(async ({ kind, locale, messageId, state }) => {
      const message = taken.get(messageId)
      if (message === undefined) throw new Error(`${kind} (${locale}) was not sent: ${state}`)
      const { subject, html, text } = message
      return { kind, locale, subject, html, text, message, source: await sourceOf(message) }
    }),
  )
}

/** Every mail of the catalogue that should be there. */
export function missingFrom(mails: readonly CatalogueMail[], kinds: readonly string[]): string[] {
  return kinds.flatMap(kind =>
    locales
      .filter(locale => !mails.some(mail => mail.kind === kind && mail.locale === locale))
      .map(locale => `${kind} (${locale})`),
  )
}
