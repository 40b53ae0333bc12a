import { z } from 'zod'
import { absolute, urls } from '../../core/http/urls.ts'
import { listNames, readText } from '../../core/localised-text.ts'
import { type Translate, translator } from '../../core/messages.ts'
import { now } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import { findPublicity } from '../directory/queries.ts'
import { eventWhen } from '../events/frame.ts'
import { findEvent, listEventHosts, placeOf } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { drawMail, type MailDrawing } from '../mail/frame.ts'
import type { MailContent, MailDefinition, QueuedMail } from '../mail/types.ts'
import { findVenue } from '../venues/queries.ts'
import type { VenueRow } from '../venues/types.ts'
import { toldSentence } from './frame.ts'
import { draftWhen, spanWords } from './pages/words.ts'
import { findReleasedAppearances, findReleasedChanges, listAppearances } from './queries/appearances.ts'
import { findSpeakerByReference } from './queries/speakers.ts'
import { changesOf } from './rules/changes.ts'
import { answerOf, mayAnswer } from './rules/states.ts'
import type { Appearance, ReleasedAppearance, Speaker } from './types.ts'

type Kind = 'speaker-invited' | 'speaker-reminded' | 'session-changed'

/** Everything a mail to a speaker is written from. */
interface Matter {
  readonly services: Services
  readonly mail: QueuedMail
  readonly kind: Kind
  readonly t: Translate
  readonly speaker: Speaker
  readonly event: EventRow
  readonly venue: VenueRow | undefined
  readonly hosts: string
  readonly hostCount: number
  readonly appearances: readonly Appearance[]
  readonly released: ReadonlyMap<string, ReleasedAppearance>
  /** What the release of the mail changed, a line for each session concerned. */
  readonly news: readonly string[]
}

/** How the mails to those who speak are written; none is sent any more that no longer makes sense. */
export const contributionMails: readonly MailDefinition<Services>[] = (
  ['speaker-invited', 'speaker-reminded', 'session-changed'] as const
).map(kind => ({ kind, write: (services, mail) => writeMail(services, mail, kind) }))

const payload = z.object({ speaker: z.string(), release: z.number().optional() })

async function writeMail(services: Services, mail: QueuedMail, kind: Kind): Promise<MailContent | undefined> {
  const matter = await findMatter(services, mail, kind)
  if (matter === undefined) return undefined
  const publicity = await findPublicity(services.db, matter.event.projectId, mail.locale)
  return { ...drawMail(mail.locale, { ...drawingOf(matter), publicity }), attachments: [] }
}

async function findMatter(services: Services, mail: QueuedMail, kind: Kind): Promise<Matter | undefined> {
  const { db } = services
  const { speaker: reference, release } = payload.parse(mail.payload)
  const speaker = await findSpeakerByReference(db, reference)
  const event = speaker && (await findEvent(db, speaker.eventId))
  if (!speaker || !event || !isStillMeant(kind, speaker, event)) return undefined
  const appearances = await listAppearances(db, speaker.id)
  const references = appearances.map(one => one.reference)
  const released = await findReleasedAppearances(db, event.id, references)
  const changes = release === undefined ? undefined : await findReleasedChanges(db, event.id, release)
  const t = translator(mail.locale)
  const context = { t, locale: mail.locale }
  const news = appearances.flatMap(one => {
    const sentences = changesOf(changes?.changes ?? [], one.reference).map(change => toldSentence(change, context))
    const title = readText((released.get(one.reference) ?? one).title, mail.locale)
    return sentences.length === 0 ? [] : [`${title}\n${sentences.join('\n')}`]
  })
  if (kind === 'session-changed' && news.length === 0) return undefined
  const hosts = (await listEventHosts(db, event.id)).filter(({ role }) => role === 'host' || role === 'co_organiser')
  const names = hosts.map(({ name }) => readText(name, mail.locale))
  const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
  const said = { hosts: listNames(names, mail.locale), hostCount: hosts.length }
  return { services, mail, kind, t, speaker, event, venue, ...said, appearances, released, news }
}

/** Nobody is asked who answered, and nobody is told of changes who does not come. */
function isStillMeant(kind: Kind, speaker: Speaker, event: EventRow): boolean {
  if (!mayAnswer(event, now())) return false
  const answer = answerOf(speaker)
  return kind === 'session-changed' ? answer !== 'declined' : answer === 'invited' || answer === 'none'
}

function drawingOf(matter: Matter): MailDrawing {
  const { t, kind, mail, event, hosts, hostCount } = matter
  const title = readText(event.title, mail.locale)
  const { dates } = eventWhen({ t, locale: mail.locale }, event, matter.venue)
  const values = { title, dates, count: matter.news.length }
  return {
    subject: t(`contributions.mail.${kind}.subject`, values),
    preheader: t(`contributions.mail.${kind}.preheader`, values),
    hue: event.hue,
    hosts: hosts || undefined,
    voice: hosts === '' ? undefined : t('contributions.mail.voice', { count: hostCount }),
    title,
    lead: {
      heading: t(`contributions.mail.${kind}.heading`, values),
      text: t(`contributions.mail.${kind}.lead`, values),
    },
    facts: factsOf(matter, dates),
    action: { href: linkOf(matter), label: t(`contributions.mail.${kind}.action`) },
    paragraphs: [t(`contributions.mail.${kind}.text`)],
    footer: [t('contributions.mail.yours'), t('contributions.mail.why')],
  }
}

function linkOf({ services, speaker, mail }: Matter): string {
  const token = services.tokens.issue('speaker', speaker.reference, speaker.tokenVersion)
  return absolute(services.config.baseUrl, urls.speaking(mail.locale, token))
}

interface Fact {
  readonly label: string
  readonly value: string
}

function factsOf(matter: Matter, dates: string): Fact[] {
  const { t, event, venue, mail, kind } = matter
  const base = [
    { label: t('contributions.mail.when'), value: dates },
    {
      label: t('contributions.mail.where'),
      value: event.mode === 'online' ? t('contributions.mail.online') : placeOf(event, venue, mail.locale),
    },
  ]
  const facts =
    kind === 'session-changed'
      ? [...labelled(t('contributions.mail.changes'), matter.news), ...base]
      : [...base, ...sessionsOf(matter)]
  return facts.filter(({ value }) => value !== '')
}

/** What the speaker was given to do, each session on lines of its own. */
function sessionsOf({ t, mail, appearances, released }: Matter): Fact[] {
  const context = { t, locale: mail.locale }
  const lines = appearances
    .filter(({ isCancelled }) => !isCancelled)
    .map(one => {
      const shown = released.get(one.reference)
      const when = shown ? spanWords(shown, context) : draftWhen(one, context)
      const room = readText((shown ?? one).room, mail.locale)
      const words = [when, room].filter(word => word !== '').join(', ')
      return `${readText((shown ?? one).title, mail.locale)}\n${words}`
    })
  return labelled(t('contributions.mail.sessions'), lines)
}

/** The label stands at the first line. */
function labelled(label: string, values: readonly string[]): Fact[] {
  return values.map((value, index) => ({ label: index === 0 ? label : '', value }))
}
