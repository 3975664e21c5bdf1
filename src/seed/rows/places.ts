/** A country with towns that have facilities: name, latitude, longitude. */
export interface Country {
  readonly code: string
  /** The locale that its people are named in. */
  readonly locale: Locale
  readonly dial: string
  readonly towns: readonly (readonly [name: string, latitude: number, longitude: number])[]
}

export type Locale =
  | 'nb_NO'
  | 'sv'
  | 'fi'
  | 'de'
  | 'nl'
  | 'fr'
  | 'es'
  | 'pt_PT'
  | 'it'
  | 'pl'
  | 'cz'

/** `EU` is no place; every other code that a fixture has comes from here. */
export const countries: readonly Country[] = [
  country('NO', 'nb_NO', '+47', 'Tromsø 69.65 18.96, Ålesund 62.47 6.15, Trondheim 63.43 10.4'),
  country('SE', 'sv', '+46', 'Växjö 56.88 14.81, Umeå 63.83 20.26, Linköping 58.41 15.62'),
  country('FI', 'fi', '+358', 'Jyväskylä 62.24 25.75, Espoo 60.21 24.66, Oulu 65.01 25.47'),
  country('DK', 'nb_NO', '+45', 'Aarhus 56.16 10.2, Sønderborg 54.91 9.79, Roskilde 55.64 12.08'),
  country('EE', 'fi', '+372', 'Tartu 58.38 26.72, Põlva 58.06 27.07, Viljandi 58.36 25.6'),
  country('LV', 'de', '+371', 'Rīga 56.95 24.11, Jēkabpils 56.5 25.86, Cēsis 57.31 25.27'),
  country('LT', 'pl', '+370', 'Vilnius 54.69 25.28, Šiauliai 55.93 23.32, Panevėžys 55.73 24.36'),
  country('DE', 'de', '+49', 'Jülich 50.92 6.36, Göttingen 51.53 9.93, Würzburg 49.79 9.95'),
  country(
    'AT',
    'de',
    '+43',
    'Graz 47.07 15.44, Klosterneuburg 48.31 16.33, Sankt Pölten 48.2 15.63',
  ),
  country('CH', 'fr', '+41', 'Zürich 47.38 8.54, Neuchâtel 46.99 6.93, Fribourg 46.8 7.15'),
  country('NL', 'nl', '+31', 'Noordwijk 52.24 4.45, Delft 52.01 4.36, Groningen 53.22 6.57'),
  country('BE', 'fr', '+32', 'Liège 50.63 5.57, Leuven 50.88 4.7, Gent 51.05 3.72'),
  country('FR', 'fr', '+33', 'Besançon 47.24 6.02, Orléans 47.9 1.91, Nîmes 43.84 4.36'),
  country('ES', 'es', '+34', 'León 42.6 -5.57, Cádiz 36.53 -6.29, Logroño 42.47 -2.45'),
  country('PT', 'pt_PT', '+351', 'Évora 38.57 -7.91, Bragança 41.81 -6.76, Guimarães 41.44 -8.29'),
  country('IT', 'it', '+39', 'Forlì 44.22 12.04, Bologna 44.49 11.34, Potenza 40.64 15.81'),
  country('PL', 'pl', '+48', 'Łódź 51.76 19.46, Kraków 50.06 19.94, Białystok 53.13 23.16'),
  country('CZ', 'cz', '+420', 'České Budějovice 48.97 14.47, Plzeň 49.74 13.38, Brno 49.2 16.61'),
  country(
    'SK',
    'cz',
    '+421',
    'Košice 48.72 21.26, Žilina 49.22 18.74, Banská Bystrica 48.74 19.15',
  ),
]

function country(code: string, locale: Locale, dial: string, towns: string): Country {
  const read = (town: string) => {
    const [, name = '', north, east] = /^(.*) (\S+) (\S+)$/.exec(town) ?? []
    return [name, Number(north), Number(east)] as const
  }
  return { code, locale, dial, towns: towns.split(', ').map(read) }
}
