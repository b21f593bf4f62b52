/**
 * Texts are written in English where they stand, and that sentence is their key: `t('Book a room')`. German lies in `de/<area>.ts`; a text
 * without German reads English. Numbers: `t('{{count}} bookings', { count })` with `_one` and `_other` in both languages.
 */
export type Catalogue = Readonly<Record<string, string>>
