import { createTransport } from 'nodemailer'
import { only } from '../../../src/core/database.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { now } from '../../../src/core/time.ts'
import { returnAddress } from '../../../src/core/tokens.ts'
import { openReception, type Reception } from '../../../src/features/inbound/actions/listen.ts'
import type { InboundMailRow } from '../../../src/features/inbound/types.ts'
import { queueMail } from '../../../src/features/mail/actions.ts'
import type { MailRow, MailToQueue } from '../../../src/features/mail/types.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import type { World } from '../../support/world.ts'

export const domain = 'mail.example.org'
/** What a world needs for mail to come in. */
export const environment = { INBOUND_DOMAIN: domain, INBOUND_PORT: '0' }

/** What the server on the other side hears. */
export interface Heard {
  readonly code: number
  readonly text: string
}

/** A mail server of somebody else, that delivers to ours. */
export interface Postman {
  readonly port: number
  /** Says the whole SMTP conversation; the answer to the last command that was refused, else to the content. */
  deliver(mail: { readonly to: string; readonly from?: string; readonly source: string | Buffer }): Promise<Heard>
  close(): Promise<void>
}

export async function openDesk(world: World): Promise<Postman & { readonly reception: Reception }> {
  const reception = await openReception(world.services)
  const port = reception.port ?? 0
  return {
    reception,
    port,
    async deliver({ to, from = '', source }) {
      const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, name: 'peer.example.net' })
      try {
        const { response } = await transport.sendMail({ envelope: { from, to }, raw: source })
        return heard(response ?? '')
      } catch (error) {
        const said = error instanceof Error && 'response' in error ? String(error.response) : String(error)
        return heard(said)
      } finally {
        transport.close()
      }
    },
    close: () => reception.stop(),
  }
}

function heard(response: string): Heard {
  return { code: Number(response.slice(0, 3)), text: response.slice(4) }
}

/** A mail that a server has taken. */
export async function sentMail(world: World, mail: Partial<MailToQueue> = {}): Promise<MailRow> {
  const { db } = world
  const idempotencyKey = `sent ${Math.random()}`
  const to = { name: 'Jana Nováková', address: 'jana@example.org' }
  await inTransaction(db, trx => queueMail(trx, { kind: 'announcement', idempotencyKey, to, locale: 'cs', ...mail }))
  const queued = only(await db('mails').where({ idempotencyKey: mail.idempotencyKey ?? idempotencyKey }))
  const messageId = `<announcement.${queued.reference}@example.org>`
  return only(await db('mails').where({ id: queued.id }).update({ sentAt: now(), messageId, attempts: 1 }, '*'))
}

/** Where the bounce of a mail comes. */
export function bounceAddress({ services }: World, { reference }: Pick<MailRow, 'reference'>): string {
  return returnAddress(services.tokens, 'bounce', reference, domain)
}

/** Where the answer to the invitation of a registration comes. */
export function answerAddress({ services }: World, { reference }: Pick<RegistrationRow, 'reference'>): string {
  return returnAddress(services.tokens, 'answer', reference, domain)
}

/** What is kept of the mails that came in. */
export async function kept({ db }: World): Promise<Pick<InboundMailRow, 'kind' | 'outcome'>[]> {
  return db('inboundMails').orderBy('id').select('kind', 'outcome')
}
