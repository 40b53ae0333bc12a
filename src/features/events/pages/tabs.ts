import { urls } from '../../../core/http/urls.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { Translate } from '../../../core/messages.ts'
import { mayOwn } from '../../accounts/permissions.ts'
import type { Role } from '../../accounts/types.ts'

/** The pages of the settings, as their tabs name them. */
export interface SettingsTabs {
  readonly label: string
  readonly tabs: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
}

type Tab = 'event' | 'links' | 'status' | 'team'

/** The tabs over the settings; the team is the owner's. */
export function settingsTabs(
  { t, locale }: { t: Translate; locale: Locale },
  slug: string,
  role: Role,
  current: Tab,
): SettingsTabs {
  const paths: Record<Tab, string> = { event: '', links: '/links', status: '/status', team: '/team' }
  const names: Tab[] = mayOwn(role) ? ['event', 'links', 'status', 'team'] : ['event', 'links', 'status']
  const tabs = names.map(name => ({
    href: urls.organiserEventPart(locale, slug, `settings${paths[name]}`),
    label: t(`events.tab.${name}`),
    current: name === current,
  }))
  return { label: t('events.tab.label'), tabs }
}
