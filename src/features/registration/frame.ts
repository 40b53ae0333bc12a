import { urls } from '../../core/http/urls.ts'
import { listNames, readText } from '../../core/localised-text.ts'
import type { FrameContext } from '../events/frame.ts'
import type { EventRow } from '../events/types.ts'
import { needsOrganisation } from './rules/organisations.ts'
import type { CategoryRow } from './types/places.ts'

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

/** How a form asks for the organisation: optional, unless places are counted by it. */
export interface OrganisationField {
  readonly required: boolean
  /** In which of several categories it is needed. */
  readonly hint: string | undefined
}

/**
 * How a form asks for the organisation.
 * @param categories those that may be chosen
 * @param chosen the one that was, or the only one
 */
export function organisationField(
  { t, locale }: FrameContext,
  categories: readonly CategoryRow[],
  chosen: CategoryRow | undefined,
): OrganisationField {
  const needing = categories.filter(needsOrganisation)
  const isNeeded = chosen ? needsOrganisation(chosen) : needing.length > 0 && needing.length === categories.length
  if (isNeeded || needing.length === 0) return { required: isNeeded, hint: undefined }
  const names = listNames(
    needing.map(({ name }) => readText(name, locale)),
    locale,
  )
  return { required: false, hint: t('registration.hints.organisation', { categories: names }) }
}

// The parts are drawn alike wherever somebody chooses them: in the form, on the private page, in a delegation.
export { type PartDay, partDays, queueHint } from './pages/part-choices.ts'
