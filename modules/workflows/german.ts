import type { Sentences } from '#kernel/language'
import { germanWords } from './german-words.js'

/** Workflow rules: what callers are told, in German. */
export const german: Sentences = {
  ...germanWords,
  'Belongs to the mode `n_of_m`; `{0}` needs none.': 'Gehört zum Modus `n_of_m`; `{0}` braucht keine.',
  "Has the role '{0}', which decides on nothing. Give them the role '{1}' or above first.": 'Hat die Rolle „{0}“, die über nichts entscheidet. Geben Sie erst die Rolle „{1}“ oder eine höhere.',
  'Is no active member of this organisation.': 'Ist kein aktives Mitglied dieser Organisation.',
  'Is no resource of this organisation, or an archived one.': 'Ist keine Ressource dieser Organisation oder eine archivierte.',
  'Is no resource type of this organisation.': 'Ist keine Ressourcenart dieser Organisation.',
  'Is no rule of this organisation.': 'Ist keine Regel dieser Organisation.',
  'Is required for the mode `n_of_m`: how many approvals does the step need?': 'Ist im Modus `n_of_m` nötig: Wie viele Freigaben braucht der Schritt?',
  'Must differ from `from`. The whole day is 00:00 to 24:00.': 'Muss sich vom Beginn unterscheiden. Der ganze Tag ist 00:00 bis 24:00.',
  'Must lie after `from`.': 'Muss nach dem Beginn liegen.',
  'Must lie after `starts_at`.': 'Muss nach dem Beginn liegen.',
  'Must lie at most {0} days after `from`.': 'Darf höchstens {0} Tage nach dem Beginn liegen.',
  'Needs the `rule` that takes its place.': 'Braucht die Regel, die an ihre Stelle tritt.',
  'The rule is archived and stays as it is. Write a new one.': 'Die Regel ist archiviert und bleibt, wie sie ist. Schreiben Sie eine neue.',
  rule: 'Regel',
  workflows: 'Regeln',
}
