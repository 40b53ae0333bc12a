import { type ProjectContent, text } from './types.ts'

const chemclust: ProjectContent = {
  slug: 'chemclust',
  organisation: 'ustecky-kraj',
  programme: 'interreg-ivc',
  name: text(
    'Inovace a klastrová politika v chemických regionech',
    'Innovation and cluster policy in chemical regions',
  ),
  acronym: 'ChemClust',
  startsOn: '2010-01-01',
  endsOn: '2012-12-31',
  budget: 1_762_400,
  euContribution: 1_231_950,
  euFund: 'ERDF',
  state: 'closed',
  web: 'http://www.chemclust.eu/',
  contact: text(
    'Dalibor Špoták, referent, Krajský úřad Ústeckého kraje, odbor podpory průmyslu a podnikání',
    'Dalibor Špoták, officer, Regional Authority of the Ústí Region, Department for the Support of Industry and Business',
  ),
  description: text(
    `Projekt zlepšuje účinnost regionálních politik v oblasti inovací a klastrů pro chemický sektor. Regiony s většími i menšími zkušenostmi se v něm učí navzájem, aby posílily znalosti regionálních aktérů i výkonnost regionálního inovačního systému.

ChemClust hledá také možnosti, jak regionům pomoci přejít od tradičních odvětví, jako jsou objemové chemikálie, k novým oborům: novým materiálům nebo biotechnologiím. Podporuje tak podnikání založené na znalostech a inovacích.

### Co má přinést

- Novou kvalitu spolupráce mezi „chemickými regiony“: výměnu odborných poznatků a nejlepších praktik klastrové politiky i hlubší spolupráci samotných klastrů.
- Legislativní prostředí přátelské k inovacím a doporučení pro regionální i evropskou úroveň.

### Z projektu

- První workshop v Bruselu (EU-Wochenspiegel, duben 2010, s. 9)`,
    `The project makes regional innovation and cluster policies for the chemical sector more effective. Regions with more and with less experience learn from one another, to strengthen the knowledge of regional actors and the performance of the regional innovation system.

ChemClust also looks for ways to help regions move from traditional industries, such as bulk chemicals, to new fields: new materials or biotechnology. It thus supports business built on knowledge and innovation.

### What it should bring

- A new quality of cooperation among “chemical regions”: exchange of expertise and best practice in cluster policy, and deeper cooperation of the clusters themselves.
- Legislation friendly to innovation, and recommendations at regional and European level.

### From the project

- First workshop in Brussels (EU-Wochenspiegel, April 2010, p. 9)`,
  ),
  partners: [
    {
      name: 'Ministry of Economy and Labour of Saxony-Anhalt',
      country: 'DE',
      isLead: true,
      organisation: 'saxony-anhalt',
    },
    {
      name: 'Ministry of Economy, Medium-sized Businesses and Energy, North Rhine-Westphalia',
      country: 'DE',
      organisation: 'north-rhine-westphalia',
    },
    { name: 'Regional Development Agency of Asturias', country: 'ES', organisation: 'asturias' },
    { name: 'Mazowieckie Voivodeship', country: 'PL', organisation: 'mazowieckie' },
    { name: 'Ústí Region', country: 'CZ', web: 'http://www.kr-ustecky.cz/', organisation: 'ustecky-kraj' },
    { name: 'Cheshire West and Chester', country: 'GB', organisation: 'cheshire-west-and-chester' },
    { name: 'Province of Novara', country: 'IT', organisation: 'novara' },
    { name: 'Province of Limburg', country: 'NL', organisation: 'limburg' },
    { name: 'Tees Valley Joint Strategy Unit', country: 'GB', organisation: 'tees-valley' },
    { name: 'Development Company Brunsbuettel', country: 'DE', organisation: 'brunsbuettel' },
  ],
  documents: [
    {
      title: text(
        'Zpravodaj ECRN (European Chemical Regions Network), květen 2010',
        'ECRN (European Chemical Regions Network) newsletter, May 2010',
      ),
    },
  ],
}

