#include "screen.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include <poll.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <X11/Xlib.h> // before its extensions, which need it

#include <poll.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <X11/extensions/Xdamage.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

namespace janus::bench {

namespace {

constexpr int colourfulFrom = 50; ///< the difference of the largest and the smallest part of a colour
constexpr int leastWidth = 300;
constexpr int leastHeight = 200;

/// Windows go while they are asked about.
int ignoreErrors(Display *, XErrorEvent *)
{
    return 0;
}

} // namespace

WholeScreen::WholeScreen()
    : m_display(XOpenDisplay(nullptr))
{
    if (!m_display)
        throw std::runtime_error("There is no display.");
    XSetErrorHandler(ignoreErrors);
    m_root = DefaultRootWindow(m_display);
    m_width = DisplayWidth(m_display, 0);
    m_height = DisplayHeight(m_display, 0);
    int error = 0;
    if (!XShmQueryExtension(m_display) || !XDamageQueryExtension(m_display, &m_damageEvent, &error))
        throw std::runtime_error("The display lacks MIT-SHM or DAMAGE.");

    m_segment = std::make_unique<XShmSegmentInfo>();
    m_image = XShmCreateImage(
        m_display, DefaultVisual(m_display, 0), static_cast<unsigned>(DefaultDepth(m_display, 0)), ZPixmap,
        nullptr, m_segment.get(), static_cast<unsigned>(m_width), static_cast<unsigned>(m_height));
    m_segment->shmid =
        ::shmget(IPC_PRIVATE, static_cast<std::size_t>(m_image->bytes_per_line) * m_height, IPC_CREAT | 0600);
    m_segment->shmaddr = m_image->data = static_cast<char *>(::shmat(m_segment->shmid, nullptr, 0));
    m_segment->readOnly = False;
    XShmAttach(m_display, m_segment.get());
    XSync(m_display, False);
    ::shmctl(m_segment->shmid, IPC_RMID, nullptr); // goes with the last who has it

    m_damage = XDamageCreate(m_display, m_root, XDamageReportNonEmpty);
    XSelectInput(m_display, m_root, SubstructureNotifyMask);
    XSync(m_display, False);
}

WholeScreen::~WholeScreen()
{
    if (m_display)
        XCloseDisplay(m_display);
}

void WholeScreen::wait(int milliseconds)
{
    pollfd connection{ConnectionNumber(m_display), POLLIN, 0};
    if (!XPending(m_display))
        ::poll(&connection, 1, milliseconds);
    pump();
}

void WholeScreen::pump()
{
    while (XPending(m_display)) {
        XEvent event;
        XNextEvent(m_display, &event);
        XWindowAttributes attributes{};
        if (event.type == MapNotify && XGetWindowAttributes(m_display, event.xmap.window, &attributes))
            m_isMapped |= attributes.width >= leastWidth && attributes.height >= leastHeight;
        if (event.type == m_damageEvent + XDamageNotify) {
            m_isDamaged = true;
            XDamageSubtract(m_display, m_damage, None, None);
        }
    }
}

bool WholeScreen::takeMapped()
{
    return std::exchange(m_isMapped, false);
}

bool WholeScreen::takeDamaged()
{
    return std::exchange(m_isDamaged, false);
}

void WholeScreen::grab()
{
    XShmGetImage(m_display, m_root, m_image, 0, 0, AllPlanes);
}

WholeScreen::Look WholeScreen::look()
{
    grab();
    const auto *pixels = reinterpret_cast<const std::uint32_t *>(m_image->data);
    const long count = static_cast<long>(m_width) * m_height;
    Look look{1469598103934665603u, 0};
    for (long at = 0; at < count; ++at) {
        const std::uint32_t pixel = pixels[at];
        const int red = (pixel >> 16) & 255, green = (pixel >> 8) & 255, blue = pixel & 255;
        look.colourful += std::max({red, green, blue}) - std::min({red, green, blue}) > colourfulFrom ? 1 : 0;
        if (at % 3 == 0)
            look.hash = (look.hash ^ pixel) * 1099511628211u;
    }
    return look;
}

bool WholeScreen::save(const std::string &file)
{
    std::FILE *out = std::fopen(file.c_str(), "wb");
    if (!out)
        return false;
    grab();
    std::fprintf(out, "P6 %d %d 255\n", m_width, m_height);
    const auto *pixels = reinterpret_cast<const std::uint32_t *>(m_image->data);
    for (long at = 0; at < static_cast<long>(m_width) * m_height; ++at) {
        const unsigned char colour[3] = {static_cast<unsigned char>(pixels[at] >> 16),
                                         static_cast<unsigned char>(pixels[at] >> 8),
                                         static_cast<unsigned char>(pixels[at])};
        std::fwrite(colour, 1, sizeof colour, out);
    }
    return std::fclose(out) == 0;
}

bool WholeScreen::press(const std::string &name)
{
    const KeyCode key = XKeysymToKeycode(m_display, XStringToKeysym(name.c_str()));
    if (key == 0)
        return false;
    XTestFakeKeyEvent(m_display, key, True, 0);
    XTestFakeKeyEvent(m_display, key, False, 0);
    XFlush(m_display);
    return true;
}

} // namespace janus::bench
