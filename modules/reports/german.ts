import type { Sentences } from '#kernel/language'

/** Reports: what callers are told, in German. */
export const german: Sentences = {
  'A report covers at most {0} days, this one would cover {1}: choose a shorter period.': 'Ein Bericht umfasst höchstens {0} Tage, dieser wären {1}: Wählen Sie einen kürzeren Zeitraum.',
  'The last day lies before the first: swap them.': 'Der letzte Tag liegt vor dem ersten: Tauschen Sie die beiden.',
  'There is no such resource.': 'Diese Ressource gibt es nicht.',
  'There is no such type of resource.': 'Diese Ressourcenart gibt es nicht.',
  'This period holds more than {0} bookings: choose a shorter one, one resource or one type.': 'In diesem Zeitraum liegen mehr als {0} Buchungen: Wählen Sie einen kürzeren, eine Ressource oder eine Art.',
  reports: 'Berichte',
}
