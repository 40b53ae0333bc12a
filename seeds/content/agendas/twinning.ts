import { type AgendaContent, type SessionContent, type SpeakerContent, text } from '../types.ts'

const speakers: readonly SpeakerContent[] = [
  {
    key: 'husek',
    name: text('Zdeněk Hušek', 'Zdeněk Hušek'),
    affiliation: text(
      'manažer Regionální inovační strategie Ústeckého kraje',
      'manager of the Regional Innovation Strategy of the Ústí Region',
    ),
    biography: text(
      'Expert Ústeckého kraje pro oblast podpory podnikání. Zastupuje kraj v mezinárodních projektech, mimo jiné v projektu ECOS4IN.',
      'Expert of the Ústí Region on support of business. Represents the region in international projects, ECOS4IN among them.',
    ),
    isPerson: true,
  },
  {
    key: 'kraj',
    name: text('zástupce Ústeckého kraje', 'representative of the Ústí Region'),
    affiliation: text('Ústecký kraj', 'Ústí Region'),
  },
  {
    key: 'icuk',
    name: text('zástupce ICUK', 'representative of ICUK'),
    affiliation: text('Inovační centrum Ústeckého kraje', 'Innovation Centre of the Ústí Region'),
  },
  {
    key: 'forpolis',
    name: text('zástupce platformy FORPOLIS', 'representative of FORPOLIS'),
    affiliation: text('FORPOLIS při FSE UJEP', 'FORPOLIS at the Faculty of Social and Economic Studies, UJEP'),
  },
  {
    key: 'ujep',
    name: text('zástupce UJEP', 'representative of UJEP'),
    affiliation: text(
      'Univerzita J. E. Purkyně v Ústí nad Labem',
      'Jan Evangelista Purkyně University in Ústí nad Labem',
    ),
  },
  {
    key: 'khk',
    name: text('zástupce Krajské hospodářské komory ÚK', 'representative of the Regional Chamber of Commerce'),
    affiliation: text('Krajská hospodářská komora Ústeckého kraje', 'Regional Chamber of Commerce of the Ústí Region'),
  },
  {
    key: 'cvut',
    name: text('zástupce ČVUT, pracoviště Děčín', 'representative of CTU, Děčín branch'),
    affiliation: text('České vysoké učení technické, pracoviště Děčín', 'Czech Technical University, Děčín branch'),
  },
  {
    key: 'een',
    name: text('zástupce Enterprise Europe Network', 'representative of Enterprise Europe Network'),
    affiliation: text('Enterprise Europe Network', 'Enterprise Europe Network'),
  },
  {
    key: 'esa',
    name: text('zástupce ESA Space Solutions', 'representative of ESA Space Solutions'),
    affiliation: text('ESA Space Solutions', 'ESA Space Solutions'),
  },
  {
    key: 'innoverz',
    name: text('zástupce sítě Innoverz', 'representative of Innoverz'),
    affiliation: text('Innoverz', 'Innoverz'),
  },
]

