import { absolute, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Translate } from '../../../core/messages.ts'
import type { SharedMatter } from '../queries.ts'
import { frameSize, type SharedPage } from '../rules/addresses.ts'
import { type OEmbed, type OEmbedAnswer, pictureSize } from '../types.ts'

/** The room the asking site has, as it was asked: '' for any. */
export interface AskedSize {
  readonly width: string
  readonly height: string
}

/** Seconds after which to ask again. */
const cacheAge = 3600

/**
 * What oEmbed says of a page: a link with its picture, or a frame where the organisers let other sites frame the
 * programme.
 */
export function oEmbedOf(
  { t, baseUrl }: { readonly t: Translate; readonly baseUrl: string },
  page: SharedPage,
  { event, session, isFramed }: SharedMatter,
  asked: AskedSize,
): OEmbedAnswer {
  const { locale } = page
  const of = readText(event.title, locale)
  const picture =
    page.kind === 'session'
      ? urls.sessionPicture(locale, event.slug, page.session)
      : urls.eventPicture(locale, event.slug)
  const common: OEmbed = {
    version: '1.0',
    title: page.kind === 'event' ? of : `${session ? readText(session, locale) : t('agenda.programme.title')} · ${of}`,
    provider_name: t('core.product'),
    provider_url: absolute(baseUrl, '/'),
    cache_age: cacheAge,
    thumbnail_url: absolute(baseUrl, picture),
    thumbnail_width: pictureSize.width,
    thumbnail_height: pictureSize.height,
  }
  if (!isFramed) return { ...common, type: 'link' }
  const [width, height] = [frameSize(asked.width, 960), frameSize(asked.height, 720)]
  const src = escaped(absolute(baseUrl, urls.embedAgenda(locale, event.slug)))
  const html = `<iframe src="${src}" title="${escaped(common.title)}" width="${width}" height="${height}" loading="lazy"></iframe>`
  return { ...common, type: 'rich', html, width, height }
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
