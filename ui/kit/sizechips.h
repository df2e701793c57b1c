#pragma once

#include <QList>
#include <QSize>
#include <QWidget>

class QButtonGroup;
class QGridLayout;

namespace janus::ui {

class RovingFocus;

/// A picture shape one can choose. `pixels` gives the proportion and, among its neighbours, the drawn size.
struct SizeChip
{
    QString text;           ///< Below the drawing: "16:9".
    QSize pixels;           ///< Empty: no drawing, only the text.
    QString accessibleName; ///< "Landscape 16:9, 1024 by 576"; empty takes the text.
};

/// Shapes as small drawings in proportion, one of them chosen or none. One tab stop; arrows choose.
class SizeChips : public QWidget
{
    Q_OBJECT
public:
    explicit SizeChips(const QString &name, QWidget *parent = nullptr);

    void setChips(const QList<SizeChip> &chips);
    QList<SizeChip> chips() const { return m_chips; }

    /// -1 when none is chosen (the artist typed other pixels).
    int currentIndex() const;
    void setCurrentIndex(int index);

    /// How many stand in one row; 6 unless told.
    void setColumns(int columns);

Q_SIGNALS:
    /// The artist chose it. Code that calls setCurrentIndex hears nothing.
    void activated(int index);

private:
    void rebuild();

    QList<SizeChip> m_chips;
    QButtonGroup *m_group;
    RovingFocus *m_roving;
    QGridLayout *m_grid;
    int m_columns = 6;
};

} // namespace janus::ui
