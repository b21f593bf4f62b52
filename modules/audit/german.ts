import type { Sentences } from '#kernel/language'

/** The audit log: what callers are told, in German. */
export const german: Sentences = {
  "An export of the audit log needs the permission '{0}'.": 'Ein Export des Protokolls braucht das Recht „{0}“.',
  'An export of yours is under way. Let it end, or end it, before you begin another.': 'Ein Export von Ihnen läuft schon. Lassen Sie ihn enden, oder brechen Sie ihn ab, bevor Sie einen neuen beginnen.',
  'Other people’s exports are under way. Try again shortly.': 'Andere exportieren gerade. Versuchen Sie es gleich noch einmal.',
  'This span holds more than {0} entries, which is what one export may hold. Name a shorter one with from and to.': 'In dieser Zeit liegen mehr als {0} Einträge, mehr, als ein Export fasst. Wählen Sie eine kürzere.',
  'audit entry': 'Protokolleintrag',
  audit: 'Protokoll',
}
