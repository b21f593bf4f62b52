import type { Sentences } from '#kernel/language'

/** Members, roles, invitations, saved views: what callers are told, in German. */
export const german: Sentences = {
  'An organisation keeps at least one owner': 'Eine Organisation behält mindestens einen Inhaber',
  'No active member of the organisation has the id {0}.': 'Kein aktives Mitglied der Organisation hat die Kennung {0}.',
  'Somebody with this address is a member already.': 'Jemand mit dieser Adresse ist schon Mitglied.',
  'Somebody with this address was deactivated here. Reactivate that member instead.': 'Jemand mit dieser Adresse wurde hier deaktiviert. Aktivieren Sie dieses Mitglied stattdessen wieder.',
  "The role '{0}' decides about the roles below admin; only an owner decides about '{1}'.": 'Die Rolle „{0}“ bestimmt über die Rollen unter Admin; über „{1}“ bestimmen nur Inhaber.',
  "The role '{0}' gives the roles below admin; only an owner gives '{1}'.": 'Die Rolle „{0}“ vergibt die Rollen unter Admin; „{1}“ vergeben nur Inhaber.',
  'This address has an open invitation. Send that one again, or revoke it first.': 'Diese Adresse hat eine offene Einladung. Senden Sie diese noch einmal, oder widerrufen Sie sie erst.',
  'This invitation expired at {0}. Ask whoever invited you to send it again.': 'Diese Einladung lief am {0} ab. Bitten Sie, wer Sie einlud, sie noch einmal zu senden.',
  'This invitation is {0}.': 'Diese Einladung ist {0}.',
  'This invitation is {0}. Invite the address anew.': 'Diese Einladung ist {0}. Laden Sie die Adresse neu ein.',
  'This invitation was accepted, revoked or sent anew meanwhile.': 'Diese Einladung wurde inzwischen angenommen, widerrufen oder neu gesendet.',
  'This invitation was sent to another address. Sign in with the address it came to, or ask for an invitation to yours.': 'Diese Einladung ging an eine andere Adresse. Melden Sie sich mit der an, an die sie ging, oder bitten Sie um eine an Ihre.',
  'This is the only active owner. Make somebody else an owner first.': 'Das ist der einzige aktive Inhaber. Machen Sie erst jemand anderen zum Inhaber.',
  'This member is active.': 'Dieses Mitglied ist aktiv.',
  'This member is deactivated already.': 'Dieses Mitglied ist schon deaktiviert.',
  'This person is a member of the organisation already.': 'Diese Person ist schon Mitglied der Organisation.',
  'This session is no longer valid for this organisation. Sign in again to choose another.': 'Diese Sitzung gilt für diese Organisation nicht mehr. Melden Sie sich neu an, um eine andere zu wählen.',
  "Whoever sent this invitation may no longer give the role '{0}'. Ask an owner of the organisation for a new one.": 'Wer diese Einladung sandte, darf die Rolle „{0}“ nicht mehr vergeben. Bitten Sie einen Inhaber der Organisation um eine neue.',
  "You have a view named '{0}' on this screen already. Choose another name, or remove it first.": 'Eine Ansicht „{0}“ haben Sie auf dieser Seite schon. Wählen Sie einen anderen Namen, oder entfernen Sie sie erst.',
  'You keep {0} views already. Remove one you no longer need.': 'Sie haben schon {0} Ansichten aufgehoben. Entfernen Sie eine, die Sie nicht mehr brauchen.',
  accepted: 'angenommen',
  invitation: 'Einladung',
  revoked: 'widerrufen',
  'saved view': 'Ansicht',
}
