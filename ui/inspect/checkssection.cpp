#include "ui/inspect/checkssection.h"

#include "ui/kit/collapsiblesection.h"
#include "ui/kit/iconbutton.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/tokens.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

constexpr qsizetype mostChecksShown = 12;

bool isToCompare(const library::Check &check)
{
    return check.likeness && !library::isIdentical(check.likeness->verdict) && check.pictureId != 0 &&
           check.other != 0;
}

} // namespace

ChecksSection::ChecksSection(QWidget *parent)
    : QWidget(parent)
    , m_section(new CollapsibleSection(tr("Checks"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_section);
    clear();
}

void ChecksSection::clear()
{
    m_lines = new QWidget;
    auto *column = new QVBoxLayout(m_lines);
    column->setContentsMargins(0, 2, 0, 4);
    column->setSpacing(4);
    m_section->setContent(m_lines);
    hide();
}

void ChecksSection::show(const QList<library::Check> &checks)
{
    clear();
    for (const library::Check &check : checks.first(std::min(checks.size(), mostChecksShown)))
        addLine(check);
    if (checks.size() > mostChecksShown)
        addText(tr("and %1 before").arg(QLocale().toString(checks.size() - mostChecksShown)));
    setVisible(!checks.isEmpty());
}

QString ChecksSection::textOf(const library::Check &check)
{
    const QDateTime time = check.compared.isValid() ? check.compared : check.created;
    const QString day = QLocale().toString(time.toLocalTime().date(), u"d MMM yyyy"_s);
    QString said;
    if (check.likeness)
        said = library::verdictText(*check.likeness);
    else if (!check.problem.isEmpty())
        said = tr("not known: %1").arg(check.problem);
    else
        said = tr("on its way");
    return day + u" · "_s + said;
}

void ChecksSection::addLine(const library::Check &check)
{
    if (!isToCompare(check))
        return addText(textOf(check));
    auto *line = new QWidget(m_lines);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    auto *label = new PlainLabel(textOf(check), &Fonts::small, &Colors::textSecondary, line);
    label->setWordWrap(true);
    row->addWidget(label, 1);
    auto *button = new IconButton(u"layers-difference"_s, tr("Compare: show what differs"), line);
    button->setCompact(true);
    button->setGlyph(&Measures::iconSmall);
    connect(button, &IconButton::clicked, this,
            [this, then = check.pictureId, now = check.other] { Q_EMIT compareRequested(then, now); });
    row->addWidget(button, 0, Qt::AlignTop);
    m_lines->layout()->addWidget(line);
}

void ChecksSection::addText(const QString &text)
{
    auto *label = new PlainLabel(text, &Fonts::small, &Colors::textSecondary, m_lines);
    label->setWordWrap(true);
    m_lines->layout()->addWidget(label);
}

} // namespace janus::ui
