import { type CategoryContent, type EventContent, same, text } from '../types.ts'

const categories: readonly CategoryContent[] = [
  { key: 'cluster', name: text('Klastrová organizace', 'Cluster organisation'), capacity: 60 },
  {
    key: 'sme',
    name: text('Malý nebo střední podnik', 'Small or medium-sized enterprise'),
    capacity: 50,
  },
  {
    key: 'authority',
    name: text('Veřejná správa', 'Public authority'),
    description: text(
      'Evropská, národní, regionální nebo místní úroveň.',
      'European, national, regional or local level.',
    ),
    capacity: 40,
  },
  { key: 'academia', name: text('Univerzita nebo výzkum', 'University or research'), capacity: 12 },
  {
    key: 'speaker',
    name: text('Řečník nebo moderátor', 'Speaker or moderator'),
    description: text('Pořadatel odpoví do tří pracovních dnů.', 'The organiser answers within three working days.'),
    capacity: 18,
    needsApproval: true,
  },
]

const venueNote = text(
  'Adresu sálu doplníme, jakmile ji hostitel potvrdí. Registrovaným ji pošleme e-mailem a v kalendáři se jim změní sama.',
  'The address of the hall will appear here once the host confirms it. Registered participants get it by e-mail, and their calendars change by themselves.',
)

const here = {
  venue: 'burgas',
  city: same('Burgas'),
  country: 'BG',
  timeZone: 'Europe/Sofia',
  venueNote,
  startDate: '2023-09-13',
  registrationUntil: '2023-09-05',
  publishedOn: '2023-06-20',
} as const

export const burgas: EventContent = {
  ...here,
  slug: 'clusters-meet-regions-burgas',
  organisation: 'eccp',
  series: 'clusters-meet-regions',
  edition: 9,
  project: 'clusters-meet-regions',
  title: same('Clusters meet Regions Burgas'),
  subtitle: text(
    'Posílení meziodvětvové a meziregionální spolupráce',
    'Strengthening cross-sectoral and interregional cooperation',
  ),
  kindOfInvitation: text('vás zvou na konferenci', 'invite you to the conference'),
  summary: text(
    'Klastry, malé a střední podniky a tvůrci politik z celé Evropy se sejdou, aby si předali, jak klastry posilují průmyslové ekosystémy a rozvoj regionu. První den s nimi v Burgasu jednají i projekty DIGITOUR a ICT Greening Up.',
    'Clusters, small and medium-sized enterprises and policy makers from across Europe meet to share how clusters strengthen industrial ecosystems and regional development. On day one, the projects DIGITOUR and ICT Greening Up meet in Burgas too.',
  ),
  description: text(
    `Konference se věnuje prioritám, které si stanovil region: cestovnímu ruchu, informačním a komunikačním technologiím a kreativnímu průmyslu. Ukáže také místní klastrové prostředí do podrobností. V cyklu 2022–2023 se koná 15 takových setkání v regionech, které o ně projevily zájem.

Pandemie, ruská agrese na Ukrajině, rostoucí náklady na energie a geopolitické napětí zasáhly evropské regiony i jejich průmysl. Každý region hledá odpověď podle svých možností; některé směry jsou ale společné všem.

- Klastrové organizace a jejich členové uskutečňují projekty, na kterých záleží hospodářskému rozvoji jejich místních komunit.
- Klastry spolupracují s dalšími evropskými klastry ve stejných nebo příbuzných oborech, aby rychleji přešly na digitální technologie a vybudovaly odolnost.
- Regionální orgány znají své klastry a vědí, jak je utvářet, zlepšovat a jak s nimi navrhovat politiku rozvoje.

### Proč přijet

- Zviditelnit klastry v regionu, ve státě i mezi státy jako spolehlivé partnery pro chytrou hospodářskou politiku.
- Posílit spolupráci klastrů napříč odvětvími a hranicemi, hlavně v černomořském regionu.
- Prohloubit dialog podniků, akademické obce a inovačních aktérů s regionální a národní správou.`,
    `The conference takes up the priorities the region has set: tourism, information and communication technologies, and the creative industries. It also gives a detailed view of the local cluster landscape. In 2022–2023 the series brings 15 such meetings to regions that asked for one.

The pandemic, Russia’s aggression against Ukraine, rising energy costs and geopolitical tension have struck Europe’s regions and their industry. Every region looks for an answer that suits its means; some directions, though, are common to all.

- Cluster organisations and their members carry out projects that matter for the economic development of their local communities.
- Clusters work with other European clusters in the same or related fields, to go digital faster and to build resilience.
- Regional authorities know their clusters, and how to shape them, improve them and design development policy with them.

### Why come

- Make clusters visible in the region, the country and beyond as reliable partners in smart economic policy.
- Strengthen the cooperation of clusters across sectors and borders, above all in the Black Sea region.
- Deepen the dialogue of business, academia and innovators with regional and national government.`,
  ),
  hue: 220,
  endDate: '2023-09-15',
  startTime: '08:30',
  endTime: '13:30',
  hosts: [
    { organisation: 'eccp', role: 'host' },
    { organisation: 'consulting-cluster-veritas', role: 'co_organiser' },
    { organisation: 'ict-cluster-burgas', role: 'co_organiser' },
    { organisation: 'konsorcium-digitour', role: 'partner' },
    { organisation: 'iniciativa-ict-greening-up', role: 'partner' },
    { organisation: 'evropska-komise', role: 'supporter' },
  ],
  links: [
    {
      kind: 'document',
      title: text('Návrh programu', 'Draft programme'),
      url: 'https://clustercollaboration.eu/',
    },
    { kind: 'video', title: text('Video pozvánka', 'Video invitation'), url: 'https://clustercollaboration.eu/' },
    {
      kind: 'link',
      title: same('European Cluster Collaboration Platform'),
      url: 'https://clustercollaboration.eu/',
    },
  ],
  categories,
}

