import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The password of a person of the demo, as the first start wrote it down. @param data the folder with demo.txt. @throws when the person is not in it */
export function demoPassword(data: string, person: string): string {
  const line = readFileSync(join(data, 'demo.txt'), 'utf8').split('\n').find((each) => each.includes(person))
  const [, password] = line?.trim().split(/\s+/) ?? []
  if (!password) throw new Error(`${join(data, 'demo.txt')} does not name ${person}. Start with the demo data of npm start.`)
  return password
}
