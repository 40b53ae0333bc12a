import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import type { Translate } from '../../../core/messages.ts'
import { type EventLinkRow, type EventRow, type LinkKind, linkKinds } from '../types.ts'
import type { Option } from './fields.ts'
import type { SettingsTabs } from './tabs.ts'

export interface LinksModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly tabs: SettingsTabs
  readonly links: readonly {
    readonly title: string
    readonly kind: LinkKind
    readonly url: string
    readonly editHref: string
    readonly moveAction: string
    readonly removeHref: string
    readonly isFirst: boolean
    readonly isLast: boolean
  }[]
  readonly form: FormModel
  readonly kinds: readonly Option[]
}

export const linksPage = page<LinksModel>('events/organiser/links')

/** The links of an event as its organisers list them. */
export function linkLines(locale: Locale, event: EventRow, links: readonly EventLinkRow[]): LinksModel['links'] {
  return links.map((link, index) => ({
    title: readText(link.title, locale),
    kind: link.kind,
    url: link.url,
    editHref: linkHref(locale, event.slug, link.reference),
    moveAction: `${linkHref(locale, event.slug, link.reference)}/move`,
    removeHref: `${linkHref(locale, event.slug, link.reference)}/remove`,
    isFirst: index === 0,
    isLast: index === links.length - 1,
  }))
}

/** The address of one link on the organiser side. */
export function linkHref(locale: Locale, slug: string, reference: string): string {
  return urls.organiserEventPart(locale, slug, `settings/links/${reference}`)
}

/** The kinds of link by name. */
export function linkKindOptions(t: Translate): Option[] {
  return linkKinds.map(kind => ({ value: kind, label: t(`events.linkKind.${kind}`) }))
}

export interface LinkModel {
  readonly head: Head
  readonly heading: string
  readonly form: FormModel
  readonly kinds: readonly Option[]
  readonly backHref: string
}

export const linkPage = page<LinkModel>('events/organiser/link')

/** What stands in the form of a link before anybody types. */
export function linkValues({ kind, title, url }: EventLinkRow): Record<string, string> {
  return { kind, 'title.cs': title.cs ?? '', 'title.en': title.en ?? '', url }
}
