import { type EventContent, text } from '../types.ts'

const description = text(
  `Konference s příznačným názvem Technologický transfer představí výstupy projektu, přístup k ochraně duševního vlastnictví na UJEP i praktické činnosti v oborech technologického transferu. Pořádá ji Ústecký kraj s Inovačním centrem Ústeckého kraje a platformou FORPOLIS, která působí při FSE UJEP.

Cílem aktivity Twinning je získat od zkušených zahraničních subjektů nové zkušenosti s komercializací výsledků výzkumu, vytvořit nástroje na její podporu a navýšit počet takových výsledků v Ústeckém kraji.

### Co uslyšíte

- Výstupy projektu a zkušenosti, které tým i vybraní partneři získali.
- Nové regionální nástroje a metodiku, přístup do sítí Enterprise Europe Network, ESA Space Solutions a Innoverz.
- Příklady dobré praxe v oborech nanotechnologie, vodíková ekonomika, digitalizace, geotermální energie a nová energetika.
- Mezinárodní projekty kraje: ECOS4IN, SIE, PURE COSMOS a Go and Come Back.`,
  `Under the fitting title Technology Transfer, the conference presents the outputs of the project, the approach to intellectual property protection at UJEP, and technology transfer in practice. It is held by the Ústí Region with the Innovation Centre of the Ústí Region and FORPOLIS, a platform at the Faculty of Social and Economic Studies of UJEP.

The Twinning activity learns from experienced institutions abroad how research results are brought to the market, creates tools that support it, and wants more such results in the Ústí Region.

### What you will hear

- The outputs of the project, and what the team and selected partners have learned.
- New regional tools and a methodology, and access to the networks Enterprise Europe Network, ESA Space Solutions and Innoverz.
- Good practice in nanotechnology, the hydrogen economy, digitalisation, geothermal energy and new energy.
- The international projects of the region: ECOS4IN, SIE, PURE COSMOS and Go and Come Back.`,
)

const pressRelease = text(
  `**Ústí nad Labem, 8. dubna 2022.** Rozvoj inovačního prostředí v kraji má za sebou závěrečnou konferenci Twinningu.

Dne 30. března 2022 proběhla v prostorách Vysokoškolského klubu FSE UJEP závěrečná konference aktivity Twinning projektu Podpora a rozvoj inovačního prostředí v Ústeckém kraji II.

Akce s příznačným názvem Technologický transfer byla zaměřena na prezentaci výstupů projektu, představení přístupu k ochraně duševního vlastnictví na UJEP i praktické činnosti v oborech technologického transferu. Na organizaci se podílela platforma FORPOLIS (působící při FSE UJEP) a Ústecký kraj.

Hlavním cílem aktivity Twinning je získat nové zkušenosti v oblasti podpory komercializace výsledků výzkumu od zahraničních zkušených subjektů, a tím podpořit vytvoření nových nástrojů na podporu komercializace těchto výsledků a navýšení jejich počtu v Ústeckém kraji. Celá aktivita podporuje excelentní výzkum v regionu jako jeden ze základních znaků regionálního inovačního ekosystému.

> „Projekt má podpořit rozvoj inovačního ekosystému v Ústeckém kraji na bázi Regionální inovační strategie Ústeckého kraje. Představili jsme zejména výsledky dílčí aktivity Twinning, tedy prostředky získávání zkušeností a nových znalostí pracovníků týmu, ale i pracovníků vybraných stakeholderů,“ uvádí Zdeněk Hušek, manažer Regionální inovační strategie Ústeckého kraje.

V oblasti komercializace byly představeny nové regionální nástroje, resp. sjednané přístupy do mezinárodních sítí transferu technologií (Enterprise Europe Network, ESA Space Solutions, Innoverz) včetně vytvoření nové metodiky. Prohloubeny byly také kontakty na zahraniční partnery ve zvolených oborech: nanotechnologie, vodíková ekonomika, digitalizace, geotermální energie a nová energetika.

Projekt již v této fázi přináší vhodná doporučení. Stěžejní je doporučení setrvat z pozice Ústeckého kraje v úsilí rozvíjet regionální inovační ekosystém s národními, přeshraničními i mezinárodními přesahy a příklady dobré zahraniční praxe analyzovat pro možné využití v regionu.

Regionální tým inovačního ekosystému tvoří zejména Inovační centrum Ústeckého kraje, Univerzita J. E. Purkyně v Ústí nad Labem, Krajská hospodářská komora ÚK, České vysoké učení technické (pracoviště Děčín) a další nově vzniklé instituce.

> „Je důležité, aby činnost těchto partnerů byla rozvíjena, posilována a podporována v budoucnu přijatými opatřeními pomáhajícími v našem kraji,“ říká Zdeněk Hušek.

Projekt vznikl za dotační podpory **Operačního programu Výzkum, vývoj a vzdělávání (OP VVV)**. Na jeho řešení se podílí Ústecký kraj společně s Inovačním centrem Ústeckého kraje (ICUK). Do organizace závěrečné konference byla zapojena i platforma FORPOLIS, jež působí při FSE UJEP.

Mgr. Jana Kasaničová, tisková mluvčí, Univerzita J. E. Purkyně v Ústí nad Labem`,
  `**Ústí nad Labem, 8 April 2022.** The innovation environment of the region: the final Twinning conference has taken place.

On 30 March 2022, the University Club of the Faculty of Social and Economic Studies of UJEP hosted the final conference of the Twinning activity of the project Support and Development of the Innovation Environment in the Ústí Region II.

Under the fitting title Technology Transfer, the event presented the outputs of the project, the approach to intellectual property protection at UJEP, and technology transfer in practice. It was organised with the FORPOLIS platform, which works at the faculty, and the Ústí Region.

The main aim of the Twinning activity is to gain new experience from institutions abroad in bringing research results to the market, to help create new tools that support it, and to raise the number of such results in the Ústí Region. The whole activity supports excellent research as one of the foundations of the regional innovation ecosystem.

> “The project is to support the innovation ecosystem of the Ústí Region on the basis of its Regional Innovation Strategy. Above all, we presented the results of the Twinning activity: the ways in which the team, and the staff of selected stakeholders, gained experience and new knowledge,” says Zdeněk Hušek, manager of the Regional Innovation Strategy of the Ústí Region.

New regional tools were presented, that is, agreed access to international technology transfer networks (Enterprise Europe Network, ESA Space Solutions, Innoverz), together with a new methodology. Contacts with partners abroad were deepened in the chosen fields: nanotechnology, the hydrogen economy, digitalisation, geothermal energy and new energy.

The project already brings recommendations. The main one is that the Ústí Region should keep developing its innovation ecosystem with national, cross-border and international reach, and study good practice abroad for use in the region.

The regional innovation ecosystem team consists mainly of the Innovation Centre of the Ústí Region, Jan Evangelista Purkyně University, the Regional Chamber of Commerce, the Czech Technical University (Děčín branch) and other newly founded institutions.

> “It is important that the work of these partners be developed, strengthened and supported by future measures that help our region,” says Zdeněk Hušek.

The project was supported by the **Operational Programme Research, Development and Education (OP RDE)**. The Ústí Region carries it out together with the Innovation Centre of the Ústí Region (ICUK). The FORPOLIS platform, which works at the faculty, took part in organising the final conference.

Jana Kasaničová, press officer, Jan Evangelista Purkyně University in Ústí nad Labem`,
)

