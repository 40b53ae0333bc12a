import { declarationOf, type Problem, type Segment, segmentsOf } from './template.ts'

const mostLines = 80
const trustedRaw = [/^include\(/, /^icon\(/, /^[\w.[\]?!]*Html$/]
/** Stands for a tag while the markup around it is read: printed values must be inside quotes. */
const printed = '\u0001'

/**
 * The rules of a template that its types cannot tell: safe output, nothing that the content security policy refuses,
 * quoted attributes, a declared model. `file` is the path below views/.
 */
export function templateProblems(file: string, template: string): Problem[] {
  const segments = segmentsOf(template)
  const problems: Problem[] = []
  const report = (line: number, message: string) => problems.push({ file, line, message })
  if (declarationOf(template) === undefined) report(1, 'line 1 declares no model: <%# @model Name from features/… %>')
  const lines = template.trimEnd().split('\n').length
  if (lines > mostLines) report(mostLines, `${lines} lines; a template has at most ${mostLines}: make a partial`)
  for (const segment of segments) for (const message of segmentProblems(file, segment)) report(segment.line, message)
  for (const { line, message } of elementProblems(file, segments)) report(line, message)
  return problems
}

function segmentProblems(file: string, { kind, text }: Segment): string[] {
  if (kind === 'raw' && !isTrusted(file, text)) {
    return [`<%- ${text} %> is not escaped: only include(…), icon(…), body in layouts and values named …Html`]
  }
  if (kind === 'statement' && /(^|\s)\/\/[^'"`]*$/.test(text))
    return ['a // comment swallows what follows: use <%# … %>']
  return []
}

function isTrusted(file: string, code: string): boolean {
  if (code === 'body') return /(^|\/)layouts?(\/|\.ejs$)/.test(file)
  return trustedRaw.some(pattern => pattern.test(code))
}

function* elementProblems(file: string, segments: readonly Segment[]): Generator<{ line: number; message: string }> {
  const { text, lineAt } = markupOf(segments)
  for (const { 0: element, index } of text.matchAll(/<[a-zA-Z](?:"[^"]*"|'[^']*'|[^<>"'])*>/g)) {
    const line = lineAt(index)
    const bare = element.replace(/"[^"]*"|'[^']*'/g, '""')
    // Mail programs know no style sheets, and no content security policy applies there.
    if (/\sstyle\s*=/i.test(bare) && !file.startsWith('mails/'))
      yield { line, message: 'inline style (CSP refuses it)' }
    if (/\son[a-z]+\s*=/i.test(bare)) yield { line, message: 'inline event handler (CSP refuses it)' }
    if (bare.includes(printed)) yield { line, message: 'a printed value in a tag must stand inside quotes' }
    if (/^<script\b/i.test(element) && !/\ssrc\s*=/i.test(bare) && !/type="application\/ld\+json"/.test(element)) {
      yield { line, message: 'inline script (CSP refuses it); only src="…" or type="application/ld+json"' }
    }
  }
}

/** The markup with every printed value replaced by one sign, and the way back from a position to a line. */
function markupOf(segments: readonly Segment[]): { text: string; lineAt(position: number): number } {
  let text = ''
  const starts: { position: number; line: number }[] = []
  for (const { kind, text: content, line } of segments) {
    starts.push({ position: text.length, line })
    if (kind === 'markup') text += content
    else if (kind === 'escaped' || kind === 'raw') text += printed
  }
  const lineAt = (position: number) => {
    const start = starts.findLast(candidate => candidate.position <= position)
    return (start?.line ?? 1) + text.slice(start?.position ?? 0, position).split('\n').length - 1
  }
  return { text, lineAt }
}
