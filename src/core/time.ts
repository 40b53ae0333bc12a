/**
 * Time, in one place. An `Instant` is a moment; `LocalDate`, `LocalTime` and `LocalDateTime` are what people type and
 * read; a `TimeZone` joins the two. Nothing else in the application builds a Date or formats one (docs/time-zones.md).
 */
export * from './time/clock.ts'
export * from './time/local.ts'
export * from './time/parse.ts'
export * from './time/zones.ts'
export * from './time/stored.ts'
export * from './time/zone-names.ts'
export * from './time/format-dates.ts'
export * from './time/format-times.ts'
export { httpDateSeconds } from './time/http-dates.ts'
