#include "commands/libraryrepair.h"

using namespace Qt::StringLiterals;

namespace janus::commands {

namespace {

QString wordFor(library::FileState state)
{
    switch (state) {
    case library::FileState::Missing:
        return u"missing"_s;
    case library::FileState::Damaged:
        return u"damaged"_s;
    case library::FileState::Replaced:
        return u"replaced"_s;
    case library::FileState::Changed:
        return u"changed"_s;
    case library::FileState::Unlisted:
        return u"unlisted"_s;
    case library::FileState::Foreign:
        return u"foreign"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

void LibraryRepairCommand::run()
{
    m_call.verb == LibraryCall::Verb::Rebuild ? rebuild() : verify();
}

void LibraryRepairCommand::interrupt()
{
    if (m_call.verb == LibraryCall::Verb::Rebuild)
        m_console.progress(u"Stopped. What was restored stays; \"janus-studio library rebuild\" goes on."_s);
    finish(ExitCode::Interrupted);
}

void LibraryRepairCommand::rebuild()
{
    m_library.rebuild(
        this,
        [this](const Result<library::RebuildReport> &report) {
            report ? onRebuilt(*report) : fail(report.error());
        },
        [this](const library::RebuildProgress &now) {
            showProgress(now.isRestoring ? "Restoring"_L1 : "Looking at files"_L1, now.done, now.total);
        });
}

void LibraryRepairCommand::onRebuilt(const library::RebuildReport &report)
{
    for (const library::FileTrouble &trouble : report.unreadable) {
        const QString file = m_library.paths().pictures + u'/' + trouble.file;
        m_console.result(u"unreadable\t%1\t%2"_s.arg(file, trouble.message));
        m_console.event(u"unreadable"_s, {{u"file"_s, file}, {u"message"_s, trouble.message}});
    }
    m_console.result(
        u"%1 picture files: %2 restored, %3 known, %4 found elsewhere, %5 copies, %6 foreign, %7 unreadable"_s
            .arg(report.found)
            .arg(report.restored)
            .arg(report.known)
            .arg(report.moved)
            .arg(report.copies)
            .arg(report.foreign)
            .arg(report.unreadable.size()));
    m_console.event(u"rebuilt"_s, {{u"found"_s, report.found},
                                   {u"restored"_s, report.restored},
                                   {u"known"_s, report.known},
                                   {u"moved"_s, report.moved},
                                   {u"copies"_s, report.copies},
                                   {u"foreign"_s, report.foreign},
                                   {u"unreadable"_s, report.unreadable.size()}});
    finish(ExitCode::Done);
}

void LibraryRepairCommand::verify()
{
    m_library.verify(
        this,
        [this](const Result<library::VerifyReport> &report) {
            report ? onVerified(*report) : fail(report.error());
        },
        [this](const library::FileFinding &finding) { onFound(finding); },
        [this](int done, int total) { showProgress("Reading files"_L1, done, total); });
}

void LibraryRepairCommand::onFound(const library::FileFinding &finding) const
{
    const QString word = wordFor(finding.state);
    m_console.result(finding.message.isEmpty() ? u"%1\t%2"_s.arg(word, finding.file)
                                               : u"%1\t%2\t%3"_s.arg(word, finding.file, finding.message));
    QJsonObject fields{{u"state"_s, word}, {u"file"_s, finding.file}};
    if (finding.picture != 0) {
        fields[u"request_id"_s] = finding.requestId;
        fields[u"sandbox"_s] = finding.service == "sandbox"_L1;
    }
    if (!finding.message.isEmpty())
        fields[u"message"_s] = finding.message;
    m_console.event(u"file"_s, fields);
}

void LibraryRepairCommand::onVerified(const library::VerifyReport &report)
{
    m_console.progress(
        u"%1 pictures: %2 good, %3 missing, %4 damaged, %5 replaced, %6 changed; %7 unlisted and %8 foreign files"_s
            .arg(report.pictures)
            .arg(report.good)
            .arg(report.missing)
            .arg(report.damaged)
            .arg(report.replaced)
            .arg(report.changed)
            .arg(report.unlisted)
            .arg(report.foreign));
    if (report.unlisted > 0)
        m_console.progress(u"\"janus-studio library rebuild\" takes in what is unlisted."_s);
    m_console.event(u"verified"_s, {{u"pictures"_s, report.pictures},
                                    {u"good"_s, report.good},
                                    {u"missing"_s, report.missing},
                                    {u"damaged"_s, report.damaged},
                                    {u"replaced"_s, report.replaced},
                                    {u"changed"_s, report.changed},
                                    {u"unlisted"_s, report.unlisted},
                                    {u"foreign"_s, report.foreign}});
    finish(report.lost() > 0 ? ExitCode::Storage : ExitCode::Done);
}

} // namespace janus::commands
