#pragma once

#include <QHash>
#include <QLayout>
#include <QList>

namespace janus::ui {

/// Puts its widgets side by side and begins another line where they do not fit. Lines stand at the left, or
/// in the middle.
class FlowLayout : public QLayout
{
public:
    explicit FlowLayout(int gap, bool isCentred = false, QWidget *parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    /// Before the item at `at`.
    void insertWidget(int at, QWidget *widget);
    int count() const override { return int(m_items.size()); }
    QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    void setGeometry(const QRect &rect) override;
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override;
    void invalidate() override;

private:
    int arrange(const QRect &rect, bool isReal) const;
    const QList<QSize> &hints() const;
    void forget();

    QList<QLayoutItem *> m_items;
    // Layouts around this one ask many times for what takes shaping of text; both hold until invalidate().
    mutable QList<QSize> m_hints;      ///< of the items; empty: hidden
    mutable QHash<int, int> m_heights; ///< by width
    int m_gap;
    bool m_isCentred;
};

} // namespace janus::ui
