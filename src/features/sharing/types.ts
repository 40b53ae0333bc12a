import type { Locale } from '../../core/localised-text.ts'

/** A text of a picture; `lang` where it is not in the picture's language. */
export interface Words {
  readonly text: string
  readonly lang: Locale | null
}

/** Pixels of a picture beside a link, as the large sites ask for it. */
export const pictureSize = { width: 1200, height: 630 } as const

/** What the picture beside a shared link says. */
export interface SharePicture {
  readonly locale: Locale
  /** Who invites; of a session, the event. */
  readonly above: Words
  readonly title: Words
  readonly below: Words
  readonly when: string
  readonly place: string
  /** „Zrušeno“, else ''. */
  readonly state: string
  readonly brand: string
  readonly colours: Readonly<Record<'ink' | 'brand' | 'cover' | 'onCover' | 'onCoverQuiet' | 'paper' | 'bad', string>>
}

/** What oEmbed 1.0 says of a page (https://oembed.com). */
export interface OEmbed {
  readonly version: '1.0'
  readonly title: string
  readonly provider_name: string
  readonly provider_url: string
  readonly cache_age: number
  readonly thumbnail_url: string
  readonly thumbnail_width: number
  readonly thumbnail_height: number
}

/** A page that shows itself in a frame of another site; all others are links with a picture. */
export type OEmbedAnswer =
  | (OEmbed & { readonly type: 'link' })
  | (OEmbed & { readonly type: 'rich'; readonly html: string; readonly width: number; readonly height: number })
