import type { Sentences } from '#kernel/language'

/** Notifications: what callers are told, in German. */
export const german: Sentences = {
  "'{0}' is always sent by itself. Leave delivery out, or say 'immediate'.": '„{0}“ geht immer für sich hinaus. Lassen Sie delivery weg, oder sagen Sie „immediate“.',
  'Did you mean {{{0}}}?': 'Meinten Sie {{{0}}}?',
  'GET /v1/notification-templates lists them.': 'GET /v1/notification-templates zählt sie auf.',
  'Holds {{ or }} without its counterpart. A placeholder is written {{name}}, without braces in its name.': 'Enthält {{ oder }} ohne Gegenstück. Ein Platzhalter wird {{name}} geschrieben, ohne Klammern in seinem Namen.',
  'It knows: {0}.': 'Sie kennt: {0}.',
  'Quiet hours end at another time than they begin. For a whole day say 00:00 to 24:00.': 'Ruhezeiten enden zu einer anderen Zeit, als sie beginnen. Für den ganzen Tag sagen Sie 00:00 bis 24:00.',
  'There is no such template.': 'Diese Vorlage gibt es nicht.',
  'There is no such template. Mail is written in: {0}.': 'Diese Vorlage gibt es nicht. E-Mails werden geschrieben in: {0}.',
  'This kind is named before.': 'Diese Art steht weiter oben schon.',
  'This person called a mail spam. Only they can say, under their own account, that they want mail again.': 'Diese Person hat eine E-Mail als Spam gemeldet. Nur sie selbst kann in ihrem Konto sagen, dass sie wieder E-Mails möchte.',
  '{{{0}}} is no placeholder of this mail.': '{{{0}}} ist kein Platzhalter dieser E-Mail.',
  address: 'Adresse',
  mail: 'E-Mail',
  'stopped address': 'gesperrte Adresse',
  wording: 'Wortlaut',
}
