import type { Sentences } from '#kernel/language'

/** The system view: what callers are told, in German. */
export const german: Sentences = {
  'This is for the people who run the installation. Its operator names them in BOOKFLOW_INSTALLATION_OWNERS.': 'Das ist für die Menschen, die diese Installation betreiben. Wer sie betreibt, nennt sie in BOOKFLOW_INSTALLATION_OWNERS.',
  system: 'System',
}
