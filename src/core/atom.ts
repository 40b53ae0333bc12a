import { createHash } from 'node:crypto'
import type { Locale } from './localised-text.ts'
import type { Instant } from './time.ts'

export const atomType = 'application/atom+xml; charset=utf-8'

/** One item of a feed. Addresses are absolute; texts are plain and escaped here. */
export interface AtomEntry {
  /** Stays when everything else of the entry changes: `atomId`. */
  readonly id: string
  readonly title: string
  readonly href: string
  readonly published: Instant
  readonly updated: Instant
  /** HTML made of `paragraph` and `list`, or by `safeHtml`. */
  readonly contentHtml: string
}

export interface AtomFeed extends Pick<AtomEntry, 'id' | 'title' | 'href' | 'updated'> {
  readonly locale: Locale
  /** Address of the feed itself. */
  readonly self: string
  readonly author: string
  readonly entries: readonly AtomEntry[]
}

/** A feed as RFC 4287 (Atom 1.0) wants it. The same content gives the same bytes. */
export function atomFeed(feed: AtomFeed): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.locale}">`,
    `<id>${escaped(feed.id)}</id>`,
    `<title>${escaped(feed.title)}</title>`,
    `<updated>${feed.updated.toISOString()}</updated>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(feed.self)}"/>`,
    `<link rel="alternate" type="text/html" hreflang="${feed.locale}" href="${escaped(feed.href)}"/>`,
    `<author><name>${escaped(feed.author)}</name></author>`,
    ...feed.entries.map(entryXml),
    '</feed>',
  ]
  return `${lines.join('\n')}\n`
}

function entryXml({ id, title, href, published, updated, contentHtml }: AtomEntry): string {
  return [
    '<entry>',
    `<id>${escaped(id)}</id>`,
    `<title>${escaped(title)}</title>`,
    `<link rel="alternate" type="text/html" href="${escaped(href)}"/>`,
    `<published>${published.toISOString()}</published>`,
    `<updated>${updated.toISOString()}</updated>`,
    `<content type="html">${escaped(contentHtml)}</content>`,
    '</entry>',
  ].join('\n')
}

/**
 * An identifier that follows from what it names, whatever the address of the installation: a UUID of version 8 (RFC
 * 9562) in the form of RFC 4122 URNs.
 */
export function atomId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = hash.subarray(0, 16).toString('hex')
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`
}

/** Plain text as a paragraph of HTML; '' for no text. */
export function paragraph(text: string): string {
  return text === '' ? '' : `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`
}

/** Plain texts as a list of HTML; '' for none. */
export function list(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `<ul>${texts.map(text => `<li>${escaped(text)}</li>`).join('')}</ul>`
}

/** What XML 1.0 §2.2 allows, with its five signs escaped: fit for text and for attributes in double quotes. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}
