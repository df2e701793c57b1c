#pragma once

#include <QWidget>

class QMenu;
class QPushButton;

namespace janus::ui {

class PrimaryButton;

/// The primary button with a menu of other ways to do the same beside it, divided by a thin line.
class SplitButton : public QWidget
{
    Q_OBJECT
public:
    explicit SplitButton(const QString &text, QWidget *parent = nullptr);

    PrimaryButton *main() const { return m_main; }
    /// `name` is the arrow's tool tip and accessible name. The menu stays the caller's.
    void setMenu(QMenu *menu, const QString &name);
    QPushButton *arrow() const { return m_arrow; }

Q_SIGNALS:
    void clicked();

private:
    PrimaryButton *m_main;
    QPushButton *m_arrow;
};

} // namespace janus::ui
