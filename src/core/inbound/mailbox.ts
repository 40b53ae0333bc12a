import type { ImapFlow, ImapFlowOptions } from 'imapflow'
import { mostBytes } from './listener.ts'

/** A mail that lay in a mailbox; its envelope is in its headers, if anywhere. */
export interface Letter {
  /** undefined: longer than `mostBytes`, and not fetched. */
  readonly source: Buffer | undefined
  /** Which mail of which mailbox, also after moving on. */
  readonly name: string
}

/** Mails read in one go; the rest comes the next minute. */
const mostAtOnce = 200

/**
 * Reads the mails of an IMAP mailbox (RFC 9051) that nobody has seen, oldest first, and marks each one that was taken
 * as seen. They stay there: what becomes of old ones is up to the operator.
 * @param url `imaps://user:password@host/INBOX`; with `imap:` TLS is used where the server offers it
 * @param take where it throws, the mail stays unseen and reading ends
 * @returns how many were taken
 */
export async function readMailbox(url: string, take: (letter: Letter) => Promise<void>): Promise<number> {
  const { folder, ...options } = readImapUrl(url)
  // Most installations read no mailbox: loading the client would cost each start a third of a second.
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({ ...options, ...usual })
  // Without a listener a connection that breaks between two commands would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const lock = await client.getMailboxLock(folder)
    try {
      return await readUnseen(client, take)
    } finally {
      lock.release()
    }
  } finally {
    await client.logout().catch(() => client.close())
  }
}

async function readUnseen(client: ImapFlow, take: (letter: Letter) => Promise<void>): Promise<number> {
  const mailbox = client.mailbox === false ? 0n : client.mailbox.uidValidity
  const unseen = (await client.search({ seen: false }, { uid: true })) || []
  let taken = 0
  for (const uid of unseen.toSorted((one, other) => one - other).slice(0, mostAtOnce)) {
    const head = await client.fetchOne(String(uid), { size: true }, { uid: true })
    if (head === false) continue
    const source = (head.size ?? 0) > mostBytes ? undefined : await sourceOf(client, uid)
    // Somebody else took it away meanwhile.
    if (source === null) continue
    await take({ source, name: `${mailbox}.${uid}` })
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
    taken += 1
  }
  return taken
}

async function sourceOf(client: ImapFlow, uid: number): Promise<Buffer | null> {
  const whole = await client.fetchOne(String(uid), { source: true }, { uid: true })
  return (whole !== false && whole.source) || null
}

const usual = {
  logger: false,
  disableAutoIdle: true,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  maxLiteralSize: 2 * mostBytes,
} as const satisfies ImapFlowOptions

/** The parts of `imaps://user:password@host:port/folder`. @throws TypeError for what is no address at all */
export function readImapUrl(url: string): ImapFlowOptions & { readonly folder: string } {
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  const secure = protocol === 'imaps:'
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    folder: decodeURIComponent(pathname.slice(1)) || 'INBOX',
  }
}
