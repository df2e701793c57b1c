// A queue like fal's on this machine, for measuring clients only: quick, never wrong, and it remembers when it said
// COMPLETED. Like fal it speaks TLS, with HTTP/2 for who asks for it and HTTP/1.1 for the rest; one model, one JPEG for
// every picture. Checks of a client's manners are the practice server's.
//
//   node server.mjs PICTURE KEY CERTIFICATE     prints {"origin": …} when it listens
//
// A request waits queueMs, then runs runMs plus a part of spreadMs that depends on its number alone.
//   POST /bench/start {queueMs, runMs, spreadMs}     forgets all requests
//   GET /bench/requests                              [{id, submitted, completed}], nanoseconds of CLOCK_MONOTONIC
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http2 from 'node:http2'

const [picture, key, cert] = process.argv.slice(2).map(file => readFileSync(file))
let [queueMs, runMs, spreadMs] = [50, 400, 600]
let requests = new Map()

function json(response, code, value, id = '') {
    const body = JSON.stringify(value)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    response.writeHead(code, id ? { ...headers, 'x-fal-request-id': id } : headers)
    response.end(body)
}

function statusOf(request, logs) {
    const urls = { response_url: request.url, status_url: request.url + '/status', cancel_url: request.url + '/cancel' }
    const status = { status: request.state, request_id: request.id, ...urls }
    if (request.state === 'IN_QUEUE') status.queue_position = 0
    else status.logs = logs
    if (request.state === 'COMPLETED') status.metrics = { inference_time: runMs / 1000 }
    return status
}

function tell(request, logs) {
    const event = `data: ${JSON.stringify(statusOf(request, logs))}\n\n`
    for (const stream of request.streams) request.state === 'COMPLETED' ? stream.end(event) : stream.write(event)
}

function log(request, message) {
    const line = { message, level: 'INFO', source: 'USER', timestamp: new Date().toISOString() }
    request.logs.push(line)
    tell(request, [line])
}

function run(request) {
    const running = runMs + spreadMs * (((request.number * 7919) % 1009) / 1009)
    setTimeout(() => {
        request.state = 'IN_PROGRESS'
        log(request, 'Loading the model')
        for (const quarter of [1, 2, 3])
            setTimeout(() => log(request, `${25 * quarter}% of the picture`), (running * quarter) / 4)
        setTimeout(() => {
            request.state = 'COMPLETED'
            request.completed = process.hrtime.bigint()
            tell(request, [])
        }, running)
    }, queueMs)
}

function submit(incoming, response) {
    const submitted = process.hrtime.bigint()
    const id = randomUUID()
    const url = `https://${incoming.authority ?? incoming.headers.host}${incoming.url}/requests/${id}`
    const request = { id, url, number: requests.size, state: 'IN_QUEUE', logs: [], streams: new Set(), submitted }
    incoming.resume().on('end', () => {
        requests.set(id, request)
        json(response, 200, statusOf(request), id)
        run(request)
    })
}

function stream(request, response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    const event = `data: ${JSON.stringify(statusOf(request, request.logs))}\n\n`
    if (request.state === 'COMPLETED') return response.end(event)
    response.write(event)
    request.streams.add(response)
    response.on('close', () => request.streams.delete(response))
}

function result(request, response) {
    if (request.state !== 'COMPLETED') return json(response, 400, { detail: 'Request is still in progress' }, request.id)
    const url = `${new URL(request.url).origin}/files/${request.id}.jpg`
    json(response, 200, {
        images: [{ url, width: 1024, height: 1024, content_type: 'image/jpeg' }],
        timings: { inference: runMs / 1000 }, seed: request.number, has_nsfw_concepts: [false], prompt: ''
    }, request.id)
}

function start(incoming, response) {
    let body = ''
    incoming.on('data', part => (body += part)).on('end', () => {
        requests = new Map();
        ({ queueMs, runMs, spreadMs } = JSON.parse(body))
        json(response, 200, {})
    })
}

function remembered() {
    return [...requests.values()].map(({ id, submitted, completed }) =>
        ({ id, submitted: String(submitted), completed: String(completed ?? 0) }))
}

function answer(incoming, response) {
    const path = incoming.url.split('?')[0]
    if (path.startsWith('/files/')) {
        response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': picture.length })
        return response.end(picture)
    }
    if (path === '/bench/start') return start(incoming, response)
    if (path === '/bench/requests') return json(response, 200, remembered())
    const match = path.match(/\/requests\/([^/]+)(\/.*)?$/)
    if (!match) return incoming.method === 'POST' ? submit(incoming, response) : json(response, 404, { detail: 'Not found' })
    const request = requests.get(match[1])
    if (!request) return json(response, 404, { detail: 'Not found' })
    if (match[2] === '/status/stream') return stream(request, response)
    if (match[2] === '/status')
        return json(response, request.state === 'COMPLETED' ? 200 : 202, statusOf(request, request.logs))
    return result(request, response)
}

// Memory of a session: a thousand pictures may be on their way in one.
const server = http2.createSecureServer({
    key, cert, allowHTTP1: true, keepAliveTimeout: 60_000, maxSessionMemory: 1000, settings: { maxConcurrentStreams: 5000 }
}, answer)
server.on('secureConnection', socket => socket.setNoDelay(true))
server.listen(0, '127.0.0.1', 4096, () => console.log(JSON.stringify({ origin: `https://127.0.0.1:${server.address().port}` })))
