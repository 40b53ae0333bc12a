import type { Actor } from '../../../core/actor.ts'
import { only, rows, type Transaction } from '../../../core/database.ts'
import { notify } from '../../../core/notifications.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import type { EditEntry } from '../tables.ts'
import type { EditDeed } from '../types/changes.ts'
import type { WrittenSession } from './writing.ts'
import '../tables.ts'

interface Edit {
  readonly event: EventRow
  readonly deed: EditDeed
  readonly entries: readonly EditEntry[]
  readonly written: readonly WrittenSession[]
}

/** How the log names what is done to one session; other deeds, and several sessions at once, have a word of their own. */
const actions: Partial<Record<EditDeed, string>> = {
  added: 'agenda.session-added',
  copied: 'agenda.session-added',
  edited: 'agenda.session-edited',
  moved: 'agenda.session-moved',
  unscheduled: 'agenda.session-moved',
  removed: 'agenda.session-removed',
  reinstated: 'agenda.session-reinstated',
}

/** Nobody undoes what lies further back. */
const keptMinutes = 30 * 24 * 60

/** Writes down an edit for undo, for those it conflicts with, for the log, and tells other editors of it. */
export async function recordEdit(
  trx: Transaction,
  actor: Actor,
  { event, deed, entries, written }: Edit,
): Promise<number> {
  const eventId = event.id
  const userId = actor.kind === 'user' ? actor.userId : null
  const isStep = deed !== 'undone' && deed !== 'redone'
  // What was taken back cannot be done again once something else was done.
  if (isStep && userId !== null) await trx('agendaEdits').where({ eventId, userId }).whereNotNull('undoneAt').delete()
  await trx('agendaEdits').where({ eventId }).where('madeAt', '<', addMinutes(now(), -keptMinutes)).delete()
  const { id } = only(
    await rows<{ id: number }>(
      trx,
      `insert into agenda_edits (event_id, user_id, deed, entries, made_at) values (?, ?, ?, ?::jsonb, ?) returning id`,
      [eventId, userId, deed, JSON.stringify(entries), now()],
    ),
  )
  const [first] = entries
  const action = entries.length === 1 ? actions[deed] : undefined
  const session = written.find(({ reference }) => reference === first?.reference)
  if (action) {
    const subject = session && { kind: 'session', id: session.id }
    await recordAudit(trx, actor, action, { eventId, ...(subject ? { subject } : {}) })
  } else {
    const subject = { kind: 'event', id: eventId }
    await recordAudit(trx, actor, 'agenda.sessions-changed', {
      eventId,
      subject,
      details: { deed, count: entries.length },
    })
  }
  await notify(trx, 'agenda', { eventId, editId: id })
  return id
}

/** Marks an edit as taken back, or as standing again. */
export async function takeBack(trx: Transaction, editId: number, deed: 'undone' | 'redone'): Promise<void> {
  await trx('agendaEdits')
    .where({ id: editId })
    .update({ undoneAt: deed === 'undone' ? now() : null })
}
