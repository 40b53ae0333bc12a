/** Where a page of the table begins: behind (`after`) or ahead of (`before`) one registration. */
export interface Cursor {
  readonly side: 'after' | 'before'
  readonly reference: string
  /** Keys of the order as they were when the link was made; none where the registration's own are looked up. */
  readonly keys: readonly string[]
}

const shape = /^[0-9A-Za-z]{4,16}(\.\d{1,18}){0,2}$/

/** Reads `?after=` or `?before=`: a reference, and numbers behind dots. */
export function readCursor(after: string, before: string): Cursor | undefined {
  const side = after === '' ? 'before' : 'after'
  const text = side === 'after' ? after : before
  if (!shape.test(text)) return undefined
  const [reference = '', ...keys] = text.split('.')
  return { side, reference, keys }
}

/** The cursor at one line, as it stands in an address. It names nobody and holds no internal id. */
export function cursorAt(line: {
  readonly reference: string
  readonly cursor0: string | null
  readonly cursor1: string | null
}): string {
  return [line.reference, line.cursor0, line.cursor1].filter(part => part !== null).join('.')
}
