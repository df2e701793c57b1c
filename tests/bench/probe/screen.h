#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <X11/Xlib.h> // before its extensions, which need it

#include <X11/extensions/XShm.h>

namespace janus::bench {

/// The whole of an X11 screen, as somebody before it sees it.
class WholeScreen
{
public:
    /// Throws std::runtime_error with a sentence where there is no display, or one without what is needed.
    WholeScreen();
    ~WholeScreen();
    WholeScreen(const WholeScreen &) = delete;
    WholeScreen &operator=(const WholeScreen &) = delete;

    /// Waits at most so long for something to happen, and takes note of it.
    void wait(int milliseconds);
    /// A program's window was mapped (300 × 200 pixels or more) since the last call.
    bool takeMapped();
    /// Something was drawn since the last call.
    bool takeDamaged();

    /// What is there now: a number that is another one for other contents, and how many pixels have a colour.
    /// Widgets are grey, pictures are not.
    struct Look
    {
        std::uint64_t hash = 0;
        long colourful = 0;
    };
    Look look();
    /// As a portable pixmap.
    bool save(const std::string &file);

    /// Presses and releases the key of this X11 name ("Next"); false when there is none.
    bool press(const std::string &name);

private:
    void pump();
    void grab();

    Display *m_display = nullptr;
    XImage *m_image = nullptr;
    unsigned long m_root = 0;
    unsigned long m_damage = 0;
    int m_damageEvent = 0;
    int m_width = 0;
    int m_height = 0;
    std::unique_ptr<XShmSegmentInfo> m_segment; ///< the memory of m_image
    bool m_isMapped = false;
    bool m_isDamaged = false;
};

} // namespace janus::bench