const clustersCord: ProjectContent = {
  slug: 'clusters-cord',
  organisation: 'rra-uk',
  programme: 'central-europe',
  name: text(
    'Spolupráce klastrových organizací ve střední Evropě',
    'Cooperation of cluster organisations in Central Europe',
  ),
  acronym: 'Clusters-CORD',
  state: 'closed',
  web: 'http://www.clusterscord.eu/',
  contact: text(
    'Mgr. Petra Mašková, Regionální rozvojová agentura Ústeckého kraje',
    'Petra Mašková, Regional Development Agency of the Ústí Region',
  ),
  description: text(
    `Projekt podporuje spolupráci klastrových organizací v České republice i mezi státy střední Evropy. Hlavním partnerem je Regionální rozvojová agentura Ústeckého kraje.

### Pět klíčových odvětví

- potravinářství
- energetika a životní prostředí
- turismus
- ICT
- výrobní technologie

### Sedm zemí

Česká republika, Itálie, Německo, Polsko, Rakousko, Slovensko a Slovinsko. V každé z nich se od prosince 2010 do srpna 2011 konal místní info den.

### Co nabízí klastrům

- Propagaci na mezinárodních webových stránkách, které byly spuštěny v květnu 2011, s přehledem klastrů ve střední Evropě.
- Výměnná fóra a studijní cesty do zemí s dlouholetou zkušeností s klastry: do Itálie, Německa a Rakouska.
- Výsledky benchmarkingu klastrových organizací, představené na konferenci v Miláně.`,
    `The project supports the cooperation of cluster organisations in the Czech Republic and among the countries of Central Europe. Its lead partner is the Regional Development Agency of the Ústí Region.

### Five key industries

- food
- energy and environment
- tourism
- ICT
- production technologies

### Seven countries

The Czech Republic, Italy, Germany, Poland, Austria, Slovakia and Slovenia. Each held a local info day between December 2010 and August 2011.

### What it offers to clusters

- Promotion on an international website, launched in May 2011, with a directory of clusters in Central Europe.
- Exchange fora and study trips to countries with long experience of clusters: Italy, Germany and Austria.
- The results of the benchmarking of cluster organisations, presented at a conference in Milan.`,
  ),
  partners: [
    {
      name: 'Regionální rozvojová agentura Ústeckého kraje',
      country: 'CZ',
      isLead: true,
      organisation: 'rra-uk',
    },
  ],
}

