import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { urls } from '../../../core/http/urls.ts'
import { formatDateTime, now } from '../../../core/time.ts'
import type { OwnInvitation } from '../../calendar/queries/invitations.ts'
import { mayRefresh, methodFor } from '../../calendar/rules/invitations.ts'
import { invitationModes } from '../../calendar/types/invitations.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { Own } from '../types.ts'

/** What goes into the calendar by mail: the choice, what was sent last, what the calendar answered. */
export interface InvitationsModel {
  readonly form: FormModel
  readonly options: readonly { readonly value: string; readonly label: string; readonly hint: string }[]
  readonly sent: string
  readonly answer: string | undefined
  /** Where to have it sent again; undefined: not now. */
  readonly againAction: string | undefined
}

/** The choice of invitations for a calendar; undefined where there is nothing to invite to. */
export function invitationsModel(
  { t, locale }: FrameContext,
  { event, registration, token }: Own,
  invitation: OwnInvitation,
): InvitationsModel | undefined {
  if (methodFor(event, registration, now()) !== 'REQUEST') return undefined
  const { mode, toldMethod, toldAt, answer } = invitation
  const isOn = mode === 'on'
  const when = toldAt === null ? '' : formatDateTime(toldAt, event.timeZone, locale)
  const isThere = toldMethod === 'REQUEST'
  return {
    form: freshForm(urls.mineInvitations(locale, token), { mode }),
    options: invitationModes.map(value => ({
      value,
      label: t(`attendee.invitations.modes.${value}.label`),
      hint: t(`attendee.invitations.modes.${value}.hint`),
    })),
    sent: isThere ? t('attendee.invitations.sent', { when }) : t('attendee.invitations.notSent', { mode }),
    answer: isThere && answer !== null ? t('attendee.invitations.answer', { answer }) : undefined,
    againAction: isOn && mayRefresh(invitation, 'person', now()) ? urls.mineInvitationsAgain(locale, token) : undefined,
  }
}
