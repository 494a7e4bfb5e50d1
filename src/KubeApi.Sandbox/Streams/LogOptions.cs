using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Streams;

/// <summary>The query of a request for a log (PodLogOptions).</summary>
internal sealed record LogOptions(bool IsFollowed, bool IsPrevious, bool HasTimestamps, long? Tail, DateTimeOffset? Since, long? Limit)
{
    private const long LongestSince = 1_000_000_000;

    // The smallest valid numbers.
    private static readonly (string Name, long Least, string Message)[] s_numbers =
    [
        ("limitBytes", 1, "must be greater than 0"),
        ("sinceSeconds", 1, "must be greater than 0"),
        ("tailLines", 0, "must be greater than or equal to 0"),
    ];

    public static LogOptions Read(ApiRequest api, DateTimeOffset now)
    {
        var numbers = s_numbers.ToDictionary(option => option.Name, option => Number(api.Query(option.Name)));
        var causes = s_numbers.Where(option => numbers[option.Name] < option.Least)
            .Select(option => ApiErrors.InvalidValue(option.Name, api.Query(option.Name)!, option.Message)).ToList();
        var since = Time(api.Query("sinceTime"));
        if (since is not null && numbers["sinceSeconds"] is not null)
        {
            causes.Add(ApiErrors.Forbidden("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        }

        if (causes.Count > 0)
        {
            throw ApiErrors.Invalid("PodLogOptions", "", api.Info.Name, causes);
        }

        return new LogOptions(
            api.IsTrue("follow"), api.IsTrue("previous"), api.IsTrue("timestamps"), numbers["tailLines"],
            numbers["sinceSeconds"] is { } seconds ? now.AddSeconds(-Math.Min(seconds, LongestSince)) : since, numbers["limitBytes"]);
    }

    private static long? Number(string? text) => text is null ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing {ApiErrors.Quote(text)}: invalid syntax");

    // A time of the API has whole seconds: the rest is cut off.
    private static DateTimeOffset? Time(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds())
            : throw ApiErrors.BadRequest(
                $"parsing time {ApiErrors.Quote(text)} as \"2006-01-02T15:04:05Z07:00\": cannot parse {ApiErrors.Quote(text)} as \"2006\"");
}
