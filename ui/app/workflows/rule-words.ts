import type { Condition, Outcome } from '#modules/workflows/contract'

export const conditionNames: Record<Condition['kind'], string> = {
  duration: 'How long it is',
  notice: 'How far ahead it starts',
  attendees: 'How many attend',
  resource: 'Which resource',
  resource_type: 'Which type of resource',
  role: 'Role of the person',
  person: 'Which person',
  weekday: 'Day of the week',
  outside_hours: 'Outside certain hours',
  on_behalf: 'Made for somebody else',
  attribute: 'A property of the resource',
}
export const conditionKinds = Object.keys(conditionNames) as readonly Condition['kind'][]

export const outcomeTexts: Record<Outcome['kind'], { readonly name: string; readonly text: string }> = {
  require_approval: { name: 'Ask for approval', text: 'The time is kept until somebody decides.' },
  confirm: { name: 'Confirm at once', text: 'No later rule is asked.' },
  refuse: { name: 'Refuse', text: 'With a reason the person reads.' },
  notify: { name: 'Tell people', text: 'Then the next rule is asked.' },
}
export const outcomeKinds = Object.keys(outcomeTexts) as readonly Outcome['kind'][]

export const comparisonNames = { more_than: 'more than', at_least: 'at least', less_than: 'less than', at_most: 'at most' } as const
export const dayNames = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' } as const

export const verdictNames = { confirm: 'confirmed', approve: 'sent for approval', refuse: 'refused' } as const
export const appliedNames: Record<Outcome['kind'], string> = { confirm: 'confirms', require_approval: 'asks for approval', refuse: 'refuses', notify: 'tells people' }
