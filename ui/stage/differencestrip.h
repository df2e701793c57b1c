#pragma once

#include "core/differences.h"

#include <QWidget>

#include <functional>

class QScrollArea;
class QVBoxLayout;

namespace janus::ui {

class PlainLabel;

/// The inputs of a model, with titles and defaults; an empty list for a model nobody knows.
using SpecsOf = std::function<QList<ParamSpec>(const QString &endpoint)>;

/// What stands below pictures that are compared: a sentence, and a row for each thing in which their recipes
/// differ. Of two pictures, words of the prompt only the first one has are struck through and those only the
/// second one has are on a ground; of more, the current one's prompt is shown with the words that not all
/// have. It is as high as it must be, up to a limit, then it scrolls; while it is seen it does not become
/// lower, so that the pictures above stay where they are from one challenger to the next.
class DifferenceStrip : public QWidget
{
    Q_OBJECT
public:
    explicit DifferenceStrip(QWidget *parent = nullptr);

    void setSpecs(SpecsOf specs);
    /// Fewer than two hide it. `current` is the place of the current one in the list.
    void setPictures(const QList<Picture> &pictures, int current = 0);
    /// Logical pixels.
    void setMostHeight(int height);

    /// "Same recipe, other seed." and the like.
    QString sentence() const;
    const Differences &differences() const { return m_found; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void fill();
    void addPromptRow();
    void addRow(const Difference &row);
    void fitHeight();
    int headHeight() const;

    SpecsOf m_specs;
    QList<Picture> m_pictures;
    int m_current = 0;
    int m_most = 240;
    int m_reached = 0; ///< its height so far, at this width
    Differences m_found;
    QWidget *m_head;
    PlainLabel *m_title;
    PlainLabel *m_sentence;
    QScrollArea *m_scroll;
    QWidget *m_rows = nullptr; ///< owned by the scroll area
};

} // namespace janus::ui
