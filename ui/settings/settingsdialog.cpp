#include "ui/settings/settingsdialog.h"

#include "secrets/keystore.h"
#include "ui/compose/sentenceline.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quietslider.h"
#include "ui/kit/segmentedcontrol.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"
#include "ui/kit/tokens.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSettings>

#include <array>

using namespace Qt::StringLiterals;

namespace janus::ui {

namespace {

using secrets::KeychainState;
using secrets::KeyPlace;

class SettingsRule : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paint::edgeLine(&painter, rect(), Qt::TopEdge, tokensOf(this).color.border);
    }
};

/// A row: label in a column, then what is set.
QHBoxLayout *settingsRow(const QString &label, QWidget *buddy, QWidget *parent)
{
    auto *name = new PlainLabel(label, &Fonts::body, &Colors::textSecondary, parent);
    name->setFixedWidth(tokensOf(parent).scaled(132));
    name->setBuddy(buddy);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(name);
    return row;
}

/// As stored, in the order of Theme::Choice.
constexpr std::array lookWords{"system"_L1, "dark"_L1, "light"_L1};

constexpr auto http2Key = "network/http2"_L1;

QString percentText(int tenths)
{
    return SettingsDialog::tr("%1 %").arg(tenths * 10);
}

QString keyStateText(const secrets::KeyStore &store)
{
    switch (store.place()) {
    case KeyPlace::Session:
        return SettingsDialog::tr("A key is in use until you quit.");
    case KeyPlace::Environment:
        return SettingsDialog::tr("The key comes from the environment variable FAL_KEY.");
    case KeyPlace::Keychain:
        return store.names().size() > 1
                   ? SettingsDialog::tr("“%1” is in use, one of %2 keys in %3.")
                         .arg(store.activeName(), QString::number(store.names().size()), store.keychainName())
                   : SettingsDialog::tr("A key is kept in %1.").arg(store.keychainName());
    case KeyPlace::None:
        break;
    }
    if (!store.isLoaded())
        return SettingsDialog::tr("Looking for a key…");
    return store.explanation().isEmpty() ? SettingsDialog::tr("No key yet. Practice works without one.")
                                         : store.explanation();
}

} // namespace

