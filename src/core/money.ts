import type { Locale } from './localised-text.ts'

export const currencies = ['CZK', 'EUR'] as const
export type Currency = (typeof currencies)[number]

/** An amount in the smallest unit of its currency (haléř, cent), so that sums stay exact. */
export interface Money {
  readonly cents: number
  readonly currency: Currency
}

const intlLocales: Record<Locale, string> = { cs: 'cs-CZ', en: 'en-GB' }
const formats = new Map<string, Intl.NumberFormat>()

/** `1 500 Kč`, `12 345,50 Kč`, `1 762 400 €` (no-break spaces); English `€1,762,400`. Whole amounts have no decimals. */
export function formatMoney({ cents, currency }: Money, locale: Locale): string {
  const digits = cents % 100 === 0 ? 0 : 2
  const key = `${locale} ${currency} ${digits}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(intlLocales[locale], {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(key, format)
  }
  return format.format(cents / 100)
}

/**
 * Reads an amount as people type it (`1500`, `1 500`, `12 345,50`, `12345.5`, `1,762,400`) into cents; undefined when
 * it is none. A single comma or point before one or two last digits is the decimal sign, everything else groups.
 */
export function parseAmount(text: string): number | undefined {
  const compact = text.replace(/[\s\u00A0\u202F']/g, '')
  const match = /^(\d+|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(compact)
  if (!match) return undefined
  const whole = Number((match[1] ?? '').replace(/[.,]/g, ''))
  const cents = whole * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return Number.isSafeInteger(cents) ? cents : undefined
}