export const twinning: EventContent = {
  slug: 'twinning-technologicky-transfer',
  organisation: 'ustecky-kraj',
  project: 'inovacni-prostredi-ii',
  venue: 'klub-fse',
  title: text(
    'Závěrečná konference Twinning: Technologický transfer',
    'Final Twinning Conference: Technology Transfer',
  ),
  kindOfInvitation: text('vás zvou na závěrečnou konferenci', 'invite you to the final conference'),
  summary: text(
    'Výstupy projektu, ochrana duševního vlastnictví na UJEP a praxe technologického transferu. Závěrečná konference aktivity Twinning v Ústí nad Labem.',
    'The outputs of the project, intellectual property protection at UJEP and technology transfer in practice. The final conference of the Twinning activity in Ústí nad Labem.',
  ),
  description,
  pressRelease,
  hue: 30,
  city: text('Ústí nad Labem', 'Ústí nad Labem'),
  country: 'CZ',
  timeZone: 'Europe/Prague',
  startDate: '2022-03-30',
  startTime: '08:30',
  endTime: '16:30',
  registrationUntil: '2022-03-23',
  hosts: [
    { organisation: 'ustecky-kraj', role: 'host' },
    { organisation: 'icuk', role: 'co_organiser' },
    { organisation: 'forpolis', role: 'co_organiser' },
    { organisation: 'ujep', role: 'partner' },
    { organisation: 'khk-uk', role: 'partner' },
    { organisation: 'cvut-decin', role: 'partner' },
    { organisation: 'msmt', role: 'supporter' },
  ],
  links: [
    {
      kind: 'poster',
      title: text('Plakát konference', 'Poster of the conference (in Czech)'),
      url: 'https://www.ujep.cz/',
    },
    {
      kind: 'photographs',
      title: text('Fotografie k volnému užití, archiv UJEP', 'Photographs free to use, UJEP archive'),
      url: 'https://www.ujep.cz/',
    },
    {
      kind: 'link',
      title: text('Inovační centrum Ústeckého kraje', 'Innovation Centre of the Ústí Region'),
      url: 'https://www.icuk.cz/',
    },
    { kind: 'link', title: text('Ústecký kraj', 'Ústí Region'), url: 'https://www.kr-ustecky.cz/' },
  ],
  categories: [
    {
      key: 'participant',
      name: text('Účast na konferenci', 'Conference participant'),
      description: text(
        'Výzkum, firmy, veřejná správa i studující.',
        'Research, companies, public authorities and students.',
      ),
      capacity: 40,
    },
  ],
  publishedOn: '2022-02-16',
  archivedOn: '2022-04-08',
}
