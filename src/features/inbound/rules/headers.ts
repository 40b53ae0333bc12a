/** The headers of a mail, by name in lower case. */
interface WithHeaders {
  header(name: string): readonly string[]
}

/** Where servers and people note whom a mail is for, the servers first. */
const named = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-rcpt-to', 'to', 'cc']

/** The addresses a mail is for, as its headers have them; a mail to very many is for none of ours. */
export function addresseesOf(mail: WithHeaders): string[] {
  const values = named
    .flatMap(name => mail.header(name))
    .slice(0, 20)
    .map(value => value.slice(0, 4_000))
  return values.flatMap(value => value.match(/[^\s<>,;:"']+@[^\s<>,;:"']+/g) ?? []).slice(0, 50)
}

/** Whether an address claims to be one that mail comes back to. */
export function looksLikeReturnAddress(address: string): boolean {
  return /^(bounce|calendar)\+/i.test(address.trim())
}

/**
 * Whether a Message-ID is of a mail that left through the server of the installation: the bounces of others stay with
 * their organisation, whose server could make them up.
 */
export function isFromOurServer(messageId: string, mailFrom: string): boolean {
  const domainOf = (text: string) => /@([^@<>\s]+)>?\s*$/.exec(text)?.[1]?.toLowerCase()
  return domainOf(messageId) === domainOf(mailFrom)
}

/** `dkim=pass spf=fail`: what the last server before us found out about the sender (RFC 8601). */
export function authenticationIn(mail: WithHeaders): string | undefined {
  const [told = ''] = mail.header('authentication-results')
  const found = told
    .slice(0, 4_000)
    .match(/\b(dkim|spf|dmarc)=(pass|fail|softfail|neutral|none|temperror|permerror)\b/gi)
  return found === null ? undefined : [...new Set(found.map(one => one.toLowerCase()))].slice(0, 6).join(' ')
}
