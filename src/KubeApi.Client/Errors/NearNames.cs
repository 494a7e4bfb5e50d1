namespace KubeApi.Client.Errors;

/// <summary>Finds names similar to a misspelled one. Pure.</summary>
public static class NearNames
{
    /// <summary>The similar names, closest first; a name that differs only in case is closest.</summary>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> names) =>
    [
        .. names.Distinct(StringComparer.Ordinal).Select(n => (Name: n, Distance: Distance(wanted, n)))
            .Where(n => IsNear(wanted, n.Distance)).OrderBy(n => n.Distance).Select(n => n.Name).Take(3),
    ];

    /// <summary>A question that follows a message: <c> Did you mean 'a' or 'b'?</c> Empty if no name is similar.</summary>
    public static string Question(string wanted, IEnumerable<string> names) => Question(Of(wanted, names));

    /// <summary>The question for names that are known to be similar.</summary>
    public static string Question(IReadOnlyList<string> near) =>
        near.Count > 0 ? $" Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : "";

    /// <summary>Whether a name at that distance is similar.</summary>
    internal static bool IsNear(string wanted, int distance) => distance <= Math.Max(1, wanted.Length / 3);

    /// <summary>The Damerau-Levenshtein distance between two names, ignoring case: two transposed neighbors are one mistake. Uses three rows.</summary>
    internal static int Distance(string first, string second)
    {
        var (a, b) = (first.ToLowerInvariant(), second.ToLowerInvariant());
        int[] before = [], above = [], row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            (before, above, row) = (above, row, new int[b.Length + 1]);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }
        }

        return row[b.Length];
    }
}
