import type { Request, Response } from 'express'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import type { Head } from '../../../core/http/pages.ts'
import { disposition } from '../../../core/http/caching.ts'
import { redirect, urls, withQuery } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { findPublicity } from '../../directory/queries.ts'
import { type FrameContext, organiserEventHead, publicEventHead } from '../../events/frame.ts'
import { eventOf } from '../../events/guards.ts'
import { ownPartOf } from '../guards.ts'
import type { Notice } from '../pages/mine.ts'
import type { FileToSend } from '../queries/materials.ts'

/** The language and the translator of a page. */
export function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** The head of a speaker's private page. A draft has no public pages yet, so nothing leads to them. */
export async function ownHead({ db }: Services, request: Request, response: Response, title: string): Promise<Head> {
  const { event, token } = ownPartOf(request)
  const context = contextOf(response)
  const publicity = await findPublicity(db, event.projectId, context.locale)
  const head = publicEventHead(context, event, { title, isPrivate: true, publicity })
  if (event.publishedAt !== null || head.event === undefined) return head
  return { ...head, feeds: [], event: { ...head.event, nav: [], href: urls.speaking(context.locale, token) } }
}

/** Back to the speaker's page, which says what was done. */
export function backToOwn(request: Request, response: Response, done?: Notice): void {
  redirect(response, withQuery(urls.speaking(localeOf(response), ownPartOf(request).token), { done }))
}

/** The head of an organiser's page beside the agenda. */
export function deskHead(request: Request, response: Response, title: string, wide = false): Head {
  const frame = { title, current: 'agenda', wide } as const
  return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
}

/** A page of the organisers about those who speak: `speakers/answers`, `sessions/…/materials`. */
export function deskPath(request: Request, response: Response, part: string): string {
  return urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, `agenda/${part}`)
}

/** A photograph that only this reader may see: drawn by ourselves, so it may be shown, and is kept by no cache. */
export async function sendPrivatePicture({ files }: Services, response: Response, file: FileToSend): Promise<void> {
  const { contentType, fileName } = file
  const content = await files.read(file)
  response.set({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' })
  response.set({ 'Content-Type': contentType, 'Content-Disposition': disposition('inline', fileName) })
  response.set('Content-Length', String(content.length))
  response.end(response.req.method === 'HEAD' ? undefined : content)
}
