import type { Address } from './inspect.ts'

/** Words of an address after which comes a name: what differs only in the name is the same kind of page. */
const collections =
  /(?<=\/)(events|sessions|speakers|tracks|registrations|categories|mails|venues|rooms|projects|organisations|programmes|series|links|team|form|codes|invitations|delegations|imports|exports|parts|quotas|duplicates|places|r|inbox|speaking|releases|display|import|feedback|materials|announcements|rules|templates)\/(?!new\b|copy\b|needs\b|categories\b|links\b|status\b|team\b|print\b|release\b|link\b|done\b|preview\b|many\b|remind\b|views\b|exports\b|bulk\b|duplicates\b|answers\b|list\b|templates\b|rules\b)[^/?]+/g

/** The kind of page behind an address: its path without names, and which query it has. */
export function kindOf(address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://pozvanka.invalid')
  const path = pathname.replace(/^\/(cs|en)(?=\/|$)/, '').replaceAll(collections, '$1/*')
  return [path, ...new Set(searchParams.keys())].join(' ')
}

// What a browser saves or shows by itself: nothing to look at here, and the files beside a session have no ending.
const files = /\.(?:pdf|png|webp|atom|ics|xml|json|csv|xlsx)(?:\?|$)|\/materials\/[^/?]+(?:\/file)?$|\/file$/

interface Crawl {
  readonly origin: string
  /** Below the language. */
  readonly starts: readonly string[]
  /** Whether a path below the language is to be opened. */
  readonly isWanted: (path: string) => boolean
  /** Opens one page and gives the addresses it links to. */
  readonly visit: (address: Address) => Promise<readonly string[]>
}

/** Opens one page of each kind that can be reached by links; gives the kinds. */
export async function crawl({ origin, starts, isWanted, visit }: Crawl): Promise<string[]> {
  const known = new Set(starts.map(kindOf))
  const queue = [...starts]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const href of await visit(path)) {
      const address = new URL(href, origin)
      if (address.origin !== origin || !address.pathname.startsWith('/cs/')) continue
      const found = `${address.pathname.slice('/cs'.length)}${address.search}`
      if (files.test(found) || !isWanted(found) || known.has(kindOf(found))) continue
      known.add(kindOf(found))
      queue.push(found)
    }
  }
  return [...known]
}
