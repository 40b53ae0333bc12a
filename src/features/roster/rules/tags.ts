/** Characters of a tag at most. */
export const longestTag = 40

/** A tag as it is kept: one line, no comma, single spaces; undefined when nothing sensible is left. */
export function readTag(text: string): string | undefined {
  const tag = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf},;]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  return tag === '' || tag.length > longestTag ? undefined : tag
}
