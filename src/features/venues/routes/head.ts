import type { Request, Response } from 'express'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import type { Head } from '../../../core/http/pages.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { userOf } from '../../accounts/guards.ts'

/** The frame every page of this feature stands in. */
export function venueHead(request: Request, response: Response, title: string): Head {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  return organiserHead(context, userOf(request), { title, current: 'venues' })
}
