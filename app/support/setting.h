#pragma once

#include <QSettings>
#include <QString>
#include <QVariant>

namespace janus::support {

/// One setting, declared once where it is used; reads and writes like a variable.
///
///     Setting<int> parallelJobs{settings, "queue/parallelJobs", 2};
template <typename T>
class Setting
{
public:
    Setting(QSettings &settings, QLatin1StringView key, T fallback)
        : m_settings(&settings)
        , m_key(key)
        , m_fallback(std::move(fallback))
    {
    }

    T value() const
    {
        const QVariant stored = m_settings->value(m_key);
        return stored.isValid() && stored.canConvert<T>() ? stored.value<T>() : m_fallback;
    }
    operator T() const { return value(); }
    Setting &operator=(const T &value)
    {
        m_settings->setValue(m_key, QVariant::fromValue(value));
        return *this;
    }

private:
    QSettings *m_settings;
    QString m_key;
    T m_fallback;
};

} // namespace janus::support
