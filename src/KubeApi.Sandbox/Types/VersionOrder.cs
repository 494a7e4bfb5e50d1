using System.Text.RegularExpressions;

namespace KubeApi.Sandbox.Types;

/// <summary>The documented order of versions of custom resources: v10, v2, v1, v2beta1, v1alpha1, then others alphabetically.</summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static VersionOrder NewestFirst { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Rank(x!), Rank(y!));
        return left.Stability != right.Stability ? right.Stability.CompareTo(left.Stability)
            : left.Stability == 0 ? string.CompareOrdinal(x, y)
            : left.Major != right.Major ? right.Major.CompareTo(left.Major)
            : right.Minor.CompareTo(left.Minor);
    }

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        var parts = Pattern().Match(version);
        return parts.Success
            ? (parts.Groups["word"].Value switch { "" => 3, "beta" => 2, _ => 1 }, Number(parts.Groups["major"]), Number(parts.Groups["minor"]))
            : (0, 0, 0);
    }

    private static int Number(Group digits) => int.TryParse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\Av(?<major>[1-9]\d*)((?<word>alpha|beta)(?<minor>[1-9]\d*))?\z")]
    private static partial Regex Pattern();
}
