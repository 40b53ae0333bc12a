import { calendarsOf } from './oracles.ts'

/** What leads to a calendar: a path, or webcal, which is HTTP under another name. */
const calendarLink = /href="((?:https?:|webcal:)?[^"?#]*\.ics)"/g
const pageLink = /href="(\/(?:cs|en)(?:\/[^"#]*)?)"/g
/** Nobody but a browser follows these, or they are no page. */
const apart =
  /\/(organiser|sign-in|registration|embed|display|r|feedback|materials)\b|\.\w+$|\?(?!(?:day=[^&]*&)?track=[^&]*$)/

/**
 * Every calendar object that the running application gives to anybody who looks for it: those that public pages link
 * to in both languages, those of private pages, and those that mails of the demo inbox carry. By address, or by mail.
 */
export async function publishedCalendars(origin: string): Promise<Map<string, Buffer>> {
  const addresses = new Set<string>()
  await walk(origin, ['/cs/', '/en/'], html => linked(html, origin).forEach(address => addresses.add(address)))
  const mails = new Map<string, Buffer>()
  for (const { id, kind } of await inboxOf(origin)) {
    mails.set(`${kind} ${id}`, Buffer.from(await (await get(`${origin}/demo/inbox/${id}.eml`)).arrayBuffer()))
    const html = await (await get(`${origin}/demo/inbox/${id}/body`)).text()
    const path = /https?:\/\/[^/"]+(\/(?:cs|en)\/r\/[\w.~-]+)/.exec(html)?.[1]
    if (path === undefined) continue
    for (const address of linked(await (await get(`${origin}${path}`, [200, 410])).text(), origin))
      addresses.add(address)
  }
  const found = new Map(await calendarsOf(mails))
  for (const address of addresses) {
    const answer = await get(address)
    found.set(address.slice(origin.length), Buffer.from(await answer.arrayBuffer()))
  }
  return found
}

/** Mails of each kind, some of each. */
async function inboxOf(origin: string): Promise<{ id: string; kind: string }[]> {
  const lines = (await (await get(`${origin}/demo/inbox.json?limit=0`)).json()) as { id: string; kind: string }[]
  const counts = new Map<string, number>()
  return lines.filter(({ kind }) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    return (counts.get(kind) ?? 0) <= 12
  })
}

async function walk(origin: string, starts: readonly string[], visit: (html: string) => void): Promise<void> {
  const known = new Set(starts)
  const queue = [...starts]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const answer = await get(`${origin}${path}`)
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
    const html = await answer.text()
    visit(html)
    for (const [, href = ''] of html.matchAll(pageLink)) {
      const next = href.replaceAll('&amp;', '&')
      if (known.has(next) || apart.test(next)) continue
      known.add(next)
      queue.push(next)
    }
  }
}

function linked(html: string, origin: string): string[] {
  return [...html.matchAll(calendarLink)]
    .map(([, href = '']) => new URL(href.replace(/^webcals?:/, 'http:'), origin))
    .map(({ pathname }) => `${origin}${pathname}`)
}

async function get(address: string, statuses: readonly number[] = [200]): Promise<Response> {
  const answer = await fetch(address)
  if (!statuses.includes(answer.status)) throw new Error(`${address}: ${answer.status}`)
  return answer
}
