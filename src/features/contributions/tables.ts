import type { Table } from '../../core/database.ts'
import type { Instant } from '../../core/time.ts'

/** The tables only this feature writes. What is known of speakers themselves stands in `agenda`. */
export const owns = ['sessionMaterials'] as const

export interface SessionMaterialRow {
  readonly id: number
  readonly reference: string
  readonly sessionId: number
  readonly fileId: number
  readonly speakerId: number | null
  readonly title: string
  readonly position: number
  readonly publishedAt: Instant | null
  readonly createdAt: Instant
}

declare module 'knex/types/tables.js' {
  interface Tables {
    sessionMaterials: Table<SessionMaterialRow, 'id' | 'speakerId' | 'title' | 'publishedAt' | 'createdAt'>
  }
}
