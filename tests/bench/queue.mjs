// The figures of tests/bench/queue: our client and fal's own, one after the other, on one server, several rounds. Both
// come as they are: ours speaks HTTP/2 where it is offered, fal's on this Node.js HTTP/1.1 on many connections.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import child from 'node:child_process'

const run = promisify(child.execFile)
const here = path.dirname(fileURLToPath(import.meta.url))
const { values: options } = parseArgs({
    options: {
        bench: { type: 'string' }, work: { type: 'string' }, rounds: { type: 'string', default: '3' }, jobs: { type: 'string', default: '64' },
        many: { type: 'string', default: '1000' }, short: { type: 'boolean', default: false },
        only: { type: 'string', default: '' }
    }
})
const few = { concurrency: 8, jobs: options.short ? 8 : Number(options.jobs), queueMs: 50, runMs: 400, spreadMs: 600 }
const many = { concurrency: Number(options.many), jobs: Number(options.many), queueMs: 2000, runMs: 2000, spreadMs: 3000 }
const work = options.work // with server.key and server.pem
process.on('exit', () => rmSync(work, { recursive: true, force: true }))

function mean(numbers) { return numbers.reduce((sum, number) => sum + number, 0) / numbers.length }
function at(numbers, part) { return [...numbers].sort((a, b) => a - b)[Math.floor(part * (numbers.length - 1))] }
function median(numbers) { return at(numbers, 0.5) }
const round = number => Number(number.toFixed(3))

async function startServer() {
    const picture = path.join(work, 'picture.jpg')
    execFileSync(options.bench, ['--picture', picture])
    const server = spawn(process.execPath, [path.join(here, 'server.mjs'), picture,
        path.join(work, 'server.key'), path.join(work, 'server.pem')], { stdio: ['ignore', 'pipe', 'inherit'] })
    process.on('exit', () => server.kill())
    const [line] = await new Promise((done, failed) => {
        server.stdout.once('data', text => done(String(text).split('\n')))
        server.once('exit', code => failed(new Error(`the server ended with ${code}`)))
    })
    return JSON.parse(line).origin
}

// {cpu_ms, rss_mb, trace: [[request id, click, in hand, on disk]]}
async function ours(origin, load, folder) {
    const trace = path.join(folder, 'trace')
    const { stdout } = await run(options.bench, ['--queue', '--jobs', load.jobs, '--concurrency', load.concurrency, '--server', origin,
        '--authority', path.join(work, 'server.pem'), '--trace', trace, '--data', path.join(folder, 'data')].map(String), { env: { ...process.env, FAL_KEY: 'bench:key' } })
    return { ...JSON.parse(stdout), trace: readFileSync(trace, 'utf8').trim().split('\n').map(line => line.split(',')) }
}

async function theirs(mode, origin, load, folder) {
    const script = path.join(here, 'official.mjs')
    const { stdout } = await run(process.execPath, [script, origin, mode, load.jobs, load.concurrency, folder].map(String),
        { maxBuffer: 1 << 26 })
    return JSON.parse(stdout)
}

async function measure(client, origin, load) {
    await fetch(origin + '/bench/start', { method: 'POST', body: JSON.stringify(load) })
    const folder = mkdtempSync(path.join(work, 'run.'))
    const { trace, ...figures } = await client(origin, load, folder)
    const seen = new Map((await (await fetch(origin + '/bench/requests')).json()).map(request => [request.id, request]))
    rmSync(folder, { recursive: true })
    const since = (from, column) => trace.filter(line => line[column]).map(line => Number(BigInt(line[column]) - BigInt(seen.get(line[0])[from])) / 1e6)
    const hand = since('completed', 2)
    const result = {
        hand_mean_ms: round(mean(hand)), hand_median_ms: round(median(hand)), hand_p95_ms: round(at(hand, 0.95)), hand_max_ms: round(Math.max(...hand)),
        submit_median_ms: round(-median(since('submitted', 1))), cpu_ms_per_job: round(figures.cpu_ms / load.jobs), peak_rss_mb: round(figures.rss_mb)
    }
    if (!trace[0][3]) return result
    return {
        ...result, disk_mean_ms: round(mean(since('completed', 3))), kib_per_job_in_flight: round(figures.kib_per_job_in_flight),
        threads: figures.threads, thread_names: figures.thread_names
    }
}

function goals(f, m) {
    const holds = []
    const goal = (name, value, most) => holds.push({ goal: name, value: round(value), most, holds: value <= most })
    goal('G17 in hand, mean, of polling', f.ours.hand_mean_ms / f.polling.hand_mean_ms, 1 / 50)
    goal('G18 in hand, mean, of streaming', f.ours.hand_mean_ms / f.streaming.hand_mean_ms, 0.8)
    goal('G20 submit, of streaming', f.ours.submit_median_ms / f.streaming.submit_median_ms, 1)
    goal('G21 CPU a job, of polling', f.ours.cpu_ms_per_job / f.polling.cpu_ms_per_job, 0.5)
    if (!m) return holds
    goal('G19 many: in hand, mean, of streaming', m.ours.hand_mean_ms / m.streaming.hand_mean_ms, 0.6)
    goal('G19 many: in hand, p95 ms', m.ours.hand_p95_ms, 20)
    goal('G21 many: CPU a job, of polling', m.ours.cpu_ms_per_job / m.polling.cpu_ms_per_job, 0.5)
    goal('G22 many: KiB a job in flight', m.ours.kib_per_job_in_flight, 64)
    goal('G23 many: threads', m.ours.threads, os.cpus().length + 6)
    return holds
}

const clients = { polling: (...a) => theirs('polling', ...a), streaming: (...a) => theirs('streaming', ...a), ours }
const origin = await startServer()
const rounds = []
for (let number = 0; number < (options.short ? 1 : Number(options.rounds)); ++number) {
    const figures = { load: os.loadavg()[0], few: {}, many: {} }
    for (const [name, client] of Object.entries(clients)) {
        if (options.only && !options.only.split(',').includes(name)) continue
        figures.few[name] = await measure(client, origin, few)
        if (!options.short && many.jobs > 0) figures.many[name] = await measure(client, origin, many)
    }
    if (!options.only) figures.goals = goals(figures.few, figures.many.ours ? figures.many : undefined)
    rounds.push(figures)
}
const met = rounds[0].goals?.map(({ goal }, i) => ({
    goal, most: rounds[0].goals[i].most, values: rounds.map(round => round.goals[i].value), holds: rounds.every(round => round.goals[i].holds)
}))
console.log(JSON.stringify({ cores: os.cpus().length, rounds, goals: met }, null, 2))
process.exit(0)