const satellite = { ...here, parent: 'clusters-meet-regions-burgas' } as const

export const digitour: EventContent = {
  ...satellite,
  slug: 'digitour-burgas',
  organisation: 'konsorcium-digitour',
  project: 'digitour',
  title: text('DIGITOUR v Burgasu', 'DIGITOUR in Burgas'),
  subtitle: text('Digitální nástroje a inovace v cestovním ruchu', 'Digital tools and innovation in tourism'),
  kindOfInvitation: text('vás zve na doprovodnou akci', 'invites you to the satellite event'),
  summary: text(
    'Klastry a malé a střední podniky z cestovního ruchu a ICT zhodnotí program voucherů, vymění si nové trendy a najdou nové příležitosti. Konsorcium zastupuje osm zemí od Dánska po Srbsko.',
    'Clusters and small and medium-sized enterprises from tourism and ICT review the voucher programme, exchange new trends and look for opportunities. The consortium covers eight countries from Denmark to Serbia.',
  ),
  description: text(
    `DIGITOUR spojuje malé a střední podniky z cestovního ruchu s poskytovateli inovativních, digitálních a chytrých řešení. Otevřenými výzvami a zprostředkovatelskými službami podporuje evropský cestovní ruch.

V Burgasu se sejdou místní i mezinárodní klastry a podniky z cestovního ruchu a ICT. Zhodnotí, čeho dosáhl program voucherů, a budou hledat nové příležitosti.

Konsorcium zastupuje organizace z Bulharska, České republiky, Dánska, Francie, Itálie, Německa, Srbska a Španělska a dává tak názorný obraz evropského cestovního ruchu od severu k jihu a od východu k západu.`,
    `DIGITOUR connects small and medium-sized tourism enterprises with providers of innovative, digital and smart solutions. Through open calls and brokerage services it supports European tourism.

In Burgas, local and international clusters and companies from tourism and ICT meet. They review what the voucher programme achieved and look for new opportunities.

The consortium represents organisations from Bulgaria, the Czech Republic, Denmark, France, Italy, Germany, Serbia and Spain, and so gives a vivid picture of European tourism from north to south and from east to west.`,
  ),
  hue: 170,
  startTime: '09:30',
  endTime: '12:30',
  hosts: [
    { organisation: 'konsorcium-digitour', role: 'host' },
    { organisation: 'eismea', role: 'supporter' },
  ],
  categories: [{ key: 'digitour', name: text('Účast na DIGITOUR', 'DIGITOUR participant'), capacity: 60 }],
}

export const ictGreeningUp: EventContent = {
  ...satellite,
  slug: 'ict-greening-up-burgas',
  organisation: 'iniciativa-ict-greening-up',
  project: 'ict-greening-up',
  title: same('ICT Greening Up 2023'),
  subtitle: text(
    'Ekologická transformace odvětví ICT v regionu Burgas',
    'The green transformation of ICT in the Burgas region',
  ),
  kindOfInvitation: text('vás zve na doprovodnou akci', 'invites you to the satellite event'),
  summary: text(
    'Fórum pro otevřené diskuse, B2B setkání a výstava nejméně deseti zelených inovátorů. Pro ty, kdo v ICT rozhodují, pro orgány všech úrovní, univerzity a vědce.',
    'A forum for open debate, B2B meetings and an exhibition of at least ten green innovators. For decision makers in ICT, authorities at every level, universities and scientists.',
  ),
  description: text(
    `Iniciativa zahajuje ekologickou transformaci odvětví ICT v regionu Burgas. Podporuje firmy, které se „narodily zelené“, i přechod od tradičních k udržitelnějším obchodním modelům.

Sejdou se ti, kdo rozhodují v bulharském a norském odvětví ICT, místní, regionální a národní orgány, univerzity a vědecké komunity.

### Co vás čeká

- Otevřené diskuse a B2B setkání.
- Přehled peněz, které jsou k dispozici na zelené inovace.
- Výstava nejméně deseti zelených inovátorů a vývojářů.`,
    `The initiative starts the green transformation of the ICT sector in the Burgas region. It supports companies that are “born green” and the move from traditional to more sustainable business models.

Decision makers of the Bulgarian and Norwegian ICT sector meet local, regional and national authorities, universities and scientific communities.

### What awaits you

- Open debate and B2B meetings.
- A guide to the money available for green innovation.
- An exhibition of at least ten green innovators and developers.`,
  ),
  hue: 110,
  startTime: '09:30',
  endTime: '15:00',
  hosts: [{ organisation: 'iniciativa-ict-greening-up', role: 'host' }],
  categories: [
    { key: 'greening', name: text('Účast na ICT Greening Up', 'ICT Greening Up participant'), capacity: 50 },
  ],
}
