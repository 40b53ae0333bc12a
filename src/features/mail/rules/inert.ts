import { beginning } from '../../../core/typography.ts'

const wordJoiner = '\u2060'

/**
 * What somebody typed (a name, an organisation) made harmless for a mail: at most 100 characters, and with an invisible
 * joiner inside whatever a mail program would turn into a link, so that our mails carry nobody's advertisement (SEC-35).
 */
export function inert(typed: string): string {
  const short = typed.length > 100 ? `${beginning(typed, 99)}…` : typed
  return short
    .replace(/:(?=\/)/g, `:${wordJoiner}`)
    .replace(/@/g, `@${wordJoiner}`)
    .replace(/(?<=[\p{L}\p{N}-])[.\u3002\uFF0E\uFF61](?=[\p{L}\p{N}-]*\p{L}{2})/gu, `$&${wordJoiner}`)
}
