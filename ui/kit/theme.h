#pragma once

#include "ui/kit/tokens.h"

#include <QObject>

class QApplication;
class QDBusVariant;

namespace janus::ui {

/// Decides how the program looks: dark or light (the artist's choice, or the desktop's wish), text size,
/// motion. main() makes one, calls apply() once, and gives it to whoever offers the choices; painting code
/// reads tokensOf(widget) instead. GUI thread.
class Theme : public QObject
{
    Q_OBJECT
public:
    /// What the artist chose. System follows the desktop and is dark where the desktop says nothing.
    enum class Choice { System, Dark, Light };
    Q_ENUM(Choice)

    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    Choice choice() const { return m_choice; }
    void setChoice(Choice choice);
    Scheme scheme() const;

    /// 1.0 is the normal text size; kept between 0.8 and 2.0.
    double textScale() const { return m_textScale; }
    void setTextScale(double scale);

    /// True: all durations in Tokens::motion are 0.
    bool isMotionReduced() const { return m_reducedMotion; }
    void setMotionReduced(bool reduced);

    /// A font family instead of the system's UI font; for pictures of the program. Empty: the system's.
    void setFontFamily(const QString &family);

    /// Gives the application its style, palette and font, asks the desktop for its wish without waiting for
    /// the answer, and follows every later change. Call once, before the first window is made.
    void apply(QApplication &application);

    const Tokens &tokens() const { return m_tokens; }

    QFont bodyFont() const { return m_tokens.font.body; }
    QFont strongFont() const { return m_tokens.font.strong; }
    QFont smallFont() const { return m_tokens.font.small; }
    QFont microFont() const { return m_tokens.font.micro; }
    QFont promptFont() const { return m_tokens.font.prompt; }
    QFont titleFont() const { return m_tokens.font.title; }
    QFont headingFont() const { return m_tokens.font.heading; }
    QFont numberFont() const { return m_tokens.font.number; }
    QFont monoFont() const { return m_tokens.font.mono; }

Q_SIGNALS:
    /// Style, palette and fonts are the new ones already.
    void changed();

private Q_SLOTS:
    void onPortalSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void askPortal();
    void setSystemPreference(uint colorScheme);
    void refresh();

    QApplication *m_application = nullptr;
    Choice m_choice = Choice::System;
    Scheme m_systemScheme = Scheme::Dark;
    double m_textScale = 1.0;
    bool m_reducedMotion = false;
    QString m_family;
    Tokens m_tokens;
};

} // namespace janus::ui
