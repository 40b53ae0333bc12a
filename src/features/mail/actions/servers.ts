import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import { createTransportTo, type MailServer, type MailTransport, type SendResult } from '../../../core/mailer.ts'
import { publicAddressOf } from '../../../core/networks.ts'
import { createSealing, type Sealing } from '../../../core/sealing.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { recordAudit } from '../../audit/actions.ts'
import '../tables.ts'
import type { MailServerRow } from '../types/standing.ts'

/** What an organisation says of its mail server. */
export interface MailServerInput
  extends Pick<MailServerRow, 'host' | 'port' | 'security' | 'userName' | 'fromName' | 'fromAddress'> {
  /** Empty: the one that is kept. */
  readonly password: string
  readonly isEnabled: boolean
  /** `lockVersion` of what the form showed; 0 for none. */
  readonly version: number
}

/** Keeps the mail server of an organisation. A password belongs to its host and account: with another it is asked anew. */
export async function saveMailServer(
  services: Pick<Services, 'db' | 'config'>,
  actor: Actor,
  { organisationId, input }: { organisationId: number; input: MailServerInput },
): Promise<{ readonly kind: 'saved' } | { readonly kind: 'changed-meanwhile' } | { readonly kind: 'password-needed' }> {
  const { password, isEnabled, version, ...words } = input
  return inTransaction(services.db, async trx => {
    const known = await trx('mailServers').where({ organisationId }).forUpdate().first()
    if ((known?.lockVersion ?? 0) !== version) return { kind: 'changed-meanwhile' }
    const isSame = known?.host === words.host && known.port === words.port && known.userName === words.userName
    if (words.userName !== '' && password === '' && !(isSame && known?.passwordSealed))
      return { kind: 'password-needed' }
    const kept = isSame ? (known?.passwordSealed ?? null) : null
    const row = {
      ...words,
      passwordSealed: words.userName === '' ? null : password === '' ? kept : sealingOf(services).seal(password),
      enabledAt: isEnabled ? (known?.enabledAt ?? now()) : null,
      lockVersion: version + 1,
      updatedAt: now(),
    }
    await trx('mailServers')
      .insert({ organisationId, ...row })
      .onConflict('organisationId')
      .merge(row)
    await recordAudit(trx, actor, 'mail-server.saved', { organisationId, details: { host: words.host, isEnabled } })
    return { kind: 'saved' }
  })
}

/** Forgets the mail server of an organisation, with its password; mails go through the installation's again. */
export async function removeMailServer(db: Database, actor: Actor, organisationId: number): Promise<void> {
  await inTransaction(db, async trx => {
    const removed = await trx('mailServers').where({ organisationId }).delete()
    if (removed > 0) await recordAudit(trx, actor, 'mail-server.removed', { organisationId })
  })
}

/** What to send as a test. */
export interface TestMail {
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Sends a mail through the server of an organisation now, in use or not, and keeps what the server said. */
export async function testMailServer(
  services: Services,
  actor: Actor,
  { server, mail }: { server: MailServerRow; mail: TestMail },
): Promise<SendResult> {
  const way = await transportTo(services, server)
  const messageId = `<mail-test.${newReference(10)}@${server.fromAddress.split('@').at(-1)}>`
  const from = { name: server.fromName, address: server.fromAddress }
  const result: SendResult =
    way.kind === 'usable'
      ? await way.transport.send({
          ...mail,
          from,
          messageId,
          date: now(),
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      : { kind: 'unreachable', reason: way.reason }
  const said = result.kind === 'unreachable' ? result.reason : result.response
  const { organisationId } = server
  await inTransaction(services.db, async trx => {
    await trx('mailServers')
      .where({ organisationId })
      .update({ testedAt: now(), testResponse: said.slice(0, 500) })
    await recordAudit(trx, actor, 'mail-server.tested', { organisationId, details: { result: result.kind } })
  })
  return result
}

/** A way out for a mail, or why there is none now. */
export type Way =
  | { readonly kind: 'usable'; readonly transport: MailTransport }
  | { readonly kind: 'unusable'; readonly reason: string }

/** The way a mail takes: the server of its organisation, else that of the installation. Never the other when one fails. */
export async function transportOf(services: Services, server: MailServerRow | null): Promise<Way> {
  if (server !== null) return transportTo(services, server)
  const { mailer } = services
  return mailer === null ? { kind: 'unusable', reason: 'no mail server' } : { kind: 'usable', transport: mailer }
}

interface Kept {
  /** The state of the settings that it was made from; one that was removed and made anew counts from the beginning. */
  readonly version: string
  readonly transport: MailTransport
  readonly until: NodeJS.Timeout
}

/** Milliseconds that connections to a server of an organisation are kept for the next mail. */
const keep = 60_000
const kept = new WeakMap<object, Map<number, Kept>>()

async function transportTo(services: Services, server: MailServerRow): Promise<Way> {
  const ours = kept.get(services.config) ?? new Map<number, Kept>()
  kept.set(services.config, ours)
  const version = `${server.lockVersion} ${server.updatedAt.toISOString()}`
  const known = ours.get(server.organisationId)
  if (known?.version === version) {
    known.until.refresh()
    return { kind: 'usable', transport: known.transport }
  }
  const address = await addressOf(services, server)
  if (typeof address === 'string') return { kind: 'unusable', reason: address }
  const transport = createTransportTo(address)
  const forget = () => {
    transport.close()
    if (ours.get(server.organisationId)?.transport === transport) ours.delete(server.organisationId)
  }
  ours.set(server.organisationId, { version, transport, until: setTimeout(forget, keep).unref() })
  return { kind: 'usable', transport }
}

/** Ports that mail is handed over at; on others there is something else that nobody should be led to. */
const mailPorts = new Set([25, 465, 587, 2525])

/** Where to connect to, or why not: in production never to a network of ours, whatever the name answers today (SSRF). */
async function addressOf(services: Services, server: MailServerRow): Promise<MailServer | string> {
  const { host, port, security, userName, passwordSealed } = server
  const password = passwordSealed === null ? '' : sealingOf(services).open(passwordSealed)
  if (password === undefined) return 'the password cannot be read: type it again'
  const user = userName === '' ? undefined : { name: userName, password }
  if (services.config.environment !== 'production') return { host, port, security, user }
  if (!mailPorts.has(port)) return `port ${port} is not one of mail`
  const address = await publicAddressOf(host)
  if (address === undefined) return `${host} is not known, or not a server of the internet`
  return { host: address, certificateName: host, port, security, user }
}

function sealingOf({ config }: Pick<Services, 'config'>): Sealing {
  return createSealing(config.sessionSecret, 'mail servers')
}
