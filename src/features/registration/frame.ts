import { urls } from '../../core/http/urls.ts'
import type { FrameContext } from '../events/frame.ts'
import type { EventRow } from '../events/types.ts'

/** The pages on which an organiser says how one registers for an event, in their order. */
export const setupPages = [
  'categories',
  'parts',
  'quotas',
  'form',
  'codes',
  'invitations',
  'registration-settings',
  'self-check',
] as const
export type SetupPage = (typeof setupPages)[number]

/** The tabs over these pages; drawn by the partial `partials/setup-nav`. */
export interface SetupNav {
  readonly label: string
  readonly tabs: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
}

/** The tabs over the pages of the registration's settings, one of them current. */
export function registrationSetupNav(
  { t, locale }: FrameContext,
  event: Pick<EventRow, 'slug'>,
  current: SetupPage,
): SetupNav {
  const tabs = setupPages.map(page => ({
    href: urls.organiserEventPart(locale, event.slug, page),
    label: t(`capacity.nav.${page}`),
    current: page === current,
  }))
  return { label: t('capacity.nav.label'), tabs }
}

// The parts are drawn alike wherever somebody chooses them: in the form, on the private page, in a delegation.
export { type PartDay, partDays } from './pages/part-choices.ts'
