using System.Text.RegularExpressions;

namespace KubeApi.Sandbox.Json;

/// <summary>Decodes quantities like a real server: to their canonical form, or with its error.</summary>
internal static partial class QuantityText
{
    private const string Malformed = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// <exception cref="FormatException">The value is not a quantity; the message is the server's.</exception>
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
        // An amount that is too large here keeps its notation.
        var hasExponent = suffix is ['e' or 'E', not 'i', ..];
        return quantity.IsCapped ? text : hasExponent ? quantity.ToExponentText() : quantity.ToString();
    }

    // Accepts more than the error message says, like the server's parser: `.5`, and even `Gi`.
    [GeneratedRegex(@"\A[+-]?[0-9]*(\.[0-9]*)?(?<suffix>[eEinumkKMGTP]*[-+]?[0-9]*)\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\A([numkMGTPE]?|[KMGTPE]i|[eE][-+]?[0-9]+)\z")]
    private static partial Regex Suffix();
}
