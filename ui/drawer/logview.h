#pragma once

#include <QListView>

namespace janus::ui {

/// A log. It stays at its end while lines come in, unless the artist has scrolled up to read.
class LogView : public QListView
{
    Q_OBJECT
public:
    explicit LogView(QWidget *parent = nullptr);

    /// Not owned. The roles of models::LogModel.
    void setModel(QAbstractItemModel *model) override;
    bool isFollowing() const { return m_isFollowing; }
    /// The chosen lines, or all when none is chosen.
    QString text() const;
    void copy();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    bool isAtEnd() const;
    void follow();

    bool m_isFollowing = true;
    bool m_isMoving = false;
};

} // namespace janus::ui
