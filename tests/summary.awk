# summary.awk: reads CTest's JUnit report and prints the failed and skipped tests, then "N passed, N failed".
#
#   awk -v ctest=CODE [-v keyhits=COUNT] -f summary.awk report.xml
#
# CODE is what ctest ended with; ends with 1 unless all is well. COUNT is how often a key was found that tests used
# (tests/key-search): one more test, passed with 0.
#
# A Qt Test program counts with the numbers of its own "Totals:" lines (it may print several), Node.js with its
# "# pass" and "# fail" lines behind "TAP version 13". Whatever else CTest ran counts as one. CTest's word wins where the two differ: a program that crashes or is killed after its totals, or has a
# leak reported at its end, has failed although no function did. The report is XML with one element a line and with all
# text escaped, so what a test prints cannot be taken for an element.

function plain(text) {
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text)
    gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text); gsub(/&amp;/, "\\&", text)
    return text
}

function attribute(line, name,    at) {
    at = index(line, " " name "=\"")
    if (!at) return ""
    line = substr(line, at + length(name) + 3)
    return plain(substr(line, 1, index(line, "\"") - 1))
}

function note(list, what) { lists[list, ++counts[list]] = what }

function print_list(list, title,    i) {
    if (counts[list]) print "\n" title
    for (i = 1; i <= counts[list]; i++) print "  " lists[list, i]
}

# A line a test printed. Function results look like "FAIL!  : tst_x::name(row) message".
function read_output(line,    found, words) {
    if (match(line, /Totals: [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped/)) {
        split(substr(line, RSTART, RLENGTH), words, " ")
        has_totals = 1; program_passed += words[2]; program_failed += words[4]
    } else if (line ~ /^TAP version 13/) {
        tap = 1
    } else if (tap && line ~ /^# (pass|fail|cancelled) [0-9]+$/) {
        split(line, words, " ")
        has_totals = 1
        if (words[2] == "pass") program_passed += words[3]; else program_failed += words[3]
    } else if (tap && line ~ /^ *not ok [0-9]+ - /) {
        # Node.js 18 lists the file around the cases as well.
        found = plain(line); sub(/^ *not ok [0-9]+ - /, "", found)
        if (found !~ /\.mjs$/) note("failed", program ": " found)
    } else if (tap && line ~ /^ *ok [0-9]+ - .* # SKIP/) {
        found = plain(line); sub(/^ *ok [0-9]+ - /, "", found); sub(/ # SKIP */, ": ", found); sub(/: $/, "", found)
        note("skipped", program ": " found)
    } else if (match(line, /(FAIL!  |XPASS  ): [A-Za-z_][A-Za-z0-9_:]*::/)) {
        found = plain(substr(line, RSTART)); sub(/^[^:]*: /, "", found)
        note("failed", program ": " found)
    } else if (match(line, /SKIP   : [A-Za-z_][A-Za-z0-9_:]*::/)) {
        found = plain(substr(line, RSTART)); sub(/^[^:]*: /, "", found)
        note("skipped", program ": " found)
    } else if (match(line, /SUMMARY: [A-Z][A-Za-z]*Sanitizer: /)) {
        sanitizer = plain(substr(line, RSTART + 9))
    } else if (match(line, /[a-z]+:[0-9]+:[0-9]+: runtime error: /)) {
        sanitizer = plain(substr(line, RSTART)); sub(/^[^ ]* /, "", sanitizer)
    }
    if (match(line, /(PASS|FAIL!|SKIP) *: [A-Za-z_][A-Za-z0-9_:]*::.*\)/)) {
        last = plain(substr(line, RSTART, RLENGTH)); sub(/^[^:]*: /, "", last)
    }
}

# Why a program failed although none of its functions did.
function failure_reason() {
    if (sanitizer != "") return sanitizer
    if (message != "" && message != "Failed") return message
    if (has_totals) return "ended with an error after its last test function"
    if (last != "") return "crashed or ran out of time after " last
    return "ended with an error"
}

function finish_program() {
    if (status == "disabled") {
        note("skipped", program ": switched off in CMakeLists.txt")
    } else if (status == "notrun" && message ~ /^SKIP_/) {
        note("skipped", program ": " (reason != "" ? reason : message))
    } else if (status == "run") {
        passed += has_totals ? program_passed : 1
        failed += program_failed
    } else {
        passed += program_passed
        failed += program_failed
        if (!program_failed) {
            failed++
            note("failed", program ": " failure_reason())
        }
    }
}

!inside && /<testcase / {
    program = attribute($0, "name"); status = attribute($0, "status")
    message = reason = sanitizer = last = ""; has_totals = tap = program_passed = program_failed = 0
}
!inside && /<(failure|skipped) / { message = attribute($0, "message") }
!inside && /<system-out>/ { inside = 1; sub(/^.*<system-out>/, "") }
inside {
    ends = sub(/<\/system-out>.*$/, "")
    if (reason == "" && /^skipped: /) reason = plain(substr($0, 10))
    read_output($0)
    if (ends) inside = 0
    next
}
/<\/testcase>/ { finish_program() }

END {
    if (keyhits > 0) { failed++; note("failed", "canary-suite: keys that tests used were found " keyhits " times") }
    else if (keyhits != "" && passed + failed) passed++
    if (!(passed + failed)) { failed++; note("failed", "no test was run") }
    else if (ctest != 0 && !failed) { failed++; note("failed", "ctest ended with " ctest) }
    print_list("skipped", "Skipped:")
    print_list("failed", "Failed:")
    printf "%s%d passed, %d failed\n", counts["skipped"] + counts["failed"] ? "\n" : "", passed, failed
    exit failed ? 1 : 0
}
