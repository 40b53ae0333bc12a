import { now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { hoursToConfirm } from '../../registration/rules.ts'
import { isFrozen } from '../../registration/rules/admission.ts'
import type { RegistrationSettingsRow } from '../../registration/types/places.ts'
import { reasonWord } from '../rules.ts'
import type { Own, OwnDelegation } from '../types.ts'
import { deadlineOf } from './sign-ups.ts'

/** Where a registration stands, in a sentence, and what that means. */
export interface Standing {
  readonly title: string
  readonly lead: string
  /** Who registered a whole delegation. */
  readonly delegation: string | undefined
}

interface About {
  readonly own: Own
  readonly settings: RegistrationSettingsRow
  readonly delegation: OwnDelegation | undefined
}

/** The sentences at the top of the page. */
export function standingOf(context: FrameContext, about: About): Standing {
  const { t } = context
  const { own, delegation } = about
  const { event, registration } = own
  const { status, position } = registration
  const isOff = event.cancelledAt !== null && status !== 'cancelled' && status !== 'declined'
  return {
    title: isOff ? t('attendee.title.eventCancelled') : t(`attendee.title.${status}`, { position }),
    lead: isOff ? t('attendee.lead.eventCancelled') : leadOf(context, about),
    delegation:
      delegation &&
      t('attendee.delegation', { organisation: delegation.organisation, contact: delegation.contactName }),
  }
}

function leadOf(context: FrameContext, about: About): string {
  const { t } = context
  const { event, registration } = about.own
  const { status, email, placeHeld, offerExpiresAt, closingReason, attendance } = registration
  if (status === 'waiting') return waitingLead(context, about)
  return t(`attendee.lead.${status}`, {
    email,
    hours: hoursToConfirm,
    attendance: event.mode === 'online' ? 'online' : attendance,
    held: placeHeld ? 'yes' : 'no',
    deadline: offerExpiresAt === null ? '' : deadlineOf(context, event, offerExpiresAt),
    reason: reasonWord(closingReason),
  })
}

function waitingLead({ t }: FrameContext, { own, settings, delegation }: About): string {
  const { email } = own.registration
  if (isFrozen(settings, now())) return t('attendee.lead.waitingFrozen', { email })
  if (delegation?.waitsTogether) return t('attendee.lead.waitingTogether', { email })
  if (settings.promotion === 'offer') return t('attendee.lead.waitingForOffer', { email, hours: settings.offerHours })
  return t('attendee.lead.waiting', { email })
}
