using System.Text.RegularExpressions;

namespace KubeApi.Sandbox.Objects;

/// <summary>Validates the keys of ConfigMaps and Secrets, with the server's messages.</summary>
internal static partial class KeyRule
{
    private const int Longest = 253;

    public static IEnumerable<string> Validate(string key)
    {
        if (key.Length > Longest)
        {
            yield return $"must be no more than {Longest} characters";
        }

        if (!Form().IsMatch(key))
        {
            yield return "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
                + "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
        }

        if (key.StartsWith("..", StringComparison.Ordinal) || key == ".")
        {
            yield return key.Length > 2 ? "must not start with '..'" : $"must not be '{key}'";
        }
    }

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]+\z")]
    private static partial Regex Form();
}
