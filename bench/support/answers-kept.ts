import { get } from 'node:http'
import type { Database } from '../../src/core/database.ts'
import type { App } from './app.ts'
import type { Baseline, KeptAnswer } from './baselines.ts'

/** What describes the bytes; what else the application says of itself, a bare Express is spared. */
const describing = ['content-type', 'content-encoding', 'cache-control', 'etag'] as const

/** An answer of the application as the generator gets it, compressed or not, for a baseline to send from memory. */
export function fetchAnswer(url: string, headers: Readonly<Record<string, string>> = {}): Promise<KeptAnswer> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'Accept-Encoding': 'gzip, br', ...headers } }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        if (answer.statusCode !== 200) return reject(new Error(`${url} answers ${answer.statusCode}`))
        const kept = describing.flatMap(name => {
          const value = answer.headers[name]
          return typeof value === 'string' ? [[name, value]] : []
        })
        resolve({ headers: Object.fromEntries(kept), body: Buffer.concat(chunks) })
      })
    }).on('error', reject)
  })
}

/**
 * Lets the baseline send, whenever it is asked to `follow`, the bytes that the application sends at that moment: an
 * answer may be compressed, or compressed better, some time after it was first drawn.
 */
export function followAnswers(baseline: Baseline, { url }: Pick<App, 'url'>) {
  const kept = new Map<string, Buffer>()
  const fetchNow = (path: string) => fetchAnswer(url + path)
  return {
    /** Before each stretch of the baseline. */
    async follow(path: string): Promise<void> {
      const answer = await fetchNow(path)
      kept.set(path, answer.body)
      await baseline.keep(path, answer)
    },
    /** A note for the table where the application answers with other bytes than the last stretch was compared with. */
    async changed(): Promise<{ note?: string }> {
      const changed: string[] = []
      for (const [path, body] of kept) if (!body.equals((await fetchNow(path)).body)) changed.push(path)
      return changed.length === 0 ? {} : { note: `other bytes by the end: ${changed.join(', ')}` }
    },
  }
}

/** Says to every process that something changed, as a commit of an organiser or a visitor does: nothing kept is good. */
export async function touch(db: Database, kind: 'content' | 'places' | 'people'): Promise<void> {
  await db.raw('insert into content_changes (kind, changes) values (?, 1)', [kind])
}
