import { isLocale, type Locale } from '../../../core/localised-text.ts'

/** A page of ours that others may show. */
export type SharedPage =
  | { readonly kind: 'event' | 'agenda'; readonly locale: Locale; readonly event: string }
  | { readonly kind: 'session'; readonly locale: Locale; readonly event: string; readonly session: string }

const slug = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?'
const shape = new RegExp(`^/([a-z]{2})/events/(${slug})(?:/(agenda|sessions/([A-Za-z0-9_-]+)|[a-z0-9/-]+))?/?$`)

/** Which page an address leads to, any other page of an event to the event; undefined for the rest and for other sites. */
export function sharedPage(address: string, baseUrl: string): SharedPage | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.origin !== new URL(baseUrl).origin) return undefined
  const [, locale, event, part, session] = shape.exec(url.pathname) ?? []
  if (!isLocale(locale) || event === undefined) return undefined
  if (session !== undefined) return { kind: 'session', locale, event, session }
  return { kind: part === 'agenda' ? 'agenda' : 'event', locale, event }
}

/** The size of a frame: what the asking site has room for, else `wanted`; not smaller than can be read. */
export function frameSize(asked: string, wanted: number): number {
  if (!/^\d{1,5}$/.test(asked)) return wanted
  return Math.max(240, Math.min(wanted, Number(asked)))
}