const morning: readonly SessionContent[] = [
  {
    day: 1,
    from: '08:30',
    to: '09:00',
    kind: 'break',
    title: text('Příchod a registrace', 'Arrival and registration'),
    room: 'foyer',
    placeNote: text('u vstupu stačí QR kód z potvrzení', 'the QR code from your confirmation is enough at the door'),
  },
  {
    day: 1,
    from: '09:00',
    to: '09:15',
    kind: 'talk',
    title: text('Zahájení konference', 'Opening'),
    abstract: text(
      'Přivítání za Ústecký kraj, Inovační centrum Ústeckého kraje a platformu FORPOLIS.',
      'Welcome on behalf of the Ústí Region, the Innovation Centre of the Ústí Region and FORPOLIS.',
    ),
    track: 'project',
    room: 'sal',
    speakers: ['kraj moderator', 'icuk', 'forpolis'],
  },
  {
    day: 1,
    from: '09:15',
    to: '09:50',
    kind: 'keynote',
    title: text(
      'Výstupy projektu: co přinesla aktivita Twinning',
      'The outputs of the project: what Twinning has brought',
    ),
    abstract: text(
      'Jak tým i pracovníci vybraných partnerů získávali zkušenosti v zahraničí, co se naučili a jaká doporučení z toho plynou pro další rozvoj inovačního ekosystému v kraji.',
      'How the team and the staff of selected partners gained experience abroad, what they learned, and what it recommends for the innovation ecosystem of the region.',
    ),
    track: 'project',
    room: 'sal',
    speakers: ['husek'],
  },
  {
    day: 1,
    from: '09:50',
    to: '10:30',
    kind: 'talk',
    title: text('Ochrana duševního vlastnictví na UJEP', 'Intellectual property protection at UJEP'),
    abstract: text(
      'Přístup univerzity k ochraně duševního vlastnictví: od nápadu v laboratoři po smlouvu s firmou.',
      'How the university protects intellectual property: from an idea in the laboratory to a contract with a company.',
    ),
    track: 'transfer',
    room: 'sal',
    speakers: ['ujep'],
  },
  {
    day: 1,
    from: '10:30',
    to: '10:50',
    kind: 'break',
    title: text('Přestávka na kávu', 'Coffee break'),
    room: 'foyer',
  },
  {
    day: 1,
    from: '10:50',
    to: '11:30',
    kind: 'talk',
    title: text(
      'Nové regionální nástroje a metodika komercializace',
      'New regional tools and a methodology of commercialisation',
    ),
    abstract: text(
      'Nástroje, které v kraji nově pomáhají dostat výsledky výzkumu do praxe, a metodika, o kterou se opírají.',
      'The tools that now help to put research results to use in the region, and the methodology behind them.',
    ),
    track: 'transfer',
    room: 'sal',
    speakers: ['icuk'],
  },
  {
    day: 1,
    from: '11:30',
    to: '12:15',
    kind: 'panel',
    title: text(
      'Cesty do mezinárodních sítí transferu technologií',
      'Ways into international technology transfer networks',
    ),
    abstract: text(
      'Kraj si sjednal přístup do sítí Enterprise Europe Network, ESA Space Solutions a Innoverz. Co nabízejí výzkumným týmům a firmám a jak se k nim dostat?',
      'The region has arranged access to Enterprise Europe Network, ESA Space Solutions and Innoverz. What do they offer to research teams and companies, and how can one join?',
    ),
    track: 'international',
    room: 'sal',
    speakers: ['icuk moderator', 'een panellist', 'esa panellist', 'innoverz panellist'],
  },
  {
    day: 1,
    from: '12:15',
    to: '13:15',
    kind: 'break',
    title: text('Oběd', 'Lunch'),
    room: 'foyer',
  },
]

