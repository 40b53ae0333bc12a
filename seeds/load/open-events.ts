import type { Actor } from '../../src/core/actor.ts'
import { only, type Transaction } from '../../src/core/database.ts'
import type { LocalisedText } from '../../src/core/localised-text.ts'
import { addDays, addMinutes, atMoment, dateIn, type Instant, type LocalDate, weekday } from '../../src/core/time.ts'
import { releaseAgenda } from '../../src/features/agenda/actions/release.ts'
import { copyEvent } from '../../src/features/desk/actions.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { burgasRegistration } from '../content/registrations/burgas.ts'
import { twinningRegistration } from '../content/registrations/twinning.ts'
import { text } from '../content/types.ts'
import { publishAt } from './events.ts'
import { continueAgenda } from './later-agenda.ts'
import type { Named } from './named.ts'
import { type LoadedSetup, loadRegistrationSetup } from './registration-setup.ts'

const wednesday = 3
const releaseNote = text('První vydání programu.', 'First release of the agenda.')

/** The first Wednesday that is at least that many days after a day. */
export function wednesdayAfter(today: LocalDate, days: number): LocalDate {
  const earliest = addDays(today, days)
  return addDays(earliest, (wednesday - weekday(earliest) + 7) % 7)
}

/** The two events one can register for, and how. */
export interface OpenEvents {
  readonly setups: { readonly twinning: LoadedSetup; readonly burgas: LoadedSetup }
  readonly twinning: EventRow
  readonly burgas: EventRow
  readonly satellites: readonly EventRow[]
}

/** Copies two events of the documents to the coming months by the product's own copy, and opens them on a day past. */
export async function openEvents(
  trx: Transaction,
  actor: Actor,
  { loaded, present, opened }: { loaded: Named<EventRow>; present: Instant; opened: Instant },
): Promise<OpenEvents> {
  const copy = (from: string, slug: string, days: number, title: LocalisedText) =>
    atMoment(opened, async () => {
      const original = loaded.of(from)
      const startsOn = wednesdayAfter(dateIn(present, original.timeZone), days)
      const input = { from: original, slug, title, startsOn, withSatellites: true, isDemonstration: true }
      const outcome = await copyEvent(trx, actor, input)
      if (outcome.kind !== 'copied') throw new Error(`the event ${slug} is there already`)
      for (const event of [outcome.event, ...outcome.satellites]) await open(trx, actor, event, opened)
      return outcome
    })
  const technology = text(
    'Technologický transfer: závěrečná konference aktivity Twinning',
    'Technology Transfer: the Final Conference of the Twinning Activity',
  )
  const twinning = await copy('twinning-technologicky-transfer', 'technologicky-transfer-ukazka', 57, technology)
  const clusters = text('Ukázková konference Clusters meet Regions', 'Clusters meet Regions, a demonstration')
  const burgas = await copy('clusters-meet-regions-burgas', 'clusters-meet-regions-ukazka', 87, clusters)
  const { satellites } = burgas
  const setups = await atMoment(opened, async () => ({
    twinning: await loadRegistrationSetup(trx, actor, {
      event: twinning.event,
      satellites: [],
      content: twinningRegistration,
    }),
    burgas: await loadRegistrationSetup(trx, actor, { event: burgas.event, satellites, content: burgasRegistration }),
  }))
  await atMoment(addMinutes(opened, 12 * 24 * 60), () => continueAgenda(trx, actor, burgas.event))
  const [first, second] = [await reread(trx, twinning.event), await reread(trx, burgas.event)]
  return { twinning: first, burgas: second, satellites, setups }
}

/** The event as publishing and setting up left it. */
async function reread(trx: Transaction, { id }: EventRow): Promise<EventRow> {
  return only(await trx('events').where({ id }))
}

async function open(trx: Transaction, actor: Actor, event: EventRow, opened: Instant): Promise<void> {
  const released = await releaseAgenda(trx, actor, { event, note: releaseNote })
  if (released.kind !== 'released') throw new Error(`${event.slug} has no agenda to release`)
  await publishAt(trx, event, addMinutes(opened, 30))
}
