import { type RequestHandler, Router } from 'express'
import { anyone } from '../../../core/http/guards.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { suggestOrganisations } from '../queries.ts'

/** What the public forms ask of the directory while somebody types. */
export function suggestionRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/organisations.json', anyone, suggestions(services))
  return routes
}

function suggestions({ db }: Services): RequestHandler {
  return async (request, response) => {
    const [t, locale] = [translatorOf(response), localeOf(response)]
    const found = await suggestOrganisations(db, queryText(request, 'q', 100))
    const names = [...new Set(found.map(({ name }) => readText(name, locale)))]
    const said = t('directory.suggestions.count', { count: names.length })
    response.set('Cache-Control', 'public, max-age=300')
    response.json({ label: t('directory.suggestions.label'), said, suggestions: names })
  }
}
