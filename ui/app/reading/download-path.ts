/** What may be taken away as a file. */
const downloads = /^\/v1\/(reports\/[a-z-]+\.csv|audit\/export)(\?[\w=&%.+*-]*)?$/

/** The link to a file of REST. @param path with its query, e.g. `/v1/reports/hours.csv?first_day=2027-03-01` */
export function downloadPath(path: string): string {
  return `/app/download?${new URLSearchParams({ of: path })}`
}

/** @returns the path of REST the address asks for; null for anything that is no file of ours */
export function askedDownload(search: URLSearchParams): string | null {
  const path = search.get('of') ?? ''
  return downloads.test(path) ? path : null
}
