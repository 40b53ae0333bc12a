import { hexOf } from '../../../core/colour.ts'
import type { PublicityStrip } from '../../../core/http/pages.ts'
import { absolute, urls } from '../../../core/http/urls.ts'
import { type LocalisedText, type Locale, listNames, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { drawQr } from '../../../core/qr.ts'
import { dateIn, formatDate, formatZone, instant } from '../../../core/time.ts'
import type { ReleaseOutline } from '../../agenda/types.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { DocumentMatter } from '../queries.ts'
import type { Paper, PaperStrip, PaperTrack, Words } from '../types.ts'

/** Who reads a document, and where its links lead. */
export interface PaperContext extends FrameContext {
  readonly baseUrl: string
}

/** A text as documents carry it. */
export function wordsOf(text: LocalisedText | null | undefined, locale: Locale): Words {
  const { text: read, lang } = textWithLanguage(text, locale)
  return { text: read, lang: lang ?? null }
}

/** The hues of the tracks, as the style sheet has them. */
const trackHues = [255, 45, 155, 340, 90, 200, 15, 300]

/** The tracks of a programme, by slug. */
export function tracksOf(content: Pick<ReleaseOutline, 'tracks'>, locale: Locale): Map<string, PaperTrack> {
  return new Map(
    content.tracks.map(({ slug, name, colour }) => {
      const h = trackHues[colour - 1] ?? 255
      const shade = (l: number, c: number) => hexOf({ l, c, h })
      const colours = { colour: shade(0.52, 0.14), ink: shade(0.4, 0.115), wash: shade(0.965, 0.022) }
      return [slug, { name: wordsOf(name, locale), ...colours }]
    }),
  )
}

/** What every document of the event says, whatever it lists. */
export function paperOf(context: PaperContext, matter: DocumentMatter): Paper {
  const { t, locale, baseUrl } = context
  const { event, release, venue } = matter
  const when = eventWhen(context, event, venue)
  const released = dateIn(release.releasedAt, event.timeZone)
  const [year = 2000, month = 1, day = 1] = released.split('-').map(Number)
  const title = wordsOf(event.title, locale)
  const inviting = matter.hosts.filter(({ role }) => role === 'host' || role === 'co_organiser')
  const hosts = inviting.map(host => readText(host.name, locale))
  const said = t('agenda.programme.release', { number: release.number, date: formatDate(released, locale) })
  const used = new Set(release.content.sessions.filter(one => !one.isCancelled).map(one => one.track))
  return {
    locale,
    title,
    subtitle: wordsOf(event.subtitle, locale),
    hosts,
    invitation:
      hosts.length === 0 ? '' : `${listNames(hosts, locale)} ${readText(event.kindOfInvitation, locale)}`.trim(),
    when: [when.dates, when.times].filter(part => part !== undefined).join(', '),
    place: [readText(venue?.name, locale), when.place].filter(part => part !== '').join(', '),
    date: { year, month, day },
    colours: coloursOf(event.hue),
    publicity: matter.publicity.map(strip => stripOf(context, strip)),
    tracks: [...tracksOf(release.content, locale)].flatMap(([slug, track]) => (used.has(slug) ? [track] : [])),
    code: codeOf(absolute(baseUrl, urls.agenda(locale, event.slug))),
    words: {
      release: said,
      running: `${title.text} · ${said}`,
      code: t('documents.code'),
      time: t('documents.time'),
      notes: t('documents.notes'),
      speakers: t('documents.speakers'),
      programme: t('documents.programme'),
      address: [venue?.street, venue?.postalCode, venue?.city].filter(part => part).join(', '),
      zone: t('agenda.print.zone', { zone: formatZone(firstMoment(matter), event.timeZone, locale) }),
    },
  }
}

function firstMoment({ event, release }: DocumentMatter) {
  const first = release.content.sessions[0]
  return first ? instant(first.startsAt) : event.startsAt
}

/** The roles of tokens.css on white paper, by the event's hue. */
function coloursOf(h: number): Paper['colours'] {
  const shade = (l: number, c: number) => hexOf({ l, c, h })
  return {
    ink: shade(0.21, 0.018),
    quiet: shade(0.43, 0.02),
    rule: shade(0.8, 0.012),
    brand: shade(0.43, 0.105),
    cover: shade(0.315, 0.068),
    onCover: shade(0.985, 0.008),
    onCoverQuiet: shade(0.87, 0.035),
    wash: shade(0.965, 0.018),
    sunken: shade(0.966, 0.008),
  }
}

function stripOf({ t }: PaperContext, strip: PublicityStrip): PaperStrip {
  const { projectName, registrationNumber } = strip
  const number = registrationNumber ? [t('core.publicityNumber', { number: registrationNumber })] : []
  return {
    emblem: strip.emblem,
    alt: t('core.emblem', { statement: strip.statement }),
    statement: strip.statement,
    lang: strip.lang ?? null,
    disclaimer: strip.disclaimer ?? null,
    project: projectName ? [t('core.publicityProject', { project: projectName }), ...number].join(', ') : null,
    logos: strip.logos.map(({ label }) => label),
  }
}

function codeOf(url: string): string {
  const { size, path } = drawQr(url)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="2 2 ${size - 4} ${size - 4}"><path d="${path}"/></svg>`
}
