import { only, type Transaction } from '../../core/database.ts'
import { now } from '../../core/time.ts'
import { newReference } from '../../core/tokens.ts'
import { cleanFileName } from './rules/kinds.ts'
import type { FileInput, FileRow } from './types.ts'
import './tables.ts'

/** Keeps a file whose kind was recognised, or whose picture was drawn anew; whoever refers to it writes that down. */
export async function storeFile(trx: Transaction, file: FileInput): Promise<Pick<FileRow, 'id' | 'reference'>> {
  const { eventId, purpose, fileName, contentType, content, width, height } = file
  const row = {
    eventId,
    purpose,
    contentType,
    content,
    reference: newReference(16),
    fileName: cleanFileName(fileName),
    size: content.length,
    width: width ?? null,
    height: height ?? null,
    createdAt: now(),
  }
  return only(await trx('files').insert(row).returning(['id', 'reference']))
}

/** Deletes files for good, and with them every reference of theirs that cascades. */
export async function deleteFiles(trx: Transaction, ids: readonly number[]): Promise<void> {
  if (ids.length > 0)
    await trx('files')
      .whereIn('id', [...ids])
      .delete()
}
