/** The load driver: keeps a number of connections busy for a time and measures what they saw. Loopback only, bounded in time. */
import { Agent, request } from 'node:http'
import type { Ground, Program } from './ground.js'
import { cpuOf } from './cpu.js'
import type { Request, Scenario } from './scenarios.js'

export interface Measurement {
  per_second: number
  p50_ms: number
  p99_ms: number
  /** Server and database. */
  cpu_us: number
  unexpected: number
}

export async function measure(scenario: Scenario, program: Program, ground: Ground, milliseconds: number): Promise<Measurement> {
  const agent = new Agent({ keepAlive: true, maxSockets: scenario.connections })
  const times: number[] = []
  let unexpected = 0
  const until = performance.now() + milliseconds
  const cpuBefore = cpuOf(program.pid, ground.cluster.pid)
  const begun = performance.now()
  const connection = async () => {
    while (performance.now() < until) {
      const sent = performance.now()
      const status = await send(agent, program.port, scenario.next(ground))
      times.push(performance.now() - sent)
      if (status !== scenario.expected) unexpected += 1
    }
  }
  await Promise.all(Array.from({ length: scenario.connections }, connection))
  const seconds = (performance.now() - begun) / 1_000
  const cpu = cpuOf(program.pid, ground.cluster.pid) - cpuBefore
  agent.destroy()
  times.sort((a, b) => a - b)
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))]!
  return { per_second: times.length / seconds, p50_ms: quantile(0.5), p99_ms: quantile(0.99), cpu_us: cpu / times.length, unexpected }
}

export function send(agent: Agent, port: number, { method, path, token, body }: Request): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) }
    const call = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode!))
    })
    call.on('error', reject)
    call.end(body)
  })
}
