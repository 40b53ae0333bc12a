import type { ScheduleDocument } from '../types.ts'

/** Why a document cannot be read at all; sentences: `errors.schedule.<reason>` with the other fields. */
export type ScheduleRefusal =
  | { readonly reason: 'empty' }
  /** Bytes; both rounded to whole megabytes in the sentence. */
  | { readonly reason: 'too-big'; readonly megabytes: number; readonly limit: number }
  /** `<!DOCTYPE` or an own entity: never followed. */
  | { readonly reason: 'doctype'; readonly line: number }
  /** Not well-formed; `detail` is the parser's English sentence. */
  | { readonly reason: 'broken-xml' | 'broken-json'; readonly line: number; readonly detail: string }
  /** Well-formed, and something else: recognised by its content, whatever its name says. */
  | { readonly reason: 'other-format'; readonly found: OtherFormat }
  | { readonly reason: 'no-sessions' }
  | { readonly reason: 'too-many'; readonly limit: number }

export const otherFormats = [
  'pentabarf-xcal',
  'icalendar',
  'rss',
  'html',
  'csv',
  'xlsx',
  'docx',
  'odf',
  'pdf',
  'zip',
  'gzip',
  'image',
  'pretalx-api',
  'schedule-v2',
  'unknown-xml',
  'unknown-json',
  'binary',
  'text',
] as const
export type OtherFormat = (typeof otherFormats)[number]

export type ScheduleReading =
  | { readonly kind: 'read'; readonly document: ScheduleDocument }
  | { readonly kind: 'refused'; readonly refusal: ScheduleRefusal }
