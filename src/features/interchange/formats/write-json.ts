import { ourGenerator } from './document.ts'
import type { ExportedDay, ExportedPerson, ExportedSchedule, ExportedSession } from './exported.ts'

/** schedule.json version 1 (c3voc, pretalx), valid under voc's JSON schema. */
export function writeC3vocJson(schedule: ExportedSchedule): string {
  const { acronym, title, start, end, days, timeZone, rooms, tracks, eventUrl, siteUrl } = schedule
  return JSON.stringify({
    $schema: 'https://c3voc.de/schedule/schema.json',
    generator: { name: ourGenerator, version: schedule.generatorVersion, url: siteUrl },
    schedule: {
      version: schedule.version,
      base_url: eventUrl,
      conference: {
        acronym,
        title,
        start,
        end,
        daysCount: days.length,
        timeslot_duration: '00:05',
        time_zone_name: timeZone,
        url: eventUrl,
        tracks: tracks.map(name => ({ name })),
        rooms,
        days: days.map(dayJson),
      },
    },
  })
}

function dayJson({ index, date, start, end, rooms }: ExportedDay) {
  const sessions = rooms.map(room => [room.name, room.sessions.map(sessionJson)] as const)
  return { index, date, day_start: start, day_end: end, rooms: Object.fromEntries(sessions) }
}

function sessionJson(session: ExportedSession) {
  const { id, guid, date, start, duration, room, slug, url, title, subtitle, track, type, language } = session
  const { abstract, description, recordingUrl } = session
  // The format has no place of its own for the recording.
  const recording = recordingUrl === null ? [] : [{ url: recordingUrl, title: 'Recording' }]
  return {
    id,
    guid,
    date,
    start,
    duration,
    room,
    slug,
    url,
    title,
    subtitle,
    track,
    type,
    language,
    abstract,
    description,
    ...(session.doNotRecord ? { do_not_record: true } : {}),
    persons: session.people.map(personJson),
    links: [...session.links, ...recording],
    attachments: session.attachments,
  }
}

function personJson({ guid, code, name, biography }: ExportedPerson) {
  return biography === '' ? { guid, code, name } : { guid, code, name, biography }
}
