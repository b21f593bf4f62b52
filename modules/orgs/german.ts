import type { Sentences } from '#kernel/language'

/** Organisations and module switches: what callers are told, in German. */
export const german: Sentences = {
  'Another module or the product needs it': 'Ein anderes Modul oder das Produkt braucht es',
  'GET /v1/organization/modules lists them.': 'GET /v1/organization/modules zählt sie auf.',
  'No deletion of the organisation is under way.': 'Die Organisation soll nicht gelöscht werden.',
  "The module '{0}' has no settings.": 'Das Modul „{0}“ hat keine Einstellungen.',
  "The module '{0}' is needed by: {1}. Switch off what needs it first.": 'Das Modul „{0}“ wird gebraucht von: {1}. Schalten Sie erst aus, was es braucht.',
  "The module '{0}' is part of every organisation and cannot be switched off.": 'Das Modul „{0}“ gehört zu jeder Organisation und lässt sich nicht ausschalten.',
  "The module '{0}' needs: {1}. Switch on what it needs first.": 'Das Modul „{0}“ braucht: {1}. Schalten Sie erst ein, was es braucht.',
  'The organisation is to be deleted at {0} already. POST /v1/organization/restoration calls it off.': 'Die Organisation soll schon am {0} gelöscht werden. POST /v1/organization/restoration bricht das ab.',
  'There is no such module.': 'Dieses Modul gibt es nicht.',
  'module switch': 'Modulschalter',
  organisation: 'Organisation',
  orgs: 'Organisation',
}
