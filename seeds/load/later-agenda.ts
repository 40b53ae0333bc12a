import type { Actor } from '../../src/core/actor.ts'
import type { Transaction } from '../../src/core/database.ts'
import { dateOf, localDateTime, type LocalTime } from '../../src/core/time.ts'
import { changeSessions } from '../../src/features/agenda/actions/changes.ts'
import { releaseAgenda } from '../../src/features/agenda/actions/release.ts'
import { findDraft } from '../../src/features/agenda/queries.ts'
import type { DraftSession } from '../../src/features/agenda/types.ts'
import type { EditDeed, SessionChange } from '../../src/features/agenda/types/changes.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { text } from '../content/types.ts'

/** How an organiser goes on with a programme that is out: another release, and a draft that is ahead of it. */
export async function continueAgenda(trx: Transaction, actor: Actor, event: EventRow): Promise<void> {
  const moved = (title: string, from: LocalTime, to: LocalTime) => moving(trx, actor, event, title, { from, to })
  await moved('Závěry a doporučení regionů', '11:00', '12:15')
  await moved('Rozloučení', '12:15', '13:15')
  await moving(trx, actor, event, 'Dílna: z nápadu společný projekt klastrů', { roomOf: 'Otevřená diskuse' })
  const released = await releaseAgenda(trx, actor, {
    event,
    name: text('Po dohodě s hostiteli', 'As agreed with the hosts'),
    note: text(
      'Páteční závěry končí dřív, dílna o projektech má větší sál.',
      'Friday ends earlier, the workshop on projects has a larger room.',
    ),
  })
  if (released.kind !== 'released') throw new Error('the second release changes nothing')
  await moved('Černomořský region: společné projekty', '09:15', '10:30')
  const tour = {
    kind: 'social' as const,
    title: text('Prohlídka výstavy zelených inovací s průvodcem', 'Guided tour of the exhibition of green innovations'),
    when: { minutes: 45 },
  }
  await change(trx, actor, event, { kind: 'add', session: tour }, 'added')
}

interface Wish {
  readonly from?: LocalTime
  readonly to?: LocalTime
  /** Into the room of the session whose title begins so. */
  readonly roomOf?: string
}

async function moving(trx: Transaction, actor: Actor, event: EventRow, title: string, wish: Wish): Promise<void> {
  const { sessions } = await findDraft(trx, event.id)
  const session = titled(sessions, title)
  const day = dateOf(session.startsLocal)
  const to = {
    startsLocal: wish.from === undefined ? session.startsLocal : localDateTime(day, wish.from),
    endsLocal: wish.to === undefined ? session.endsLocal : localDateTime(day, wish.to),
    ...(wish.roomOf === undefined ? {} : { room: titled(sessions, wish.roomOf).room }),
  }
  const { reference, lockVersion } = session
  await change(trx, actor, event, { kind: 'place', reference, lockVersion, to }, 'moved')
}

function titled(sessions: readonly DraftSession[], title: string): DraftSession {
  const found = sessions.find(session => session.title.cs?.startsWith(title))
  if (!found) throw new Error(`no session ${title}`)
  return found
}

async function change(
  trx: Transaction,
  actor: Actor,
  event: EventRow,
  one: SessionChange,
  deed: EditDeed,
): Promise<void> {
  const outcome = await changeSessions(trx, actor, { event, changes: [one], deed })
  if (outcome.kind !== 'saved') throw new Error(`the demonstration was not changed: ${JSON.stringify(outcome)}`)
}
