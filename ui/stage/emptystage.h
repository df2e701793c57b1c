#pragma once

#include <QSize>
#include <QWidget>

class QBoxLayout;

namespace janus::ui {

class EmptyState;

/// What the stage shows before the first picture: a frame in the chosen shape, what to press, and three
/// prompts to start from.
class EmptyStage : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyStage(QWidget *parent = nullptr);

    /// Little: the frame shrinks and the prompts fold before the window has to grow.
    QSize minimumSizeHint() const override { return {280, 200}; }

    /// The shape chosen in Compose, in pixels.
    void setShape(const QSize &pixels);

    /// The prompts offered, shortest words first on the button, whole prompt in the signal.
    static QStringList samplePrompts();

Q_SIGNALS:
    void samplePromptChosen(const QString &prompt);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitShape();

    EmptyState *m_state;
    QWidget *m_samples;
    QBoxLayout *m_sampleRow = nullptr; ///< becomes a column when there is no room
    QSize m_shape{1, 1};
};

} // namespace janus::ui
