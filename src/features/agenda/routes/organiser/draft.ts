import type { Request, RequestHandler, Response } from 'express'
import { loading, param, slot } from '../../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../../core/http/locale.ts'
import type { Head } from '../../../../core/http/pages.ts'
import type { Services } from '../../../../services.ts'
import { userOf } from '../../../accounts/guards.ts'
import { type FrameContext, organiserEventHead } from '../../../events/frame.ts'
import { eventOf } from '../../../events/guards.ts'
import { findDraft } from '../../queries.ts'
import type { Draft, DraftSession, DraftSpeaker, DraftTrack, PooledSession } from '../../types.ts'

const drafts = slot<Draft>('draft')
const sessions = slot<DraftSession | PooledSession>('session')
const speakers = slot<DraftSpeaker>('speaker')
const tracks = slot<DraftTrack>('track')

/** The draft of the event `onEvent` let in; one query serves every page of the editor. */
export function theDraft({ db }: Services): RequestHandler {
  return loading(drafts, request => findDraft(db, eventOf(request).event.id))
}

/** A session that stands in the draft, with a time or without. */
export const theSession = loading(sessions, async request => foundSession(request, false))

/** A session that was taken off after a release. */
export const theRemovedSession = loading(sessions, async request => foundSession(request, true))

/** The session an address names, also one taken off; undefined for a new one and for one that is gone. */
export function findSession(request: Request): DraftSession | PooledSession | undefined {
  if (request.params['session'] === undefined) return undefined
  return foundSession(request, false) ?? foundSession(request, true)
}

function foundSession(request: Request, isCancelled: boolean): DraftSession | PooledSession | undefined {
  const reference = param(request, 'session')
  const draft = draftOf(request)
  return [...draft.sessions, ...draft.pool].find(one => one.reference === reference && one.isCancelled === isCancelled)
}

/** A speaker of the draft. */
export const theSpeaker = loading(speakers, async request =>
  draftOf(request).speakers.find(one => one.reference === param(request, 'speaker')),
)

/** A track of the draft. */
export const theTrack = loading(tracks, async request =>
  draftOf(request).tracks.find(one => one.slug === param(request, 'track')),
)

export const draftOf = drafts.get
export const sessionOf = sessions.get
export const speakerOf = speakers.get
/** The speaker an address names; undefined for a new one. */
export const findSpeaker = speakers.find
export const trackOf = tracks.get

/** The language of the answer. */
export function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** The head of a page of the editor. */
export function editorHead(request: Request, response: Response, title: string, wide = false): Head {
  const access = eventOf(request)
  return organiserEventHead(contextOf(response), access, userOf(request), { title, current: 'agenda', wide })
}
