import { type Locale, readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import { speakerName } from '../rules/names.ts'
import type { OutlineSession, OutlineSpeaker, ReleasedRoom, ReleasedTrack, ReleaseOutline } from '../types.ts'

/** Everything that sessions refer to, found once for all of them. */
export interface Named {
  readonly rooms: ReadonlyMap<string, ReleasedRoom>
  readonly tracks: ReadonlyMap<string, ReleasedTrack>
  readonly speakers: ReadonlyMap<string, OutlineSpeaker>
}

/** Rooms, tracks and speakers by what sessions call them. */
export function namedIn(content: ReleaseOutline): Named {
  return {
    rooms: new Map(content.rooms.map(one => [one.reference, one])),
    tracks: new Map(content.tracks.map(one => [one.slug, one])),
    speakers: new Map(content.speakers.map(one => [one.reference, one])),
  }
}

/** Room and place note in one line. */
export function placeText(named: Named, session: OutlineSession, locale: Locale): string {
  const room = readText(named.rooms.get(session.room ?? '')?.name, locale)
  return [room, readText(session.placeNote, locale)].filter(text => text !== '').join('; ')
}

/** Who appears, the moderators named as such. */
export function whoText({ t, locale }: FrameContext, named: Named, session: OutlineSession): string {
  const names = (isModerator: boolean) =>
    session.speakers
      .filter(one => (one.role === 'moderator') === isModerator)
      .flatMap(one => named.speakers.get(one.reference) ?? [])
      .map(one => speakerName(one, locale))
      .join(', ')
  const [speaking, moderating] = [names(false), names(true)]
  if (moderating === '') return speaking
  const moderated = t('agenda.moderatedBy', { names: moderating })
  return speaking === '' ? moderated : `${speaking}; ${moderated}`
}
