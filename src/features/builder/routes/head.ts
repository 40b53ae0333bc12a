import type { Request, Response } from 'express'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import type { Head } from '../../../core/http/pages.ts'
import { userOf } from '../../accounts/guards.ts'
import { type FrameContext, organiserEventHead } from '../../events/frame.ts'
import { eventOf } from '../../events/guards.ts'

/** Who reads, in which language. */
export function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** The frame the organiser's pages of the form stand in. */
export function formHead(request: Request, response: Response, title: string): Head {
  const frame = { title, current: 'registrations' } as const
  return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
}
