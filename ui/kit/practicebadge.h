#pragma once

#include <QWidget>

class QPainter;

namespace janus::ui {

struct Tokens;

/// The lilac mark of practice mode: a flask and the word. The same drawing stands on practice pictures, in
/// the status bar and on cards; lilac means nothing else.
class PracticeBadge : public QWidget
{
    Q_OBJECT
public:
    enum class Form { FlaskAndWord, FlaskOnly };

    explicit PracticeBadge(QWidget *parent = nullptr);

    /// The word; "Practice" unless told ("Practice mode" in the status bar).
    void setText(const QString &text);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// For delegates: its size, and its drawing with the upper left corner at `corner`.
    static QSize sizeFor(const Tokens &tokens, Form form, const QString &text);
    static void paintAt(QPainter *painter, const Tokens &tokens, QPointF corner, Form form,
                        const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
};

} // namespace janus::ui
