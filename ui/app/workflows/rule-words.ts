import { phrase } from '../language/phrases.js'
import type { Condition, Outcome } from '#modules/workflows/contract'

export const conditionNames: Record<Condition['kind'], string> = {
  duration: phrase('How long it is'),
  notice: phrase('How far ahead it starts'),
  attendees: phrase('How many attend'),
  resource: phrase('Which resource'),
  resource_type: phrase('Which type of resource'),
  role: phrase('Role of the person'),
  person: phrase('Which person'),
  weekday: phrase('Day of the week'),
  outside_hours: phrase('Outside certain hours'),
  on_behalf: phrase('Made for somebody else'),
  attribute: phrase('A property of the resource'),
}
export const conditionKinds = Object.keys(conditionNames) as readonly Condition['kind'][]

export const outcomeTexts: Record<Outcome['kind'], { readonly name: string; readonly text: string }> = {
  require_approval: { name: phrase('Ask for approval'), text: phrase('The time is kept until somebody decides.') },
  confirm: { name: phrase('Confirm at once'), text: phrase('No later rule is asked.') },
  refuse: { name: phrase('Refuse'), text: phrase('With a reason the person reads.') },
  notify: { name: phrase('Tell people'), text: phrase('Then the next rule is asked.') },
}
export const outcomeKinds = Object.keys(outcomeTexts) as readonly Outcome['kind'][]

export const comparisonNames = { more_than: phrase('more than'), at_least: phrase('at least'), less_than: phrase('less than'), at_most: phrase('at most') } as const
export const dayNames = { mon: phrase('Monday'), tue: phrase('Tuesday'), wed: phrase('Wednesday'), thu: phrase('Thursday'), fri: phrase('Friday'), sat: phrase('Saturday'), sun: phrase('Sunday') } as const

export const verdictNames = { confirm: phrase('confirmed'), approve: phrase('sent for approval'), refuse: phrase('refused') } as const
export const appliedNames: Record<Outcome['kind'], string> = { confirm: phrase('confirms'), require_approval: phrase('asks for approval'), refuse: phrase('refuses'), notify: phrase('tells people') }
