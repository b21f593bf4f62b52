import { Temporal } from 'temporal-polyfill'

export interface DemoBooking {
  resource: string
  /** Address of the person who books. */
  by: string
  title: string
  starts_at: string
  ends_at: string
}

interface Habit {
  resource: string
  by: string
  title: string
  /** Working days of the week, 0 is Monday. */
  days: readonly number[]
  /** Wall-clock hours, with quarters as .25. */
  from: number
  hours: number
}

const WEEKS = 4
const habits: readonly Habit[] = [
  { resource: 'Elbe', by: 'lea@harbour.example', title: 'Team weekly', days: [0], from: 9.5, hours: 1 },
  { resource: 'Elbe', by: 'tomas@harbour.example', title: 'Client review', days: [1, 3], from: 14, hours: 1.5 },
  { resource: 'Elbe', by: 'aiko@harbour.example', title: 'Design critique', days: [2], from: 11, hours: 1 },
  { resource: 'Alster', by: 'aiko@harbour.example', title: 'One-to-one', days: [0, 2, 4], from: 10, hours: 0.5 },
  { resource: 'Alster', by: 'lea@harbour.example', title: 'Interview', days: [1, 4], from: 13, hours: 1 },
  { resource: 'Podcast studio', by: 'tomas@harbour.example', title: 'Recording: Harbour Talks', days: [3], from: 10, hours: 3 },
  { resource: 'Photo studio', by: 'aiko@harbour.example', title: 'Product shoot', days: [1], from: 9, hours: 4 },
  { resource: 'Flex desks', by: 'lea@harbour.example', title: 'Focus day', days: [1, 3], from: 8, hours: 4 },
  { resource: 'Flex desks', by: 'tomas@harbour.example', title: 'In the house', days: [0, 1, 2], from: 9, hours: 3.5 },
  { resource: 'Cargo bike', by: 'tomas@harbour.example', title: 'Material run', days: [4], from: 15, hours: 2 },
  { resource: 'Elbe', by: 'jonas@harbour.example', title: 'Planning', days: [0, 2, 4], from: 13, hours: 2 },
  { resource: 'Alster', by: 'mira@harbour.example', title: 'Handover', days: [0, 3], from: 15, hours: 2 },
  { resource: 'Podcast studio', by: 'lea@harbour.example', title: 'Editing', days: [0, 2, 4], from: 13, hours: 3.5 },
  { resource: 'Van', by: 'lea@harbour.example', title: 'Trade fair set-up', days: [2], from: 7.5, hours: 3 },
]

/** A house in full use: the weeks before, this one and the next. Further ahead people have not planned yet. */
const busyHabits: readonly Habit[] = [
  { resource: 'Elbe', by: 'mira@harbour.example', title: 'Workshop', days: [1, 3], from: 9, hours: 3 },
  { resource: 'Elbe', by: 'helena@harbour.example', title: 'Board', days: [2], from: 15.5, hours: 2.5 },
  { resource: 'Alster', by: 'tomas@harbour.example', title: 'Call', days: [0, 1, 2, 3], from: 11, hours: 1.5 },
  { resource: 'Bille', by: 'jonas@harbour.example', title: 'Sprint review', days: [1], from: 15, hours: 1.5 },
  { resource: 'Bille', by: 'aiko@harbour.example', title: 'Moodboards', days: [0, 2, 3], from: 9, hours: 2.5 },
  { resource: 'Bille', by: 'lea@harbour.example', title: 'Budget', days: [3, 4], from: 13, hours: 1 },
  { resource: 'Photo studio', by: 'tomas@harbour.example', title: 'Portraits', days: [0, 2, 3], from: 11, hours: 4 },
  { resource: 'Van', by: 'jonas@harbour.example', title: 'Delivery', days: [0, 1, 3, 4], from: 9, hours: 4 },
  { resource: 'Cargo bike', by: 'aiko@harbour.example', title: 'Errands', days: [0, 1, 2, 3, 4], from: 11, hours: 2 },
  { resource: 'Focus booths', by: 'mira@harbour.example', title: 'Interviews by video', days: [0, 1, 3], from: 9.5, hours: 1.5 },
  { resource: 'Focus booths', by: 'lea@harbour.example', title: 'Writing', days: [1, 2, 4], from: 10, hours: 2 },
  { resource: 'Focus booths', by: 'tomas@harbour.example', title: 'Call', days: [0, 1, 2, 3, 4], from: 14, hours: 1 },
  ...(['jonas', 'mira', 'aiko', 'helena'] as const).flatMap((person, desk): Habit[] => [
    { resource: 'Flex desks', by: `${person}@harbour.example`, title: 'In the house', days: [[0, 1, 2, 3], [1, 2, 3], [0, 2, 4], [1, 3]][desk]!, from: 8 + desk / 2, hours: 4 },
    { resource: 'Flex desks', by: `${person}@harbour.example`, title: 'In the house', days: [[0, 1, 2, 3], [1, 3], [0, 2], [3]][desk]!, from: 13 + desk / 2, hours: 4 },
  ]),
]
/** How many weeks from this one on are as full as those before. */
const BUSY_WEEKS = 2

