import { text, type VenueContent } from './types.ts'

/** Where the events of the documents take place, with the rooms the demonstration gives them. */
export const venues: readonly VenueContent[] = [
  {
    key: 'klub-fse',
    organisation: 'ustecky-kraj',
    name: text('Vysokoškolský klub FSE UJEP', 'University Club of the Faculty of Social and Economic Studies, UJEP'),
    street: 'Moskevská 54',
    city: 'Ústí nad Labem',
    postalCode: '400 96',
    country: 'CZ',
    latitude: 50.665,
    longitude: 14.0312,
    accessibility: text(
      'Potřebujete bezbariérový vstup, místo u pódia, přepis řeči nebo doprovod? Napište to do registrace a ozveme se vám do tří dnů.',
      'Do you need step-free access, a seat near the stage, live captions or a companion? Say so when you register and we will write back within three days.',
    ),
    rooms: [
      { key: 'sal', name: text('Velký sál', 'Main hall'), capacity: 80 },
      {
        key: 'salonek',
        name: text('Salonek', 'Lounge'),
        note: text('odborný stůl', 'expert table'),
        capacity: 20,
      },
      { key: 'foyer', name: text('Foyer', 'Foyer'), note: text('káva a oběd', 'coffee and lunch'), isShared: true },
    ],
  },
  {
    key: 'burgas',
    organisation: 'eccp',
    name: text('Sál oznámí hostitel', 'Hall to be announced'),
    city: 'Burgas',
    country: 'BG',
    latitude: 42.5048,
    longitude: 27.4626,
    accessibility: text(
      'Potřebujete bezbariérový vstup, přepis řeči, tlumočení nebo doprovod? Napište to do registrace, ozveme se vám do tří dnů.',
      'Do you need step-free access, live captions, interpreting or a companion? Say so in the registration and we will write back within three days.',
    ),
    rooms: [
      { key: 'hlavni', name: text('Hlavní sál', 'Main hall'), capacity: 180 },
      { key: 'a', name: text('Sál A', 'Room A'), capacity: 60 },
      { key: 'b', name: text('Sál B', 'Room B'), note: text('dílny', 'workshops'), capacity: 40 },
      { key: 'foyer', name: text('Foyer', 'Foyer'), note: text('výstava a B2B', 'exhibition and B2B'), isShared: true },
    ],
  },
]