SettingsDialog::SettingsDialog(Theme &theme, QSettings &settings, secrets::KeyStore &store, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_store(store)
{
    setWindowTitle(tr("Settings"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(0);
    const auto rule = [&] {
        auto *line = new SettingsRule(this);
        line->setFixedHeight(1);
        column->addSpacing(16);
        column->addWidget(line);
        column->addSpacing(16);
    };
    column->addWidget(new PlainLabel(windowTitle(), &Fonts::heading, &Colors::text, this));
    column->addSpacing(20);
    column->addWidget(makeLook());
    rule();
    column->addWidget(makeKey());
    rule();
    column->addWidget(makeNetwork());
    rule();
    column->addWidget(makeFolder());
    column->addSpacing(24);
    column->addStretch(1);
    auto *foot = new QHBoxLayout;
    auto *done = new QPushButton(tr("Done"), this);
    done->setDefault(true);
    foot->addWidget(new PlainLabel(tr("Changes apply at once."), &Fonts::small, &Colors::textMuted, this));
    foot->addStretch(1);
    foot->addWidget(done);
    column->addLayout(foot);
    setMinimumWidth(tokensOf(this).scaled(560));
    connect(done, &QPushButton::clicked, this, &SettingsDialog::accept);
    connect(&store, &secrets::KeyStore::changed, this, &SettingsDialog::refreshKey);
    refreshKey();
}

QWidget *SettingsDialog::makeLook()
{
    auto *part = new QWidget(this);
    m_look = new SegmentedControl(tr("Look"), part);
    m_look->addSegment(tr("System"));
    m_look->addSegment(tr("Dark"));
    m_look->addSegment(tr("Light"));
    m_look->setCurrentIndex(static_cast<int>(m_theme.choice()));
    m_textSize = new QuietSlider(Qt::Horizontal, part);
    m_textSize->setAccessibleName(tr("Text size"));
    m_textSize->setRange(8, 20); // tenths
    m_textSize->setPageStep(2);
    m_textSize->setFixedWidth(tokensOf(this).scaled(180));
    m_percent = new PlainLabel({}, &Fonts::body, &Colors::text, part);
    m_textSize->setValue(qRound(m_theme.textScale() * 10));
    m_percent->setText(percentText(m_textSize->value()));
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    QHBoxLayout *look = settingsRow(tr("Look"), m_look, part);
    look->addWidget(m_look);
    look->addStretch(1);
    QHBoxLayout *text = settingsRow(tr("Text size"), m_textSize, part);
    text->addWidget(m_textSize);
    text->addWidget(m_percent);
    text->addStretch(1);
    column->addLayout(look);
    column->addLayout(text);
    connect(m_look, &SegmentedControl::activated, this, &SettingsDialog::onLook);
    connect(m_textSize, &QuietSlider::valueChanged, this, [this](int tenths) {
        m_percent->setText(percentText(tenths));
        // While the thumb is held, the slider must not move away under the hand.
        if (!m_textSize->isSliderDown())
            onTextSize();
    });
    connect(m_textSize, &QuietSlider::sliderReleased, this, &SettingsDialog::onTextSize);
    return part;
}

QWidget *SettingsDialog::makeKey()
{
    auto *part = new QWidget(this);
    m_key = new PlainLabel({}, &Fonts::body, &Colors::text, part);
    m_key->setWordWrap(true);
    m_keyNews = new SentenceLine(part);
    m_change = new QPushButton(part);
    m_forget = new QPushButton(tr("Forget it"), part);
    m_unlock = new QPushButton(tr("Unlock…"), part);
    auto *column = new QVBoxLayout;
    column->setSpacing(8);
    column->addWidget(m_key);
    column->addWidget(m_keyNews);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *button : {m_unlock, m_change, m_forget}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addLayout(buttons);
    QHBoxLayout *row = settingsRow(tr("fal key"), m_change, part);
    row->setContentsMargins(0, 0, 0, 0);
    row->itemAt(0)->setAlignment(Qt::AlignTop);
    row->addLayout(column, 1);
    part->setLayout(row);
    connect(m_change, &QPushButton::clicked, this, &SettingsDialog::changeKeyRequested);
    connect(m_forget, &QPushButton::clicked, this, &SettingsDialog::onForget);
    connect(m_unlock, &QPushButton::clicked, this, [this] { m_store.unlock(); });
    return part;
}

QWidget *SettingsDialog::makeNetwork()
{
    auto *part = new QWidget(this);
    m_proxy = new PlainLabel({}, &Fonts::body, &Colors::text, part);
    m_http2 = new QCheckBox(tr("Use HTTP/2, from the next start"), part);
    m_http2->setToolTip(
        tr("Switch it off where a proxy or firewall between here and the service stumbles over it."));
    m_http2->setChecked(m_settings.value(http2Key, true).toBool());
    auto *column = new QVBoxLayout;
    column->setSpacing(8);
    column->addWidget(m_proxy);
    column->addWidget(m_http2);
    QHBoxLayout *row = settingsRow(tr("Network"), m_http2, part);
    row->setContentsMargins(0, 0, 0, 0);
    row->itemAt(0)->setAlignment(Qt::AlignTop);
    row->addLayout(column, 1);
    part->setLayout(row);
    setProxy({});
    connect(m_http2, &QCheckBox::toggled, this, [this](bool on) { m_settings.setValue(http2Key, on); });
    return part;
}

void SettingsDialog::setProxy(const QString &proxy)
{
    m_proxy->setText(proxy.isEmpty() ? tr("Straight to the service, without a proxy.")
                                     : tr("Through the system's proxy %1.").arg(proxy));
}

QWidget *SettingsDialog::makeFolder()
{
    auto *part = new QWidget(this);
    m_folder = new PlainLabel({}, &Fonts::body, &Colors::text, part);
    m_folder->setElideMode(Qt::ElideMiddle);
    m_folder->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *show = new QPushButton(tr("Show"), part);
    show->setAutoDefault(false);
    show->setAccessibleName(tr("Show the pictures folder"));
    m_changeFolder = new QPushButton(tr("Change…"), part);
    m_changeFolder->setAutoDefault(false);
    m_changeFolder->setAccessibleName(tr("Choose another folder for the pictures"));
    QHBoxLayout *row = settingsRow(tr("Pictures"), show, part);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_folder, 1);
    row->addWidget(show);
    row->addWidget(m_changeFolder);
    part->setLayout(row);
    connect(show, &QPushButton::clicked, this, &SettingsDialog::folderRequested);
    connect(m_changeFolder, &QPushButton::clicked, this, &SettingsDialog::folderChangeRequested);
    return part;
}

void SettingsDialog::setPicturesFolder(const QString &folder)
{
    m_folder->setText(folder);
}

QString SettingsDialog::picturesFolder() const
{
    return m_folder->text();
}

QString SettingsDialog::keyText() const
{
    return m_key->text();
}

void SettingsDialog::onLook(int index)
{
    m_theme.setChoice(static_cast<Theme::Choice>(index));
    m_settings.setValue(u"look/scheme"_s, QString(lookWords.at(static_cast<std::size_t>(index))));
}

void SettingsDialog::onTextSize()
{
    const double scale = m_textSize->value() / 10.0;
    m_theme.setTextScale(scale);
    m_settings.setValue(u"look/textScale"_s, scale);
}

void SettingsDialog::refreshKey()
{
    const bool has = m_store.place() != KeyPlace::None;
    const bool stored = has || m_store.keychainState() == KeychainState::Present ||
                        m_store.keychainState() == KeychainState::Locked;
    m_key->setText(keyStateText(m_store));
    m_unlock->setVisible(!has && m_store.keychainState() == KeychainState::Locked);
    m_change->setText(has || !m_store.names().isEmpty() ? tr("Change…") : tr("Add my fal key…"));
    // What the environment says, only the environment can take back.
    m_forget->setVisible(stored && m_store.place() != KeyPlace::Environment);
}

void SettingsDialog::onForget()
{
    m_forget->setEnabled(false);
    m_store.forget({}, this, [this](const Result<void> &result) {
        m_forget->setEnabled(true);
        refreshKey();
        if (result)
            m_keyNews->say(tr("The key is gone from this computer."), u"circle-check"_s, &Colors::success);
        else
            m_keyNews->refuse(result.error().message);
    });
}

} // namespace janus::ui
