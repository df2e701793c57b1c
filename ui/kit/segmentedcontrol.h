#pragma once

#include <QWidget>

class QButtonGroup;
class QToolButton;

namespace janus::ui {

class RovingFocus;

/// One of a few, side by side in a frame: Create | Library. One tab stop; arrows choose.
class SegmentedControl : public QWidget
{
    Q_OBJECT
public:
    /// `name` is what assistive technology calls the whole choice.
    explicit SegmentedControl(const QString &name, QWidget *parent = nullptr);

    /// Appends a segment and returns its index. The first one added is chosen.
    int addSegment(const QString &text, const QString &iconName = {});
    /// Appends a segment that shows only its icon; `text` becomes tool tip and accessible name.
    int addIconSegment(const QString &iconName, const QString &text);

    int count() const;
    int currentIndex() const;
    /// Emits currentChanged, not activated.
    void setCurrentIndex(int index);
    /// For tool tips, shortcuts and enabling single segments. Never null for a valid index.
    QToolButton *segment(int index) const;
    /// 20 px segments for rows and drawers.
    void setCompact(bool compact);

    QSize sizeHint() const override;

Q_SIGNALS:
    void currentChanged(int index);
    /// The artist chose it, by mouse or keyboard.
    void activated(int index);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int append(QToolButton *button);

    QButtonGroup *m_group;
    RovingFocus *m_roving;
    bool m_compact = false;
};

} // namespace janus::ui
