import { places } from '../events/clusters-cord.ts'
import { type AgendaContent, same, type SessionContent, type SpeakerContent, text } from '../types.ts'

const tracks: AgendaContent['tracks'] = [
  { key: 'project', name: text('Projekt Clusters-CORD', 'The Clusters-CORD project'), colour: 6 },
  { key: 'cooperation', name: text('Spolupráce klastrů', 'Cooperation of clusters'), colour: 3 },
]

const agency: SpeakerContent = {
  key: 'rra',
  name: text('zástupce RRA ÚK', 'representative of RRA ÚK'),
  affiliation: text('Regionální rozvojová agentura Ústeckého kraje', 'Regional Development Agency of the Ústí Region'),
}

const clusters: SpeakerContent = {
  key: 'clusters',
  name: text('zástupci klastrových organizací', 'representatives of cluster organisations'),
  affiliation: text('klastrové organizace', 'cluster organisations'),
}

const partner: SpeakerContent = {
  key: 'partner',
  name: text('zástupce místního partnera projektu', 'representative of the local project partner'),
  affiliation: text('Partneři projektu Clusters-CORD', 'Clusters-CORD project partners'),
}

const guestsInUsti: readonly SpeakerContent[] = [
  {
    key: 'czechinvest',
    name: text('zástupce agentury CzechInvest', 'representative of CzechInvest'),
    affiliation: same('CzechInvest'),
  },
  {
    key: 'kraj',
    name: text('zástupce Krajského úřadu Ústeckého kraje', 'representative of the Regional Authority'),
    affiliation: text('Krajský úřad Ústeckého kraje', 'Regional Authority of the Ústí Region'),
  },
  {
    key: 'nka',
    name: text('zástupce Národní klastrové asociace', 'representative of the National Cluster Association'),
    affiliation: text('Národní klastrová asociace', 'National Cluster Association'),
  },
  {
    key: 'aip',
    name: text(
      'zástupce Asociace inovačního podnikání ČR',
      'representative of the Association of Innovative Entrepreneurship',
    ),
    affiliation: text(
      'Asociace inovačního podnikání České republiky',
      'Association of Innovative Entrepreneurship of the Czech Republic',
    ),
  },
]

const industries: SessionContent = {
  day: 1,
  from: '10:45',
  to: '11:30',
  kind: 'talk',
  title: text('Pět odvětví, ve kterých klastry spolupracují', 'Five industries in which clusters work together'),
  abstract: text(
    'Potravinářství, energetika a životní prostředí, turismus, ICT a výrobní technologie: co mají klastry ve střední Evropě společného.',
    'Food, energy and environment, tourism, ICT and production technologies: what the clusters of Central Europe have in common.',
  ),
  track: 'cooperation',
  speakers: ['clusters'],
}

const website: SessionContent = {
  day: 1,
  from: '13:45',
  to: '14:15',
  kind: 'talk',
  title: text(
    'Společná propagace: přehled klastrů na mezinárodním webu',
    'Promotion together: a cluster directory on an international website',
  ),
  track: 'project',
}

function programme(host: string, panel: readonly string[]): readonly SessionContent[] {
  return [
    {
      day: 1,
      from: '09:30',
      to: '10:00',
      kind: 'break',
      title: text('Příchod a registrace', 'Arrival and registration'),
    },
    {
      day: 1,
      from: '10:00',
      to: '10:45',
      kind: 'talk',
      title: text('Clusters-CORD: aktivity a cíle projektu', 'Clusters-CORD: activities and aims of the project'),
      track: 'project',
      speakers: [host],
    },
    industries,
    {
      day: 1,
      from: '11:30',
      to: '11:45',
      kind: 'break',
      title: text('Přestávka na kávu', 'Coffee break'),
    },
    {
      day: 1,
      from: '11:45',
      to: '13:00',
      kind: 'panel',
      title: text(
        'Tematická diskuse: klastrové organizace a ti, kdo je podporují',
        'Thematic discussion: cluster organisations and those who support them',
      ),
      track: 'cooperation',
      speakers: [`${host} moderator`, 'clusters panellist', ...panel.map(key => `${key} panellist`)],
    },
    {
      day: 1,
      from: '13:00',
      to: '13:45',
      kind: 'break',
      title: text('Oběd', 'Lunch'),
    },
    { ...website, speakers: [host] },
    {
      day: 1,
      from: '14:15',
      to: '15:00',
      kind: 'talk',
      title: text('Výměnná fóra a studijní cesty: jak se zapojit', 'Exchange fora and study trips: how to take part'),
      abstract: text(
        'Cesty vedou do zemí s dlouholetou zkušeností s klastry: do Itálie, Německa a Rakouska. Míst je málo, o účasti rozhoduje pořadatel.',
        'The trips lead to countries with long experience of clusters: Italy, Germany and Austria. Places are few; the organiser decides who takes part.',
      ),
      track: 'cooperation',
      speakers: [host],
    },
  ]
}

