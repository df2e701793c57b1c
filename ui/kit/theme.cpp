#include "ui/kit/theme.h"

#include "ui/kit/plaintext.h"
#include "ui/kit/studiostyle.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QToolTip>

namespace janus::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto portalService = "org.freedesktop.portal.Desktop"_L1;
constexpr auto portalPath = "/org/freedesktop/portal/desktop"_L1;
constexpr auto portalSettings = "org.freedesktop.portal.Settings"_L1;
constexpr auto appearanceGroup = "org.freedesktop.appearance"_L1;
constexpr auto colorSchemeKey = "color-scheme"_L1;
constexpr uint prefersLight = 2;

/// The portal's older Read call wraps its answer in a second variant.
QVariant unwrapped(QVariant value)
{
    while (value.metaType() == QMetaType::fromType<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_tokens(Tokens::load(Scheme::Dark))
{
}

Theme::~Theme() = default;

Scheme Theme::scheme() const
{
    switch (m_choice) {
    case Choice::Dark:
        return Scheme::Dark;
    case Choice::Light:
        return Scheme::Light;
    case Choice::System:
        break;
    }
    return m_systemScheme;
}

void Theme::setChoice(Choice choice)
{
    m_choice = choice;
    refresh();
}

void Theme::setTextScale(double scale)
{
    m_textScale = qBound(0.8, scale, 2.0);
    refresh();
}

void Theme::setMotionReduced(bool reduced)
{
    m_reducedMotion = reduced;
    refresh();
}

void Theme::setFontFamily(const QString &family)
{
    m_family = family;
    refresh();
}

void Theme::apply(QApplication &application)
{
    Q_ASSERT(!m_application);
    m_application = &application;
    showLabelsLiterally(application);
    refresh();
    askPortal();
}

void Theme::refresh()
{
    m_tokens = Tokens::load(scheme(), m_textScale, m_family);
    if (m_reducedMotion)
        m_tokens.motion = {.fast = 0, .normal = 0, .slow = 0, .picture = 0, .toast = m_tokens.motion.toast};
    if (!m_application)
        return;
    m_application->setFont(m_tokens.font.body);
    m_application->setStyle(new StudioStyle(m_tokens)); // the application owns it and deletes the one before
    m_application->setPalette(StudioStyle::paletteFor(m_tokens));
    for (const char *editor : {"QLineEdit", "QPlainTextEdit", "QTextEdit", "QAbstractSpinBox", "QLabel"})
        m_application->setPalette(StudioStyle::editorPaletteFor(m_tokens), editor);
    for (const char *bar : {"QMenuBar", "QToolBar", "QStatusBar"})
        m_application->setPalette(StudioStyle::barPaletteFor(m_tokens), bar);
    QToolTip::setFont(m_tokens.font.small);
    QPalette tip = StudioStyle::paletteFor(m_tokens);
    tip.setColor(QPalette::Window, m_tokens.color.popup);
    QToolTip::setPalette(tip);
    Q_EMIT changed();
}

void Theme::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(portalService, portalPath, portalSettings, u"SettingChanged"_s, this,
                SLOT(onPortalSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(portalService, portalPath, portalSettings, u"Read"_s);
    read.setArguments({QString(appearanceGroup), QString(colorSchemeKey)});
    auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *watcher) {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid())
            setSystemPreference(unwrapped(reply.value().variant()).toUInt());
        watcher->deleteLater();
    });
}

void Theme::onPortalSettingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == appearanceGroup && key == colorSchemeKey)
        setSystemPreference(unwrapped(value.variant()).toUInt());
}

void Theme::setSystemPreference(uint colorScheme)
{
    const Scheme wished = colorScheme == prefersLight ? Scheme::Light : Scheme::Dark;
    if (wished == m_systemScheme)
        return;
    m_systemScheme = wished;
    if (m_choice == Choice::System)
        refresh();
}

} // namespace janus::ui
