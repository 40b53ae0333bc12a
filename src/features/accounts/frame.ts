import type { Head, OrganiserBar } from '../../core/http/pages.ts'
import { urls } from '../../core/http/urls.ts'
import type { Locale } from '../../core/localised-text.ts'
import type { Translate } from '../../core/messages.ts'
import type { SignedInUser } from './types.ts'

/** Who reads, in which language: what every frame needs. */
export interface FrameContext {
  readonly t: Translate
  readonly locale: Locale
}

export type OrganiserSection = 'events' | 'venues' | 'projects' | 'organisations' | 'account'

/** The head of organiser pages that belong to no event: my events, venues, projects, organisations, account. */
export function organiserHead(
  { t, locale }: FrameContext,
  user: SignedInUser,
  { title, current, wide = false }: { title: string; current: OrganiserSection; wide?: boolean },
): Head {
  const entry = (section: OrganiserSection, href: string, label: string) => ({
    href,
    label,
    current: section === current,
  })
  const organiser: OrganiserBar = {
    user: { name: user.name, email: user.email },
    wide,
    nav: [
      entry('events', urls.organiserEvents(locale), t('accounts.nav.events')),
      entry('venues', urls.organiserVenues(locale), t('accounts.nav.venues')),
      entry('projects', urls.organiserPart(locale, 'projects'), t('accounts.nav.projects')),
      entry('organisations', urls.organiserPart(locale, 'organisations'), t('accounts.nav.organisations')),
      entry('account', urls.account(locale), t('accounts.nav.account')),
    ],
  }
  return { title, layout: 'organiser', isPrivate: true, organiser }
}
