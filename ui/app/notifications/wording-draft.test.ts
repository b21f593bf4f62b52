import { expect, it } from 'vitest'
import { readWording, withSubject } from './wording-draft.js'

it('reads a wording with the line ends REST keeps', () => {
  const form = new FormData()
  form.set('subject', ' Booked ')
  form.set('opening', 'One.\r\n\r\nTwo.\r\n')
  expect(readWording(form)).toEqual({ subject: 'Booked', opening: 'One.\n\nTwo.', closing: '' })
})

it('shows the subject above the mail, as text', () => {
  const page = withSubject('<html><body class="x"><p>Hi</p></body></html>', '<b>5 & 6</b>', 'Subject')
  expect(page).toMatch(/^<html><body class="x"><div [^>]+>.*&lt;b&gt;5 &amp; 6&lt;\/b&gt;.*<p>Hi<\/p><\/body><\/html>$/)
  expect(withSubject('<p>Hi</p>', 'A', 'Subject')).toMatch(/<strong>A<\/strong><\/div><p>Hi<\/p>$/)
})
