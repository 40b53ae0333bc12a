import { type OrganisationContent, same, text } from './types.ts'

const regional: readonly OrganisationContent[] = [
  {
    slug: 'ustecky-kraj',
    name: text('Ústecký kraj', 'Ústí Region'),
    kind: 'region',
    country: 'CZ',
    city: 'Ústí nad Labem',
    web: 'https://www.kr-ustecky.cz/',
    description: text(
      'Kraj rozvíjí inovační ekosystém na základě Regionální inovační strategie a od začátku se zapojuje do mezinárodních projektů: kvůli dvojsměrnému učení, sítím a regionální diplomacii. Podle prezentace o zapojení kraje do mezinárodních projektů jich má 5 v realizaci, 1 před zahájením, 3 ve stádiu udržitelnosti a 9 ukončených; 22 žádostí bylo zamítnuto. Úspěšnost prezentace uvádí 45 %.',
      'The region builds its innovation ecosystem on the Regional Innovation Strategy and takes part in international projects for two-way learning, networks and regional diplomacy. According to its presentation on international projects, 5 are running, 1 is about to start, 3 are in their sustainability period and 9 are closed; 22 applications were rejected. The presentation gives a success rate of 45%.',
    ),
  },
  {
    slug: 'krajsky-urad-usteckeho-kraje',
    name: text('Krajský úřad Ústeckého kraje', 'Regional Authority of the Ústí Region'),
    kind: 'region',
    country: 'CZ',
    city: 'Ústí nad Labem',
    web: 'https://www.kr-ustecky.cz/',
    description: text(
      'Odbor podpory průmyslu a podnikání vede za Česko projekt ChemClust. Úřad se účastnil i info dne Clusters-CORD v Ústí nad Labem.',
      'Its Department for the Support of Industry and Business represents Czechia in the ChemClust project. The authority also took part in the Clusters-CORD info day in Ústí nad Labem.',
    ),
  },
  {
    slug: 'icuk',
    name: text('Inovační centrum Ústeckého kraje (ICUK)', 'Innovation Centre of the Ústí Region (ICUK)'),
    kind: 'agency',
    country: 'CZ',
    city: 'Ústí nad Labem',
    web: 'https://www.icuk.cz/',
    description: text(
      'Spolu s Ústeckým krajem řeší projekt Podpora a rozvoj inovačního prostředí v Ústeckém kraji II. Patří do regionálního týmu inovačního ekosystému.',
      'Together with the Ústí Region it carries out the project Support and Development of the Innovation Environment in the Ústí Region II. A member of the regional innovation ecosystem team.',
    ),
  },
  {
    slug: 'forpolis',
    name: text('FORPOLIS při FSE UJEP', 'FORPOLIS at the Faculty of Social and Economic Studies, UJEP'),
    kind: 'platform',
    country: 'CZ',
    city: 'Ústí nad Labem',
    description: text(
      'Platforma působí při Fakultě sociálně ekonomické UJEP a podílela se na organizaci závěrečné konference aktivity Twinning.',
      'A platform at the Faculty of Social and Economic Studies of UJEP; it helped organise the final conference of the Twinning activity.',
    ),
  },
  {
    slug: 'ujep',
    name: text('Univerzita J. E. Purkyně v Ústí nad Labem', 'Jan Evangelista Purkyně University in Ústí nad Labem'),
    kind: 'university',
    country: 'CZ',
    city: 'Ústí nad Labem',
    web: 'https://www.ujep.cz/',
    description: text(
      'Univerzita severu. Její Fakulta sociálně ekonomická hostila v prostorách Vysokoškolského klubu závěrečnou konferenci aktivity Twinning.',
      'The university of the north. Its Faculty of Social and Economic Studies hosted the final Twinning conference in its University Club.',
    ),
  },
  {
    slug: 'khk-uk',
    name: text('Krajská hospodářská komora Ústeckého kraje', 'Regional Chamber of Commerce of the Ústí Region'),
    kind: 'chamber',
    country: 'CZ',
    city: 'Ústí nad Labem',
    description: text(
      'Člen regionálního týmu inovačního ekosystému Ústeckého kraje.',
      'A member of the regional innovation ecosystem team of the Ústí Region.',
    ),
  },
  {
    slug: 'cvut-decin',
    name: text('České vysoké učení technické, pracoviště Děčín', 'Czech Technical University, Děčín branch'),
    kind: 'university',
    country: 'CZ',
    city: 'Děčín',
    web: 'https://www.cvut.cz/',
    description: text(
      'Člen regionálního týmu inovačního ekosystému Ústeckého kraje.',
      'A member of the regional innovation ecosystem team of the Ústí Region.',
    ),
  },
  {
    slug: 'rra-uk',
    name: text(
      'Regionální rozvojová agentura Ústeckého kraje (RRA ÚK)',
      'Regional Development Agency of the Ústí Region (RRA ÚK)',
    ),
    kind: 'agency',
    country: 'CZ',
    city: 'Ústí nad Labem',
    description: text(
      'Hlavní partner mezinárodního projektu Clusters-CORD, který spojuje klastrové organizace střední Evropy.',
      'Lead partner of Clusters-CORD, an international project that connects the cluster organisations of Central Europe.',
    ),
  },
]

