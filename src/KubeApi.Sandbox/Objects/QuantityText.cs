using System.Text.RegularExpressions;

namespace KubeApi.Sandbox.Objects;

/// <summary>Quantities as a real server's decoder takes them: refused in its words, or in their canonical form.</summary>
internal static partial class QuantityText
{
    private const string Malformed = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// <exception cref="FormatException">The text is no quantity; the message is the server's.</exception>
    public static string Canonical(string text)
    {
        text = text.Trim();
        if (text.Length == 0 || Form().Match(text) is not { Success: true } match)
        {
            throw new FormatException(Malformed);
        }

        var suffix = match.Groups["suffix"].Value;
        if (!Suffix().IsMatch(suffix))
        {
            throw new FormatException("unable to parse quantity's suffix");
        }

        var quantity = Quantity.Parse(text);
        // What is too large to be counted here stays as it is written.
        var hasExponent = suffix is ['e' or 'E', not 'i', ..];
        return quantity.IsCapped ? text : hasExponent ? quantity.ToExponentText() : quantity.ToString();
    }

    // Wider than the words of the error, as the server's parser is: `.5`, and even `Gi`, which is nothing.
    [GeneratedRegex(@"\A[+-]?[0-9]*(\.[0-9]*)?(?<suffix>[eEinumkKMGTP]*[-+]?[0-9]*)\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\A([numkMGTPE]?|[KMGTPE]i|[eE][-+]?[0-9]+)\z")]
    private static partial Regex Suffix();
}
