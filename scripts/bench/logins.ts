/** Logins at the real cost of a password, beside bare bcrypt with as many hashes at once, and what they do to everybody else meanwhile. */
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { boot } from '#kernel/boot'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { readConfig } from '#config/env'
import { productModules } from '#config/modules'
import { auth } from '#modules/auth/contract'
import { projectRoot } from '../project-root.js'
import { judged, quantile, type Figure } from './figures.js'
import { startProgram, type Ground, type Program } from './ground.js'
import { send } from './load.js'

const milliseconds = 5_000
const people = 4
const password = 'correct horse battery staple 12'
/** As many as the product hashes at once. */
const atOnce = Math.max(1, Math.min(3, availableParallelism() - 1))

export async function loginFigures(ground: Ground): Promise<Figure[]> {
  const realCost = { ...ground, environment: { ...ground.environment, BOOKFLOW_PASSWORD_COST: '12', BOOKFLOW_AUTH_ATTEMPTS_PER_MINUTE: '1000000' } }
  await invite(realCost)
  const bare = Number((await promisify(execFile)(process.execPath, [join(projectRoot, 'dist/scripts/bench/bare-bcrypt.js'), String(atOnce), String(milliseconds)])).stdout)
  const program = await startProgram('bookflow', 'config/web.js', realCost)
  try {
    await reads(ground, program, 1_000)
    const quiet = await reads(ground, program, 3_000)
    const [logins, meanwhile] = await Promise.all([loginsPerSecond(program), reads(ground, program, milliseconds)])
    return [
      judged('logins, of bare bcrypt 12', [{ value: logins / bare, unit: ' ×', must: { at_least: 0.9 }, target: { at_least: 0.9 } }], true, `${logins.toFixed(2)}/s of ${bare.toFixed(2)}/s, ${atOnce} at once`),
      judged('p99 of a read while people log in, of its own without', [{ value: quantile(meanwhile, 0.99) / quantile(quiet, 0.99), unit: ' ×', must: { at_most: 3 }, target: { at_most: 2 } }], true, `${quantile(quiet, 0.99).toFixed(1)} ms without, ${quantile(meanwhile, 0.99).toFixed(1)} ms with`),
    ]
  } finally {
    await program.stop()
  }
}

const email = (n: number) => `login${n}@bench.example`

async function invite({ environment }: Ground): Promise<void> {
  const kernel = await boot({ ...readConfig(environment), log_level: 'silent' }, productModules)
  try {
    for (let n = 0; n < people; n += 1) {
      await kernel.container.resolve(transactionsToken).global(() => kernel.container.resolve(auth.port).createVerifiedUser({ email: email(n), name: `Login ${n}`, password }))
    }
  } finally {
    await kernel.stop()
  }
}

async function loginsPerSecond({ port }: Program): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: people })
  const begun = performance.now()
  let done = 0
  const lane = async (_: unknown, n: number) => {
    while (performance.now() - begun < milliseconds) {
      const status = await login(agent, port, email(n))
      if (status !== 200) throw new Error(`A login was answered with ${status}.`)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: people }, lane))
  agent.destroy()
  return done / ((performance.now() - begun) / 1_000)
}

function login(agent: Agent, port: number, address: string): Promise<number> {
  const body = JSON.stringify({ email: address, password })
  return new Promise((resolve, reject) => {
    const call = request({ agent, host: '127.0.0.1', port, method: 'POST', path: '/v1/auth/login', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    call.on('error', reject)
    call.end(body)
  })
}

/** A read every 10 ms, as of somebody at the console: what counts is how long each takes, in milliseconds. */
async function reads(ground: Ground, { port }: Program, lasting: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const times: Promise<number>[] = []
  const one = async () => {
    const sent = performance.now()
    await send(agent, port, { method: 'GET', path: `/v1/resources/${ground.rooms[0]}`, token: ground.tokens[1]! })
    return performance.now() - sent
  }
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => times.push(one()), 10)
    setTimeout(() => {
      clearInterval(timer)
      resolve()
    }, lasting)
  })
  const measured = await Promise.all(times)
  agent.destroy()
  return measured
}
