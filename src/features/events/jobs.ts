import { defineJob } from '../../core/jobs.ts'

/** An event was called off: announced in the transaction that cancelled it, so that people can be told. */
export const eventCancelled = defineJob<{ eventId: number }>('events.event-cancelled')

/** A cancelled event takes place after all; `at` tells this time from another (ISO 8601). */
export const eventReinstated = defineJob<{ eventId: number; at: string }>('events.event-reinstated')

/** The start, end, zone or place of a published event changed. */
export const eventMoved = defineJob<{ eventId: number }>('events.event-moved')
