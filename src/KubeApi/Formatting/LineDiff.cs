namespace KubeApi.Formatting;

/// <summary>The differing lines of two strings. Pure.</summary>
internal static class LineDiff
{
    // Above this size, the lines between the first and the last difference count as replaced: the table of the longest common sequence would be too large.
    private const long MaxTable = 4_000_000;

    /// <summary>The lines, each with <c>-</c>, <c>+</c> or a space; a line of <c>…</c> separates the differing parts.</summary>
    /// <param name="before">The old lines.</param>
    /// <param name="after">The new lines.</param>
    /// <param name="context">The number of lines to show around a difference.</param>
    public static IEnumerable<(char Mark, string Line)> Between(string[] before, string[] after, int context = 3)
    {
        var all = Align(before, after);
        var isNear = new bool[all.Count];
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Mark != ' ')
            {
                Array.Fill(isNear, true, Math.Max(0, i - context), Math.Min(all.Count, i + context + 1) - Math.Max(0, i - context));
            }
        }

        for (var i = 0; i < all.Count; i++)
        {
            if (isNear[i])
            {
                yield return all[i];
            }
            else if (i > 0 && isNear[i - 1] && isNear.AsSpan(i).Contains(true))
            {
                yield return (' ', "…");
            }
        }
    }

    private static List<(char Mark, string Line)> Align(string[] before, string[] after)
    {
        var shorter = Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < shorter && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < shorter - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        return [.. before[..start].Select(l => (' ', l)), .. Middle(before[start..^end], after[start..^end]), .. before[^end..].Select(l => (' ', l))];
    }

    private static List<(char Mark, string Line)> Middle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MaxTable)
        {
            return [.. before.Select(l => ('-', l)), .. after.Select(l => ('+', l))];
        }

        // The length of the longest common subsequence after two lines.
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        List<(char, string)> lines = [];
        for (var (i, j) = (0, 0); i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                lines.Add((' ', before[i++]));
                j++;
            }
            else if (i < before.Length && (j == after.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(('-', before[i++]));
            }
            else
            {
                lines.Add(('+', after[j++]));
            }
        }

        return lines;
    }
}
