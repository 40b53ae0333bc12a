/** What the server tells the script: times in minutes after the midnight that begins the day that is shown. */
export interface EditorData {
  readonly urls: Readonly<Record<'changes' | 'undo' | 'redo' | 'stream' | 'page', string>>
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly days: Readonly<Record<string, string>>
  readonly eventFrom: number
  readonly eventTo: number
  readonly step: number
  /** Where the grid begins and ends. */
  readonly first: number
  readonly last: number
  /** Between hours and minutes: `9.30`, `9:30`. */
  readonly decimal: string
  readonly opens: number | null
  readonly closes: number | null
  readonly roomChange: number
  readonly rooms: readonly Room[]
  readonly speakers: readonly Speaker[]
  readonly satellites: readonly Satellite[]
  readonly sessions: readonly Session[]
  readonly words: Readonly<Record<string, string>>
}

export interface Room {
  readonly reference: string
  readonly name: string
  readonly capacity: number | null
  readonly isExclusive: boolean
}

/** A person; institutions never clash and are left out. */
export interface Speaker {
  readonly reference: string
  readonly name: string
  /** Empty: whenever. */
  readonly available: readonly (readonly [number, number])[]
}

export interface Satellite {
  readonly slug: string
  readonly title: string
  readonly from: number
  readonly to: number
}

export interface Session {
  readonly reference: string
  readonly version: number
  readonly title: string
  readonly kind: string
  readonly room: string | null
  /** null: among the unscheduled. */
  readonly from: number | null
  readonly minutes: number
  readonly speakers: readonly string[]
  readonly satellite: string | null
  readonly capacity: number | null
  readonly signedUp: number
  /** Came from an import with its clashes, which are not refused. */
  readonly accepted: boolean
}

/** A session at a time and a place, where it is or might be. */
export type Placed = Session & { readonly from: number }

/** What an edit asks for; the server has the same in src/features/agenda/rules/batch.ts. */
export type Change =
  | { readonly kind: 'place'; readonly reference: string; readonly lockVersion: number; readonly to: Placing }
  | { readonly kind: 'unplace'; readonly reference: string; readonly lockVersion: number }
  | { readonly kind: 'copy'; readonly reference: string; readonly to: Placing | null }

export interface Placing {
  readonly startsLocal: string
  readonly endsLocal: string
  readonly room: string | null
}

export type Deed = 'moved' | 'copied' | 'unscheduled'