const national: readonly OrganisationContent[] = [
  {
    slug: 'msmt',
    name: text('Ministerstvo školství, mládeže a tělovýchovy', 'Ministry of Education, Youth and Sports'),
    kind: 'ministry',
    country: 'CZ',
    city: 'Praha',
    web: 'https://www.msmt.cz/',
    description: text(
      'Řídicí orgán Operačního programu Výzkum, vývoj a vzdělávání.',
      'Managing authority of the Operational Programme Research, Development and Education.',
    ),
  },
  {
    slug: 'czechinvest',
    name: same('CzechInvest'),
    kind: 'agency',
    country: 'CZ',
    city: 'Praha',
    web: 'https://www.czechinvest.org/',
    description: text(
      'Jeden z hostů tematických diskusí na info dni Clusters-CORD v Ústí nad Labem.',
      'One of the guests of the thematic discussions at the Clusters-CORD info day in Ústí nad Labem.',
    ),
  },
  {
    slug: 'narodni-klastrova-asociace',
    name: text('Národní klastrová asociace', 'National Cluster Association'),
    kind: 'association',
    country: 'CZ',
    description: text(
      'Podporuje klastry; na info den Clusters-CORD přišla diskutovat o spolupráci klastrových organizací.',
      'Supports clusters; it joined the Clusters-CORD info day to discuss the cooperation of cluster organisations.',
    ),
  },
  {
    slug: 'aip-cr',
    name: text(
      'Asociace inovačního podnikání České republiky',
      'Association of Innovative Entrepreneurship of the Czech Republic',
    ),
    kind: 'association',
    country: 'CZ',
    city: 'Praha',
    description: text(
      'Podporuje klastry; na info den Clusters-CORD přišla diskutovat o spolupráci klastrových organizací.',
      'Supports clusters; it joined the Clusters-CORD info day to discuss the cooperation of cluster organisations.',
    ),
  },
]

