import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  dateIn,
  formatDate,
  formatDay,
  formatLocalTime,
  isoWithOffset,
  type LocalDate,
  parseInstant,
  timeOf,
} from '../../../core/time.ts'
import { dayFinder } from '../../agenda/rules/days.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { OutlinedAgenda, OutlineSession, ReleaseOutline } from '../../agenda/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'

/** The short programme on the event page: days, times, titles. */
export interface ProgrammeModel {
  readonly release: string
  readonly href: string
  readonly days: readonly {
    readonly label: string
    readonly href: string
    /** How many more the whole programme has on that day. */
    readonly more: number
    readonly items: readonly {
      readonly time: string
      readonly datetime: string
      readonly title: string
      readonly lang: Locale | undefined
      readonly href: string
      readonly track: { readonly name: string; readonly colour: number } | undefined
    }[]
  }[]
}

/** The released programme in short. */
export function programmeOf({ t, locale }: FrameContext, event: EventRow, release: OutlinedAgenda): ProgrammeModel {
  const sessions = release.content.sessions.filter(session => !session.isCancelled && session.kind !== 'break')
  const dayOf = dayFinder(sessions)
  const days = new Map<LocalDate, OutlineSession[]>()
  for (const session of sessions) {
    const day = dayOf(session)
    const ofDay = days.get(day)
    if (ofDay) ofDay.push(session)
    else days.set(day, [session])
  }
  const released = formatDate(dateIn(release.releasedAt, event.timeZone), locale)
  return {
    release: t('portal.event.release', { number: release.number, date: released }),
    href: urls.agenda(locale, event.slug),
    days: [...days].map(([day, ofDay]) => ({
      label: formatDay(day, locale),
      href: urls.agenda(locale, event.slug, { day }),
      more: Math.max(ofDay.length - shownPerDay, 0),
      items: ofDay.slice(0, shownPerDay).map(session => itemOf(locale, event, release.content, session)),
    })),
  }
}

/** The event page gives a taste; a day of a large conference would bury everything below it. */
const shownPerDay = 8
const titlesPerSpeaker = 2

function itemOf(locale: Locale, event: EventRow, content: ReleaseOutline, session: OutlineSession) {
  const { text: title, lang } = textWithLanguage(session.title, locale)
  const track = content.tracks.find(one => one.slug === session.track)
  const startsAt = parseInstant(session.startsAt)
  return {
    time: formatLocalTime(timeOf(session.startsLocal), locale),
    datetime: startsAt ? isoWithOffset(startsAt, event.timeZone) : session.startsLocal,
    title,
    lang,
    href: urls.session(locale, event.slug, session.reference),
    track: track && { name: readText(track.name, locale), colour: track.colour },
  }
}

/** A speaker with the titles of what they speak in. */
export interface SpeakerLine {
  readonly name: string
  readonly lang: Locale | undefined
  readonly affiliation: string
  readonly href: string
  readonly sessions: string
  /** How many more sessions than those named. */
  readonly more: number
}

/** So many fit under the programme; the list of speakers has them all. */
const mostSpeakers = 12

/** The first speakers of a release in its order, which is by name. */
export function speakersOf(locale: Locale, event: EventRow, content: ReleaseOutline): SpeakerLine[] {
  const sessions = new Map<string, OutlineSession[]>()
  for (const session of content.sessions) {
    if (session.isCancelled) continue
    for (const { reference } of session.speakers) {
      const known = sessions.get(reference)
      if (known) known.push(session)
      else sessions.set(reference, [session])
    }
  }
  return content.speakers
    .filter(({ reference }) => sessions.has(reference))
    .slice(0, mostSpeakers)
    .map(speaker => {
      const appearing = sessions.get(speaker.reference) ?? []
      return {
        name: speakerName(speaker, locale),
        lang: textWithLanguage(speaker.name, locale).lang,
        affiliation: readText(speaker.affiliation, locale),
        href: urls.speaker(locale, event.slug, speaker.reference),
        sessions: appearing
          .slice(0, titlesPerSpeaker)
          .map(session => readText(session.title, locale))
          .join('; '),
        more: Math.max(appearing.length - titlesPerSpeaker, 0),
      }
    })
}
