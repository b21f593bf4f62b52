/** INV-18, W3, W4: what a tenant's URL can make the worker connect to, and for how long. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { AddressRules } from './address-rules.js'
import { post, type Resolver } from './post.js'
import { targetOf } from './target.js'
import { expired, good, other } from './testing/certificates.js'
import { answering, Receiver } from './testing/receiver.js'

const closed = new AddressRules([])
const loopback = new AddressRules(['127.0.0.1/32'])

/** Counts whoever connects, on the ports that are allowed where this machine lets us have them. */
let canary: Server
let connections = 0
beforeAll(async () => {
  canary = createServer((socket: Socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => canary.listen(0, resolve))
})
afterAll(() => new Promise<void>((resolve) => void canary.close(() => resolve())))
const canaryPort = () => (canary.address() as AddressInfo).port

const wrap = (v4: string) => {
  const [a, b, c, d] = v4.split('.').map(Number) as [number, number, number, number]
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

/** Addresses nobody may reach by a webhook, with the registry entry or cloud they stand for. */
const v4 = [
  '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.254', '127.0.0.1', '127.0.0.2', '127.1.2.3', '127.255.255.254', '168.63.129.16', '169.254.0.1',
  '169.254.169.253', '169.254.169.254', '169.254.170.2', '172.16.0.1', '172.20.10.1', '172.31.255.255', '192.0.0.1', '192.0.0.170', '192.0.0.192', '192.0.2.1', '192.31.196.1', '192.52.193.1', '192.88.99.1',
  '192.168.0.1', '192.168.1.1', '192.168.255.255', '192.175.48.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.254', '255.255.255.255',
]
const v6 = [
  '::', '::1', '100::1', '2001::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '2620:4f:8000::1', '3fff::1', '5f00::1', '64:ff9b:1::1', 'fc00::1', 'fd00::1', 'fd00:ec2::254', 'fd20:ce::254',
  'fe80::1', 'febf::1', 'fec0::1', 'ff00::1', 'ff02::1', 'ff05::2', '4000::1',
  ...['127.0.0.1', '169.254.169.254', '10.0.0.1', '192.168.1.1', '0.0.0.0', '168.63.129.16', '8.8.8.8'].flatMap((each) => [`::ffff:${wrap(each)}`, `::${wrap(each)}`, `64:ff9b::${wrap(each)}`, `2002:${wrap(each)}::1`]),
]

/** Spellings of what stands behind them; each must be refused as it is saved. */
const spellings = [
  '127.1', '127.0.1', '0x7f.1', '0x7f000001', '0x7F.0x0.0x0.0x1', '2130706433', '017700000001', '0177.0.0.1', '0177.0x0.0.01', '127.0.0.1.', '0', '0.0', '0x0', '①②⑦.⓪.⓪.①', '１２７.０.０.１', '127。0。0。1', '127．0．0．1', '%31%32%37.0.0.1', '127.0.0.%31',
  '0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '169.254.43518', '169.16689662', '0xa9.0xfe.0xa9.0xfe', '[::ffff:7f00:1]', '[::ffff:127.0.0.1]', '[0:0:0:0:0:ffff:7f00:0001]', '[::FFFF:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[::]', '[::1]', '[0:0:0:0:0:0:0:1]',
  '[0000:0000::0001]', '[64:ff9b::127.0.0.1]', '[64:ff9b::169.254.169.254]', '[2002:7f00:1::]', '[2002:a9fe:a9fe::1]', '[fd00:ec2::254]', '[fe80::1]', '[::127.0.0.1]', 'localhost', 'LOCALHOST', 'localhost.', 'LocalHost.', 'api.localhost', 'ⓛocalhost', 'metadata', 'intranet', 'printer.local', 'db.internal', 'metadata.google.internal', 'metadata.google.internal.', 'router.home.arpa',
]
const forms = ['http://example.org/', 'https://example.org:22/', 'https://example.org:80/', 'https://example.org:6379/', 'https://user@example.org/', 'https://user:pass@example.org/', 'https://:pass@example.org/', 'gopher://example.org/', 'ftp://example.org/', 'file:///etc/passwd', 'javascript:alert(1)', 'data:text/plain,x', 'ws://example.org/', 'https://', 'https://./', 'example.org', '//example.org/', 'https://example.org/#x', 'https://exa mple.org/', 'https://[::1', 'https://1.2.3.4.5/', 'https://256.1.1.1/', 'https://[fe80::1%25eth0]/']

describe('INV-18: an address that is not public', () => {
  it('is refused in every literal spelling when it is saved, and never connected to', async () => {
    const before = connections
    const urls = [...v4.map((each) => `https://${each}/`), ...v6.map((each) => `https://[${each}]/`), ...spellings.map((each) => `https://${each}/`), ...forms, ...spellings.map((each) => `https://${each}:${canaryPort()}/`), ...spellings.map((each) => `http://${each}:${canaryPort()}/`)]
    for (const url of urls) {
      expect(targetOf(url, closed), url).toHaveProperty('fault')
      const posted = await post(url, {}, '{}', { rules: closed, resolve: () => Promise.reject(new Error('a name was asked for')) })
      expect(posted, url).toMatchObject({ answer: null, fault: 'blocked_address' })
    }
    expect(connections).toBe(before)
    expect(new Set(urls).size).toBeGreaterThanOrEqual(250)
  })

  it('is refused at the connection when a name leads there, one among public ones included', async () => {
    const before = connections
    const looked: string[] = []
    const names = [...v4, ...v6]
    for (const address of names) {
      const family = address.includes(':') ? 6 : 4
      for (const answers of [[{ address, family }], [{ address: '93.184.215.14', family: 4 }, { address, family }]]) {
        const resolve: Resolver = async (hostname) => {
          looked.push(hostname)
          return answers
        }
        const posted = await post('https://hooks.example.org/', {}, '{}', { rules: closed, resolve })
        expect(posted, address).toMatchObject({ answer: null, fault: 'blocked_address' })
      }
    }
    expect(looked).toHaveLength(names.length * 2)
    expect(names.length).toBeGreaterThanOrEqual(85)
    expect(connections).toBe(before)
  })

  it.each(['8.8.8.8', '93.184.215.14', '1.1.1.1', '172.32.0.1', '100.128.0.1', '192.0.1.1', '2606:4700:4700::1111', '2001:4860:4860::8888', '2a00:1450:4001:830::200e'])('but %s is public', (address) => {
    expect(closed.isPublic(address)).toBe(true)
    expect(targetOf(`https://${address.includes(':') ? `[${address}]` : address}/`, closed)).not.toHaveProperty('fault')
  })

  it('stays out of reach of a name that changes its mind: one look-up, and the connection goes to what it said', async () => {
    const receiver = await new Receiver(good).start()
    const before = connections
    let asked = 0
    const rules = new AddressRules(['127.0.0.1/32'])
    const rebinding: Resolver = async () => {
      asked += 1
      return asked === 1 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '127.0.0.2', family: 4 }]
    }
    // 127.0.0.1 stands for the public address here, 127.0.0.2 for the private one the name turns to.
    const first = await post(`https://hooks.example.org:${receiver.port}/`, {}, '{}', { rules, resolve: rebinding, ca: [good.cert] })
    expect([first.answer?.status, asked]).toEqual([204, 1])
    const second = await post(`https://hooks.example.org:${receiver.port}/`, {}, '{}', { rules, resolve: rebinding, ca: [good.cert] })
    expect(second).toMatchObject({ answer: null, fault: 'blocked_address' })
    expect(receiver.received).toHaveLength(1)
    expect(connections).toBe(before)
    await receiver.stop()
  })
})

describe('INV-18: a network the operator allowed', () => {
  it('opens plain http and any port inside of it, and nothing beside it', async () => {
    const receiver = await new Receiver().start()
    expect(await post(receiver.url(), { a: 'b' }, '{}', { rules: loopback })).toMatchObject({ fault: null, answer: { status: 204 } })
    for (const url of ['http://127.0.0.2/', 'http://10.0.0.1/', 'https://169.254.169.254/', 'https://[::1]/']) expect(targetOf(url, loopback), url).toHaveProperty('fault')
    const posted = await post('http://hooks.example.org/', {}, '{}', { rules: loopback, resolve: async () => [{ address: '93.184.215.14', family: 4 }] })
    expect(posted, 'plain http to the public').toMatchObject({ fault: 'blocked_address', error: 'hooks.example.org is 93.184.215.14, a public address: there only https on port 443 or 8443 is called, not http://hooks.example.org.' })
    await receiver.stop()
  })

  it('is not reached through a proxy of the environment', async () => {
    const receiver = await new Receiver().start()
    const before = connections
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
    for (const name of names) vi.stubEnv(name, name === 'NODE_USE_ENV_PROXY' ? '1' : `http://127.0.0.1:${canaryPort()}`)
    expect((await post(receiver.url(), {}, '{}', { rules: loopback })).answer?.status).toBe(204)
    vi.unstubAllEnvs()
    expect(connections).toBe(before)
    await receiver.stop()
  })
})

describe('INV-18: a receiver that misbehaves', () => {
  /** A receiver of this machine answers at once; how soon that is, is the machine's doing. */
  const patient = { rules: loopback, longest: 60_000 }
  const with1s = { rules: loopback, longest: 1_000 }
  const against = async (reply: Receiver['reply'], settings = patient) => {
    const receiver = await new Receiver().start()
    receiver.reply = reply
    const posted = await post(receiver.url(), {}, '{}', settings)
    await receiver.stop()
    return posted
  }

  it.each([301, 302, 303, 307, 308])('is not followed when it answers %s', async (status) => {
    const before = connections
    expect(await against(answering(status, { location: `http://127.0.0.1:${canaryPort()}/latest/meta-data` }))).toMatchObject({ fault: 'redirect', answer: { status } })
    expect(connections).toBe(before)
  })

  it('is read no further than 64 kB, however long it goes on', async () => {
    let written = 0
    const posted = await against((_request, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384, 'x'))) written += 16_384
      }
      response.on('drain', more).on('error', () => undefined)
      more()
    })
    expect(posted.fault).toBe('response_too_large')
    expect(posted.answer!.body).toHaveLength(65_536)
    expect(written).toBeLessThan(20_000_000)
    const exact = await against(answering(200, {}, 'y'.repeat(65_536)))
    expect([exact.fault, exact.answer!.body.length]).toEqual([null, 65_536])
  })

  it('cannot make it expand a compressed answer', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1_024 * 1_024))
    expect(bomb.length).toBeGreaterThan(65_536)
    const posted = await against((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    expect(posted.fault).toBe('response_too_large')
    expect(posted.answer!.body.length).toBeLessThanOrEqual(65_536)
  })

  it.each<[string, Receiver['reply']]>([
    ['sends a byte a tenth of a second', (_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'), 100)
      response.on('close', () => clearInterval(timer))
    }],
    ['says nothing', () => undefined],
    ['says 100 Continue and hangs', (_request, response) => response.writeContinue()],
    ['sends headers and hangs', (_request, response) => response.writeHead(200, { 'content-length': 10 }).flushHeaders()],
  ])('is left when the time is up: %s', async (_, reply) => {
    // Left to itself it would go on for ever.
    expect(await against(reply, with1s)).toMatchObject({ answer: null, fault: 'timeout' })
  })

  it('is left also while its name is being looked up', async () => {
    const posted = await post('https://hooks.example.org/', {}, '{}', { ...with1s, resolve: () => new Promise<never>(() => undefined) })
    expect(posted).toMatchObject({ answer: null, fault: 'timeout' })
  })

  it('does not get past 16 kB of headers, nor with bytes that are no HTTP', async () => {
    expect((await against(answering(200, Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`x-${n}`, 'v'.repeat(1_000)]))))).fault).toBe('response_invalid')
    const raw = createServer((socket) => socket.on('error', () => undefined).resume().end('SSH-2.0-OpenSSH_9.9\r\n'))
    await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve))
    expect((await post(`http://127.0.0.1:${(raw.address() as AddressInfo).port}/`, {}, '{}', patient)).fault).toBe('response_invalid')
    await new Promise<void>((resolve) => void raw.close(() => resolve()))
  })

  it.each([
    ['self-signed', good, []],
    ['for another host', other, [other.cert]],
    ['expired', expired, [expired.cert]],
  ])('is not sent anything under a certificate that is %s', async (_, tls, ca) => {
    const receiver = await new Receiver(tls).start()
    const posted = await post(`https://hooks.example.org:${receiver.port}/`, {}, '{}', { rules: loopback, resolve: async () => [{ address: '127.0.0.1', family: 4 }], ca })
    expect(posted).toMatchObject({ answer: null, fault: 'tls' })
    expect(receiver.received).toHaveLength(0)
    await receiver.stop()
  })

  it('is a failed connection when nobody listens', async () => {
    const receiver = await new Receiver().start()
    const url = receiver.url()
    await receiver.stop()
    expect((await post(url, {}, '{}', { rules: loopback })).fault).toBe('connection')
  })
})
