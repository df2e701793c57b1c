# shellcheck shell=bash
# packages.sh: what Janus Studio needs from the system, and how it gets there. Sourced, never run.
#
#   janus_packages LIST MANAGER     names of one list, one per line; LIST is build, test, bench, fuzz or display
#   janus_missing LIST...           those of them that this system lacks (Debian, Fedora, Arch, openSUSE)
#   janus_install LIST...           installs what is missing; ends the script with 3 where it cannot
#
# A word about the columns: "apt" was tried on a bare Debian 12 (packaging/try-clean-root does it again); the other
# three are looked up in those systems' package lists and are only ever printed. A dash: nothing of its own is needed.

# list | apt | dnf | pacman | zypper | why
JANUS_PACKAGE_TABLE='
build|build-essential|gcc-c++|base-devel|gcc-c++|the C++20 compiler and its linker
build|cmake|cmake|cmake|cmake|reads the build rules (3.25 or newer)
build|ninja-build|ninja-build|ninja|ninja|runs the build on all cores
build|pkg-config|pkgconf-pkg-config|pkgconf|pkgconf-pkg-config|lets the build find libraries
build|ccache|ccache|ccache|ccache|makes the second build quick
build|qt6-base-dev|qt6-qtbase-devel|qt6-base|qt6-base-devel|windows, network, database and tests (Qt 6.4.2 or newer)
build|qt6-svg-dev|qt6-qtsvg-devel|qt6-svg|qt6-svg-devel|draws the icons
build|libgl-dev|mesa-libGL-devel|libglvnd|Mesa-libGL-devel|asked for by the build files of Qt
build|libqt6sql6-sqlite|-|sqlite|qt6-sql-sqlite|the library of pictures is an SQLite file
build|qt6-image-formats-plugins|qt6-qtimageformats|qt6-imageformats|qt6-imageformats|reads WebP pictures
build|qt6-qpa-plugins|qt6-qtbase-gui|-|-|shows windows on X11
build|qtkeychain-qt6-dev|qtkeychain-qt6-devel|qtkeychain-qt6|qtkeychain-qt6-devel|keeps the fal key in the keychain
build|libsecret-1-0|libsecret|libsecret|libsecret-1-0|the keychain of the desktop, loaded at run time
build|fonts-dejavu-core|dejavu-sans-fonts|ttf-dejavu|dejavu-fonts|text is visible on a system without any font
build|libjpeg-dev|libjpeg-turbo-devel|libjpeg-turbo|libjpeg8-devel|makes small pictures of large ones (libjpeg-turbo)
build|libssl-dev|openssl-devel|openssl|libopenssl-devel|the practice server signs its webhooks
build|ca-certificates|ca-certificates|ca-certificates|ca-certificates|trusts the certificate of fal
test|dbus-daemon|dbus-daemon|dbus|dbus-1-daemon|a session bus of its own for every keychain test
test|dbus-bin|dbus-tools|dbus|dbus-1-tools|asks that bus what is on it
test|gnome-keyring|gnome-keyring|gnome-keyring|gnome-keyring|a real keychain, unlocked, locked and hung
test|nghttp2-proxy|nghttp2|nghttp2|nghttp2|a real HTTP/2 front end before the test peers
test|openssl|openssl|openssl|openssl|makes certificates for one test run
test|libsecret-tools|libsecret|libsecret|secret-tool|puts an entry into that keychain from outside
test|valgrind|valgrind|valgrind|valgrind|looks into libraries of the keychain while jobs die
test|nodejs|nodejs|nodejs|nodejs-default|runs the official client against the practice server
test|strace|strace|strace|strace|makes one system call at a time fail
test|mount|util-linux|util-linux|util-linux|small file systems that are full, or cut off
test|e2fsprogs|e2fsprogs|e2fsprogs|e2fsprogs|makes the file system whose power is cut
test|npm|nodejs-npm|npm|npm-default|fetches that client
fuzz|clang|clang|clang|clang|the compiler with libFuzzer
fuzz|libclang-rt-dev|compiler-rt|compiler-rt|clang|libFuzzer itself and its sanitizers
display|xvfb|xorg-x11-server-Xvfb|xorg-server-xvfb|xorg-x11-server-Xvfb|a screen without a screen
display|openbox|openbox|openbox|openbox|a window manager on it
display|xdotool|xdotool|xdotool|xdotool|a hand on mouse and keyboard
display|imagemagick|ImageMagick|imagemagick|ImageMagick|takes pictures of that screen
'

