import type { Why } from './clashes.ts'
import type { EditorData, Placed } from './types.ts'

type Values = Readonly<Record<string, string | number>>

/** A sentence of the server with its gaps filled. */
export function say({ words }: Pick<EditorData, 'words'>, key: string, values: Values = {}): string {
  return (words[key] ?? '').replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap))
}

/** `9.30`, `9:30` */
export function clock({ decimal }: Pick<EditorData, 'decimal'>, minutes: number): string {
  const inDay = ((minutes % 1440) + 1440) % 1440
  return `${Math.floor(inDay / 60)}${decimal}${String(inDay % 60).padStart(2, '0')}`
}

/** `9.30–10.15` */
export function span(data: Pick<EditorData, 'decimal'>, { from, minutes }: Pick<Placed, 'from' | 'minutes'>): string {
  return `${clock(data, from)}–${clock(data, from + minutes)}`
}

/** Why not, or why perhaps not, as a sentence. */
export function whyText(data: EditorData, { kind, room = '', name = '', other, n = 0, needed = 0 }: Why): string {
  const values = { room, name, n, needed, other: other?.title ?? '', span: other ? span(data, other) : '' }
  return say(data, `why.${kind}`, values)
}

/** The room of a session by name. */
export function roomName(data: EditorData, room: string | null): string {
  return data.rooms.find(({ reference }) => reference === room)?.name ?? data.words['noRoom'] ?? ''
}
