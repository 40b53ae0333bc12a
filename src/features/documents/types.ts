import type { Locale } from '../../core/localised-text.ts'

export const layouts = ['list', 'sheet', 'booklet', 'folded'] as const
/** How a programme lies on paper; `folded` is the booklet imposed for a printer that knows no booklets. */
export type Layout = (typeof layouts)[number]

/** A text of a document; `lang` where it is not in the document's language. */
export interface Words {
  readonly text: string
  readonly lang: Locale | null
}

/** A track as documents show it: always with its name, in colours for white paper. */
export interface PaperTrack {
  readonly name: Words
  readonly colour: string
  /** Dark enough for small letters on `wash`. */
  readonly ink: string
  readonly wash: string
}

/** A session, or a break, as it is printed. */
export interface PaperItem {
  /** `9.00–10.30` */
  readonly time: string
  readonly title: Words
  readonly subtitle: Words
  readonly isPause: boolean
  /** Absolute: paper is often a PDF on a telephone. */
  readonly href: string
  readonly who: string
  /** Room and what else is to be said of the place. */
  readonly place: string
  readonly note: string
  readonly track: PaperTrack | null
  readonly tags: readonly string[]
}

export interface PaperDay {
  readonly title: string
  readonly items: readonly PaperItem[]
}

/** One page of the one-page programme: some rooms of a day. */
export interface PaperPage {
  readonly title: string
  readonly rooms: readonly { readonly name: string; readonly note: string }[]
  /** The rows: from one time at which something begins or ends to the next. */
  readonly times: readonly { readonly label: string; readonly minutes: number }[]
  readonly cells: readonly (PaperCell & { readonly item: PaperItem })[]
}

/** Where a session stands; row and column 0 are times and rooms. */
export interface PaperCell {
  readonly row: number
  readonly rows: number
  readonly column: number
  readonly columns: number
}

/** What one funder demands. */
export interface PaperStrip {
  readonly emblem: boolean
  readonly alt: string
  readonly statement: string
  readonly lang: Locale | null
  readonly disclaimer: string | null
  readonly project: string | null
  readonly logos: readonly string[]
}

/** What every document of an event says. */
export interface Paper {
  readonly locale: Locale
  readonly title: Words
  readonly subtitle: Words
  readonly hosts: readonly string[]
  /** `A, B a C vás zvou na konferenci` */
  readonly invitation: string
  readonly when: string
  readonly place: string
  /** The day of the release: documents of the same programme have the same bytes. */
  readonly date: { readonly year: number; readonly month: number; readonly day: number }
  readonly colours: Readonly<
    Record<'ink' | 'quiet' | 'rule' | 'brand' | 'cover' | 'onCover' | 'onCoverQuiet' | 'wash' | 'sunken', string>
  >
  readonly publicity: readonly PaperStrip[]
  readonly tracks: readonly PaperTrack[]
  /** A QR code to the programme as it is now (SVG). */
  readonly code: string
  readonly words: Readonly<
    Record<'release' | 'running' | 'code' | 'time' | 'notes' | 'speakers' | 'programme' | 'address' | 'zone', string>
  >
}

/** A speaker as the list of speakers prints them. */
export interface PaperSpeaker {
  readonly name: Words
  readonly affiliation: Words
  readonly sessions: readonly { readonly title: Words; readonly when: string; readonly role: string }[]
}