/** Only behind us: the hall is agreed to each time, and the requests ahead are told one by one. */
const formerHabits: readonly Habit[] = [
  { resource: 'Auditorium', by: 'helena@harbour.example', title: 'All hands', days: [4], from: 10, hours: 2 },
  { resource: 'Auditorium', by: 'aiko@harbour.example', title: 'Rehearsal', days: [2], from: 14, hours: 4 },
]

/** Longer than four hours, or in the hall: these wait for approval. */
const requests: readonly (Habit & { week: number })[] = [
  { week: 1, resource: 'Auditorium', by: 'lea@harbour.example', title: 'Open evening', days: [3], from: 17, hours: 4 },
  { week: 1, resource: 'Photo studio', by: 'aiko@harbour.example', title: 'Spring catalogue', days: [4], from: 9, hours: 8 },
  { week: 2, resource: 'Van', by: 'tomas@harbour.example', title: 'Location scouting', days: [0], from: 8, hours: 9 },
  { week: 2, resource: 'Podcast studio', by: 'lea@harbour.example', title: 'Audio book, day 1', days: [1], from: 9, hours: 6 },
  { week: 3, resource: 'Auditorium', by: 'aiko@harbour.example', title: 'Portfolio night', days: [2], from: 16, hours: 5 },
]

/** Nothing begins sooner: the longest notice a demo resource asks for, and time to type the second command. */
const NOTICE = { hours: 3 }

export interface DemoCalendar {
  /** Over. */
  past: DemoBooking[]
  /** Under way, or too near for the notice some resources ask: nobody could make them over REST any more. */
  near: DemoBooking[]
  regular: DemoBooking[]
  requests: DemoBooking[]
}

/** Four weeks from now on, and the weeks before: the habits of a house, in the zone's wall-clock time. */
export function demoCalendar(timezone: string, now: Temporal.Instant, weeksBefore = 0): DemoCalendar {
  const today = now.toZonedDateTimeISO(timezone).toPlainDate()
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  const placed = (habit: Habit, week: number): DemoBooking[] =>
    habit.days.flatMap((day) => {
      const date = monday.add({ days: week * 7 + day })
      const { resource, by, title } = habit
      return [{ resource, by, title, starts_at: instantAt(date, habit.from, timezone), ends_at: instantAt(date, habit.from + habit.hours, timezone) }]
    })
  const weeks = (first: number, count: number, of: readonly Habit[]) => Array.from({ length: count }, (_, index) => of.flatMap((habit) => placed(habit, first + index))).flat()
  const over = ({ ends_at }: DemoBooking) => Temporal.Instant.compare(ends_at, now) < 0
  const ahead = ({ starts_at }: DemoBooking) => Temporal.Instant.compare(starts_at, now.add(NOTICE)) >= 0
  const current = [...weeks(0, BUSY_WEEKS, busyHabits), ...weeks(0, WEEKS, habits)]
  return {
    past: weeksBefore > 0 ? [...weeks(-weeksBefore, weeksBefore, [...habits, ...busyHabits, ...formerHabits]), ...current.filter(over)] : [],
    near: current.filter((booking) => !over(booking) && !ahead(booking)),
    regular: current.filter(ahead),
    requests: requests.flatMap((request) => placed(request, request.week)).filter(ahead),
  }
}

function instantAt(date: Temporal.PlainDate, hour: number, timezone: string): string {
  const time = Temporal.PlainTime.from({ hour: Math.floor(hour), minute: Math.round((hour % 1) * 60) })
  return date.toZonedDateTime({ timeZone: timezone, plainTime: time }).toInstant().toString()
}
