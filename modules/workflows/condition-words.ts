/** Conditions in words, for people: in traces and in the sentence of a rule. Pure. */
import { roles, type Role } from '#kernel/contract'
import type { Condition } from './contract.js'

/** Names of people, resources and types by id, as far as they are known. */
export type Names = ReadonlyMap<string, string>

export const comparisons = { more_than: 'more than', at_least: 'at least', less_than: 'less than', at_most: 'at most' } as const
const dayNames = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' } as const
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** 150 -> `2 hours 30 minutes`. */
export function span(minutes: number): string {
  const whole = Math.abs(Math.trunc(minutes))
  const parts = [count(Math.floor(whole / 1440), 'day'), count(Math.floor((whole % 1440) / 60), 'hour'), count(whole % 60, 'minute')].filter((part) => !part.startsWith('0 '))
  return parts.length === 0 ? '0 minutes' : parts.join(' ')
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** `A`, `A or B`, `A, B or C`. */
export function listed(words: readonly string[], joint: 'and' | 'or'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`
}

export function named(ids: readonly string[], names: Names, joint: 'and' | 'or'): string {
  return listed(ids.map((id) => names.get(id) ?? '(unknown)'), joint)
}

export const dayName = (day: (typeof weekdays)[number]): string => dayNames[day]

/** What a role as approver means: itself and all above it. */
export function roleAndAbove(role: Role): string {
  return role === 'viewer' || role === 'member' ? 'everybody who may book' : `the ${listed(roles.slice(roles.indexOf(role)).map((each) => `${each}s`), 'and')}`
}

/** The condition as a clause about `it`, the booking. */
export function clauseOf(condition: Condition, names: Names): string {
  switch (condition.kind) {
    case 'duration':
      return `it lasts ${comparisons[condition.is]} ${span(condition.minutes)}`
    case 'notice':
      return `it starts ${comparisons[condition.is]} ${span(condition.minutes)} ahead`
    case 'attendees':
      return `it has ${comparisons[condition.is]} ${count(condition.count, 'attendee')}`
    case 'resource':
      return `it is for ${named(condition.in, names, 'or')}`
    case 'resource_type':
      return `the resource is of type ${named(condition.in, names, 'or')}`
    case 'role':
      return `the role of the person it is for is ${listed(condition.in, 'or')}`
    case 'person':
      return `the person it is for is ${named(condition.in, names, 'or')}`
    case 'weekday':
      return `some of it is on a ${listed(condition.in.map(dayName), 'or')}`
    case 'outside_hours':
      return `some of it is outside ${condition.from} to ${condition.to}`
    case 'on_behalf':
      return condition.is ? 'it is made on behalf of somebody else' : 'it is made by the person it is for'
    case 'attribute':
      return `the resource's "${condition.name}" is ${JSON.stringify(condition.equals)}`
  }
}
