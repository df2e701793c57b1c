#include "ui/inspect/tagsandnotes.h"

#include "ui/kit/chip.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/studiostyle.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStringListModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace janus::ui {

TagsAndNotes::TagsAndNotes(QWidget *parent)
    : QWidget(parent)
    , m_tagBox(new QWidget(this))
    , m_flow(new FlowLayout(6, false, m_tagBox))
    , m_tag(new QLineEdit(m_tagBox))
    , m_names(new QStringListModel(this))
    , m_notes(new QPlainTextEdit(this))
{
    m_tag->setObjectName(u"tagEdit"_s);
    m_tag->setPlaceholderText(tr("Add tag"));
    m_tag->setAccessibleName(tr("Add a tag"));
    m_tag->setProperty(look::compact, true);
    m_tag->installEventFilter(this);
    auto *completer = new QCompleter(m_names, m_tag);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_tag->setCompleter(completer);
    m_flow->addWidget(m_tag);
    m_notes->setObjectName(u"notesEdit"_s);
    m_notes->setPlaceholderText(tr("Notes"));
    m_notes->setAccessibleName(tr("Notes"));
    m_notes->setTabChangesFocus(true);
    m_notes->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_tagBox);
    column->addWidget(m_notes);
    connect(m_tag, &QLineEdit::returnPressed, this, &TagsAndNotes::addTags);
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this, &TagsAndNotes::addTags,
            Qt::QueuedConnection); // behind the text it puts in
    restyle();
}

void TagsAndNotes::setMarks(const models::SharedMarks &marks, bool isOther)
{
    const bool isWriting = !isOther && m_notes->hasFocus() && m_notes->document()->isModified();
    const bool hasSameTags = marks.marks.tags == m_marks.marks.tags && marks.someTags == m_marks.someTags;
    m_marks = marks;
    if (isOther)
        m_tag->clear();
    if (!hasSameTags)
        makeChips();
    m_notes->setPlaceholderText(marks.areNotesMixed ? tr("Different notes; writing replaces all")
                                                    : tr("Notes"));
    if (isWriting || (m_notes->toPlainText() == marks.marks.notes && !m_notes->document()->isModified()))
        return;
    m_notes->setPlainText(marks.marks.notes);
    m_notes->document()->setModified(false);
}

void TagsAndNotes::setTagNames(const QStringList &names)
{
    m_names->setStringList(names);
}

void TagsAndNotes::makeChips()
{
    for (Chip *chip : std::as_const(m_chips)) {
        chip->hide();
        for (int at = 0; at < m_flow->count(); ++at) {
            if (m_flow->itemAt(at)->widget() == chip)
                delete m_flow->takeAt(at);
        }
        chip->deleteLater(); // it may be the one that was pressed
    }
    m_chips.clear();
    const auto add = [this](const QString &tag, bool ofAll) {
        auto *chip = new Chip(ofAll ? tag : tr("%1 (some)").arg(tag), m_tagBox);
        chip->setRemovable(true);
        chip->setAccessibleName(ofAll ? tr("Tag %1").arg(tag) : tr("Tag %1, on some of them").arg(tag));
        chip->setAccessibleDescription(tr("Delete takes it away"));
        chip->setToolTip(ofAll ? QString() : tr("On some of them. Press to give it to all."));
        connect(chip, &Chip::removeRequested, this, [this, tag] { Q_EMIT patched({.removeTags = {tag}}); });
        if (!ofAll)
            connect(chip, &Chip::clicked, this, [this, tag] { Q_EMIT patched({.addTags = {tag}}); });
        m_flow->insertWidget(int(m_chips.size()), chip);
        m_chips << chip;
        chip->show();
    };
    for (const QString &tag : std::as_const(m_marks.marks.tags))
        add(tag, true);
    for (const QString &tag : std::as_const(m_marks.someTags))
        add(tag, false);
    updateGeometry();
}

void TagsAndNotes::addTags()
{
    QStringList tags;
    for (const QString &tag : m_tag->text().split(u',')) {
        if (!tag.simplified().isEmpty())
            tags << tag.simplified();
    }
    m_tag->clear();
    if (!tags.isEmpty())
        Q_EMIT patched({.addTags = tags});
}

void TagsAndNotes::finish()
{
    if (!m_notes->document()->isModified())
        return;
    m_notes->document()->setModified(false);
    Q_EMIT patched({.notes = m_notes->toPlainText()});
}

bool TagsAndNotes::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_tag && event->type() == QEvent::FocusIn)
        Q_EMIT tagNamesWanted();
    if (watched == m_tag && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Comma) {
            addTags();
            return true;
        }
        if (key == Qt::Key_Backspace && m_tag->text().isEmpty() && !m_marks.marks.tags.isEmpty()) {
            Q_EMIT patched({.removeTags = {m_marks.marks.tags.last()}});
            return true;
        }
    }
    if (watched == m_notes && event->type() == QEvent::FocusOut)
        finish();
    if (watched == m_notes && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::ControlModifier &&
            (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            finish();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TagsAndNotes::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        restyle();
}

void TagsAndNotes::restyle()
{
    m_notes->setFixedHeight(tokensOf(this).scaled(64));
    m_tag->setFixedWidth(tokensOf(this).scaled(92));
}

} // namespace janus::ui
