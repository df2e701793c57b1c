// The goals of the window and the library, as ratios of what one run has measured, and the table of them.
// A figure that was not measured is undefined, and so is everything made of it.

const divided = (a, b) => a === undefined || b === undefined || !(b > 0) ? undefined : a / b
const less = (a, b) => a === undefined || b === undefined ? undefined : a - b

// id, what, unit, the goal, the stretch, and the value in one round; `atLeast` for those that shall be large.
const goals = [
    ['G1', 'first frame, 100,000 ÷ empty library', '×', 1.10, 1.05, f => divided(f.large?.first_frame, f.empty?.first_frame)],
    ['G1c', 'the same by the UI thread\'s CPU', '×', 1.10, 1.05, f => divided(f.largeFrame?.start_ui_cpu_ms, f.emptyFrame?.start_ui_cpu_ms)],
    ['G2', 'first pixels, 100,000 ÷ bare window', '×', 2.0, 1.5, f => divided(f.seen?.paint, f.seenBare?.paint)],
    ['G2b', 'page complete, 100,000 ÷ bare window', '×', 2.3, 1.7, f => divided(f.seen?.page, f.seenBare?.paint)],
    ['G3', 'page complete, 100,000 ÷ nsxiv with 2,000', '×', 2.0, 1.3, f => divided(f.seen?.page, f.nsxiv?.page)],
    ['G3b', 'page complete, 100,000 ÷ qimgv with 2,000', '×', 0.8, 0.5, f => divided(f.seen?.page, f.qimgv?.page)],
    ['G4', 'page complete, 1,000,000 ÷ 100,000', '×', 1.15, 1.05, f => divided(f.huge?.page_complete, f.large?.page_complete)],
    ['G5', 'memory at rest, 100,000 ÷ bare window', '×', 2.5, 2.0, f => divided(f.large?.pss_mb, f.bare?.pss_mb)],
    ['G6', 'memory, 1,000,000 − 100,000', 'MB', 16, 9, f => less(f.huge?.pss_mb_rest, f.large?.pss_mb_rest)],
    ['G7', 'memory after the scroll script − before', 'MB', 96, 64, f => less(f.gallery?.pss_mb_after, f.gallery?.pss_mb)],
    ['G8', 'thumbnails a CPU-second ÷ libjpeg-turbo\'s limit', '×', 0.85, 0.93, f => divided(f.thumbs?.thumbs_per_cpu_s, f.jpegLimit), 'atLeast'],
    ['G9', 'thumbnails a second ÷ gwenview', '×', 5, 6.5, f => divided(f.thumbs?.thumbs_per_s, f.gwenview?.files_per_s), 'atLeast'],
    ['G10', 'page of 10,000 unseen ÷ gwenview\'s first thumbnail', '×', 0.25, 0.15, f => divided(f.unseen?.page, f.gwenview?.thumb1)],
    ['G11', 'gesture to paint p95 while 10,000 thumbnails are made', 'ms', 16.7, 8, f => f.thumbs?.thumbs_paint_p95],
    ['G12w', 'wheel p95, work of the UI thread', 'ms', 4, 2, f => f.gallery?.wheel_p95],
    ['G12p', 'page p95, work of the UI thread', 'ms', 8, 4, f => f.gallery?.page_p95],
    ['G12j', 'jump p95, work of the UI thread', 'ms', 8, 4, f => f.gallery?.jump_p95],
    ['G13', 'jump until everything in sight is real, median', 'ms', 17, 10, f => f.gallery?.jump_fill_med],
    ['G13b', 'the same, p95', 'ms', 33, 20, f => f.gallery?.jump_fill_p95],
    ['G14', 'resize step of the pictures, median', 'ms', 3, 1.5, f => f.gallery?.drag_med],
    ['G14w', 'resize step of the whole window, median', 'ms', 3, 1.5, f => f.gallery?.resize_med],
    ['G14b', 'resize step, 1,000,000 ÷ 100,000', '×', 1.15, 1.05, f => divided(f.hugeGallery?.drag_med, f.gallery?.drag_med)],
    ['G15', 'search engine a key ÷ bare FTS5, median', '×', 2, 1.3, f => divided(f.searchEngine?.engine_med, f.searchEngine?.raw_med)],
    ['G16', 'key to the first page of hits p95, 100,000', 'ms', 16, 8, f => f.search?.search_key_p95],
    ['G16b', 'the same, 1,000,000', 'ms', 25, 16, f => f.hugeSearch?.search_key_p95],
    ['G25', 'idle with 100,000: CPU', '%', 0.05, 0, f => f.idle?.idle_cpu_percent],
    ['G25b', 'idle with 100,000: wake-ups a second', '1/s', 1, 0.2, f => f.idle?.idle_switches_per_s],
    ['G27', 'the program, stripped', 'MB', 4, 2.5, f => f.size?.mb],
    ['G27b', 'libraries beside Qt\'s, SQLite and JPEG', '', 2, 0, f => f.size?.libraries],
    ['G28', 'building 100,000 rows ÷ bare SQL, CPU', '×', 2, 1, f => divided(f.store?.rows_cpu_s, f.store?.raw_cpu_s)],
    ['Gsel', 'select all 100,000', 'ms', 300, 100, f => f.select?.select_all_ms],
    ['Grate', 'rate all 100,000, to the screen', 'ms', 300, 100, f => f.select?.rate_ms],
    ['Gtag', 'tag all 100,000, to the screen', 'ms', 300, 100, f => f.select?.tag_ms],
    ['Gundo', 'undo that, to the screen', 'ms', 300, 100, f => f.select?.undo_ms],
    ['Gui', 'SQL, decodes and file access in the UI thread, scrolling', 'calls', 0, 0, f => f.calls]
]

export const idsOf = list => goals.map(goal => goal[0]).filter(id => list.length === 0 || list.some(wanted => id === wanted || id.replace(/\D+$/, '') === wanted))

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)]
const short = value => value === undefined ? '–' : Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)

// [{id, what, values, median, kept, stretched}]: kept when each round keeps it.
export function judge(rounds, ids) {
    return goals.filter(([id]) => ids.includes(id)).map(([id, what, unit, goal, stretch, value, atLeast]) => {
        const values = rounds.map(value).filter(number => number !== undefined && !Number.isNaN(number))
        const holds = limit => values.every(number => atLeast ? number >= limit : number <= limit)
        return { id, what, unit, goal, stretch, atLeast: Boolean(atLeast), values, median: values.length > 0 ? median(values) : undefined, kept: values.length > 0 ? holds(goal) : undefined, stretched: values.length > 0 && holds(stretch) }
    })
}

export function table(judged) {
    const rows = judged.map(goal => [goal.id, `${goal.what}${goal.unit ? ` [${goal.unit}]` : ''}`, `${goal.atLeast ? '≥' : '≤'} ${short(goal.goal)}`,
        `${goal.atLeast ? '≥' : '≤'} ${short(goal.stretch)}`, short(goal.median), goal.values.map(short).join(' '),
        goal.kept === undefined ? 'not measured' : goal.stretched ? 'kept, and the stretch' : goal.kept ? 'kept' : 'NOT KEPT'])
    const all = [['', 'measure', 'goal', 'stretch', 'figure', 'rounds', ''], ...rows]
    const widths = all[0].map((_, column) => Math.max(...all.map(row => row[column].length)))
    return all.map(row => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n')
}
