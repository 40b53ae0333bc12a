import { inTransaction, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { digest, readReturnAddress } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { type OpenedMail, openMail, originOf } from '../formats/mail.ts'
import { isAutomatic, isFromServer, type Origin } from '../rules/origin.ts'
import { addresseesOf, authenticationIn, looksLikeReturnAddress } from '../rules/headers.ts'
import '../tables.ts'
import type { InboundDetails, InboundKind, InboundOutcome, IncomingMail } from '../types.ts'
import { takeAnswer } from './answers.ts'
import { takeComplaint, takeReport } from './reports.ts'

/** A mail that can be read, and what it was sent to: an address of ours for one mail or one registration, or another. */
export interface Matter {
  readonly services: Services
  readonly mail: OpenedMail
  readonly origin: Origin
  readonly address: ReturnType<typeof readReturnAddress>
}

/** What was made of a mail. */
export interface Reading {
  readonly kind: InboundKind
  readonly outcome: InboundOutcome
  readonly mailId?: number | undefined
  readonly registrationId?: number | undefined
  readonly details?: InboundDetails | undefined
}

/**
 * Reads a mail that came in, acts on it and keeps what became of it, in one transaction: bounces (RFC 3464),
 * complaints (RFC 5965) and answers to calendar invitations (RFC 6047). Whatever is not genuine beyond doubt changes
 * nothing. Nobody is ever answered from here. The same mail twice is read once (`known-mail`).
 * @throws only breakage (the database); the mail may then come again
 */
export async function receiveMail(services: Services, incoming: IncomingMail): Promise<InboundOutcome | 'known-mail'> {
  return inTransaction(services.db, async trx => {
    const claimed = await claim(trx, digestOf(incoming))
    if (claimed === undefined) return 'known-mail'
    const { kind, outcome, mailId = null, registrationId = null, details } = await read(services, trx, incoming)
    const kept = { ...details, bytes: incoming.source?.length }
    await trx('inboundMails').where({ id: claimed }).update({ kind, outcome, mailId, registrationId, details: kept })
    services.log.info({ kind, outcome }, 'a mail came in')
    return outcome
  })
}

/** Of two copies that come at once, the second waits here for the first. */
async function claim(trx: Transaction, fingerprint: string): Promise<number | undefined> {
  const row = { digest: fingerprint, kind: 'other', outcome: 'unreadable', receivedAt: now() } as const
  const [claimed] = await trx('inboundMails').insert(row, ['id']).onConflict('digest').ignore()
  return claimed?.id
}

function digestOf({ source, name = '', envelope }: IncomingMail): string {
  const content = source === undefined ? `${name}\n${envelope?.sender ?? ''}` : source.toString('latin1')
  return digest(envelope?.recipient.toLowerCase() ?? '', content)
}

async function read(services: Services, trx: Transaction, incoming: IncomingMail): Promise<Reading> {
  const { source, envelope } = incoming
  if (source === undefined) return { kind: 'other', outcome: 'too-large' }
  const mail = await openMail(source)
  if (mail === undefined) return { kind: 'other', outcome: 'unreadable' }
  const addressees = envelope === undefined ? addresseesOf(mail) : [envelope.recipient]
  const addresses = addressees.flatMap(one => readOurs(services, one) ?? [])
  const isForged = addresses.length === 0 && addressees.some(looksLikeReturnAddress)
  const details = { authentication: authenticationIn(mail) }
  if (isForged) return { kind: 'other', outcome: 'forged', details }
  const [address] = addresses
  const reading = await readFor(trx, { services, mail, origin: originOf(mail, envelope?.sender), address })
  return { ...reading, details: { ...details, ...reading.details } }
}

function readOurs({ tokens, config }: Services, address: string): ReturnType<typeof readReturnAddress> {
  const isOfOurDomain = address.trim().toLowerCase().endsWith(`@${config.inboundDomain}`)
  return isOfOurDomain ? readReturnAddress(tokens, address) : undefined
}

async function readFor(trx: Transaction, matter: Matter): Promise<Reading> {
  const reading =
    (await takeComplaint(trx, matter)) ?? (await takeReport(trx, matter)) ?? (await takeAnswer(trx, matter))
  if (reading !== undefined) return reading
  // A vacation note, or somebody who wrote to the address of their invitation: neither is passed on (README).
  const { origin, address } = matter
  if (isAutomatic(origin) || isFromServer(origin)) return { kind: 'other', outcome: 'automatic' }
  return { kind: 'other', outcome: address === undefined ? 'nobody' : 'by-hand' }
}
