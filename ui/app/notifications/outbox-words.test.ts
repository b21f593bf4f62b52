import { expect, it } from 'vitest'
import { messageText } from './outbox-words.js'

it('says what a message is about, whoever sends it', () => {
  expect(messageText('approval_needed', 'notifications.email')).toBe('Please decide')
  expect(messageText('door_opened', 'lockers.email')).toBe('door opened')
  expect(messageText(null, 'approvals.reassignment')).toBe('Who decides is worked out anew')
  expect(messageText(null, 'lockers.door-code')).toBe('Lockers: door code')
})
