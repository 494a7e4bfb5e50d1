using System.Buffers.Text;

namespace KubeApi.Client.Streaming;

/// <summary>The timestamp before each line of a log, in nanoseconds since 1970: <c>2026-11-23T18:50:27.8590323Z text</c>. Pure.</summary>
internal static class LogStamp
{
    private const int SecondsLength = 19;
    private const int FractionDigits = 9;
    private const long NanosecondsPerTick = 100;

    /// <summary>The stamp of a line without one.</summary>
    public const long None = long.MinValue;

    /// <summary>The number of nanoseconds of a second.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>Reads the timestamp at the start of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="stamp">The timestamp; <see cref="None"/> if there is none.</param>
    /// <returns>The start of the text after the timestamp; 0 if there is no timestamp.</returns>
    public static int Read(ReadOnlySpan<byte> line, out long stamp)
    {
        stamp = None;
        if (line.Length <= SecondsLength || line[4] != '-' || line[7] != '-' || line[10] != 'T' || line[13] != ':' || line[16] != ':'
            || !TryNumber(line[..4], out var year) || !TryNumber(line[5..7], out var month) || !TryNumber(line[8..10], out var day)
            || !TryNumber(line[11..13], out var hour) || !TryNumber(line[14..16], out var minute) || !TryNumber(line[17..19], out var second)
            || year is < 1970 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            || second > 59)
        {
            return 0;
        }

        // Servers drop trailing zeros of the fraction.
        var at = SecondsLength;
        var fraction = ReadFraction(line, ref at);
        if (!TryReadOffset(line, ref at, out var offset) || at < line.Length && line[at] != ' ')
        {
            return 0;
        }

        var days = (new DateTime(year, month, day) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerDay;
        stamp = ((((((days * 24) + hour) * 60) + minute - offset) * 60) + second) * Second + fraction;
        return Math.Min(at + 1, line.Length);
    }

    /// <summary>A stamp as a time, to 100 ns; null for <see cref="None"/>.</summary>
    public static DateTimeOffset? ToTime(long stamp) => stamp == None ? null : DateTimeOffset.UnixEpoch.AddTicks(stamp / NanosecondsPerTick);

    /// <summary>A time as a stamp.</summary>
    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;

    private static long ReadFraction(ReadOnlySpan<byte> line, ref int at)
    {
        if (line[at] != '.')
        {
            return 0;
        }

        long fraction = 0;
        var digits = 0;
        for (at++; at < line.Length && line[at] is >= (byte)'0' and <= (byte)'9'; at++, digits++)
        {
            fraction = digits < FractionDigits ? (fraction * 10) + line[at] - '0' : fraction;
        }

        for (; digits < FractionDigits; digits++)
        {
            fraction *= 10;
        }

        return fraction;
    }

    // Minutes east of UTC.
    private static bool TryReadOffset(ReadOnlySpan<byte> line, ref int at, out int offset)
    {
        offset = 0;
        if (at < line.Length && line[at] == 'Z')
        {
            at++;
            return true;
        }

        if (at + 6 > line.Length || line[at] is not ((byte)'+' or (byte)'-') || line[at + 3] != ':'
            || !TryNumber(line[(at + 1)..(at + 3)], out var hours) || !TryNumber(line[(at + 4)..(at + 6)], out var minutes))
        {
            return false;
        }

        offset = ((hours * 60) + minutes) * (line[at] == '-' ? -1 : 1);
        at += 6;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number) =>
        Utf8Parser.TryParse(digits, out number, out var used) && used == digits.Length && digits[0] is not ((byte)'-' or (byte)'+');
}
