import type { Request, Response } from 'express'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import type { Head } from '../../../core/http/pages.ts'
import { redirect, urls, withQuery } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { findPublicity } from '../../directory/queries.ts'
import { type FrameContext, publicEventHead } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { ownOf } from '../guards.ts'
import type { Notice } from '../pages/mine.ts'
import type { Own } from '../types.ts'

/** The language and the translator of a page. */
export function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** Who acts with a private link. */
export function actorOf({ registration }: Own) {
  return { kind: 'attendee', registrationId: registration.id } as const
}

/** The head of every private page: of its event, stored and indexed nowhere. */
export async function headOf({ db }: Services, response: Response, event: EventRow, title: string): Promise<Head> {
  const publicity = await findPublicity(db, event.projectId, localeOf(response))
  return publicEventHead(contextOf(response), event, { title, isPrivate: true, publicity })
}

/** Back to the registration, which says what was done. */
export function back(request: Request, response: Response, done?: Notice): void {
  redirect(response, withQuery(urls.mine(localeOf(response), ownOf(request).token), { done }))
}
