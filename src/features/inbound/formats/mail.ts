import PostalMime, { type Attachment } from 'postal-mime'
import { beginning } from '../../../core/typography.ts'
import type { Origin } from '../rules/origin.ts'

/** A mail taken apart: its headers, its words, its other parts. Mails within it stay closed. */
export interface OpenedMail {
  /** The values of a header (name in lower case), in order. */
  header(name: string): readonly string[]
  readonly from: string
  /** The plain text, the beginning of it. */
  readonly text: string
  readonly parts: readonly MailPart[]
}

export interface MailPart {
  /** In lower case: `message/delivery-status`. */
  readonly type: string
  /** `method` of a calendar part, in upper case. */
  readonly method: string | undefined
  /** The beginning of it. */
  readonly text: string
}

/** A part that takes longer to read is none we know. */
const mostOfAPart = 128 * 1024

/**
 * Takes a mail apart (RFC 5322, 2045). undefined: it is built so that reading it would take long (tens of thousands
 * of lines or parts, parts within parts), and so is not read.
 */
export async function openMail(source: Buffer): Promise<OpenedMail | undefined> {
  if (isBuiltToLast(source)) return undefined
  const mail = await PostalMime.parse(source, {
    forceRfc822Attachments: true,
    maxRfc822NestingDepth: 0,
    maxNestingDepth: 10,
    maxHeadersSize: 128 * 1024,
  }).catch(() => undefined)
  if (mail === undefined) return undefined
  const values = (name: string) => mail.headers.filter(({ key }) => key === name).map(({ value }) => value)
  return {
    header: values,
    from: mail.from?.address?.toLowerCase() ?? '',
    text: readable(mail.text ?? ''),
    parts: mail.attachments.map(partOf),
  }
}

/** What tells where it comes from; the envelope is what the sending server told, else what the last server noted. */
export function originOf(mail: OpenedMail, sender: string | undefined): Origin {
  const path = mail.header('return-path')[0]?.replace(/[<>\s]/g, '')
  const [submitted = 'no'] =
    mail
      .header('auto-submitted')[0]
      ?.toLowerCase()
      .split(/[\s;(]/, 1) ?? []
  const isMass = ['list-id', 'list-unsubscribe', 'list-post'].some(name => mail.header(name).length > 0)
  return {
    sender: sender ?? path ?? mail.from,
    from: mail.from,
    autoSubmitted: submitted,
    isFromList: isMass || /^(bulk|list)\b/i.test(mail.header('precedence')[0] ?? ''),
    namesFailures: mail.header('x-failed-recipients').length > 0,
  }
}

const linesAtMost = 20_000
const dividersAtMost = 500

/** Counted before anything is read: a mail of one megabyte that is all line ends keeps a parser busy for half a minute. */
function isBuiltToLast(source: Buffer): boolean {
  let lines = 0
  let dividers = 0
  for (let at = source.indexOf(10); at !== -1; at = source.indexOf(10, at + 1)) {
    lines += 1
    if (source[at + 1] === 45 && source[at + 2] === 45) dividers += 1
    if (lines > linesAtMost || dividers > dividersAtMost) return true
  }
  return false
}

function partOf({ mimeType, method, content }: Attachment): MailPart {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content))
  return { type: mimeType.toLowerCase(), method, text: readable(bytes.subarray(0, mostOfAPart).toString('utf8')) }
}

/** No text of the database holds U+0000, and neither does a mail that anybody wrote. */
function readable(text: string): string {
  return beginning(text.replaceAll('\u0000', ''), mostOfAPart)
}
