import { expect, it } from 'vitest'
import { messageText } from './outbox-words.js'

it('says what a message is about, whoever sends it', () => {
  expect(messageText('approval_needed', 'notifications.email')).toBe('Please decide')
  expect(messageText('door_opened', 'lockers.email')).toBe('door opened')
  expect(messageText(null, 'approvals.reassignment')).toBe('Approvals: reassignment')
  expect(messageText(null, 'webhooks.delivery-slot')).toBe('Webhooks: delivery slot')
})
