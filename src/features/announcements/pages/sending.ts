import type { FormModel } from '../../../core/http/forms.ts'
import { now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { paces } from '../rules/states.ts'
import type { AnnouncementInEvent } from '../types.ts'

/** What agreeing sends. */
export interface SendModel {
  readonly form: FormModel
  readonly expected: number
  readonly lockVersion: number
  readonly submit: string
  readonly labels: Readonly<Record<string, string>>
  readonly paces: readonly { readonly value: string; readonly label: string }[]
  readonly zone: string
  /** The event has not begun: mails may be kept from coming after its beginning. */
  readonly mayExpire: boolean
}

/** The form that agrees to sending. */
export function sendModel(
  context: FrameContext,
  { event, announcement }: { event: EventRow; announcement: AnnouncementInEvent },
  form: FormModel,
  count: number,
): SendModel {
  const { t } = context
  return {
    form,
    expected: count,
    lockVersion: announcement.lockVersion,
    submit: t('announcements.send.submit', { count }),
    labels: Object.fromEntries(
      (['when', 'date', 'time'] as const).map(name => [name, t(`announcements.send.${name}`)]),
    ),
    paces: paces.map(pace => ({ value: String(pace), label: t('announcements.send.pace', { count: pace }) })),
    zone: event.timeZone,
    mayExpire: now() < event.startsAt,
  }
}
