import { type Head, page } from '../../../core/http/pages.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { OutlinedAgenda } from '../../agenda/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'

/** An address where the programme can be had. */
export interface Outlet {
  readonly label: string
  readonly href: string
}

export interface OutletsModel {
  readonly head: Head
  readonly agendaHref: string
  readonly settingsHref: string
  /** false: nothing was released, so all of it is empty. */
  readonly isReleased: boolean
  readonly groups: readonly { readonly id: OutletGroup; readonly outlets: readonly Outlet[] }[]
  readonly snippets: readonly { readonly id: 'frame' | 'element' | 'button'; readonly code: string }[]
  /** Sites that may show it in a frame. */
  readonly origins: string
}

export const outletsPage = page<OutletsModel>('desk/organiser/outlets')

type OutletGroup = 'paper' | 'screens' | 'calendars' | 'data'

/** Everything the programme goes out by besides its own page: paper, walls, calendars, other sites, other programs. */
export function outletsModel(
  { t, locale }: FrameContext,
  {
    event,
    release,
    origins,
    baseUrl,
  }: { event: EventRow; release: OutlinedAgenda | undefined; origins: readonly string[]; baseUrl: string },
): Omit<OutletsModel, 'head'> {
  const { slug } = event
  const rooms = release?.content.rooms ?? []
  const tracks = release?.content.tracks ?? []
  const layouts = (['sheet', 'list', 'folded', 'booklet'] as const).map(layout => {
    return { label: t(`documents.links.${layout}`), href: urls.agendaDocument(locale, slug, { layout }) }
  })
  const whole = (path: string) => absolute(baseUrl, path)
  return {
    agendaHref: urls.organiserEventPart(locale, slug, 'agenda'),
    settingsHref: urls.organiserEventPart(locale, slug, 'agenda/settings'),
    isReleased: release !== undefined,
    groups: [
      {
        id: 'paper',
        outlets: [...layouts, { label: t('documents.links.speakers'), href: urls.speakersDocument(locale, slug) }],
      },
      {
        id: 'screens',
        outlets: [
          { label: t('desk.outlets.foyer'), href: urls.display(locale, slug) },
          ...rooms.map(({ reference, name }) => {
            return { label: readText(name, locale), href: urls.display(locale, slug, reference) }
          }),
        ],
      },
      {
        id: 'calendars',
        outlets: [
          { label: t('desk.outlets.agenda'), href: urls.calendarEvent(locale, slug) },
          ...tracks.map(track => ({
            label: readText(track.name, locale),
            href: urls.calendarTrack(locale, slug, track.slug),
          })),
          { label: t('desk.outlets.changes'), href: urls.changesFeed(locale, slug) },
        ],
      },
      {
        id: 'data',
        outlets: [
          { label: 'schedule.xml', href: urls.scheduleXml(slug) },
          { label: 'schedule.json', href: urls.scheduleJson(slug) },
        ],
      },
    ],
    snippets: snippetsOf(slug, locale, readText(event.title, locale), whole),
    origins: origins.join(', '),
  }
}

/** What organisers paste into their own site. A slug is letters, digits and hyphens; a title is escaped. */
function snippetsOf(
  slug: string,
  locale: string,
  title: string,
  whole: (path: string) => string,
): OutletsModel['snippets'] {
  const language = locale === 'cs' ? 'cs' : 'en'
  const script = `<script type="module" src="${whole('/js/embed.js')}"></script>`
  const link = (path: string) => `<a href="${whole(path)}">${escaped(title)}</a>`
  const element = (name: string, path: string) => `<${name} event="${slug}" lang="${locale}">${link(path)}</${name}>`
  const frame = whole(urls.embedAgenda(language, slug))
  return [
    { id: 'element', code: `${script}\n${element('pozvanka-agenda', urls.agenda(language, slug))}` },
    { id: 'button', code: `${script}\n${element('pozvanka-registration', urls.event(language, slug))}` },
    { id: 'frame', code: `<iframe src="${frame}" title="${escaped(title)}" width="100%" height="600"></iframe>` },
  ]
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, sign => entities[sign] ?? sign)
}
