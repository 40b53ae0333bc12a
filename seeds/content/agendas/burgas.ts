import { type AgendaContent, type SessionContent, text } from '../types.ts'
import { firstDay } from './burgas-day1.ts'
import { secondDay, thirdDay } from './burgas-days23.ts'
import { burgasSpeakers } from './burgas-speakers.ts'

const tracks: AgendaContent['tracks'] = [
  { key: 'clusters', name: text('Klastry a regiony', 'Clusters and regions'), colour: 1 },
  { key: 'tourism', name: text('Cestovní ruch', 'Tourism'), colour: 2 },
  { key: 'ict', name: text('ICT', 'ICT'), colour: 3 },
  { key: 'creative', name: text('Kreativní průmysl', 'Creative industries'), colour: 4 },
]

const sessions = [...firstDay, ...secondDay, ...thirdDay].map(session =>
  session.kind === 'break' || session.kind === 'social' ? session : { ...session, language: 'en' },
)

/** Three days and three releases: the programme of an invitation that calls it a draft. */
export const burgasAgenda: AgendaContent = {
  event: 'clusters-meet-regions-burgas',
  tracks,
  speakers: burgasSpeakers,
  sessions,
  releases: [
    { on: '2023-06-20', note: text('Návrh programu prvních dvou dnů.', 'Draft agenda of the first two days.') },
    {
      on: '2023-07-25',
      note: text(
        'Návrh. Přibyly doprovodné akce DIGITOUR a ICT Greening Up a celý pátek.',
        'Draft. The satellite events DIGITOUR and ICT Greening Up are in, and all of Friday.',
      ),
    },
    {
      on: '2023-08-24',
      note: text(
        'Návrh. Dílna o digitálních nástrojích je už ve 13.30, páteční závěry až po přestávce.',
        'Draft. The workshop on digital tools is at 13:30 now, Friday’s conclusions follow the break.',
      ),
    },
  ],
}

/** What a satellite's own page shows: its sessions of the common agenda, with the breaks between them. */
function satelliteAgenda(
  event: string,
  isOurs: (session: SessionContent) => boolean,
  coffeeAt: readonly string[],
): AgendaContent {
  const own = firstDay.filter(
    session => isOurs(session) || (session.kind === 'break' && coffeeAt.includes(session.from)),
  )
  const keys = new Set(own.flatMap(session => (session.speakers ?? []).map(speaker => speaker.split(' ')[0])))
  const colours = new Set(own.map(session => session.track))
  return {
    event,
    tracks: tracks.filter(({ key }) => colours.has(key)),
    speakers: burgasSpeakers.filter(({ key }) => keys.has(key)),
    sessions: own.map(({ satellite: _satellite, since: _since, moved: _moved, ...session }) => ({
      ...session,
      ...(session.kind === 'break' || session.kind === 'social' ? {} : { language: 'en' }),
    })),
    releases: [{ on: '2023-07-25', note: text('Návrh programu.', 'Draft agenda.') }],
  }
}

export const digitourAgenda = satelliteAgenda('digitour-burgas', session => session.satellite === 'digitour-burgas', [
  '11:00',
])

export const ictGreeningUpAgenda = satelliteAgenda(
  'ict-greening-up-burgas',
  session => session.satellite === 'ict-greening-up-burgas',
  ['11:00', '12:30'],
)
