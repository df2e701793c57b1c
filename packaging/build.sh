# shellcheck shell=bash disable=SC2154
# build.sh: configures and builds one preset of CMakePresets.json. Sourced, never run; $top is the tree.
#
#   janus_build PRESET TARGET [-DNAME=VALUE...]    TARGET may be "all"; 0 when it is up to date afterwards
#
# Everything said here goes to standard error. A second call with nothing changed takes a few hundredths of a second:
# no configure step, and one look by ninja.

# As many compilers at once as there are cores, but no more than memory carries (1.5 GB each, unity files are large).
janus_jobs() {
    local cores memory
    cores=$(nproc 2>/dev/null || echo 2)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1572864) }' /proc/meminfo 2>/dev/null)
    [ -n "$memory" ] && [ "$memory" -lt "$cores" ] && cores=$memory
    [ "$cores" -lt 1 ] && cores=1
    echo "${CMAKE_BUILD_PARALLEL_LEVEL:-$cores}"
}

# Compiler cache and CMake want a home folder they can write to; where there is none they get one in build/.
janus_home() {
    if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
        export HOME=$top/build/home
        unset XDG_CACHE_HOME XDG_CONFIG_HOME
        mkdir -p "$HOME"
    fi
}

# janus_is_configured FOLDER [-DNAME=VALUE...]: true when the folder was configured for this tree (not for one that has
# since been moved or copied), with these values, and after the last change of the presets.
janus_is_configured() {
    local cache=$1/CMakeCache.txt argument
    [ -f "$1/build.ninja" ] && [ -f "$cache" ] && [ ! "$top/CMakePresets.json" -nt "$cache" ] || return 1
    grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$cache" || return 1
    shift
    for argument; do
        argument=${argument#-D}
        grep -qx "${argument%%=*}:[A-Z]*=${argument#*=}" "$cache" || return 1
    done
}

# Only Debian 12's compiler is known to be silent; a newer one may warn inside the headers of Qt.
janus_werror() {
    local compiler=${CXX:-c++}
    if "$compiler" --version 2>/dev/null | grep -q 'Free Software Foundation' &&
        [[ $("$compiler" -dumpversion) =~ ^12(\.|$) ]]; then echo ON; else echo OFF; fi
}

janus_build() {
    local preset=$1 target=$2 folder=$top/build/$1
    shift 2
    mkdir -p "$top/build" || return 1
    ( # A subshell: the lock and the home folder are the build's alone.
        flock 9
        janus_home
        # The same file in another copy of the tree is the same to the compiler cache.
        export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$top} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
        if ! janus_is_configured "$folder" "$@"; then
            echo "Configuring $preset ..."
            cmake -S "$top" --fresh --preset "$preset" "$@" >"$top/build/$preset.configure.log" 2>&1 9>&- || {
                cat "$top/build/$preset.configure.log"
                echo "The build could not be configured; the text above is also in build/$preset.configure.log."
                exit 1
            }
        fi
        [[ $(ninja -C "$folder" -n "$target" 2>&1 9>&-) == *"no work to do."* ]] && exit 0
        echo "Building $preset (some minutes the first time) ..."
        ninja -C "$folder" -j"$(janus_jobs)" "$target" 9>&- || {
            echo "The build of $preset failed; the reason stands above."
            exit 1
        }
    ) 9>"$top/build/.$preset.lock" >&2 </dev/null
}
