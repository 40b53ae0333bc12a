import type { Instant } from '../../../core/time.ts'
import { isHard } from '../../agenda/rules/clashes.ts'
import type { Clash } from '../../agenda/types/clashes.ts'
import type { EventRow, PublicationChecklist } from '../../events/types.ts'
import type { AttentionFacts, Waiting } from '../types.ts'

/** Everything from which it follows what waits for an organiser. */
export interface WaitingFacts
  extends Pick<AttentionFacts, 'applied' | 'oldestAppliedAt' | 'offered' | 'endingOffers' | 'failedMails'> {
  readonly event: Pick<EventRow, 'publishedAt' | 'cancelledAt' | 'archivedAt' | 'endsAt'>
  readonly at: Instant
  readonly clashes: readonly Clash[]
  /** Differences between the draft agenda and the released one. */
  readonly unreleased: number
  readonly isReleased: boolean
  readonly checklist: PublicationChecklist
  readonly categories: number
  /** Pairs that are perhaps one person. */
  readonly duplicates: number
}

/**
 * What waits for the organiser of an event, the most urgent first: only what is true, and only while it still matters.
 * An event that is over or put away asks for nothing but the mails that did not arrive.
 */
export function waitingFor(facts: WaitingFacts): Waiting[] {
  const { event } = facts
  const mails: Waiting[] = facts.failedMails > 0 ? [{ kind: 'mails', count: facts.failedMails }] : []
  if (event.archivedAt !== null || event.endsAt <= facts.at) return event.archivedAt === null ? mails : []
  if (event.cancelledAt !== null) return mails
  return [...clash(facts), ...mails, ...applications(facts), ...people(facts), ...publication(facts), ...release(facts)]
}

function clash({ clashes }: WaitingFacts): Waiting[] {
  // What cannot be comes before what is only doubtful.
  const [first, ...more] = [...clashes.filter(isHard), ...clashes.filter(one => !isHard(one))]
  return first === undefined ? [] : [{ kind: 'clash', clash: first, more: more.length }]
}

function applications({ applied, oldestAppliedAt }: WaitingFacts): Waiting[] {
  return applied === 0 ? [] : [{ kind: 'applications', count: applied, oldestAt: oldestAppliedAt }]
}

function people({ offered, endingOffers, duplicates }: WaitingFacts): Waiting[] {
  const offers: Waiting[] =
    endingOffers > 0 ? [{ kind: 'offers', count: endingOffers, onlyOfParts: offered === 0 }] : []
  return duplicates > 0 ? [...offers, { kind: 'duplicates', count: duplicates }] : offers
}

function release({ unreleased, isReleased }: WaitingFacts): Waiting[] {
  if (unreleased === 0) return []
  return [isReleased ? { kind: 'unreleased', count: unreleased } : { kind: 'never-released' }]
}

function publication({ event, checklist, categories }: WaitingFacts): Waiting[] {
  // A title in one language is a choice that publishing accepted; what a funder demands stays demanded.
  const lacking = checklist.warnings.filter(
    warning => event.publishedAt === null || warning !== 'title-in-one-language',
  )
  const publicity: Waiting[] = lacking.map(warning => ({ kind: 'publicity', warning }))
  if (event.publishedAt !== null) return publicity
  const registration: Waiting[] = categories === 0 ? [{ kind: 'no-categories' }] : []
  return [{ kind: 'publish', blockers: checklist.blockers }, ...registration, ...publicity]
}
