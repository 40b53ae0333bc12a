import { isLocalDate, isLocalTime, type LocalDate, localDateTime, type LocalDateTime, type LocalTime } from './local.ts'

/** Reads a date as people type it: `13.9.2026`, `13. 9. 2026`, `2026-09-13`; undefined when there is no such day. */
export function parseLocalDate(text: string): LocalDate | undefined {
  const compact = text.replace(/\s/g, '')
  const typed = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(compact)
  const [, day = '', month = '', year = ''] = typed ?? []
  const date = typed ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : compact
  return isLocalDate(date) ? date : undefined
}

/** Reads a time as people type it: `9`, `9.00`, `9:00`, `09:00`, `0900`, `9.30 h`; undefined when it is none. */
export function parseLocalTime(text: string): LocalTime | undefined {
  const compact = text.replace(/\s|(h|hod\.?|hodin)\s*$/gi, '')
  const typed = /^(\d{1,2})(?:[.:]?(\d{2}))?(?:[.:]00)?$/.exec(compact)
  if (!typed) return undefined
  const [, hour = '', minute = '00'] = typed
  const time = `${hour.padStart(2, '0')}:${minute}`
  return isLocalTime(time) ? time : undefined
}

/** Reads a date and a time typed into two fields; undefined when one of them is wrong. */
export function parseLocalDateTime(date: string, time: string): LocalDateTime | undefined {
  const day = parseLocalDate(date)
  const hour = parseLocalTime(time)
  return day && hour ? localDateTime(day, hour) : undefined
}
