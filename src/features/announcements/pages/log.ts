import type { Pager } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { type LogLine, type LogState, logStates } from '../queries/announcements.ts'
import type { AnnouncementInEvent } from '../types.ts'
import { announcementsHref, shortMoment, type StateWord } from './shared.ts'

/** One recipient in the log. */
export interface RecipientLine {
  readonly href: string
  readonly name: string
  readonly address: string
  readonly state: StateWord
  readonly time: string
  readonly datetime: string | undefined
  readonly reason: string
}

export interface LogModel {
  readonly filters: readonly { readonly label: string; readonly href: string; readonly current: boolean }[]
  readonly lines: readonly RecipientLine[]
  readonly pager: Pager
}

const logKinds: Readonly<Record<LogState, StateWord['kind']>> = {
  open: 'warn',
  sent: 'good',
  bounced: 'bad',
  failed: 'bad',
  dropped: 'off',
}

/** Who got it, a page of them. */
export function logModel(
  context: FrameContext,
  { event, announcement }: { event: EventRow; announcement: AnnouncementInEvent },
  { lines, state, pager }: { lines: readonly LogLine[]; state: LogState | undefined; pager: Pager },
): LogModel {
  const { t, locale } = context
  const link = (value: LogState | undefined) => ({
    label: value === undefined ? t('announcements.log.all') : t(`announcements.log.states.${value}`),
    href: announcementsHref(locale, event, `/${announcement.reference}`, { state: value }),
    current: value === state,
  })
  return {
    filters: [undefined, ...logStates.filter(value => announcement[value] > 0 || value === state)].map(link),
    lines: lines.map(line => recipientLine(context, event, line)),
    pager,
  }
}

function recipientLine(context: FrameContext, event: EventRow, line: LogLine): RecipientLine {
  const at = line.sentAt ?? line.failedAt ?? line.droppedAt
  const moment = at && shortMoment(context, at, event.timeZone)
  const isBad = line.state === 'failed' || line.state === 'bounced'
  return {
    href: urls.organiserEventPart(context.locale, event.slug, `mails/${line.reference}`),
    name: line.toName || line.toAddress,
    address: line.toAddress,
    state: { kind: logKinds[line.state], label: context.t(`announcements.log.states.${line.state}`) },
    time: moment?.text ?? '',
    datetime: moment?.datetime,
    reason: isBad || line.state === 'open' ? (line.smtpResponse ?? '') : '',
  }
}