const afternoon: readonly SessionContent[] = [
  {
    day: 1,
    from: '13:15',
    to: '14:00',
    kind: 'talk',
    title: text(
      'Ústecký kraj v mezinárodních projektech: ECOS4IN, SIE, PURE COSMOS a Go and Come Back',
      'The Ústí Region in international projects: ECOS4IN, SIE, PURE COSMOS and Go and Come Back',
    ),
    abstract: text(
      'Proč se zapojit: dvojsměrné učení, motivace k učení včetně jazyků, mezinárodní sítě a regionální diplomacie. Podle prezentace má kraj 5 projektů v realizaci, 1 před zahájením, 3 ve stádiu udržitelnosti, 9 ukončených a 22 zamítnutých; úspěšnost uvádí 45 %. Příklady: ECOS4IN (ekosystém Průmyslu 4.0), SIE (internacionalizace menších firem a proexportní mentoring), PURE COSMOS (kontaktní místo pro podnikatele) a Go and Come Back (zahraniční stáže mladých lidí proti odlivu mozků, ve spolupráci s UJEP).',
      'Why take part: two-way learning, motivation to learn, languages included, international networks and regional diplomacy. According to the presentation, 5 projects are running, 1 is about to start, 3 are in their sustainability period, 9 are closed and 22 were rejected; it gives a success rate of 45%. Examples: ECOS4IN (an ecosystem for Industry 4.0), SIE (smaller companies going international, export mentoring), PURE COSMOS (a contact point for entrepreneurs) and Go and Come Back (placements abroad for young people against brain drain, with UJEP).',
    ),
    track: 'international',
    room: 'sal',
    speakers: ['husek'],
  },
  {
    day: 1,
    from: '14:00',
    to: '15:00',
    kind: 'workshop',
    title: text(
      'Odborný stůl: nanotechnologie a vodíková ekonomika',
      'Expert table: nanotechnology and the hydrogen economy',
    ),
    abstract: text(
      'Příklady dobré praxe ze zahraničí a to, co z nich může převzít kraj.',
      'Good practice from abroad, and what the region can take from it.',
    ),
    track: 'transfer',
    room: 'sal',
    capacity: 30,
    speakers: ['ujep moderator'],
  },
  {
    day: 1,
    from: '14:00',
    to: '15:00',
    kind: 'workshop',
    title: text('Odborný stůl: digitalizace', 'Expert table: digitalisation'),
    abstract: text(
      'Nástroje, které digitalizaci využijí a sníží její rizika. Kraj patří k těm, na které dopadne nejvíc.',
      'Tools that make use of digitalisation and reduce its risks. The region is among those it will affect most.',
    ),
    track: 'transfer',
    room: 'salonek',
    capacity: 15,
    speakers: ['cvut moderator'],
    since: 2,
  },
  {
    day: 1,
    from: '14:00',
    to: '15:00',
    kind: 'workshop',
    title: text(
      'Odborný stůl: geotermální energie a nová energetika',
      'Expert table: geothermal energy and new energy',
    ),
    abstract: text(
      'Kontakty na zahraniční partnery a první společné záměry.',
      'Contacts with partners abroad, and first joint plans.',
    ),
    track: 'transfer',
    room: 'foyer',
    capacity: 15,
    speakers: ['icuk moderator'],
    since: 2,
  },
  {
    day: 1,
    from: '15:00',
    to: '15:45',
    kind: 'panel',
    title: text(
      'Doporučení: od Twinningu ke konkrétním transferovým případům',
      'Recommendations: from Twinning to real transfer cases',
    ),
    abstract: text(
      'Regionální tým inovačního ekosystému o tom, jak v rozvoji setrvat a jak zahraniční příklady využít v kraji.',
      'The regional innovation ecosystem team on how to keep going, and how to use examples from abroad in the region.',
    ),
    track: 'project',
    room: 'sal',
    speakers: ['forpolis moderator', 'icuk panellist', 'ujep panellist', 'khk panellist', 'cvut panellist'],
    moved: { inRelease: 2, from: '14:00', to: '14:45', room: 'salonek' },
  },
  {
    day: 1,
    from: '15:45',
    to: '16:30',
    kind: 'social',
    title: text('Neformální setkání', 'Informal meeting'),
    room: 'foyer',
  },
]

/** Made out of the topics that the press release and the slides name; neither gives a programme. */
export const twinningAgenda: AgendaContent = {
  event: 'twinning-technologicky-transfer',
  tracks: [
    { key: 'project', name: text('Výstupy projektu', 'Outputs of the project'), colour: 1 },
    { key: 'transfer', name: text('Transfer a duševní vlastnictví', 'Transfer and intellectual property'), colour: 3 },
    { key: 'international', name: text('Mezinárodní spolupráce', 'International cooperation'), colour: 5 },
  ],
  speakers,
  sessions: [...morning, ...afternoon].map(session =>
    session.kind === 'break' || session.kind === 'social' ? session : { ...session, language: 'cs' },
  ),
  releases: [
    { on: '2022-02-16', note: text('První vydání programu.', 'First release of the agenda.') },
    {
      on: '2022-03-14',
      note: text(
        'Přibyly dva odborné stoly, doporučení se přesunula na závěr dne.',
        'Two more expert tables; the recommendations moved to the end of the day.',
      ),
    },
  ],
}
