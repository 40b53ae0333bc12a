/** The moment that a date of HTTP names (`Sun, 06 Nov 1994 08:49:37 GMT`), in seconds since 1970; undefined for others. */
export function httpDateSeconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^[\x20-\x7e]{20,40} GMT$/.test(text)) return undefined
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1_000)
}
