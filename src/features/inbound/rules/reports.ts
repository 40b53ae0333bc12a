/** What a report says of one recipient of a mail (RFC 3464 §2.3). Addresses in lower case, without their type. */
export interface RecipientReport {
  /** `failed`, `delayed`, `delivered`, `relayed`, `expanded`; `''` where it does not say. */
  readonly action: string
  /** RFC 3463: `5.1.1`; undefined where it says none. */
  readonly status: string | undefined
  /** Whom it is about: as the mail was addressed, and whom that led to. */
  readonly recipients: readonly string[]
  /** What the receiving server said. */
  readonly diagnostic: string
}

/** Recipients read of one report; ours have one. */
const mostRecipients = 20
/** Longer is no field of a report but an attempt. */
const mostOfAValue = 2_000

/** Reads a `message/delivery-status` part: a group of fields on the message, then one on each recipient. */
export function readDeliveryStatus(text: string): RecipientReport[] {
  const groups = text.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/, mostRecipients + 1)
  return groups.map(fieldsOf).flatMap(fields => {
    const named = ['original-recipient', 'final-recipient'].flatMap(name => addressOf(fields.get(name)) ?? [])
    const action = (fields.get('action') ?? '').toLowerCase().split(/[\s(]/, 1)[0] ?? ''
    const diagnostic = fields.get('diagnostic-code') ?? ''
    const status = statusIn(fields.get('status') ?? '')
    if (named.length === 0 && status === undefined) return []
    return [{ action, status, recipients: named, diagnostic: diagnostic.replace(/^[a-z-]+\s*;\s*/i, '') }]
  })
}

/** What a complaint says (RFC 5965): the address the mail came from, whom it went to, and what sort it is. */
export interface Complaint {
  /** `abuse`, `fraud`, `not-spam`… in lower case. */
  readonly sort: string
  readonly returnPath: string | undefined
}

/** Reads a `message/feedback-report` part. */
export function readComplaint(text: string): Complaint {
  const fields = fieldsOf(text.replaceAll('\r\n', '\n'))
  const from = fields.get('original-mail-from')
  return { sort: (fields.get('feedback-type') ?? '').toLowerCase(), returnPath: from && bareAddress(from) }
}

/** The first status code (RFC 3463 §3) that stands alone in a text: no IP address and no version passes for one. */
export function statusIn(text: string): string | undefined {
  return /(?<![\d.])[245]\.[0-7]\.\d{1,3}(?!\.?\d)/.exec(text)?.[0]
}

/**
 * The status of a report. Where it says no more than „failed“ (`5.0.0`, as OpenSMTPD does), what the receiving server
 * said is more exact, if it is of the same class.
 */
export function exactStatus(given: string | undefined, ...words: readonly string[]): string | undefined {
  if (given !== undefined && !given.endsWith('.0.0')) return given
  const told = words.map(statusIn).filter(status => status !== undefined)
  return told.find(status => given === undefined || status[0] === given[0]) ?? given
}

/** A bounce without a report, in words alone: its status code, else what a three-digit answer of a server amounts to. */
export function statusOfWords(text: string): string | undefined {
  const code = statusIn(text)
  if (code !== undefined) return code
  const answer = /(?<![\d.])(4[0-5]\d|5[0-5]\d)(?=[ -][^\n]*\b(?:user|mailbox|recipient|address|account|unknown)\b)/i
  const [reply] = answer.exec(text) ?? []
  return reply && `${reply[0]}.0.0`
}

/** The Message-ID in the returned headers of a mail, with its angle brackets. */
export function messageIdIn(headers: string): string | undefined {
  const head = headers.replaceAll('\r\n', '\n').split('\n\n', 1)[0] ?? ''
  return /^message-id:\s*(<[^<>\s]{1,250}>)/im.exec(head)?.[1]
}

/** Fields by name in lower case, unfolded; the first of each counts. */
function fieldsOf(group: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of group.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !fields.has(name)) {
      fields.set(
        name,
        line
          .slice(colon + 1)
          .trim()
          .slice(0, mostOfAValue),
      )
    }
  }
  return fields
}

/** `rfc822; jana@example.org` */
function addressOf(field: string | undefined): string | undefined {
  return field && bareAddress(field.slice(field.indexOf(';') + 1))
}

function bareAddress(text: string): string | undefined {
  return text.replace(/[<>]/g, '').trim().toLowerCase() || undefined
}