const honest = text(
  'Program je sestaven z témat zprávy o projektu; časy jsou ukázkové.',
  'The agenda is made out of the topics of the report on the project; its times are for demonstration.',
)

const languages: Readonly<Record<string, string>> = {
  IT: 'it',
  DE: 'de',
  CZ: 'cs',
  PL: 'pl',
  AT: 'de',
  SK: 'sk',
  SI: 'sl',
}

function inLanguage(sessions: readonly SessionContent[], language: string): readonly SessionContent[] {
  return sessions.map(session => (session.kind === 'break' ? session : { ...session, language }))
}

/** One agenda for each country, in its language. */
export const infoDayAgendas: readonly AgendaContent[] = places.map(({ slug, country, publishedOn }) => {
  const isUsti = country === 'CZ'
  const guests = isUsti ? guestsInUsti : []
  const host = isUsti ? agency : partner
  const sessions = programme(
    host.key,
    guests.map(({ key }) => key),
  )
  return {
    event: slug,
    tracks,
    speakers: [host, clusters, ...guests],
    sessions: inLanguage(sessions, languages[country] ?? 'en'),
    releases: [{ on: publishedOn, note: honest }],
  }
})

const conference: readonly SessionContent[] = [
  {
    day: 1,
    from: '09:30',
    to: '10:00',
    kind: 'break',
    title: text('Příchod a registrace', 'Arrival and registration'),
  },
  {
    day: 1,
    from: '10:00',
    to: '10:45',
    kind: 'keynote',
    title: text(
      'Výsledky benchmarkingu klastrových organizací',
      'Results of the benchmarking of cluster organisations',
    ),
    abstract: text(
      'Co ukázalo srovnání klastrových organizací ze střední Evropy.',
      'What the comparison of the cluster organisations of Central Europe has shown.',
    ),
    track: 'project',
    speakers: ['partner'],
  },
  { ...industries, speakers: ['clusters'] },
  {
    day: 1,
    from: '11:30',
    to: '12:30',
    kind: 'panel',
    title: text('Klastrová politika v sedmi zemích', 'Cluster policy in seven countries'),
    track: 'cooperation',
    speakers: ['rra moderator', 'partner panellist', 'clusters panellist'],
  },
  {
    day: 1,
    from: '12:30',
    to: '13:45',
    kind: 'break',
    title: text('Oběd', 'Lunch'),
  },
  { ...website, speakers: ['rra'] },
  {
    day: 1,
    from: '14:15',
    to: '15:30',
    kind: 'b2b',
    title: text('Setkání klastrů: kdo s kým může pracovat', 'Clusters meet: who can work with whom'),
    track: 'cooperation',
    speakers: ['clusters'],
  },
  {
    day: 1,
    from: '15:30',
    to: '16:00',
    kind: 'talk',
    title: text('Závěry a další kroky', 'Conclusions and next steps'),
    track: 'project',
    speakers: ['rra', 'partner'],
  },
]

export const benchmarkingAgenda: AgendaContent = {
  event: 'clusters-cord-benchmarking-milano',
  tracks,
  speakers: [agency, partner, clusters],
  sessions: inLanguage(conference, 'en'),
  releases: [{ on: '2011-09-12', note: honest }],
}
