import { readFileSync } from 'node:fs'
import path from 'node:path'
// ejs 7's ES module has only a default export.
import ejs from 'ejs'
import type { Response } from 'express'
import { type Locale, locales } from '../localised-text.ts'
import type { Translate } from '../messages.ts'
import { projectRoot } from '../root.ts'
import { icon } from './icons.ts'
import { localeOf, translatorOf } from './locale.ts'
import { absolute, urls } from './urls.ts'

/** A page: the template that draws it, and (in its type) the data the template needs. */
export interface Page<Model> {
  readonly template: string
  /** Phantom: only the compiler reads it. */
  readonly model?: Model
}

/** Declares a page; `template` is a path below `views/` without the ending. */
export function page<Model extends { readonly head: Head }>(template: string): Page<Model> {
  return { template }
}

/** What one funder demands to be said, drawn beside its emblem and logos; exact text, never edited by organisers. */
export interface PublicityStrip {
  /** The EU emblem may (and must) stand beside the statement; never with Norway Grants. */
  readonly emblem: boolean
  readonly statement: string
  /** Language of the statement when it is not the page's. */
  readonly lang?: Locale | undefined
  readonly disclaimer?: string | undefined
  readonly logos: readonly { readonly src?: string | undefined; readonly label: string }[]
  readonly projectName?: string | undefined
  /** The number that the funder wants on everything about the project. */
  readonly registrationNumber?: string | undefined
}

/** The thin cover and the navigation that the pages of an event share. */
export interface EventBar {
  readonly title: string
  readonly titleLang?: Locale | undefined
  readonly href: string
  readonly dates: string
  readonly datetime: string
  readonly place?: string | undefined
  readonly nav: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
  readonly action?: { readonly href: string; readonly label: string } | undefined
  /** Drawn above everything on every page of the event, so that it is seen without scrolling (CZ-01). */
  readonly publicity?: readonly PublicityStrip[] | undefined
  /** false on the event page, which draws the whole cover itself. */
  readonly thin: boolean
}

/** The head and side navigation of the organiser pages. */
export interface OrganiserBar {
  readonly user: { readonly name: string; readonly email: string }
  readonly event?: {
    readonly title: string
    readonly href: string
    readonly dates: string
    readonly publicHref?: string | undefined
  }
  readonly nav: readonly {
    readonly href: string
    readonly label: string
    readonly note?: string | undefined
    readonly current: boolean
  }[]
  readonly wide: boolean
}

/** A question before something that is not simply undone; drawn by the partial `confirm`. */
export interface ConfirmModel {
  readonly head: Head
  readonly question: string
  readonly consequences: readonly string[]
  readonly action: string
  readonly submit: string
  readonly back: { readonly href: string; readonly label: string }
}

/** What a page tells its layout. Every page model carries one as `head`. */
export interface Head {
  /** Without the site's name; the layout adds it. */
  readonly title: string
  readonly description?: string | undefined
  readonly hue?: number | undefined
  readonly layout?: 'public' | 'organiser' | 'plain' | 'screen' | 'embed' | undefined
  readonly section?: 'events' | 'projects' | 'organisations' | undefined
  /** schema.org data, made safe for a script element by `jsonForScript`. */
  readonly jsonLd?: string | undefined
  readonly openGraphType?: string | undefined
  /** 1200 × 630, shown beside links to the page; without one that of the site. A path. */
  readonly picture?: { readonly path: string; readonly alt: string } | undefined
  /** Other sites may ask about the page (oEmbed). */
  readonly isShared?: boolean | undefined
  readonly feeds?: readonly { readonly href: string; readonly type: string; readonly title: string }[] | undefined
  readonly event?: EventBar | undefined
  /** The site's head is drawn over the cover of the event page. */
  readonly overCover?: boolean | undefined
  readonly organiser?: OrganiserBar | undefined
  /** Not for search engines: forms, private pages, the organiser side. */
  readonly isPrivate?: boolean | undefined
  /** The same page in the other language when its path differs in more than the first segment. */
  readonly canonicalPath?: string | undefined
  readonly isDemonstration?: boolean | undefined
}

/** Everything a layout needs besides the page: the head, completed with what the request knows. */
export interface Chrome extends Head {
  readonly locale: Locale
  readonly fullTitle: string
  /** Path of this page without the query. */
  readonly path: string
  readonly canonical: string
  /** `path` leads to the same page with the same query, `absolute` to the page without one. */
  readonly alternates: readonly { readonly locale: Locale; readonly path: string; readonly absolute: string }[]
  readonly hue: number
  readonly baseUrl: string
  /** Where other sites ask about this page. */
  readonly oEmbed: string
}

type Drawing = (locals: ejs.Data) => string

const viewRoot = path.join(projectRoot, 'views')
const compiled = new Map<string, Drawing>()

function template(name: string): Drawing {
  const known = compiled.get(name)
  if (known !== undefined) return known
  const filename = path.join(viewRoot, `${name}.ejs`)
  const drawing = ejs.compile(readFileSync(filename, 'utf8'), {
    filename,
    views: [viewRoot],
    cache: true,
    _with: false,
    destructuredLocals: ['page', 't', 'chrome', 'icon', 'body'],
  })
  compiled.set(name, drawing)
  return drawing
}

/**
 * Draws a page inside its layout and sends it. Public pages may be kept by caches that ask again each time
 * (`no-cache` with an ETag: same content, same bytes, 304); private ones are never stored.
 */
export function render<Model extends { readonly head: Head }>(
  response: Response,
  page: Page<Model>,
  model: Model,
): void {
  const t = translatorOf(response)
  const chrome = chromeOf(response, model.head, t)
  const locals = { page: model, t, chrome, icon }
  const body = template(page.template)(locals)
  const layout = model.head.layout ?? 'public'
  const html = template(`layouts/${layout}`)({ ...locals, body }).trimStart()
  response.set('Cache-Control', model.head.isPrivate ? 'private, no-store' : 'public, no-cache')
  if (model.head.isPrivate) response.set('X-Robots-Tag', 'noindex')
  response.type('html').send(html)
}

/** Draws a template that is no page of its own: the body of a mail. */
export function draw<Model extends object>(name: string, locale: Locale, t: Translate, model: Model): string {
  return template(name)({ page: model, t, chrome: { locale }, icon })
}

function chromeOf(response: Response, head: Head, t: Translate): Chrome {
  const locale = localeOf(response)
  const request = response.req
  const baseUrl = String(response.app.locals['baseUrl'])
  const asked = new URL(request.originalUrl, baseUrl)
  const pathname = head.canonicalPath ?? asked.pathname
  const invalid = response.statusCode === 422
  const title = `${invalid ? t('core.errorPrefix') : ''}${head.title}`
  return {
    ...head,
    locale,
    hue: head.hue ?? 250,
    fullTitle: `${title} · ${t('core.product')}`,
    path: pathname,
    canonical: absolute(baseUrl, pathname),
    alternates: locales.map(other => {
      const there = pathname.replace(/^\/(cs|en)(?=\/|$)/, `/${other}`)
      // Who changes the language stays where they are: on the same day, among the same results.
      const path = there === pathname ? there : `${there}${asked.search}`
      return { locale: other, path, absolute: absolute(baseUrl, there) }
    }),
    baseUrl,
    oEmbed: absolute(baseUrl, urls.oEmbed({ url: absolute(baseUrl, pathname), format: 'json' })),
  }
}

/** JSON that may stand inside a script element: no `<`, `>`, `&` or line separator can end it (SEC-29a). */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
