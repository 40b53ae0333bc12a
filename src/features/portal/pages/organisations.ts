import { countryName } from '../../../core/countries.ts'
import { type CalendarWays, feedWays } from '../../../core/http/calendar-ways.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { safeHtml } from '../../../core/markdown.ts'
import type { OrganisationDetails, OrganisationKind, OrganisationRow, ProjectState } from '../../directory/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { Passage } from './event.ts'
import { type EventMention, mention } from './mentions.ts'
import { calendarFeeds } from './series.ts'

export interface OrganisationsModel {
  readonly head: Head
  readonly search: string
  readonly organisations: readonly {
    readonly name: Passage
    readonly href: string
    readonly kind: OrganisationKind
    readonly place: string
  }[]
}

export const organisationsPage = page<OrganisationsModel>('portal/organisations')

/** The directory of organisations. */
export function organisationsModel(
  { t, locale }: FrameContext,
  organisations: readonly OrganisationRow[],
  search: string,
): OrganisationsModel {
  return {
    head: {
      title: t('portal.organisations.title'),
      section: 'organisations',
      description: t('portal.organisations.lead'),
    },
    search,
    organisations: organisations.map(organisation => ({
      name: textWithLanguage(organisation.name, locale),
      href: urls.organisation(locale, organisation.slug),
      kind: organisation.kind,
      place: placeOf(organisation, locale),
    })),
  }
}

function placeOf({ city, country }: OrganisationRow, locale: Locale): string {
  return [city, country && countryName(country, locale)].filter(Boolean).join(', ')
}

export interface OrganisationModel {
  readonly head: Head
  readonly name: Passage
  readonly kind: OrganisationKind
  readonly place: string
  readonly web: string | undefined
  readonly descriptionHtml: string
  /** undefined: it invites to nothing. */
  readonly calendar: CalendarWays | undefined
  readonly projects: readonly { readonly name: Passage; readonly href: string; readonly state: ProjectState }[]
  readonly events: readonly EventMention[]
}

export const organisationPage = page<OrganisationModel>('portal/organisation')

/** One organisation. */
export function organisationModel(
  { t, locale }: FrameContext,
  { organisation, projects, events }: OrganisationDetails,
  baseUrl: string,
): OrganisationModel {
  const name = textWithLanguage(organisation.name, locale)
  const feed = urls.calendarOrganisation(locale, organisation.slug)
  const invites = events.some(({ role }) => role === 'host' || role === 'co_organiser')
  return {
    head: { title: name.text, section: 'organisations', feeds: invites ? calendarFeeds(t, feed) : [] },
    calendar: invites ? feedWays(baseUrl, feed, name.text) : undefined,
    name,
    kind: organisation.kind,
    place: placeOf(organisation, locale),
    web: organisation.web ?? undefined,
    descriptionHtml: safeHtml(readText(organisation.description, locale)),
    projects: projects.map(project => ({
      name: textWithLanguage(project.name, locale),
      href: urls.project(locale, project.slug),
      state: project.state,
    })),
    events: events.map(event => mention(event, locale)),
  }
}
