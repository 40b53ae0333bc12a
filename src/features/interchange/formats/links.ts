import type { NamedLink } from '../../agenda/types.ts'
import type { AnomalyLog } from '../rules/anomalies.ts'
import type { RawLink } from './raw.ts'
import type { Texts } from './texts.ts'
import { readAddress } from './values.ts'

/** What links of a session are read by. */
export interface LinkFrame {
  /** What relative addresses are relative to; null: nothing. */
  readonly base: string | null
  readonly texts: Texts
  readonly anomalies: AnomalyLog
  readonly title: string
}

/** The links that lead somewhere on the web, each address once. An address may also stand in the place of the title. */
export function linksOf(raw: readonly RawLink[], { base, texts, anomalies, title }: LinkFrame): NamedLink[] {
  const links = new Map<string, NamedLink>()
  for (const { href, title: label } of raw) {
    const url = readAddress(href, base) ?? (href === '' ? readAddress(label, null) : undefined)
    if (url !== undefined) {
      const name = texts.line(label, title)
      if (!links.has(url)) links.set(url, { url, title: readAddress(name, null) === url ? '' : name })
    } else if (href === '') {
      anomalies.note('link-without-address', label === '' ? title : `${label} (${title})`)
    } else {
      anomalies.note('link-unusable', `${href} (${title})`)
    }
  }
  return [...links.values()]
}
