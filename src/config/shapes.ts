import { z } from 'zod'

/** A whole number within limits, as a variable has it. */
export function wholeNumber(least: number, most: number) {
  const message = `is a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,6}$/, message)
    .transform(Number)
    .refine(number => number >= least && number <= most, message)
}

/** Whether a text is an address with one of these schemes and a host. */
export function hasScheme(...schemes: readonly string[]) {
  return (text: string) => {
    if (!URL.canParse(text)) return false
    const { protocol, hostname, search } = new URL(text)
    return schemes.includes(protocol.slice(0, -1)) && (hostname !== '' || search.includes('host='))
  }
}
