import { type Locale, type LocalisedText, textWithLanguage } from '../../../core/localised-text.ts'
import { safeHtml } from '../../../core/markdown.ts'

/** A text as it is read, with its language when that is not the page's. */
export interface Words {
  readonly text: string
  readonly lang: Locale | undefined
}

/** A longer text of people, as HTML that is safe to print. */
export interface Prose {
  readonly html: string
  readonly lang: Locale | undefined
}

/** Texts of people as HTML that is safe to print, with the language when it is not the page's. */
export function proseOf(text: LocalisedText, locale: Locale): Prose {
  const { text: markdown, lang } = textWithLanguage(text, locale)
  return { html: markdown === '' ? '' : safeHtml(markdown), lang }
}

/** Only addresses of the web become links: an import may bring `javascript:`. */
export function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url)
}
