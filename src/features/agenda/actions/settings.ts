import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import { notify } from '../../../core/notifications.ts'
import { instant } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import type { AgendaSettings } from '../types.ts'
import '../tables.ts'

/** Sets what a programme is judged by and who may show it. */
export async function saveAgendaSettings(
  db: Database,
  actor: Actor,
  { event, settings }: { event: EventRow; settings: AgendaSettings },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const moment = (text: string | null) => (text === null ? null : instant(text))
    const row = {
      ...settings,
      embedOrigins: [...settings.embedOrigins],
      feedbackOpensAt: moment(settings.feedbackOpensAt),
      feedbackClosesAt: moment(settings.feedbackClosesAt),
    }
    await trx('agendaSettings')
      .insert({ ...row, eventId: event.id })
      .onConflict('eventId')
      .merge()
    const subject = { kind: 'event', id: event.id }
    await recordAudit(trx, actor, 'agenda.settings-changed', { eventId: event.id, subject })
    await notify(trx, 'agenda', { eventId: event.id })
  })
}
