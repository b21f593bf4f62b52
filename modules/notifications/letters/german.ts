import type { Phrases } from './phrasing.js'

const reserved = '{{resource.name}} ist reserviert.'
const free = 'Die Zeit ist wieder frei.'

export const german: Phrases = {
  kinds: {
    booking_confirmed: { subject: 'Bestätigt: {{resource.name}}, {{booking.start}}', heading: '{{whose}} ist bestätigt', opening: reserved, closing: '', because: 'eine Buchung, an der Sie beteiligt sind, bestätigt ist' },
    booking_pending: { subject: 'Wartet auf Freigabe: {{resource.name}}, {{booking.start}}', heading: '{{whose}} wartet auf Freigabe', opening: 'Die Zeit bleibt solange frei gehalten. Sie erhalten eine weitere E-Mail, sobald entschieden ist.', closing: '', because: 'eine von Ihnen gewünschte Buchung auf Freigabe wartet' },
    booking_approved: { subject: 'Freigegeben: {{resource.name}}, {{booking.start}}', heading: '{{whose}} wurde freigegeben', opening: reserved, closing: '', because: 'eine wartende Buchung, an der Sie beteiligt sind, freigegeben wurde' },
    booking_rejected: { subject: 'Abgelehnt: {{resource.name}}, {{booking.start}}', heading: '{{whose}} wurde abgelehnt', opening: free, closing: '', because: 'eine von Ihnen gewünschte Buchung abgelehnt wurde' },
    booking_changed: { subject: 'Geändert: {{resource.name}}, {{booking.start}}', heading: '{{whose}} wurde geändert', opening: 'Unten steht der jetzige Stand. {{booking.state}}', closing: '', because: 'jemand eine Buchung geändert hat, an der Sie beteiligt sind' },
    booking_cancelled: { subject: 'Abgesagt: {{resource.name}}, {{booking.start}}', heading: '{{whose}} wurde abgesagt', opening: free, closing: '', because: 'jemand eine Buchung abgesagt hat, an der Sie beteiligt sind' },
    booking_expired: { subject: 'Abgelaufen: {{resource.name}}, {{booking.start}}', heading: '{{whose}} ist abgelaufen', opening: `Niemand hat rechtzeitig entschieden, daher kam sie nicht zustande. ${free}`, closing: '', because: 'eine von Ihnen gewünschte Buchung ohne Entscheidung abgelaufen ist' },
    approval_needed: { subject: 'Bitte entscheiden: {{resource.name}}, {{booking.start}}', heading: 'Eine Buchung von {{resource.name}} wartet auf Ihre Entscheidung', opening: 'Geben Sie sie frei oder lehnen Sie sie ab; bis dahin bleibt die Zeit frei gehalten.', closing: '', because: 'eine Buchung auf Ihre Entscheidung wartet' },
    rule_notice: { subject: 'Zur Kenntnis: {{resource.name}}, {{booking.start}}', heading: 'Eine Buchung von {{resource.name}}', opening: '{{booking.state}} Sie brauchen nichts zu tun.', closing: '', because: 'eine Regel vorsieht, dass Sie von einer Buchung erfahren' },
    booking_reminder: { subject: 'Erinnerung: {{resource.name}}, {{booking.start}}', heading: '{{whose}} beginnt bald', opening: 'Beginn: {{booking.start}}.', closing: 'Doch nicht nötig? Sagen Sie ab, damit andere {{resource.name}} nutzen können.', because: 'eine Buchung, an der Sie beteiligt sind, bald beginnt' },
    webhook_disabled: { subject: 'Abgeschaltet: Webhook-Endpunkt {{endpoint.origin}}', heading: 'Ein Webhook-Endpunkt wurde abgeschaltet', opening: '{{endpoint.reason}} Er erhält nichts mehr, bis ihn jemand wieder einschaltet.', closing: 'Was er in den letzten 72 Stunden verpasst hat, wird ihm dann zugestellt.', because: 'Sie zu den Inhabern der Organisation gehören' },
    approver_digest: { subject: 'Warten auf Ihre Entscheidung: {{waiting.requests}}', heading: 'Warten auf Ihre Entscheidung: {{waiting.requests}}', opening: 'Die älteste Anfrage steht zuerst. Die Zeiten bleiben frei gehalten, bis jemand entscheidet.', closing: '', because: 'Sie über Anfragen entscheiden, einmal in der Woche' },
    daily_digest: { subject: '{{digest.notices}} von {{organization.name}}, {{digest.day}}', heading: '{{digest.notices}}, {{digest.day}}', opening: 'Was seit der letzten E-Mail dieser Art geschehen ist.', closing: '', because: 'Sie diese Nachrichten einmal am Tag gesammelt erhalten möchten' },
  },
  whose: { own: 'Ihre Buchung von {{resource.name}}', made: 'Die Buchung von {{resource.name}}, die Sie für {{person.name}} angelegt haben,', other: 'Die Buchung von {{resource.name}} für {{person.name}}' },
  states: {
    held: 'Sie ist für einen Moment vorgemerkt.',
    pending_approval: 'Sie wartet auf Freigabe.',
    confirmed: 'Sie ist bestätigt.',
    rejected: 'Sie wurde abgelehnt.',
    cancelled: 'Sie ist abgesagt.',
    expired: 'Sie ist ohne Entscheidung abgelaufen.',
    checked_in: 'Sie läuft gerade.',
    completed: 'Sie ist vorbei.',
    no_show: 'Niemand ist erschienen.',
  },
  happened: {
    booking_confirmed: 'Bestätigt: {{resource.name}}',
    booking_pending: 'Wartet auf Freigabe: {{resource.name}}',
    booking_approved: 'Freigegeben: {{resource.name}}',
    booking_rejected: 'Abgelehnt: {{resource.name}}',
    booking_changed: 'Geändert: {{resource.name}}',
    booking_cancelled: 'Abgesagt: {{resource.name}}',
    booking_expired: 'Abgelaufen: {{resource.name}}',
    approval_needed: 'Bitte entscheiden: {{resource.name}}',
    rule_notice: 'Zur Kenntnis: {{resource.name}}',
    booking_reminder: 'Beginnt bald: {{resource.name}}',
  },
  endpointReasons: { gone: 'Er antwortete mit 410 (Gone).', failing: 'Er war fünf Tage in Folge gestört.' },
  labels: { what: 'Was', where: 'Wo', when: 'Wann', there: 'Vor Ort', before: 'Vorher', for: 'Für', by: 'Gebucht von', comment: 'Kommentar', reason: 'Grund', endpoint: 'Endpunkt', name: 'Beschreibung', asked: 'Angefragt am' },
  actions: { open: 'In BookFlow öffnen', inbox: 'In BookFlow entscheiden', approve: 'Freigeben', reject: 'Ablehnen', endpoint: 'Endpunkt ansehen', preferences: 'Wählen Sie, welche E-Mails Sie erhalten' },
  counts: { requests: { one: '{{count}} Anfrage', other: '{{count}} Anfragen' }, notices: { one: '{{count}} Nachricht', other: '{{count}} Nachrichten' }, more: { one: 'Und {{count}} weitere.', other: 'Und {{count}} weitere.' } },
  somebody: 'jemanden',
  decisionLinks: 'Beide Links führen auf eine Seite, die noch einmal nachfragt. Sie entscheiden in Ihrem Namen, einmal, bis {{until}}: Geben Sie diese E-Mail nicht weiter.',
  footer: 'Sie erhalten diese E-Mail von {{organization.name}}, weil {{because}}.',
}
