#pragma once

#include <QString>

#include <optional>

namespace janus {

struct SecondsRange
{
    double low = 0;
    double high = 0;
    bool operator==(const SecondsRange &) const = default;
};

/// How long requests have taken: usual ranges, from the 10th to the 90th percentile, in seconds.
struct PastTimes
{
    SecondsRange whole;                     ///< from sending a request to its last picture on disk
    std::optional<SecondsRange> queue = {}; ///< from accepted to running; nothing: never told
    std::optional<SecondsRange> run = {};   ///< the model's own time
    int known = 0;                          ///< of how many requests this was learned; 0: nothing is known

    bool operator==(const PastTimes &) const = default;
};

/// What a service asks for a model, by its own price list.
struct Price
{
    double perUnit = 0;
    QString unit; ///< the service's word: "images", "megapixels", "compute seconds"
    QString currency;

    bool isFree() const { return perUnit == 0; }
    /// Whether the number of pictures alone makes the price.
    bool isPerPicture() const;
    bool operator==(const Price &) const = default;
};

/// What is known beforehand of some requests.
struct Forecast
{
    int requests = 0;
    int pictures = 0;
    PastTimes each; ///< how long the first of them takes
    /// All of them together, behind what is under way; nothing while that is not known of every kind of them.
    std::optional<SecondsRange> together;
    std::optional<Price> price; ///< nothing: the service has not said it

    /// What all pictures cost; nothing where the price is unknown or does not go by the picture.
    std::optional<double> cost() const;
    bool operator==(const Forecast &) const = default;
};

/// The range for `requests` requests of which `atOnce` run at a time, `ahead` others before them.
SecondsRange togetherTimes(const SecondsRange &each, int requests, int ahead, int atOnce);

} // namespace janus