/** What the slides call examples of projects; the state is that of the slides. */
const ofTheSlides: readonly ProjectContent[] = [
  {
    slug: 'ecos4in',
    organisation: 'ustecky-kraj',
    programme: 'interreg-central-europe',
    name: text('Ekosystém Průmyslu 4.0', 'An ecosystem for Industry 4.0'),
    acronym: 'ECOS4IN',
    state: 'running',
    contact: text('Zdeněk Hušek, Ústecký kraj', 'Zdeněk Hušek, Ústí Region'),
    description: text(
      `Podle analýzy Úřadu vlády je Ústecký kraj regionem, který dopady digitalizace průmyslu ohrožují nejvíc. Hlavní problém jsou lidské zdroje a jejich schopnost přizpůsobit se změnám.

### ECOS4IN řeší

- jak využít digitalizaci a snížit její rizika,
- jak o takových nástrojích dát vědět,
- jaká opatření, programy a investiční projekty připravit, zejména pro školství a celoživotní vzdělávání.`,
      `According to an analysis by the Office of the Government, the Ústí Region is the one most exposed to the effects of the digitalisation of industry. The main issue is people and their ability to adapt.

### What ECOS4IN works on

- finding tools that make use of digitalisation and reduce its risks,
- making those tools better known,
- preparing measures, programmes and investment projects, above all for schools and lifelong learning.`,
    ),
    partners: [{ name: 'Ústecký kraj', country: 'CZ', organisation: 'ustecky-kraj' }],
  },
  {
    slug: 'sie',
    organisation: 'ustecky-kraj',
    programme: 'interreg-europe',
    name: text(
      'Podpora internacionalizace regionálních menších firem',
      'Helping smaller regional companies to go international',
    ),
    acronym: 'SIE',
    state: 'sustainability',
    contact: text('Zdeněk Hušek, Ústecký kraj', 'Zdeněk Hušek, Ústí Region'),
    description: text(
      'Projekt přibližuje národní programy regionálním firmám pomocí exportních mentorů. V Ústeckém kraji se proexportní mentoring opírá o program Platin a Inovační centrum Ústeckého kraje.',
      'The project brings national programmes closer to regional companies through export mentors. In the Ústí Region, export mentoring builds on the Platin programme and the Innovation Centre of the Ústí Region.',
    ),
    partners: [{ name: 'Ústecký kraj', country: 'CZ', organisation: 'ustecky-kraj' }],
  },
  {
    slug: 'pure-cosmos',
    organisation: 'ustecky-kraj',
    programme: 'interreg-europe',
    name: text('Vztahy veřejné správy a firem', 'Public authorities and companies'),
    acronym: 'PURE COSMOS',
    state: 'sustainability',
    contact: text('Zdeněk Hušek, Ústecký kraj', 'Zdeněk Hušek, Ústí Region'),
    description: text(
      `Projekt buduje kontaktní místo pro podnikatele, „one stop shop“. Jeho úlohou je

- koordinovat partnery kraje, kteří poskytují služby podnikatelům,
- sbírat informace z podnikatelské sféry,
- informovat o službách, které financuje veřejná správa,
- sjednotit popis služeb do karet,
- opřít to všechno o ICT.`,
      `The project builds a contact point for entrepreneurs, a “one stop shop”. Its tasks are

- to coordinate the region’s partners who provide services to business,
- to gather information from business,
- to inform about services funded by public authorities,
- to describe those services in a standard way, on service cards,
- to support all this with ICT.`,
    ),
    partners: [{ name: 'Ústecký kraj', country: 'CZ', organisation: 'ustecky-kraj' }],
  },
]

const ofBurgas: readonly ProjectContent[] = [
  {
    slug: 'clusters-meet-regions',
    organisation: 'eccp',
    programme: 'clusters-meet-regions-ek',
    name: text(
      'Cyklus konferencí European Cluster Collaboration Platform',
      'Conference series of the European Cluster Collaboration Platform',
    ),
    acronym: 'Clusters meet Regions',
    state: 'running',
    web: 'https://clustercollaboration.eu/',
    description: text(
      'Jménem Evropské komise pořádá European Cluster Collaboration Platform v letech 2022–2023 patnáct setkání v regionech EU, které o ně projevily zájem. Klastry, malé a střední podniky a tvůrci politik si na nich předávají, jak klastry posilují průmyslové ekosystémy a rozvoj regionů.',
      'On behalf of the European Commission, the European Cluster Collaboration Platform holds fifteen meetings in 2022–2023, in EU regions that asked for one. Clusters, small and medium-sized enterprises and policy makers share how clusters strengthen industrial ecosystems and regional development.',
    ),
  },
  {
    slug: 'digitour',
    organisation: 'konsorcium-digitour',
    programme: 'cosme',
    name: text('Digitální nástroje a inovace v cestovním ruchu', 'Digital tools and innovation in tourism'),
    acronym: 'DIGITOUR',
    registrationNumber: 'COS-TOURINN-2020-3-04',
    state: 'running',
    description: text(
      'Projekt spojuje malé a střední podniky z cestovního ruchu s poskytovateli inovativních, digitálních a chytrých řešení a nových technologií. Otevřenými výzvami a zprostředkovatelskými službami podporuje evropský cestovní ruch. Konsorcium zastupuje organizace z osmi zemí: Bulharska, České republiky, Dánska, Francie, Itálie, Německa, Srbska a Španělska.',
      'The project connects small and medium-sized tourism enterprises with providers of innovative, digital and smart solutions and new technologies. Through open calls and brokerage services it supports European tourism. The consortium represents organisations from eight countries: Bulgaria, the Czech Republic, Denmark, France, Italy, Germany, Serbia and Spain.',
    ),
  },
  {
    slug: 'ict-greening-up',
    organisation: 'iniciativa-ict-greening-up',
    programme: 'norske-fondy',
    name: text(
      'Ekologická transformace odvětví ICT v regionu Burgas (2023)',
      'The green transformation of ICT in the Burgas region (2023)',
    ),
    acronym: 'ICT Greening Up',
    state: 'running',
    description: text(
      'Iniciativa zahajuje ekologickou transformaci odvětví ICT v regionu Burgas. Buduje regionální ekosystém, který malým a středním podnikům usnadní udržitelnou proměnu, urychluje vznik firem, které se „narodily zelené“, a podporuje přechod k udržitelnějším obchodním modelům.',
      'The initiative starts the green transformation of the ICT sector in the Burgas region. It builds a regional ecosystem that helps small and medium-sized enterprises to change sustainably, speeds up the rise of companies that are “born green”, and supports the move to more sustainable business models.',
    ),
  },
]

