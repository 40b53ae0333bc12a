import type { Instant } from '../../core/time.ts'

export const filePurposes = ['photograph', 'material'] as const
/** What a file is for: a photograph of a person, or something to read beside a session. */
export type FilePurpose = (typeof filePurposes)[number]

export interface FileRow {
  readonly id: number
  readonly reference: string
  readonly eventId: number
  readonly purpose: FilePurpose
  /** As it is offered for saving; clean of folders and control characters. */
  readonly fileName: string
  readonly contentType: string
  /** In bytes. */
  readonly size: number
  /** Of pictures, in pixels. */
  readonly width: number | null
  readonly height: number | null
  /** Null: it lies in object storage, under `objectKey`. */
  readonly content: Buffer | null
  readonly objectKey: string | null
  readonly createdAt: Instant
}

/** A file to keep. */
export interface FileInput {
  readonly eventId: number
  readonly purpose: FilePurpose
  readonly fileName: string
  readonly contentType: string
  readonly content: Buffer
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** A file without its content, as lists name it. */
export type FileSummary = Omit<FileRow, 'content' | 'objectKey'>

/** What lies in object storage, or is about to. */
export interface StoredObjectRow {
  readonly key: string
  readonly createdAt: Instant
}
