/** Conditions in words, for people, in the caller's language: in traces and in the sentence of a rule. Pure but for that. */
import type { Role, Told } from '#kernel/contract'
import { asWritten, say, spoken } from '#kernel/language'
import type { Condition } from './contract.js'

/** Names of people, resources and types by id, as far as they are known. */
export type Names = ReadonlyMap<string, string>

export type Comparison = 'more_than' | 'at_least' | 'less_than' | 'at_most'
export type Weekday = (typeof weekdays)[number]
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const comparisons: Record<Comparison, () => Told> = {
  more_than: () => say`more than`,
  at_least: () => say`at least`,
  less_than: () => say`less than`,
  at_most: () => say`at most`,
}

const dayNames: Record<Weekday, () => Told> = {
  mon: () => say`Monday`,
  tue: () => say`Tuesday`,
  wed: () => say`Wednesday`,
  thu: () => say`Thursday`,
  fri: () => say`Friday`,
  sat: () => say`Saturday`,
  sun: () => say`Sunday`,
}

export const comparison = (is: Comparison): Told => comparisons[is]()
export const dayName = (day: Weekday): Told => dayNames[day]()

/** 150 -> `2 hours 30 minutes`. */
export function span(minutes: number): Told {
  const whole = Math.abs(Math.trunc(minutes))
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60]
  const parts = [
    ...(days === 0 ? [] : [days === 1 ? say`1 day` : say`${days} days`]),
    ...(hours === 0 ? [] : [hours === 1 ? say`1 hour` : say`${hours} hours`]),
    ...(rest === 0 ? [] : [rest === 1 ? say`1 minute` : say`${rest} minutes`]),
  ]
  return parts.length === 0 ? say`${0} minutes` : asWritten(parts.join(' '))
}

export function attendees(number: number): Told {
  return number === 1 ? say`1 attendee` : say`${number} attendees`
}

/** `A`, `A or B`, `A, B or C`. */
export function listed(words: readonly string[], joint: 'and' | 'or'): Told {
  const [rest, last] = [words.slice(0, -1).join(', '), words.at(-1) ?? '']
  if (words.length < 2) return asWritten(last)
  return joint === 'and' ? say`${rest} and ${last}` : say`${rest} or ${last}`
}

export function named(ids: readonly string[], names: Names, joint: 'and' | 'or'): Told {
  return listed(ids.map((id) => names.get(id) ?? say`(unknown)`), joint)
}

/** What a role as approver means: itself and all above it. */
export function roleAndAbove(role: Role): Told {
  switch (role) {
    case 'viewer':
    case 'member':
      return say`everybody who may book`
    case 'approver':
      return say`the approvers, admins and owners`
    case 'admin':
      return say`the admins and owners`
    case 'owner':
      return say`the owners`
  }
}

/** A value of a resource's attribute: what is text stands in quotes. */
export function attributeValue(value: unknown): Told {
  if (typeof value === 'boolean') return value ? say`true` : say`false`
  return typeof value === 'string' ? say`"${value}"` : asWritten(JSON.stringify(value))
}

/** The condition as a clause about `it`, the booking. */
export function clauseOf(condition: Condition, names: Names): Told {
  switch (condition.kind) {
    case 'duration':
      return say`it lasts ${comparison(condition.is)} ${span(condition.minutes)}`
    case 'notice':
      return say`it starts ${comparison(condition.is)} ${span(condition.minutes)} ahead`
    case 'attendees':
      return say`it has ${comparison(condition.is)} ${attendees(condition.count)}`
    case 'resource':
      return say`it is for ${named(condition.in, names, 'or')}`
    case 'resource_type':
      return say`the resource is of type ${named(condition.in, names, 'or')}`
    case 'role':
      return say`the role of the person it is for is ${listed(condition.in.map((role) => spoken(role)), 'or')}`
    case 'person':
      return say`the person it is for is ${named(condition.in, names, 'or')}`
    case 'weekday':
      return say`some of it is on a ${listed(condition.in.map(dayName), 'or')}`
    case 'outside_hours':
      return say`some of it is outside ${condition.from} to ${condition.to}`
    case 'on_behalf':
      return condition.is ? say`it is made on behalf of somebody else` : say`it is made by the person it is for`
    case 'attribute':
      return say`the resource's "${condition.name}" is ${attributeValue(condition.equals)}`
  }
}
