#pragma once

class QThread;

namespace janus::secrets {

/// The one thread in which all keychain work of the process happens: QtKeychain may block its caller (0.5 s
/// and more under KDE) and keeps its own queue of jobs in the thread that used it first, so there must be
/// exactly one for good. Needs a QCoreApplication; ends with it, and is left behind rather than waited for
/// where the keychain blocks it.
QThread *keychainThread();

} // namespace janus::secrets
