using System.Globalization;

namespace KubeApi.Sandbox.Objects;

/// <summary>Validates the schedule of a cron job, with the messages of robfig/cron.</summary>
internal static class CronSchedule
{
    private static readonly string[] s_descriptors = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
    private static readonly string[] s_none = [];

    // Minutes, hours, days of the month, months, days of the week; names stand for the numbers from the minimum on.
    private static readonly (int Least, int Most, string[] Names)[] s_fields =
    [
        (0, 59, s_none),
        (0, 23, s_none),
        (1, 31, s_none),
        (1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>Null for a valid schedule.</summary>
    public static string? Validate(string schedule)
    {
        if (schedule.Contains("TZ", StringComparison.Ordinal))
        {
            return "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
        }

        if (schedule.StartsWith('@'))
        {
            // The length of an interval does not matter here.
            return schedule.StartsWith("@every ", StringComparison.Ordinal) || s_descriptors.Contains(schedule) ? null : $"unrecognized descriptor: {schedule}";
        }

        var fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length != s_fields.Length
            ? $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]"
            : fields.Zip(s_fields).SelectMany(pair => Ranges(pair.First).Select(range => ValidateRange(range, pair.Second))).FirstOrDefault(
                error => error is not null);
    }

    private static string[] Ranges(string field) => field.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string? ValidateRange(string range, (int Least, int Most, string[] Names) bounds)
    {
        var parts = range.Split('/');
        var ends = parts[0].Split('-');
        var (start, end, step) = (bounds.Least, bounds.Most, 1);
        if (ends[0] is not ("*" or "?"))
        {
            if (ends.Length > 2)
            {
                return $"too many hyphens: {range}";
            }

            if (ParseNumber(ends[0], bounds, out start) is { } first)
            {
                return first;
            }

            end = parts.Length == 2 ? bounds.Most : start;
            if (ends.Length == 2 && ParseNumber(ends[1], bounds, out end) is { } last)
            {
                return last;
            }
        }

        if (parts.Length > 2)
        {
            return $"too many slashes: {range}";
        }

        if (parts.Length == 2 && ParseNumber(parts[1], (0, 0, s_none), out step) is { } every)
        {
            return every;
        }

        return start < bounds.Least ? $"beginning of range ({start}) below minimum ({bounds.Least}): {range}"
            : end > bounds.Most ? $"end of range ({end}) above maximum ({bounds.Most}): {range}"
            : start > end ? $"beginning of range ({start}) beyond end of range ({end}): {range}"
            : step == 0 ? $"step of range should be a positive number: {range}"
            : null;
    }

    private static string? ParseNumber(string text, (int Least, int Most, string[] Names) bounds, out int number)
    {
        number = Array.IndexOf(bounds.Names, text.ToLowerInvariant()) + bounds.Least;
        if (number >= bounds.Least)
        {
            return null;
        }

        return !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            ? $"failed to parse int from {text}: strconv.Atoi: parsing {Errors.ApiErrors.Quote(text)}: invalid syntax"
            : number < 0 ? $"negative number ({number}) not allowed: {text}"
            : null;
    }
}
