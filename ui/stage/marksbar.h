#pragma once

#include "ui/stage/markkeys.h"

#include <QWidget>

namespace janus::ui {

struct Tokens;

/// Stars, flags and colour labels of one picture. As a control, every mark can be clicked and reached with
/// the arrow keys (Space or Enter sets it; purple, which has no key, too); quiet, only what is set is shown,
/// with a sign for notes whose words are the tool tip. One tab stop; no mark is told by colour alone.
class MarksBar : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Control, Quiet };
    explicit MarksBar(Kind kind, QWidget *parent = nullptr);

    void setMarks(const Marks &marks);
    const Marks &marks() const { return m_marks; }
    /// What assistive technology calls it: "Marks of the keeper".
    void setName(const QString &name);

    QSize sizeHint() const override;
    /// Where it gets less than it wishes everything moves closer together.
    QSize minimumSizeHint() const override { return sizeHint() * 0.75; }

    /// What stands where in a bar, left to right; for tests as well.
    struct Part
    {
        MarkWish wish;        ///< Stars{0} in a quiet bar stands for the notes
        bool isNotes = false; ///< only in a quiet bar
        QRect rect;
    };
    QList<Part> parts() const { return partsIn(width()); }

Q_SIGNALS:
    /// Clicked or chosen with the keyboard; what is on already asks for its removal.
    void wished(const janus::ui::MarkWish &wish);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    QList<Part> partsIn(int most) const;
    bool isOn(const MarkWish &wish) const;
    MarkWish wishAt(const Part &part) const;
    void paintPart(QPainter *painter, const Tokens &tokens, const Part &part) const;
    void say();

    Kind m_kind;
    Marks m_marks;
    QString m_name;
    int m_at = 0; ///< the part the arrow keys stand on
};

} // namespace janus::ui
