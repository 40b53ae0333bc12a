import { urls } from '../../core/http/urls.ts'
import { mayOrganise } from '../accounts/permissions.ts'
import type { FrameContext } from '../events/frame.ts'
import type { EventAccess } from '../events/types.ts'

/** The pages about mails of an event: what was sent, writing to many, and the words of our own mails. */
export const mailPages = ['mails', 'announcements', 'templates'] as const
export type MailPage = (typeof mailPages)[number]

/** The tabs over these pages; drawn by the partial `partials/mail-nav`. */
export interface MailNav {
  readonly label: string
  readonly tabs: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
}

const paths = { mails: 'mails', announcements: 'announcements', templates: 'mails/templates' } as const

/** The tabs over the pages about mails, one of them current; only those the role may open. */
export function mailNav({ t, locale }: FrameContext, { event, role }: EventAccess, current: MailPage): MailNav {
  const open = mailPages.filter(page => page !== 'templates' || mayOrganise(role))
  const tabs = open.map(page => ({
    href: urls.organiserEventPart(locale, event.slug, paths[page]),
    label: t(`announcements.nav.${page}`),
    current: page === current,
  }))
  return { label: t('announcements.nav.label'), tabs }
}
