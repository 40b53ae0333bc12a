import { beginning, normaliseInput, normaliseLine } from '../../../core/typography.ts'
import type { AnomalyLog } from '../rules/anomalies.ts'
import { isHtml, markdownOf } from './html.ts'

/** Characters of a title or a name, and of an abstract or a biography. */
const longestLine = 500
const longestText = 30_000
/** Of HTML, which says less with more characters; what is behind them nobody would get to read. */
const longestHtml = 8 * longestText

/** Cleans the texts of one document. */
export interface Texts {
  /** One line without markup. `where` names it in an anomaly. */
  line(text: string, where: string): string
  /** Markdown, whatever it was. */
  markdown(text: string, where: string): string
}

/** @param isOurs a document we wrote ourselves is Markdown already, whatever it looks like */
export function textsOf(anomalies: AnomalyLog, isOurs: boolean): Texts {
  const cut = (text: string, longest: number, where: string) => {
    if (text.length <= longest) return text
    anomalies.note('text-shortened', where)
    return `${beginning(text, longest - 1).trimEnd()}…`
  }
  return {
    line: (text, where) => cut(normaliseLine(text), longestLine, where),
    markdown(text, where) {
      if (isOurs || !isHtml(text)) return cut(normaliseInput(text), longestText, where)
      anomalies.note('html-converted', where)
      if (text.length > longestHtml) anomalies.note('text-shortened', where)
      return cut(normaliseInput(markdownOf(text.slice(0, longestHtml))), longestText, where)
    },
  }
}
