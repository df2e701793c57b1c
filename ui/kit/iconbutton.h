#pragma once

#include "ui/kit/tokens.h"

#include <QToolButton>

namespace janus::ui {

/// A button that shows only an icon. Its name is tool tip and accessible name, so it is never without words.
class IconButton : public QToolButton
{
    Q_OBJECT
public:
    IconButton(const QString &iconName, const QString &name, QWidget *parent = nullptr);

    void setIconName(const QString &iconName);
    /// Tool tip and accessible name.
    void setName(const QString &name);
    /// 24 instead of 28, in rows and titles.
    void setCompact(bool compact);
    /// The glyph's size as a measure: `&Measures::iconTool`. Unless told, 16.
    void setGlyph(int Measures::*size);
    /// Another ink than the usual grey; nullptr brings that back.
    void setInk(Ink ink);

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    int Measures::*m_glyph = &Measures::iconNormal;
    Ink m_ink = nullptr;
};

} // namespace janus::ui
