import type { Sentences } from '#kernel/language'

/** Webhooks: what callers are told, in German. */
export const german: Sentences = {
  'An organisation may have {0} webhook endpoints. Remove one that is no longer needed.': 'Eine Organisation darf {0} Webhook-Endpunkte haben. Entfernen Sie einen, den niemand mehr braucht.',
  'Its message is older than 90 days and no longer kept.': 'Ihre Nachricht ist älter als 90 Tage und wird nicht mehr aufgehoben.',
  'Must be a URL like https://example.org/hooks.': 'Muss eine URL sein wie https://example.org/hooks.',
  'Must be https on port 443 or 8443.': 'Muss https auf Port 443 oder 8443 sein.',
  'Must be later than from.': 'Muss nach dem Anfang liegen.',
  'Must begin with https://.': 'Muss mit https:// beginnen.',
  'Must name a host.': 'Muss einen Host nennen.',
  'Must name a public host.': 'Muss einen öffentlichen Host nennen.',
  'Must not carry a user name or password; check the signature instead.': 'Darf weder Benutzernamen noch Passwort enthalten; prüfen Sie stattdessen die Signatur.',
  'Must not have a fragment (#...).': 'Darf kein Fragment (#...) haben.',
  'No resource of the organisation has this id. GET /v1/resources lists them.': 'Keine Ressource der Organisation hat diese Kennung. GET /v1/resources zählt sie auf.',
  'Sign the exact bytes of the body with the secret of this endpoint (Standard Webhooks), with a timestamp of the last five minutes.': 'Signieren Sie genau die Bytes des Inhalts mit dem Geheimnis dieses Endpunkts (Standard Webhooks), mit einem Zeitstempel der letzten fünf Minuten.',
  'The body is signed, and is no JSON.': 'Der Inhalt ist signiert, aber kein JSON.',
  'The endpoint is switched off. Switch it on first: that brings back what was given up in the last 72 hours.': 'Der Endpunkt ist ausgeschaltet. Schalten Sie ihn erst ein: Das holt zurück, was in den letzten 72 Stunden aufgegeben wurde.',
  'The signature of the webhook is not valid': 'Die Signatur des Webhooks stimmt nicht',
  "There is no event type '{0}'. GET /v1/webhooks/event-types lists them.": 'Die Ereignisart „{0}“ gibt es nicht. GET /v1/webhooks/event-types zählt sie auf.',
  'There is no such webhook delivery.': 'Diese Webhook-Zustellung gibt es nicht.',
  'There is no such webhook message.': 'Diese Webhook-Nachricht gibt es nicht.',
  'This address': 'Diese Adresse',
  'This host': 'Dieser Host',
  '{0} is not public. Name a public one, or have an operator allow its network (BOOKFLOW_WEBHOOK_ALLOW_CIDRS).': '{0} ist nicht öffentlich. Nehmen Sie etwas Öffentliches, oder lassen Sie das Netz von den Betreibern erlauben (BOOKFLOW_WEBHOOK_ALLOW_CIDRS).',
  'webhook delivery': 'Webhook-Zustellung',
  'webhook endpoint': 'Webhook-Endpunkt',
}
