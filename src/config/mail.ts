import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { hasScheme, wholeNumber } from './shapes.ts'

/** How mail goes out and comes back. */
export interface MailConfig {
  /** Absent: mails go to the demo inbox only. */
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  /** Domain of the addresses that answers and bounces come back to; absent: nobody reads what comes back. */
  readonly inboundDomain: string | undefined
  /** Where our own mail server for that domain listens (on `host`); absent: it does not. */
  readonly inboundPort: number | undefined
  /** A mailbox that gets the mail of that domain instead: imaps://user:password@host/INBOX. */
  readonly inboundImapUrl: string | undefined
  /** How mails are signed (RFC 6376); absent: by the mail server, or not at all. */
  readonly dkim: { readonly domain: string; readonly selector: string; readonly privateKey: string } | undefined
  /** Mails a second to each receiving domain, `*` for all others; undefined: as fast as the server takes them. */
  readonly mailRates: Readonly<Record<string, number>> | undefined
}

const usualSender = 'Pozvánka <pozvanka@example.org>'

/** The variables about mail; what each means stands in `.env.example`. */
export const mailVariables = {
  SMTP_URL: z
    .string()
    .refine(hasScheme('smtp', 'smtps'), 'begins with smtp:// or smtps:// and names a host')
    .optional(),
  MAIL_FROM: z
    .string()
    .refine(isSender, 'is an address, or a name and an address: Pozvánka <akce@example.org>')
    .optional(),
  INBOUND_DOMAIN: z.hostname('is a domain: mail.akce.example.org').toLowerCase().optional(),
  INBOUND_PORT: wholeNumber(0, 65_535).optional(),
  INBOUND_IMAP_URL: z
    .string()
    .refine(hasScheme('imap', 'imaps'), 'begins with imap:// or imaps:// and names a host')
    .optional(),
  DKIM_KEY_FILE: z.string().refine(isPrivateKey, 'is a file with a private key in PEM').optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/i, 'is the first label of the DNS record: 2026a')
    .default('pozvanka'),
  DKIM_DOMAIN: z.hostname('is a domain').toLowerCase().optional(),
  MAIL_RATES: z
    .string()
    .refine(isRates, 'is "off", or mails a second by domain: gmail.com=10,seznam.cz=2,*=5')
    .optional(),
}

type Variables = z.infer<z.ZodObject<typeof mailVariables>>

/** What the variables amount to. */
export function mailConfigOf(values: Variables): MailConfig {
  return {
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM ?? usualSender,
    inboundDomain: values.INBOUND_DOMAIN,
    inboundPort: values.INBOUND_PORT,
    inboundImapUrl: values.INBOUND_IMAP_URL,
    dkim: dkimOf(values),
    mailRates: ratesOf(values.MAIL_RATES),
  }
}

/** What comes back is known by its domain: without one, nothing that listens or reads would do anything. */
export function mailProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const ears = ['INBOUND_PORT', 'INBOUND_IMAP_URL'].filter(name => given[name] !== undefined)
  if (ears.length === 0 || given['INBOUND_DOMAIN'] !== undefined) return []
  return [`INBOUND_DOMAIN must be set with ${ears.join(' and ')}: the addresses that mail comes back to are in it`]
}

function isSender(text: string): boolean {
  const address = /^[^<>\r\n]*<([^<>\s]+)>$/.exec(text)?.[1] ?? text
  return z.email().safeParse(address).success
}

function isPrivateKey(file: string): boolean {
  try {
    return createPrivateKey(readFileSync(file)).type === 'private'
  } catch {
    return false
  }
}

function dkimOf({ DKIM_KEY_FILE, DKIM_SELECTOR, DKIM_DOMAIN, MAIL_FROM }: Variables): MailConfig['dkim'] {
  if (DKIM_KEY_FILE === undefined) return undefined
  const domain = DKIM_DOMAIN ?? /@([^<>\s]+?)>?$/.exec(MAIL_FROM ?? usualSender)?.[1] ?? 'localhost'
  return { domain, selector: DKIM_SELECTOR, privateKey: readFileSync(DKIM_KEY_FILE, 'utf8') }
}

/** What large mailbox providers bear from one sender without a history. */
const usualRates = {
  'gmail.com': 10,
  'seznam.cz': 2,
  'email.cz': 2,
  'outlook.com': 5,
  'hotmail.com': 5,
  '*': 2,
} as const

const rate = /^([a-z0-9.-]+|\*)=(\d{1,4}(?:\.\d)?)$/i

function isRates(text: string): boolean {
  return text === 'off' || text.split(',').every(part => rate.test(part.trim()) && !/=0(\.0)?$/.test(part.trim()))
}

function ratesOf(text: string | undefined): MailConfig['mailRates'] {
  if (text === 'off') return undefined
  const given = (text ?? '').split(',').flatMap(part => {
    const [, domain, perSecond] = rate.exec(part.trim()) ?? []
    return domain === undefined ? [] : [[domain.toLowerCase(), Number(perSecond)] as const]
  })
  return { ...usualRates, ...Object.fromEntries(given) }
}
