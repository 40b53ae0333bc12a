import type { LocalisedText } from '../../../src/core/localised-text.ts'
import { type EventContent, text } from '../types.ts'

/** The report says in which months the info days were held; it names neither the days nor, but for Ústí, the towns. */
export const periodNote = text(
  'Zpráva o projektu uvádí jen období od prosince 2010 do srpna 2011. Den v ukázce je zvolen uvnitř tohoto období.',
  'The report on the project gives only the period from December 2010 to August 2011. The day shown in this demonstration was chosen within that period.',
)

const placeUnknown = text(
  'Město ani sál zpráva o projektu neuvádí.',
  'The report on the project names neither the town nor the hall.',
)

interface Place {
  readonly slug: string
  readonly edition: number
  readonly title: LocalisedText
  readonly city: LocalisedText
  readonly country: string
  readonly timeZone: string
  readonly day: string
  readonly publishedOn: string
}

const atThePartner = text('U místního partnera', 'At the local partner')

/** The seven info days in the order of their (chosen) days. */
export const places: readonly Place[] = [
  {
    slug: 'clusters-cord-it',
    edition: 1,
    title: text('Místní info den Clusters-CORD v Itálii', 'Clusters-CORD local info day in Italy'),
    city: atThePartner,
    country: 'IT',
    timeZone: 'Europe/Rome',
    day: '2010-12-09',
    publishedOn: '2010-11-10',
  },
  {
    slug: 'clusters-cord-de',
    edition: 2,
    title: text('Místní info den Clusters-CORD v Německu', 'Clusters-CORD local info day in Germany'),
    city: atThePartner,
    country: 'DE',
    timeZone: 'Europe/Berlin',
    day: '2011-01-27',
    publishedOn: '2010-12-15',
  },
  {
    slug: 'clusters-cord-usti',
    edition: 3,
    title: text('Místní info den Clusters-CORD v Ústí nad Labem', 'Clusters-CORD local info day in Ústí nad Labem'),
    city: text('Ústí nad Labem', 'Ústí nad Labem'),
    country: 'CZ',
    timeZone: 'Europe/Prague',
    day: '2011-02-16',
    publishedOn: '2011-01-12',
  },
  {
    slug: 'clusters-cord-pl',
    edition: 4,
    title: text('Místní info den Clusters-CORD v Polsku', 'Clusters-CORD local info day in Poland'),
    city: atThePartner,
    country: 'PL',
    timeZone: 'Europe/Warsaw',
    day: '2011-03-17',
    publishedOn: '2011-02-15',
  },
  {
    slug: 'clusters-cord-at',
    edition: 5,
    title: text('Místní info den Clusters-CORD v Rakousku', 'Clusters-CORD local info day in Austria'),
    city: atThePartner,
    country: 'AT',
    timeZone: 'Europe/Vienna',
    day: '2011-04-14',
    publishedOn: '2011-03-15',
  },
  {
    slug: 'clusters-cord-sk',
    edition: 6,
    title: text('Místní info den Clusters-CORD na Slovensku', 'Clusters-CORD local info day in Slovakia'),
    city: atThePartner,
    country: 'SK',
    timeZone: 'Europe/Bratislava',
    day: '2011-05-19',
    publishedOn: '2011-04-13',
  },
  {
    slug: 'clusters-cord-si',
    edition: 7,
    title: text('Místní info den Clusters-CORD ve Slovinsku', 'Clusters-CORD local info day in Slovenia'),
    city: atThePartner,
    country: 'SI',
    timeZone: 'Europe/Ljubljana',
    day: '2011-06-16',
    publishedOn: '2011-05-11',
  },
]

const project = {
  organisation: 'rra-uk',
  series: 'clusters-cord',
  project: 'clusters-cord',
  hue: 140,
  archivedOn: '2011-12-01',
} as const

const website = {
  kind: 'link',
  title: text('Web projektu s přehledem klastrů', 'Project website with the cluster directory'),
  url: 'http://www.clusterscord.eu/',
} as const

const usualHosts: EventContent['hosts'] = [
  { organisation: 'konsorcium-clusters-cord', role: 'host' },
  { organisation: 'rra-uk', role: 'partner' },
]

const hostsInUsti: EventContent['hosts'] = [
  { organisation: 'rra-uk', role: 'host' },
  { organisation: 'czechinvest', role: 'partner' },
  { organisation: 'krajsky-urad-usteckeho-kraje', role: 'partner' },
  { organisation: 'narodni-klastrova-asociace', role: 'partner' },
  { organisation: 'aip-cr', role: 'partner' },
]

