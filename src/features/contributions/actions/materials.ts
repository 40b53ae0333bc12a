import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, rows, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { deleteFiles, storeFile } from '../../files/actions.ts'
import { largestMaterial, materialEndings, recogniseFile } from '../../files/rules/kinds.ts'
import { findMaterialUse } from '../queries/materials.ts'
import { type Material, mostMaterialBytes, mostMaterials, type Speaker } from '../types.ts'
import '../tables.ts'

/** A file as it came. */
export interface SentMaterial {
  readonly name: string
  readonly content: Buffer
}

export type AddMaterialOutcome =
  | { readonly kind: 'added' }
  /** None of the kinds we take, or its bytes are something else than its ending says. */
  | { readonly kind: 'unknown-kind' }
  | { readonly kind: 'too-big' }
  /** As many files as a session, or bytes as an event may hold. */
  | { readonly kind: 'too-many' }
  | { readonly kind: 'no-room' }

interface Beside {
  readonly event: EventRow
  readonly session: { readonly id: number }
}

/** Puts a file beside a session, after those that are there; it is not public before an organiser says so. */
export async function addMaterial(
  db: Database,
  actor: Actor,
  {
    event,
    session,
    file,
    title,
    speaker,
  }: Beside & { file: SentMaterial; title: string; speaker?: Pick<Speaker, 'id'> },
): Promise<AddMaterialOutcome> {
  const contentType = recogniseFile(file.name, file.content, materialEndings)
  if (contentType === undefined) return { kind: 'unknown-kind' }
  if (file.content.length > largestMaterial) return { kind: 'too-big' }
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const use = await findMaterialUse(trx, event.id, session.id)
    if (use.count >= mostMaterials) return { kind: 'too-many' }
    if (use.bytes + file.content.length > mostMaterialBytes) return { kind: 'no-room' }
    const { name: fileName, content } = file
    const { id } = await storeFile(trx, { eventId: event.id, purpose: 'material', fileName, contentType, content })
    const [last] = await trx('sessionMaterials').where({ sessionId: session.id }).max({ position: 'position' })
    const row = {
      reference: newReference(12),
      sessionId: session.id,
      fileId: id,
      speakerId: speaker?.id ?? null,
      title,
      position: (last?.position ?? 0) + 1,
      createdAt: now(),
    }
    const added = only(await trx('sessionMaterials').insert(row).returning('id'))
    await auditMaterial(trx, actor, 'added', event, added)
    return { kind: 'added' }
  })
}

/** Removes a file beside a session for good. */
export async function removeMaterial(
  db: Database,
  actor: Actor,
  { event, material }: { event: EventRow; material: Pick<Material, 'id' | 'fileId'> },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    await trx('sessionMaterials').where({ id: material.id }).delete()
    await deleteFiles(trx, [material.fileId])
    await auditMaterial(trx, actor, 'removed', event, material)
  })
}

/** Shows files beside a session to everybody, or hides them again; those that are so already stay untouched. */
export async function publishMaterials(
  db: Database,
  actor: Actor,
  { event, materials, isPublic }: { event: EventRow; materials: readonly Pick<Material, 'id'>[]; isPublic: boolean },
): Promise<number> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const ids = materials.map(({ id }) => id)
    const changed = await trx('sessionMaterials')
      .whereIn('id', ids)
      .where(those => (isPublic ? those.whereNull('publishedAt') : those.whereNotNull('publishedAt')))
      .update({ publishedAt: isPublic ? now() : null }, ['id'])
    for (const material of changed) await auditMaterial(trx, actor, isPublic ? 'published' : 'hidden', event, material)
    return changed.length
  })
}

/** Gives a file beside a session another title; '' is the name of the file. */
export async function renameMaterial(
  db: Database,
  actor: Actor,
  { event, material, title }: { event: EventRow; material: Pick<Material, 'id'>; title: string },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    await trx('sessionMaterials').where({ id: material.id }).update({ title })
    await auditMaterial(trx, actor, 'renamed', event, material)
  })
}

const neighbours = `
  select a.id, a.position from session_materials a join session_materials b on b.session_id = a.session_id
  where b.id = :id and case when :up then (a.position, a.id) < (b.position, b.id) else (a.position, a.id) > (b.position, b.id) end
  order by case when :up then -a.position else a.position end limit 1`

/** Moves a file one place up or down beside its session; at the end of the list nothing happens. */
export async function moveMaterial(
  db: Database,
  actor: Actor,
  { event, material, isUp }: { event: EventRow; material: Pick<Material, 'id'>; isUp: boolean },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const current = await trx('sessionMaterials').where({ id: material.id }).first('position')
    const [other] = await rows<{ id: number; position: number }>(trx, neighbours, { id: material.id, up: isUp })
    if (!current || !other) return
    await trx('sessionMaterials').where({ id: material.id }).update({ position: other.position })
    await trx('sessionMaterials').where({ id: other.id }).update({ position: current.position })
    await auditMaterial(trx, actor, 'moved', event, material)
  })
}

/** Writes down a fact about one file beside a session. */
async function auditMaterial(
  trx: Transaction,
  actor: Actor,
  fact: 'added' | 'removed' | 'published' | 'hidden' | 'renamed' | 'moved',
  event: Pick<EventRow, 'id'>,
  material: Pick<Material, 'id'>,
): Promise<void> {
  await recordAudit(trx, actor, `material.${fact}`, {
    eventId: event.id,
    subject: { kind: 'material', id: material.id },
  })
}
