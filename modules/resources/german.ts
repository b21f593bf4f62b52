import type { Sentences } from '#kernel/language'

/** Resources: what callers are told, in German. */
export const german: Sentences = {
  'Opens at {0} and closes at {1}: it must close later on the same day. Split a night into two days.': 'Öffnet um {0} und schließt um {1}: Es muss am selben Tag später schließen. Teilen Sie eine Nacht auf zwei Tage auf.',
  "Resources are of the type '{0}'. Give them another type first.": 'Ressourcen gehören zur Art „{0}“. Geben Sie ihnen erst eine andere.',
  'Starts at {0}, before the interval in front of it ends at {1}. Give intervals in order and apart.': 'Beginnt um {0}, bevor die Zeit davor um {1} endet. Nennen Sie die Zeiten der Reihe nach und ohne Überschneidung.',
  'The longest booking ({0} min) must not be shorter than the shortest ({1} min).': 'Die längste Buchung ({0} min) darf nicht kürzer sein als die kürzeste ({1} min).',
  'The resource cannot be archived while bookings need it ({0} listed). Move or cancel them first.': 'Die Ressource lässt sich nicht archivieren, solange Buchungen sie brauchen ({0} aufgezählt). Verschieben oder stornieren Sie die erst.',
  'The resource cannot shrink to {0} units while bookings need it ({1} listed). Move or cancel them first.': 'Die Ressource lässt sich nicht auf {0} Einheiten verkleinern, solange Buchungen sie brauchen ({1} aufgezählt). Verschieben oder stornieren Sie die erst.',
  'The resource is not archived.': 'Die Ressource ist nicht archiviert.',
  'The resource was archived at {0}.': 'Die Ressource wurde am {0} archiviert.',
  "There is a resource type called '{0}' already.": 'Eine Ressourcenart „{0}“ gibt es schon.',
  'There is no such resource type.': 'Diese Ressourcenart gibt es nicht.',
  '{0} has an exception already, at /exceptions/{1}. Put all intervals of the day into one.': 'Für den {0} gibt es schon eine Ausnahme, in /exceptions/{1}. Fassen Sie alle Zeiten des Tages in einer zusammen.',
  "{0} resources are of the type '{1}'. Give them another type first.": '{0} Ressourcen gehören zur Art „{1}“. Geben Sie ihnen erst eine andere.',
  resource: 'Ressource',
  'resource type': 'Ressourcenart',
  resources: 'Ressourcen',
}
