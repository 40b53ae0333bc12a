/** The html of a mail and the pictures inside it. */
interface Framed {
  readonly html: string
  readonly attachments: readonly {
    readonly contentId: string | null
    readonly contentType: string
    readonly base64: string
  }[]
}

/**
 * The html of a mail for a frame without network: its pictures are put inside, its links open beside the frame.
 * @param scheme as that one looks, whatever the reader's own; without it as the reader has it
 */
export function framedHtml({ html, attachments }: Framed, scheme?: 'light' | 'dark'): string {
  const pictures = new Map(
    attachments.flatMap(({ contentId, contentType, base64 }) =>
      contentId === null ? [] : [[contentId, `data:${contentType};base64,${base64}`] as const],
    ),
  )
  const framed = html
    .replace(/src="cid:([^"]*)"/g, (whole, id: string) => (pictures.has(id) ? `src="${pictures.get(id)}"` : whole))
    .replace(/<head>/i, '<head><base target="_blank">')
  if (scheme === undefined) return framed
  return framed
    .replace('@media (prefers-color-scheme:dark)', scheme === 'dark' ? '@media all' : '@media not all')
    .replace('color-scheme:light dark', `color-scheme:${scheme}`)
    .replace(/content="light dark"/g, `content="${scheme}"`)
}
