#include "sandbox/faultpresets.h"

#include "sandbox/faultswitches.h"

using namespace Qt::StringLiterals;

namespace janus::sandbox {

namespace {

Fault named(QLatin1String name, double rate)
{
    Fault fault = findFaultSwitch(name)->fault;
    fault.times = -1;
    fault.rate = rate;
    return fault;
}

Fault named(QLatin1String name, double rate, Fault::On on)
{
    Fault fault = named(name, rate);
    fault.on = on;
    return fault;
}

} // namespace

const QList<FaultPreset> &faultPresets()
{
    constexpr Fault::On reading =
        Fault::On::Status | Fault::On::Stream | Fault::On::Result | Fault::On::Media;
    static const QList<FaultPreset> presets{
        {u"slow"_s, u"Slow answers"_s, u"Every answer takes three seconds longer."_s, {named("slow"_L1, 1)}},
        {u"failing"_s,
         u"One request in five fails"_s,
         u"The model breaks down on every fifth request or so."_s,
         {named("completed-with-error"_L1, 0.2)}},
        {u"busy"_s,
         u"The service is overloaded"_s,
         u"Every third question or so is answered with “overloaded” and has to be asked again."_s,
         {named("503"_L1, 0.35, reading)}},
        {u"lost-submits"_s,
         u"Answers to submits get lost"_s,
         u"Every second request or so is accepted, but the connection breaks before the studio learns of it."_s,
         {named("reset-after-accept"_L1, 0.5)}},
        {u"never-arrived"_s,
         u"Requests get lost on the way"_s,
         u"The connection breaks before a request is accepted. The studio looks for it, then asks you."_s,
         {named("reset-before-accept"_L1, 1)}},
        {u"broken-streams"_s,
         u"Streams break"_s,
         u"The live connection that tells the progress ends before the picture is done."_s,
         {named("stream-cut"_L1, 0.5), named("stream-reset"_L1, 1)}},
        {u"cut-pictures"_s,
         u"Pictures arrive cut"_s,
         u"Every second download or so ends too early."_s,
         {named("cut"_L1, 0.5, Fault::On::Media)}},
        {u"broken-pictures"_s,
         u"Pictures are broken"_s,
         u"Every third request or so has pictures of which the second half is missing."_s,
         {named("truncated-image"_L1, 0.33)}},
        {u"drifting"_s,
         u"The model has changed"_s,
         u"Two pictures in three are no longer what their seed has made: some a little, some altogether."_s,
         {named("drift"_L1, 0.33), named("other-picture"_L1, 0.5)}},
        {u"expired-results"_s,
         u"Results expire"_s,
         u"Every third result or so is gone before it can be fetched."_s,
         {named("expired-result"_L1, 0.33)}},
        {u"far-back"_s,
         u"A very long queue"_s,
         u"More than twelve thousand requests seem to be ahead."_s,
         {named("huge-position"_L1, 1)}},
        {u"key-refused"_s,
         u"Key refused"_s,
         u"The service does not know the key."_s,
         {named("key-refused"_L1, 1)}},
        {u"out-of-credit"_s,
         u"Account out of credit"_s,
         u"The service accepts no request until the account is topped up."_s,
         {named("out-of-credit"_L1, 1)}},
    };
    return presets;
}

} // namespace janus::sandbox