const innovationEnvironment: ProjectContent = {
  slug: 'inovacni-prostredi-ii',
  organisation: 'ustecky-kraj',
  programme: 'op-vvv',
  name: text(
    'Podpora a rozvoj inovačního prostředí v Ústeckém kraji II',
    'Support and Development of the Innovation Environment in the Ústí Region II',
  ),
  state: 'sustainability',
  contact: text(
    'Zdeněk Hušek, manažer Regionální inovační strategie Ústeckého kraje',
    'Zdeněk Hušek, manager of the Regional Innovation Strategy of the Ústí Region',
  ),
  description: text(
    `Projekt podporuje rozvoj inovačního ekosystému v Ústeckém kraji na základě Regionální inovační strategie. Řeší ho Ústecký kraj společně s Inovačním centrem Ústeckého kraje (ICUK).

### Aktivita Twinning

Získává zkušenosti zahraničních subjektů s komercializací výsledků výzkumu. Mají z nich vzniknout nové nástroje na její podporu a má přibýt výsledků, které se v Ústeckém kraji uplatní na trhu.

- Nové regionální nástroje a metodika, přístup do mezinárodních sítí transferu technologií: Enterprise Europe Network, ESA Space Solutions a Innoverz.
- Kontakty na zahraniční partnery v oborech nanotechnologie, vodíková ekonomika, digitalizace, geotermální energie a nová energetika.

### Regionální tým inovačního ekosystému

Inovační centrum Ústeckého kraje, Univerzita J. E. Purkyně v Ústí nad Labem, Krajská hospodářská komora Ústeckého kraje, České vysoké učení technické (pracoviště Děčín) a další nově vzniklé instituce.`,
    `The project supports the development of the innovation ecosystem in the Ústí Region on the basis of its Regional Innovation Strategy. The Ústí Region carries it out together with the Innovation Centre of the Ústí Region (ICUK).

### The Twinning activity

It learns from institutions abroad how research results are brought to the market. New tools of support should follow, and more results of research put to use in the Ústí Region.

- New regional tools and a methodology, and access to international technology transfer networks: Enterprise Europe Network, ESA Space Solutions and Innoverz.
- Contacts with partners abroad in nanotechnology, the hydrogen economy, digitalisation, geothermal energy and new energy.

### The regional innovation ecosystem team

The Innovation Centre of the Ústí Region, Jan Evangelista Purkyně University, the Regional Chamber of Commerce, the Czech Technical University (Děčín branch) and other newly founded institutions.`,
  ),
  partners: [
    { name: 'Ústecký kraj', country: 'CZ', isLead: true, organisation: 'ustecky-kraj' },
    { name: 'Inovační centrum Ústeckého kraje (ICUK)', country: 'CZ', organisation: 'icuk' },
  ],
}

/** The projects of the source documents, in the state in which those see them. */
export const projects: readonly ProjectContent[] = [
  innovationEnvironment,
  chemclust,
  clustersCord,
  ...ofTheSlides,
  ...ofBurgas,
]
