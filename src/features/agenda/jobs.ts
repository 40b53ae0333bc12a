import { defineJob } from '../../core/jobs.ts'

/** A release of the agenda stands: calendars and those who planned by the former one may have to learn of it. */
export const agendaReleased = defineJob<{ eventId: number; number: number }>('agenda.released')
