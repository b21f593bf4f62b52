import { describe, expect, it } from 'vitest'
import { hasDays, withDaysOf, withMovingDays } from './moving-days.js'
import { addressOf, filtersOf, screenAt, viewScreens, type ViewScreen } from './view-screens.js'

const filters = (screen: ViewScreen, address: string): string => {
  const { pathname, searchParams } = new URL(address, 'http://console')
  return filtersOf(screen, pathname, searchParams)
}

describe('a view of a list', () => {
  it('holds the filters of an address and nothing else', () => {
    expect(filters('bookings', '/app/bookings?cursor=x&mine=true&status=&done=1&from=2027-03-01')).toBe('from=2027-03-01&mine=true')
    expect(filters('find', '/app/find?minutes=60&attribute=screen%3Atrue&attribute=&attribute=phone%3Atrue&after=08:00&from=2027-03-01')).toBe('minutes=60&attribute=screen%3Atrue&attribute=phone%3Atrue')
    expect(filters('approvals', '/app/approvals?view=to_decide')).toBe('')
  })

  it('of reports names the report, which stands in the path', () => {
    expect(filters('reports', '/app/reports/lead-time?resource=r')).toBe('report=lead-time&resource=r')
    expect(filters('reports', '/app/reports/utilisation')).toBe('')
    expect(addressOf('reports', 'report=lead-time&resource=r')).toBe('/app/reports/lead-time?resource=r')
    expect(addressOf('reports', 'resource=r')).toBe('/app/reports?resource=r')
  })

  it('leads to where it was kept, on every screen', () => {
    for (const screen of Object.keys(viewScreens) as ViewScreen[]) {
      const query = viewScreens[screen].filters.map((name) => `${name}=x`).join('&')
      expect(filters(screen, addressOf(screen, query))).toBe(query)
      expect(screenAt(addressOf(screen, ''))).toBe(screen)
    }
    expect(screenAt('/app/settings')).toBeNull()
  })
})

describe('days that move along', () => {
  it('are kept by their distance from today, over the end of a month too', () => {
    const kept = withMovingDays('actor=a&from=2027-02-27&to=2027-03-01&on=2027-03-01', '2027-03-01')
    expect(kept).toBe('actor=a&from=today-2&to=today&on=2027-03-01')
    expect(withDaysOf(kept, '2027-03-01')).toBe('actor=a&from=2027-02-27&to=2027-03-01&on=2027-03-01')
    expect(withDaysOf('from=today%2B3&to=2027-12-24', '2028-02-27')).toBe('from=2028-03-01&to=2027-12-24')
  })

  it('are days of the list and nothing else', () => {
    expect([hasDays('from=2027-03-01'), hasDays('q=2027-03-01'), hasDays('from=')]).toEqual([true, false, false])
    expect(withDaysOf('from=todayish&q=today', '2027-03-01')).toBe('from=todayish&q=today')
  })
})
