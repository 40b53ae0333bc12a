import type { Request, RequestHandler, Response } from 'express'
import { isLocale, type Locale } from '../localised-text.ts'
import { type Translate, translator } from '../messages.ts'

/** The language of a page is the first segment of its path, nothing else: a link shows everybody the same. */
export function speaking(locale: Locale): RequestHandler {
  const t = translator(locale)
  return (_request, response, next) => {
    response.locals['locale'] = locale
    response.locals['t'] = t
    next()
  }
}

/** The language of this answer. */
export function localeOf(response: Response): Locale {
  const locale: unknown = response.locals['locale']
  return typeof locale === 'string' && isLocale(locale) ? locale : 'cs'
}

/** The translator of this answer's language. */
export function translatorOf(response: Response): Translate {
  return translator(localeOf(response))
}

/** The language the browser prefers among ours, for `/` alone. */
export function preferredLocale(request: Request): Locale {
  const accepted = request.acceptsLanguages('cs', 'en')
  return accepted === 'en' ? 'en' : request.headers['accept-language'] && accepted === false ? 'en' : 'cs'
}
