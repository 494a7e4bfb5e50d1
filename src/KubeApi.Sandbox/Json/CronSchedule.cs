namespace KubeApi.Sandbox.Json;

/// <summary>Validates the schedule of a cron job, with the messages of robfig/cron, and computes its times.</summary>
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
            // An interval is accepted, but never due.
            return schedule.StartsWith("@every ", StringComparison.Ordinal) || s_descriptors.Contains(schedule) ? null : $"unrecognized descriptor: {schedule}";
        }

        var fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length != s_fields.Length
            ? $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]"
            : fields.Zip(s_fields).SelectMany(pair => Ranges(pair.First).Select(range => Read(range, pair.Second).Fault)).FirstOrDefault(
                error => error is not null);
    }

    /// <summary>The first scheduled time after another time; null for never.</summary>
    /// <param name="zone">The time zone of the schedule.</param>
    public static DateTimeOffset? Next(string schedule, DateTimeOffset after, TimeZoneInfo zone)
    {
        var text = schedule switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => schedule,
        };
        if (Validate(text) is not null)
        {
            return null;
        }

        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var sets = parts.Zip(s_fields, (part, bounds) => Ranges(part).SelectMany(range => Read(range, bounds).Values).ToHashSet()).ToList();
        // If both kinds of days are restricted, either may match.
        var isAnyDay = parts[2][0] is '*' or '?' || parts[4][0] is '*' or '?';
        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        local = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0).AddMinutes(1);
        for (var end = local.AddYears(5); local < end;)
        {
            var (isDay, isWeekday) = (sets[2].Contains(local.Day), sets[4].Contains((int)local.DayOfWeek));
            if (!sets[3].Contains(local.Month) || !(isAnyDay ? isDay && isWeekday : isDay || isWeekday))
            {
                local = local.Date.AddDays(1);
            }
            else if (!sets[1].Contains(local.Hour))
            {
                local = local.Date.AddHours(local.Hour + 1);
            }
            else if (!sets[0].Contains(local.Minute) || zone.IsInvalidTime(local))
            {
                local = local.AddMinutes(1);
            }
            else
            {
                return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
            }
        }

        return null;
    }

    private static string[] Ranges(string field) => field.Split(',', StringSplitOptions.RemoveEmptyEntries);

    // The numbers of a range, or its fault.
    private static (IEnumerable<int> Values, string? Fault) Read(string range, (int Least, int Most, string[] Names) bounds)
    {
        var parts = range.Split('/');
        var ends = parts[0].Split('-');
        var (start, end, step, fault) = (bounds.Least, bounds.Most, 1, (string?)null);
        if (ends[0] is not ("*" or "?"))
        {
            fault = ends.Length > 2 ? $"too many hyphens: {range}" : ParseNumber(ends[0], bounds, out start);
            end = parts.Length == 2 ? bounds.Most : start;
            fault ??= ends.Length == 2 ? ParseNumber(ends[1], bounds, out end) : null;
        }

        fault ??= parts.Length > 2 ? $"too many slashes: {range}" : parts.Length == 2 ? ParseNumber(parts[1], (0, 0, s_none), out step) : null;
        fault ??= start < bounds.Least ? $"beginning of range ({start}) below minimum ({bounds.Least}): {range}"
            : end > bounds.Most ? $"end of range ({end}) above maximum ({bounds.Most}): {range}"
            : start > end ? $"beginning of range ({start}) beyond end of range ({end}): {range}"
            : step == 0 ? $"step of range should be a positive number: {range}"
            : null;
        return (fault is null ? Enumerable.Range(0, ((end - start) / step) + 1).Select(number => start + (number * step)) : [], fault);
    }

    private static string? ParseNumber(string text, (int Least, int Most, string[] Names) bounds, out int number)
    {
        number = Array.IndexOf(bounds.Names, text.ToLowerInvariant()) + bounds.Least;
        if (number >= bounds.Least)
        {
            return null;
        }

        return !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            ? $"failed to parse int from {text}: strconv.Atoi: parsing {GoText.Quote(text)}: invalid syntax"
            : number < 0 ? $"negative number ({number}) not allowed: {text}"
            : null;
    }
}
