import { type Request, type RequestHandler, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { answerBytes, disposition, madeOf } from '../../../core/http/caching.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { setDocument, setImposed } from '../../../core/typesetting.ts'
import type { Services } from '../../../services.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { programmeSetting } from '../pages/programme.ts'
import { speakerList } from '../pages/speakers.ts'
import { findDocumentMatter } from '../queries.ts'
import { canBeSet, fitsSheets, layoutOf } from '../rules/layouts.ts'

/** The released programme, and who speaks in it, as documents to print and hand out. */
export function documentRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/events/:event/agenda.pdf', onPublicEvent(services), programme(services))
  routes.get('/events/:event/speakers.pdf', onPublicEvent(services), speakers(services))
  return routes
}

/** The programme in the layout asked for; one too long to be set at once is left to the browser's own printing. */
function programme({ follower, config }: Services): RequestHandler {
  return async (request, response) => {
    const event = publicEventOf(request)
    const [locale, t] = [localeOf(response), translatorOf(response)]
    const layout = layoutOf(queryText(request, 'layout', 20))
    const matter = layout && (await follower.read(db => findDocumentMatter(db, event, locale)))
    if (!layout || !matter) throw new NotFound()
    if (!canBeSet(matter.release.content)) return redirect(response, urls.agendaPrint(locale, event.slug))
    const isList = layout !== 'sheet' || fitsSheets(matter.release.content)
    if (!isList) return redirect(response, urls.agendaDocument(locale, event.slug, { layout: 'list' }))
    const setting = programmeSetting({ t, locale, baseUrl: config.baseUrl }, matter, layout)
    const isFolded = layout === 'folded'
    const bytes = isFolded ? await setImposed(setting, 'documents/folded') : await setDocument(setting)
    answer(request, response, bytes, t(`documents.file.${layout}`, { event: event.slug }))
  }
}

function speakers({ follower, config }: Services): RequestHandler {
  return async (request, response) => {
    const event = publicEventOf(request)
    const [locale, t] = [localeOf(response), translatorOf(response)]
    const matter = await follower.read(db => findDocumentMatter(db, event, locale))
    if (!matter) throw new NotFound()
    if (!canBeSet(matter.release.content)) return redirect(response, urls.speakers(locale, event.slug))
    const bytes = await setDocument(speakerList({ t, locale, baseUrl: config.baseUrl }, matter))
    answer(request, response, bytes, t('documents.file.speakers', { event: event.slug }))
  }
}

/** Shown in the browser, saved under a name that says what it is; asked for again each time, as the pages are. */
function answer(request: Request, response: Response, bytes: Buffer, name: string): void {
  const type = 'application/pdf'
  const cacheControl = 'public, no-cache'
  madeOf(response, ['content'])
  answerBytes(request, response, { bytes, type, cacheControl, disposition: disposition('inline', `${name}.pdf`) })
}
