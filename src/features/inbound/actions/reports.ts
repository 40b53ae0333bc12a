import type { Transaction } from '../../../core/database.ts'
import { readReturnAddress } from '../../../core/tokens.ts'
import { recordBounce, recordComplaint } from '../../mail/actions/bounces.ts'
import { findMailByMessageId, findMailByReference } from '../../mail/queries.ts'
import type { MailRow } from '../../mail/types.ts'
import type { MailPart } from '../formats/mail.ts'
import { isFromOurServer } from '../rules/headers.ts'
import { isFromDaemon, isFromServer } from '../rules/origin.ts'
import {
  exactStatus,
  messageIdIn,
  readComplaint,
  readDeliveryStatus,
  type RecipientReport,
  statusOfWords,
} from '../rules/reports.ts'
import type { Matter, Reading } from './receive.ts'

/** A report on a mail of ours. */
interface Report {
  readonly mail: MailRow
  readonly kind: 'failed' | 'delayed' | 'delivered'
  readonly status: string
  readonly diagnostic: string
}

/** What a server has to say stands before the mail that it returns. */
const mostOfWords = 4_000

/** Notes a bounce, if the mail is one: by its report wherever that stands in it, else by its words. */
export async function takeReport(trx: Transaction, matter: Matter): Promise<Reading | undefined> {
  const { mail, origin } = matter
  const groups = partsOf(matter, /^message\/(global-)?delivery-status$/).flatMap(({ text }) => readDeliveryStatus(text))
  const words = mail.text.slice(0, mostOfWords)
  const wordsOnly = isFromDaemon(origin) && groups.length === 0 ? statusOfWords(words) : undefined
  if (groups.length === 0 && wordsOnly === undefined) return undefined
  const found = await findReturned(trx, matter)
  if (found === undefined) return { kind: 'bounce', outcome: 'nobody' }
  const about = {
    kind: 'bounce',
    mailId: found.mail.id,
    registrationId: found.mail.registrationId ?? undefined,
  } as const
  const group = groupFor(groups, found)
  if (groups.length > 0 && group === undefined) return { ...about, outcome: 'foreign-recipient' }
  const report = reportOf(found.mail, group, words, wordsOnly)
  const details = { status: report.status }
  if (report.kind === 'delivered') return { ...about, outcome: 'delivered', details }
  const { kind, ...rest } = report
  return { ...about, outcome: await recordBounce(trx, { ...rest, kind }), details }
}

const feedbackReport = /^message\/feedback-report$/

/** Stops bulk mail to somebody who called a mail of ours spam, if that is what came (RFC 5965). */
export async function takeComplaint(trx: Transaction, matter: Matter): Promise<Reading | undefined> {
  const [part] = partsOf(matter, feedbackReport)
  if (part === undefined) return undefined
  const complaint = readComplaint(part.text)
  const returned = complaint.returnPath && readReturnAddress(matter.services.tokens, complaint.returnPath)
  const found =
    returned && returned.purpose === 'bounce'
      ? await findMailByReference(trx, returned.reference)
      : (await findReturned(trx, matter))?.mail
  if (found === undefined) return { kind: 'complaint', outcome: 'nobody' }
  const about = { kind: 'complaint', mailId: found.id } as const
  if (complaint.sort === 'not-spam') return { ...about, outcome: 'noted' }
  await recordComplaint(trx, { mail: found })
  return { ...about, outcome: 'stopped' }
}

interface Returned {
  readonly mail: MailRow
  /** Found by what stands in the mail, not by the MAC of the address it came to: then the recipient must agree. */
  readonly isByHeaders: boolean
}

/**
 * The mail that came back: by the address it came to, which nobody can make up, else by the Message-ID among the
 * returned headers, which only those know who have the mail, if it is a server or a provider that says so.
 */
async function findReturned(trx: Transaction, matter: Matter): Promise<Returned | undefined> {
  const { address, origin } = matter
  if (address?.purpose === 'bounce') {
    const mail = await findMailByReference(trx, address.reference)
    return mail && { mail, isByHeaders: false }
  }
  const isComplaint = partsOf(matter, feedbackReport).length > 0
  if (!isComplaint && !isFromServer(origin)) return undefined
  const returned = partsOf(matter, /^(message\/(rfc822|global|global-headers|rfc822-headers)|text\/rfc822-headers)$/)
  const { mailFrom } = matter.services.config
  const messageId = returned.flatMap(({ text }) => messageIdIn(text) ?? []).find(id => isFromOurServer(id, mailFrom))
  const mail = messageId === undefined ? undefined : await findMailByMessageId(trx, messageId)
  return mail && { mail, isByHeaders: true }
}

/** Of a report on several recipients, the part on ours. A mail that was passed on may have bounced elsewhere. */
function groupFor(groups: readonly RecipientReport[], { mail, isByHeaders }: Returned): RecipientReport | undefined {
  const ours = groups.find(({ recipients }) => recipients.includes(mail.toAddress.toLowerCase()))
  return ours ?? (isByHeaders ? undefined : (groups.find(({ action }) => action === 'failed') ?? groups[0]))
}

const usualStatus = { failed: '5.0.0', delayed: '4.0.0', delivered: '2.0.0' } as const

function reportOf(mail: MailRow, group: RecipientReport | undefined, words: string, told: string | undefined): Report {
  const kind = kindOf(group?.action ?? '', group?.status ?? told)
  const status = exactStatus(group?.status ?? told, group?.diagnostic ?? '', words) ?? usualStatus[kind]
  const diagnostic = group?.diagnostic || lineWith(words, status)
  return { mail, kind, status, diagnostic }
}

/** A server that goes on trying has not failed, whatever its status says; without an action the status tells. */
function kindOf(action: string, status: string | undefined): Report['kind'] {
  if (action === 'failed' || action === 'delayed') return action
  if (action !== '') return 'delivered'
  if (status?.startsWith('4')) return 'delayed'
  return status?.startsWith('2') ? 'delivered' : 'failed'
}

/** The line of a text that tells a status, for the organiser. */
function lineWith(words: string, status: string): string {
  return (words.split('\n').find(line => line.includes(status)) ?? '').trim().slice(0, 500)
}

function partsOf({ mail }: Matter, type: RegExp): MailPart[] {
  return mail.parts.filter(part => type.test(part.type))
}