const international: readonly OrganisationContent[] = [
  {
    slug: 'eccp',
    name: same('European Cluster Collaboration Platform'),
    kind: 'platform',
    web: 'https://clustercollaboration.eu/',
    description: text(
      'Jménem Evropské komise pořádá cyklus Clusters meet Regions: v letech 2022–2023 patnáct regionálních setkání v regionech EU, které o ně projevily zájem.',
      'On behalf of the European Commission it holds the series Clusters meet Regions: fifteen regional meetings in 2022–2023, in EU regions that asked for one.',
    ),
  },
  {
    slug: 'consulting-cluster-veritas',
    name: same('Consulting Cluster Veritas'),
    kind: 'cluster',
    country: 'BG',
    description: text(
      'Spolupořádá devátou konferenci cyklu Clusters meet Regions v Burgasu.',
      'Co-organises the ninth Clusters meet Regions conference in Burgas.',
    ),
  },
  {
    slug: 'ict-cluster-burgas',
    name: same('ICT Cluster Burgas'),
    kind: 'cluster',
    country: 'BG',
    city: 'Burgas',
    description: text(
      'Spolupořádá devátou konferenci cyklu Clusters meet Regions v Burgasu.',
      'Co-organises the ninth Clusters meet Regions conference in Burgas.',
    ),
  },
  {
    slug: 'konsorcium-digitour',
    name: text('Konsorcium DIGITOUR', 'DIGITOUR consortium'),
    kind: 'other',
    description: text(
      'Organizace z osmi zemí: Bulharska, České republiky, Dánska, Francie, Itálie, Německa, Srbska a Španělska. Spojují malé a střední podniky z cestovního ruchu s poskytovateli digitálních a chytrých řešení.',
      'Organisations from eight countries: Bulgaria, the Czech Republic, Denmark, France, Italy, Germany, Serbia and Spain. They bring together small and medium-sized tourism enterprises with providers of digital and smart solutions.',
    ),
  },
  {
    slug: 'iniciativa-ict-greening-up',
    name: text('Iniciativa ICT Greening Up', 'ICT Greening Up initiative'),
    kind: 'other',
    country: 'BG',
    city: 'Burgas',
    description: text(
      'Buduje v regionu Burgas ekosystém, který podnikům z ICT usnadní přechod k udržitelným obchodním modelům.',
      'Builds a support ecosystem in the Burgas region that helps ICT companies move to sustainable business models.',
    ),
  },
  {
    slug: 'konsorcium-clusters-cord',
    name: text('Partneři projektu Clusters-CORD', 'Clusters-CORD project partners'),
    kind: 'other',
    description: text(
      'Organizace ze sedmi zemí střední Evropy, které pořádaly místní info dny. Zpráva o projektu je jednotlivě nejmenuje.',
      'Organisations from seven Central European countries that held the local info days. The report on the project does not name them one by one.',
    ),
  },
  {
    slug: 'evropska-komise',
    name: text('Evropská komise', 'European Commission'),
    kind: 'other',
    country: 'BE',
    city: 'Bruxelles',
    web: 'https://commission.europa.eu/',
    description: text(
      'Konference Clusters meet Regions se konají pod její záštitou a jejím jménem.',
      'Clusters meet Regions conferences are held under its auspices and on its behalf.',
    ),
  },
  {
    slug: 'eismea',
    name: text(
      'Evropská rada pro inovace a Výkonná agentura pro malé a střední podniky (EISMEA)',
      'European Innovation Council and SMEs Executive Agency (EISMEA)',
    ),
    kind: 'agency',
    country: 'BE',
    city: 'Bruxelles',
    web: 'https://eismea.ec.europa.eu/',
    description: text(
      'Z pověření Evropské komise financuje DIGITOUR v rámci programu COSME.',
      'Mandated by the European Commission, it funds DIGITOUR under the COSME programme.',
    ),
  },
  {
    slug: 'enterprise-europe-network',
    name: same('Enterprise Europe Network'),
    kind: 'platform',
    web: 'https://een.ec.europa.eu/',
    description: text(
      'Mezinárodní síť transferu technologií, do níž si Ústecký kraj sjednal přístup.',
      'An international technology transfer network to which the Ústí Region has arranged access.',
    ),
  },
  {
    slug: 'esa-space-solutions',
    name: same('ESA Space Solutions'),
    kind: 'platform',
    web: 'https://spacesolutions.esa.int/',
    description: text(
      'Mezinárodní síť transferu technologií, do níž si Ústecký kraj sjednal přístup.',
      'An international technology transfer network to which the Ústí Region has arranged access.',
    ),
  },
  {
    slug: 'innoverz',
    name: same('Innoverz'),
    kind: 'platform',
    description: text(
      'Mezinárodní síť transferu technologií, do níž si Ústecký kraj sjednal přístup.',
      'An international technology transfer network to which the Ústí Region has arranged access.',
    ),
  },
  {
    slug: 'ecrn',
    name: same('European Chemical Regions Network (ECRN)'),
    kind: 'association',
    description: text(
      'Síť evropských chemických regionů; její zpravodaj psal v květnu 2010 o projektu ChemClust.',
      'A network of European chemical regions; its newsletter reported on ChemClust in May 2010.',
    ),
  },
]

/** An organisation of the directory that a partner of ChemClust is; the names are those of the project card. */
function chemical(
  slug: string,
  name: string,
  country: string,
  kind: OrganisationContent['kind'],
  isLead = false,
): OrganisationContent {
  const description = isLead
    ? text('Vedoucí partner projektu ChemClust.', 'Lead partner of the ChemClust project.')
    : text('Partner projektu ChemClust.', 'Partner of the ChemClust project.')
  return { slug, name: same(name), country, kind, description }
}

const chemicalRegions: readonly OrganisationContent[] = [
  chemical('saxony-anhalt', 'Ministry of Economy and Labour of Saxony-Anhalt', 'DE', 'ministry', true),
  chemical(
    'north-rhine-westphalia',
    'Ministry of Economy, Medium-sized Businesses and Energy, North Rhine-Westphalia',
    'DE',
    'ministry',
  ),
  chemical('asturias', 'Regional Development Agency of Asturias', 'ES', 'agency'),
  chemical('mazowieckie', 'Mazowieckie Voivodeship', 'PL', 'region'),
  chemical('cheshire-west-and-chester', 'Cheshire West and Chester', 'GB', 'region'),
  chemical('novara', 'Province of Novara', 'IT', 'region'),
  chemical('limburg', 'Province of Limburg', 'NL', 'region'),
  chemical('tees-valley', 'Tees Valley Joint Strategy Unit', 'GB', 'agency'),
  chemical('brunsbuettel', 'Development Company Brunsbuettel', 'DE', 'company'),
]

/** The organisation of the stranger: nothing of the demonstration belongs to it. */
export const strangersOrganisation: OrganisationContent = {
  slug: 'jina-organizace',
  name: text('Jiná organizace (ukázka)', 'Another Organisation (demonstration)'),
  kind: 'other',
  country: 'CZ',
  description: text(
    'Vymyšlená organizace. Ukazuje, že její organizátoři nevidí do akcí ostatních.',
    'An invented organisation. It shows that its organisers cannot see into the events of others.',
  ),
}

/** Everybody the source documents name. */
export const organisations: readonly OrganisationContent[] = [
  ...regional,
  ...national,
  ...international,
  ...chemicalRegions,
  strangersOrganisation,
]
