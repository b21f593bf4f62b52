import type { Catalogue } from '../catalogue.js'

/** A person’s own account. */
export const accountSettings: Catalogue = {
  'A program': 'Ein Programm',
  'All your other sessions end with it, on every device.': 'Alle Ihre anderen Sitzungen enden damit, auf jedem Gerät.',
  'Change the password': 'Passwort ändern',
  'Current password': 'Aktuelles Passwort',
  'E-mail to me': 'E-Mails an mich',
  'End the session {{device}}, {{facts}}': 'Sitzung beenden: {{device}}, {{facts}}',
  End: 'Beenden',
  'Of the console, your e-mails and dates.': 'Für die Konsole, Ihre E-Mails und Daten.',
  Profile: 'Profil',
  'Saved. Times are shown in your zone from now on.': 'Gespeichert. Zeiten erscheinen ab jetzt in Ihrer Zone.',
  'Saved.': 'Gespeichert.',
  Sessions: 'Sitzungen',
  'That session has ended.': 'Diese Sitzung ist beendet.',
  'The same in every organisation you belong to, except for the e-mail you get': 'In jeder Ihrer Organisationen dasselbe, außer den E-Mails, die Sie bekommen',
  'This one': 'Diese',
  'Unknown device': 'Unbekanntes Gerät',
  'What {{organization}} writes to you about. Nobody gets mail about what they did themselves.': 'Worüber {{organization}} Ihnen schreibt. Über das, was man selbst tat, bekommt niemand E-Mails.',
  'Where you are logged in. If you do not recognise one, end it and change your password.': 'Wo Sie angemeldet sind. Erkennen Sie eine nicht, beenden Sie sie und ändern Sie Ihr Passwort.',
  'Where your clock stands: every time in the console is on it.': 'Wo Ihre Uhr steht: Alle Zeiten der Konsole richten sich danach.',
  'You log in as {{email}}.': 'Sie melden sich als {{email}} an.',
  'Your password is changed. Every other session of yours has ended.': 'Ihr Passwort ist geändert. Alle anderen Sitzungen sind beendet.',
  '{{program}} on {{system}}': '{{program}} unter {{system}}',
}