const aboutInfoDays = text(
  `Info den představí aktivity a cíle projektu Clusters-CORD a možnosti, které dává klastrovým organizacím.

### O čem se mluví

- Spolupráce klastrových organizací v pěti odvětvích: potravinářství, energetika a životní prostředí, turismus, ICT a výrobní technologie.
- Propagace klastrů na mezinárodních webových stránkách projektu.
- Výměnná fóra a studijní cesty do zemí s dlouholetou zkušeností s klastry: do Itálie, Německa a Rakouska.`,
  `The info day presents the activities and aims of Clusters-CORD and what it offers to cluster organisations.

### What it is about

- Cooperation of cluster organisations in five industries: food, energy and environment, tourism, ICT and production technologies.
- Promotion of clusters on the international website of the project.
- Exchange fora and study trips to countries with long experience of clusters: Italy, Germany and Austria.`,
)

const inUsti = text(
  `Info den poprvé v České republice zve k tematickým diskusím zástupce klastrových organizací, veřejné správy (CzechInvest a Krajský úřad Ústeckého kraje) i organizací, které klastry podporují (Národní klastrová asociace a Asociace inovačního podnikání ČR).

`,
  `For the first time in the Czech Republic, the info day brings together cluster organisations, public authorities (CzechInvest and the Regional Authority of the Ústí Region) and organisations that support clusters (the National Cluster Association and the Association of Innovative Entrepreneurship) for thematic discussions.

`,
)

function joined(first: LocalisedText, second: LocalisedText): LocalisedText {
  return text(`${first.cs ?? ''}${second.cs ?? ''}`, `${first.en ?? ''}${second.en ?? ''}`)
}

function spaced(first: LocalisedText, second: LocalisedText): LocalisedText {
  return text(`${first.cs ?? ''} ${second.cs ?? ''}`, `${first.en ?? ''} ${second.en ?? ''}`)
}

function infoDay({ slug, edition, title, city, country, timeZone, day, publishedOn }: Place): EventContent {
  const isUsti = country === 'CZ'
  return {
    ...project,
    slug,
    edition,
    title,
    city,
    country,
    timeZone,
    publishedOn,
    kindOfInvitation: isUsti
      ? text('vás zve na info den', 'invites you to the info day')
      : text('vás zvou na info den', 'invite you to the info day'),
    summary: text(
      'Partneři projektu informují o jeho aktivitách a cílech a zvou klastrové organizace ke spolupráci v pěti odvětvích, v zemi i přes hranice.',
      'The project partners present its activities and aims and invite cluster organisations to cooperate in five industries, at home and across borders.',
    ),
    description: isUsti ? joined(inUsti, aboutInfoDays) : aboutInfoDays,
    venueNote: isUsti ? periodNote : spaced(placeUnknown, periodNote),
    startDate: day,
    hosts: isUsti ? hostsInUsti : usualHosts,
    links: [website],
  }
}

export const infoDays: readonly EventContent[] = places.map(infoDay)

export const benchmarking: EventContent = {
  ...project,
  slug: 'clusters-cord-benchmarking-milano',
  edition: 8,
  title: text('Benchmarkingová konference Clusters-CORD', 'Clusters-CORD Benchmarking Conference'),
  subtitle: text(
    'Výsledky benchmarkingu klastrových organizací ze střední Evropy',
    'Results of the benchmarking of cluster organisations in Central Europe',
  ),
  kindOfInvitation: text('vás zvou na konferenci', 'invite you to the conference'),
  summary: text(
    'Konference v Miláně představí, co ukázal benchmarking klastrových organizací ze střední Evropy, a kam se díky němu může posunout klastrová politika.',
    'The conference in Milan presents what the benchmarking of cluster organisations in Central Europe has shown, and where it can take cluster policy.',
  ),
  description: text(
    `Konference se koná u příležitosti zpracování výsledků z benchmarkingu klastrových organizací ze střední Evropy. Zve všechny, koho zajímá klastrová politika: klastry, jejich členy, regiony i agentury.

### O čem se mluví

- Co srovnání ukázalo v pěti odvětvích projektu.
- Jak si mohou klastry předávat zkušenosti na výměnných fórech a studijních cestách.
- Jak klastrům pomáhá společný přehled na mezinárodních webových stránkách.`,
    `The conference marks the completion of the benchmarking of cluster organisations in Central Europe. It invites everybody interested in cluster policy: clusters, their members, regions and agencies.

### What it is about

- What the comparison has shown in the five industries of the project.
- How clusters can share experience at exchange fora and on study trips.
- How a common directory on an international website helps clusters.`,
  ),
  venueNote: text('Sál zpráva o projektu neuvádí.', 'The report on the project does not name the hall.'),
  city: text('Milán', 'Milan'),
  country: 'IT',
  timeZone: 'Europe/Rome',
  startDate: '2011-10-24',
  hosts: [
    { organisation: 'konsorcium-clusters-cord', role: 'host' },
    { organisation: 'rra-uk', role: 'co_organiser' },
  ],
  links: [website],
  publishedOn: '2011-07-26',
}
