// The figures of tests/bench/run: rounds of the same measurements, the table of goals, counts of calls and of
// instructions. Progress goes to standard error.
import { execFile, execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { idsOf, judge, table } from './goals.mjs'
import { Programs, has } from './programs.mjs'

const { values: options } = parseArgs({
    options: {
        top: { type: 'string' }, short: { type: 'boolean', default: false }, only: { type: 'string', default: '' },
        rounds: { type: 'string', default: '' }, keep: { type: 'string', default: '' }
    }
})
const ids = idsOf(options.only ? options.only.split(',') : [])
const wants = (...some) => some.some(id => ids.some(wanted => wanted.replace(/[a-z]+$/, '') === id || wanted === id))
const rounds = Number(options.rounds || (options.short ? 1 : 3))
const sizes = options.short ? { large: 20_000, huge: 0, unseen: 300, store: 5_000, steps: 20 } : { large: 100_000, huge: 1_000_000, unseen: 10_000, store: 100_000, steps: 40 }
const programs = new Programs(options.top)
const failures = []
const notes = []

// A part that cannot be measured is said, and the rest goes on.
async function measured(what, work) {
    try {
        console.error(`  ${what} ...`)
        return await work()
    } catch (error) {
        failures.push(`${what}: ${error.message}`)
        return undefined
    }
}

const searches = path.join(programs.work, 'searches')
fs.writeFileSync(searches, ['forest', 'golden light', 'castle on a hill', 'ship fog', 'watercolor fox'].slice(0, options.short ? 2 : 5).join('\n'))

const empty = (await programs.library(0)).folder
const large = (await programs.library(sizes.large, '--marks')).folder
const huge = sizes.huge && wants('G4', 'G6', 'G14', 'G16') ? (await programs.library(sizes.huge, '--marks', '--thumbs', 100_000)).folder : undefined
const needsThumbs = wants('G8', 'G9', 'G10', 'G11')
const unseen = needsThumbs ? (await programs.library(sizes.unseen, '--shape', '1024x1024', '--thumbs', 0)).folder : undefined

function forgetThumbnails(library) {
    fs.rmSync(path.join(library, 'cache'), { recursive: true, force: true })
}

// The same library with tables of its own, to be changed.
function copyOf(library) {
    const folder = fs.mkdtempSync(path.join(programs.libraries, 'copy.'))
    process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
    for (const part of ['data', 'config']) fs.cpSync(path.join(library, part), path.join(folder, part), { recursive: true })
    for (const part of ['cache', 'pictures']) fs.symlinkSync(path.join(library, part), path.join(folder, part))
    return folder
}

// What thread 1 of the window asks of files between the marks, by strace.
async function fileCalls() {
    if (!has('strace')) { notes.push('strace is not installed: file access of the UI thread was not counted.'); return undefined }
    const trace = path.join(programs.work, 'trace')
    await promisify(execFile)('strace', ['-f', '-qq', '-e', 'trace=%file,pread64,pwrite64,fsync,fdatasync,getdents64,flock', '-o', trace,
        programs.tool('studio_bench'), '--data', large, '--gallery', '--gestures', 'wheel=40,page=20,jump=20'], { timeout: 300_000, maxBuffer: 1 << 26 })
    const calls = []
    let main, inside = false, others = 0
    for (const line of fs.readFileSync(trace, 'utf8').split('\n')) {
        const [, thread, call] = /^(\d+)\s+(\w+\(.*)$/.exec(line) ?? []
        if (!call) continue
        main ??= thread
        if (thread !== main) { others += inside ? 1 : 0; continue }
        const mark = /"\/janus-bench\/\w+-(begin|end)"/.exec(call)
        if (mark) inside = mark[1] === 'begin'
        else if (inside) calls.push(call)
    }
    fs.rmSync(trace)
    return { calls, others }
}

// Programs of others with 2,000 pictures, their own caches filled by a first start.
async function peer(name, command, warmOptions) {
    if (!programs.canProbe() || !has(name)) return undefined
    const home = path.join(programs.work, `home-${name}`)
    if (!fs.existsSync(home)) await measured(`${name}, first start`, () => programs.probe(command, { home, options: ['--timeout', 90, '--quiet', 3] }))
    return measured(name, () => programs.probe(command, { home, options: warmOptions }))
}

let gwenview
async function coldGwenview() {
    if (gwenview !== undefined || options.short) return gwenview
    if (!programs.canProbe() || !has('gwenview')) return undefined
    const home = path.join(programs.work, 'home-gwenview')
    fs.mkdirSync(home)
    const count = programs.pictures(unseen, sizes.unseen)
    return gwenview = await measured('gwenview, unseen pictures', () => programs.probe(['gwenview', count],
        { home, options: ['--timeout', 240, '--quiet', 5, '--count-files', `${home}/cache/thumbnails`, '--until-files', sizes.unseen] }))
}

async function round() {
    const f = { load: os.loadavg()[0] }
    const resting = options.short ? 5 : 20
    if (wants('G5')) f.bare = await measured('bare window', () => programs.studio(null))
    if (wants('G1', 'G2', 'G3', 'G4')) {
        f.empty = await measured('empty library', () => programs.studio(empty))
        f.emptyFrame = await measured('empty library, first frame', () => programs.studio(empty, '--quit-after', 'first-frame'))
        f.largeFrame = await measured('large library, first frame', () => programs.studio(large, '--quit-after', 'first-frame'))
    }
    if (wants('G1', 'G4', 'G5', 'G6', 'G25')) {
        f.large = await measured('large library, then rest', () => programs.studio(large, '--idle', String(resting)))
        f.idle = f.large
    }
    if (huge && wants('G4', 'G6')) f.huge = await measured('huge library, then rest', () => programs.studio(huge, '--idle', '2'))
    if (wants('G7', 'G12', 'G13', 'G14', 'Gui'))
        f.gallery = await measured('gestures', () => programs.studio(large, '--gallery', ...(options.short ? ['--gestures', 'resize=8,drag=8,wheel=100,page=20,jump=20'] : [])))
    if (huge && wants('G14')) f.hugeGallery = await measured('gestures, huge library', () => programs.studio(huge, '--gallery', '--gestures', 'resize=8,drag=8,wheel=50'))
    if (wants('G16')) {
        f.search = await measured('searching', () => programs.studio(large, '--search', searches))
        if (huge) f.hugeSearch = await measured('searching, huge library', () => programs.studio(huge, '--search', searches))
    }
    if (wants('Gsel', 'Grate', 'Gtag', 'Gundo')) f.select = await measured('selecting everything', () => programs.studio(copyOf(large), '--select-all'))
    if (wants('G15')) f.searchEngine = await measured('search engine', () => programs.json([programs.tool('bench_search'), '--data', large, '--steps', String(sizes.steps), '--json']))
    if (wants('G28')) f.store = await measured('table code', () => programs.json([programs.tool('bench_store'), '--n', String(sizes.store), '--json']))
    if (needsThumbs) {
        const samples = fs.readdirSync(path.join(unseen, 'samples')).slice(0, 100).map(name => path.join(unseen, 'samples', name))
        f.jpegLimit = (await measured('libjpeg-turbo alone', () => programs.json([programs.tool('bench_jpeglimit'), ...samples])))?.per_cpu_s
        forgetThumbnails(unseen)
        f.thumbs = await measured('thumbnails of unseen pictures', () => programs.studio(unseen, '--quit-after', 'thumbs-done'))
        forgetThumbnails(unseen)
    }
    if (programs.canProbe()) {
        const own = (library, ...more) => programs.probe([programs.tool('studio_bench'), ...(library ? ['--data', library] : ['--bare']), '--stay'], { options: more })
        if (wants('G2', 'G3')) {
            f.seenBare = await measured('bare window, from outside', () => own(null))
            f.seen = await measured('large library, from outside', () => own(large))
        }
        if (wants('G10')) f.unseen = await measured('unseen pictures, from outside', () => own(unseen, '--quiet', 3))
    }
    if (!options.short && wants('G3')) {
        const few = programs.pictures(large, 2000)
        f.nsxiv = await peer('nsxiv', ['nsxiv', '-t', few], [])
        f.qimgv = await peer('qimgv', ['qimgv', few], [])
    }
    if (needsThumbs && wants('G9', 'G10')) f.gwenview = await coldGwenview()
    return f
}

// The program as it is installed: without symbols, with the libraries it asks for by name.
function size() {
    const stripped = path.join(programs.work, 'janus-studio')
    execFileSync('strip', ['-o', stripped, path.join(options.top, 'build/bench/app/janus-studio')])
    const usual = /^(libQt6(Core|Gui|Widgets|Network|Sql)|libsqlite3|libjpeg|libstdc\+\+|libm|libgcc_s|libc|ld-linux.*)\.so/
    const named = execFileSync('objdump', ['-p', stripped], { encoding: 'utf8' }).matchAll(/NEEDED\s+(\S+)/g)
    const more = [...named].map(([, name]) => name).filter(name => !usual.test(name))
    notes.push(`Libraries beside Qt's Core, Gui, Widgets, Network and Sql, SQLite and JPEG: ${more.join(', ')}`)
    return { mb: fs.statSync(stripped).size / 1e6, libraries: more.length }
}

// Millions of instructions, by differences where a step is asked for.
async function instructions() {
    if (!has('valgrind')) { notes.push('valgrind is not installed: instructions were not counted.'); return {} }
    const bench = (name, ...more) => programs.instructions([programs.tool(name), ...more.map(String)])
    const step = (more, less, times) => ({ all: (more.all - less.all) / times, ui: (more.ui - less.ui) / times })
    const counted = {}
    const count = async (what, work) => { counted[what] = await measured(`instructions: ${what}`, work) }
    await count('bare window to first frame', () => bench('studio_bench', '--bare'))
    await count(`start to page complete, ${sizes.large} pictures`, () => bench('studio_bench', '--data', large))
    const wheel = turns => bench('studio_bench', '--data', large, '--gallery', '--gestures', `wheel=${turns}`)
    await count('a wheel step', async () => step(await wheel(60), await wheel(20), 40))
    const search = searches => bench('bench_search', '--data', large, '--steps', searches, '--json')
    await count('a search, typed (with bare FTS5 beside it)', async () => step(await search(12), await search(2), 10))
    const store = rows => bench('bench_store', '--n', rows, '--json')
    await count('a row stored (with bare SQL beside it)', async () => step(await store(1500), await store(500), 1000))
    const layout = steps => bench('bench_layout', '--n', 20000, '--steps', steps, '--json')
    await count('a wheel step, a jump and a resize of the layout alone', async () => step(await layout(200), await layout(100), 100))
    if (fs.existsSync(programs.tool('bench_thumb'))) {
        const data = pictures => path.join(programs.work, `thumbs-${pictures}`)
        const thumbs = pictures => bench('bench_thumb', '--n', pictures, '--pages', 0, '--data', data(pictures))
        await count('a thumbnail, row and store', async () => {
            for (const pictures of [10, 40]) await promisify(execFile)(programs.tool('bench_thumb'), ['--n', String(pictures), '--pages', '0', '--data', data(pictures)])
            return step(await thumbs(40), await thumbs(10), 30)
        })
    }
    return counted
}

const all = []
for (let number = 1; number <= rounds; ++number) {
    console.error(`Round ${number} of ${rounds}, load ${os.loadavg()[0].toFixed(1)}`)
    all.push(await round())
}
const once = {}
if (wants('G27')) once.size = size()
if (wants('Gui')) {
    const traced = await measured('file access of the UI thread', fileCalls)
    const gestures = ['wheel', 'page', 'jump']
    const inside = all.map(f => gestures.reduce((sum, kind) => sum + f.gallery?.[`${kind}_ui_sql`] + f.gallery?.[`${kind}_ui_decodes`], 0))
    if (traced) {
        once.calls = inside[0] + traced.calls.length
        notes.push(`Calls about files while 80 gestures are made: ${traced.calls.length} in the UI thread, ${traced.others} in others.`)
        for (const call of [...new Set(traced.calls)].slice(0, 8)) notes.push(`  UI thread: ${call}`)
    }
}
for (const f of all) Object.assign(f, once)
const counted = options.only ? {} : await instructions()

const judged = judge(all, ids)
if (options.short) console.log(`The short form: ${sizes.large} pictures stand for 100,000, ${sizes.unseen} for 10,000, and one round for three.`)
console.log(table(judged))
if (Object.keys(counted).length > 0) {
    console.log('\nmillion instructions (callgrind)                             all threads     the first')
    const million = number => (number === undefined ? '–' : number.toFixed(3)).padStart(14)
    for (const [what, number] of Object.entries(counted)) console.log(`  ${what.padEnd(56)}${million(number?.all)}${million(number?.ui)}`)
}
for (const f of all) for (const part of [f.search?.search_skipped, ...(f.select?.select_skipped ?? [])]) if (part && !notes.includes(part)) notes.push(part)
if (!programs.canProbe()) notes.push('Without a screen or the probe nothing was watched from outside.')
for (const name of ['nsxiv', 'qimgv', 'gwenview']) if (!options.short && !has(name)) notes.push(`${name} is not installed.`)
if (notes.length > 0) console.log(`\n${notes.join('\n')}`)
if (options.keep) fs.writeFileSync(options.keep, JSON.stringify({ cores: os.cpus().length, rounds: all, judged, instructions: counted }, null, 1))
for (const failure of failures) console.log(`NOT MEASURED ${failure}`)
const kept = judged.filter(goal => goal.kept).length
console.log(`${kept} of ${judged.filter(goal => goal.kept !== undefined).length} goals kept; ${failures.length} could not be measured; load ${all.map(f => f.load.toFixed(1)).join(' ')}`)
process.exit(failures.length > 0 ? 1 : 0)