# The package manager of this system: apt, dnf, pacman, zypper, or nothing where it is none of these.
janus_manager() {
    if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then echo apt
    elif command -v zypper >/dev/null; then echo zypper
    elif command -v dnf >/dev/null; then echo dnf
    elif command -v pacman >/dev/null; then echo pacman
    fi
}

# janus_column LIST MANAGER: "name|why" for every package of the list.
janus_column() {
    local list apt dnf pacman zypper why
    # shellcheck disable=SC2034 # read by the name in $2
    while IFS='|' read -r list apt dnf pacman zypper why; do
        [ "$list" = "$1" ] && [ "${!2}" != - ] && echo "${!2}|$why"
    done <<<"$JANUS_PACKAGE_TABLE"
    return 0
}

janus_packages() { janus_column "$1" "$2" | cut -d'|' -f1; }

# janus_installed MANAGER NAME...: those of the names that are installed, one per line.
janus_installed() {
    local manager=$1 name
    shift
    case $manager in
    # Node.js from elsewhere brings npm along and says so.
    apt)
        dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' 2>/dev/null |
            sed -n 's/^installed //p' | tr -s ', ' '\n' | grep -xF "$(printf '%s\n' "$@")" | sort -u
        ;;
    pacman) for name; do pacman -Q "$name" >/dev/null 2>&1 && echo "$name"; done ;;
    dnf | zypper) for name; do rpm -q --whatprovides "$name" >/dev/null 2>&1 && echo "$name"; done ;;
    esac
    return 0
}

# Prints "name|why" of every package the system lacks.
janus_missing() {
    local manager list rows name why have
    manager=$(janus_manager)
    for list; do
        rows=$(janus_column "$list" "${manager:-apt}")
        # shellcheck disable=SC2046 # package names hold no spaces
        have=" $(janus_installed "${manager:-none}" $(cut -d'|' -f1 <<<"$rows") | tr '\n' ' ') "
        while IFS='|' read -r name why; do
            [[ $have == *" $name "* ]] || echo "$name|$why"
        done <<<"$rows"
    done
}

janus_explain() {
    local name why
    while IFS='|' read -r name why; do printf '  %-28s %s\n' "$name" "$why"; done
}

# The names for every package manager, for a system that is not known here.
janus_print_all() {
    local manager list names
    for manager in apt dnf pacman zypper; do
        names=
        for list; do names+=" $(janus_packages "$list" "$manager" | sort -u | tr '\n' ' ')"; done
        # shellcheck disable=SC2086
        echo "  $manager:" $names
    done
}

# janus_install_apt NAME...: only these, without questions. Waits for another package manager to finish. What apt-get
# says is shown only when it fails.
janus_install_apt() {
    local root=() apt=(apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0) log
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || return 1
        root=(sudo)
    fi
    log=$(mktemp) || return 1
    # A source that cannot be reached now does not matter if the packages can be had from the others.
    if { "${root[@]}" env DEBIAN_FRONTEND=noninteractive "${apt[@]}" update || true
         "${root[@]}" env DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends "$@"
       } >"$log" 2>&1; then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
}

# janus_try_install LIST...: 0 when everything is there in the end, 3 with an explanation when not.
# All words go to standard error: standard output belongs to the program that is run afterwards.
janus_try_install() {
    local manager missing names
    [ "${JANUS_PACKAGES:-}" = installed ] && return 0
    manager=$(janus_manager)
    missing=$(janus_missing "$@")
    [ -z "$missing" ] && return 0
    # shellcheck disable=SC2046
    names=$(cut -d'|' -f1 <<<"$missing" | sort -u | tr '\n' ' ')
    names=${names% }
    {
        if [ -z "$manager" ]; then
            echo "Janus Studio needs these packages, and this system's package manager is not one known here:"
            janus_print_all "$@"
            echo "Install their equivalents, then start again with JANUS_PACKAGES=installed in the environment."
            return 3
        fi
        echo "Janus Studio needs packages that are not installed yet:"
        janus_explain <<<"$missing"
        case $manager in
        apt)
            echo "They are installed now with apt-get, and nothing else is changed; this may take some minutes ..."
            # shellcheck disable=SC2086
            janus_install_apt $names </dev/null && [ -z "$(janus_missing "$@")" ] && return 0
            echo "They could not be installed. As an administrator: apt-get install --no-install-recommends $names"
            ;;
        pacman) echo "Install them with: sudo pacman -S --needed $names" ;;
        *) echo "Install them with: sudo $manager install $names" ;;
        esac
        echo "If you have them under other names, start again with JANUS_PACKAGES=installed in the environment."
    } >&2
    return 3
}

janus_install() { janus_try_install "$@" || exit 3; }
