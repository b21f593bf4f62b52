import { redirect } from 'react-router'

/** Bookings are the first screen until the dashboard is built. */
export function loader() {
  return redirect('/app/bookings')
}
