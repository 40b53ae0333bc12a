import { rememberWhile, type Versions } from '../../../core/content-versions.ts'
import type { Locale } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { findPublicity } from '../../directory/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { listQuestions } from '../../questions/queries.ts'
import type { Question } from '../../questions/types.ts'
import type { Ledger } from '../rules/ledger.ts'
import { offerOf } from '../rules/offers.ts'
import type { EventOffer } from '../types/offers.ts'
import { readLedgers } from './ledger.ts'
import { noOffer } from './offers.ts'
import { findSurroundings, type Surroundings } from './surroundings.ts'

type Publicity = Awaited<ReturnType<typeof findPublicity>>

/** Events whose forms are remembered; a rush is on a few of them. */
const mostForms = 200

/**
 * What public forms stand on, remembered by this process while the content is what it was (core/content-versions.ts):
 * a form that is sent costs no query of its own. All of it is as of the versions given, or newer.
 */
export interface FormMemory {
  /** The questions that are asked. */
  questions(versions: Versions, eventId: number): Promise<readonly Question[]>
  /**
   * What an event offers, with the places that were left at some moment since the content last changed: what may be
   * wished for is right, whether there is room is for the engine to say.
   */
  rules(versions: Versions, event: EventRow, opened: readonly number[]): Promise<EventOffer>
  /** What an event offers, with the places that are left. */
  offer(versions: Versions, event: EventRow, opened: readonly number[]): Promise<EventOffer>
  surroundings(versions: Versions, eventId: number): Promise<Surroundings>
  publicity(versions: Versions, event: EventRow, locale: Locale): Promise<Publicity>
}

/** An empty memory of the forms of an application. */
export function rememberForms({ db }: Services): FormMemory {
  const questions = rememberWhile<readonly Question[]>(['content'], mostForms)
  const rules = rememberWhile<Ledger | undefined>(['content'], mostForms)
  const ledgers = rememberWhile<Ledger | undefined>(['content', 'places'], mostForms)
  const surroundings = rememberWhile<Surroundings>(['content', 'places'], mostForms)
  const publicity = rememberWhile<Publicity>(['content'], 2 * mostForms)
  const readLedger = async (id: number) => (await readLedgers(db, [id])).get(id)
  const offerNow = (ledger: Ledger | undefined, { id }: EventRow, opened: readonly number[]) =>
    ledger ? offerOf(ledger, now(), opened) : noOffer(id)
  return {
    questions: (versions, id) => questions(versions, `${id}`, () => listQuestions(db, id)),
    rules: async (versions, event, opened) =>
      offerNow(await rules(versions, `${event.id}`, () => readLedger(event.id)), event, opened),
    offer: async (versions, event, opened) =>
      offerNow(await ledgers(versions, `${event.id}`, () => readLedger(event.id)), event, opened),
    surroundings: (versions, id) => surroundings(versions, `${id}`, () => findSurroundings(db, id)),
    publicity: (versions, { projectId }, locale) =>
      publicity(versions, `${projectId}:${locale}`, () => findPublicity(db, projectId, locale)),
  }
}
